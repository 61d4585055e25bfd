"""What a patient logs is never lost and never counted twice, whatever the network does."""

import pytest
from conftest import NOW, ClinicWorld
from django.test import Client
from edges.conftest import through_link
from playwright.sync_api import Page, Route, expect

from browser.conftest import DESK, NO_NETWORK, OpenPage
from browser.phone import NOT_SENT, SENT, Answers, Phone
from browser.therapist import Therapist
from everyrep.logbook.models import Entry, OperationRow, QuarantinedOperation
from everyrep.people.actions import create_link
from everyrep.prescribing.models import ProgramVersion

QUAD_SET, HEEL_SLIDE = "Quadriceps set", "Heel slide"
SORE = Answers(sets=(6,), pain=5, effort=7, difficulty="hard", note="Sore after the stairs.")


@pytest.fixture
def rosa(signed_in_as: OpenPage, signed: ProgramVersion) -> Phone:
    phone = Phone(signed_in_as("patient"))
    phone.opens_today()
    return phone


def entries(world: ClinicWorld) -> list[tuple[str, str]]:
    """What stands on the server: each exercise with its outcome."""
    items = {item["key"]: item["exercise"] for version in _versions(world) for item in version.items}
    bodies = [entry.body for entry in Entry.objects.in_clinic(world.clinic.id)]
    return sorted((items[body["item_key"]], body["outcome"]) for body in bodies)


def _versions(world: ClinicWorld) -> list[ProgramVersion]:
    return list(ProgramVersion.objects.in_clinic(world.clinic.id))


def loses_the_next_answer(page: Page) -> None:
    """The server takes the next push in; its answer never comes back."""

    def lose(route: Route) -> None:
        assert route.fetch().ok
        route.abort(NO_NETWORK)

    page.route("**/api/v1/sync", lose, times=1)


def test_a_tap_without_network_waits_on_the_page_and_arrives_once(rosa: Phone, world: ClinicWorld) -> None:
    rosa.page.context.set_offline(True)
    rosa.taps_done(QUAD_SET)
    expect(rosa.page.get_by_text(NOT_SENT)).to_be_visible()
    assert entries(world) == []

    rosa.page.context.set_offline(False)
    rosa.tries_again()
    expect(rosa.page.get_by_text(SENT)).to_be_visible()
    expect(rosa.page.get_by_text(NOT_SENT)).to_be_hidden()
    expect(rosa.card(QUAD_SET).get_by_role("button", name="Undo")).to_be_visible()
    assert entries(world) == [("quad-set", "done")]


def test_several_taps_without_network_all_arrive_and_a_repeated_one_once(
    rosa: Phone, world: ClinicWorld
) -> None:
    rosa.page.context.set_offline(True)
    for exercise in (QUAD_SET, HEEL_SLIDE, QUAD_SET):
        rosa.taps_done(exercise)
        expect(rosa.page.get_by_text(NOT_SENT)).to_be_visible()

    rosa.page.context.set_offline(False)
    rosa.tries_again()
    expect(rosa.page.get_by_text(SENT)).to_be_visible()
    assert entries(world) == [("heel-slide", "done"), ("quad-set", "done")]


def test_a_filled_form_survives_without_network_and_arrives_as_last_corrected(
    rosa: Phone, world: ClinicWorld
) -> None:
    rosa.opens(QUAD_SET)
    rosa.fills_in("Partly", SORE)
    rosa.page.context.set_offline(True)
    rosa.saves()
    expect(rosa.page.get_by_text(NOT_SENT)).to_be_visible()
    rosa.note.fill("Sore, better after ice.")

    rosa.page.context.set_offline(False)
    rosa.tries_again()
    expect(rosa.page.get_by_text(SENT)).to_be_visible()
    expect(rosa.page.get_by_text("Sore, better after ice.")).to_be_visible()
    assert entries(world) == [("quad-set", "partly")]


@pytest.mark.parametrize("again", ["Try again", "Done"])
def test_an_answer_that_got_lost_doubles_nothing(rosa: Phone, world: ClinicWorld, again: str) -> None:
    loses_the_next_answer(rosa.page)
    rosa.taps_done(QUAD_SET)
    expect(rosa.page.get_by_text(NOT_SENT)).to_be_visible()
    assert entries(world) == [("quad-set", "done")]

    with rosa.page.expect_response("**/api/v1/sync") as answer:
        if again == "Done":
            rosa.taps_done(QUAD_SET)
        else:
            rosa.tries_again()
    assert [receipt["status"] for receipt in answer.value.json()["receipts"]] == ["duplicate"]
    expect(rosa.page.get_by_text(SENT)).to_be_visible()
    assert entries(world) == [("quad-set", "done")]
    assert OperationRow.objects.in_clinic(world.clinic.id).count() == 1


def test_a_session_whose_answer_got_lost_is_counted_once(rosa: Phone, world: ClinicWorld) -> None:
    loses_the_next_answer(rosa.page)
    rosa.does_the_guided_session(Answers(pain=2), arrives=False)
    expect(rosa.page.get_by_text(NOT_SENT)).to_be_visible()
    before = entries(world)
    assert len(before) == 6

    rosa.tries_again()
    expect(rosa.page.get_by_text(SENT)).to_be_visible()
    assert entries(world) == before
    assert not QuarantinedOperation.objects.in_clinic(world.clinic.id).exists()


def test_a_link_that_was_closed_says_so_kindly_and_keeps_the_answers(
    open_page: OpenPage, signed_in_as: OpenPage, signed: ProgramVersion, world: ClinicWorld
) -> None:
    code = create_link(by=world.ana, patient_id=world.patient.id, label="Lost sheet", now=NOW)
    rosa = Phone(open_page(client=through_link(Client(), code)))
    rosa.opens_today()
    rosa.opens(QUAD_SET)
    rosa.fills_in("Partly", SORE)

    ana = Therapist(signed_in_as("therapist", screen=DESK))
    ana.opens_the_patient()
    ana.revokes_the_link()
    rosa.saves()

    expect(rosa.page.get_by_text("Not sent yet: this page is signed out.")).to_contain_text(
        "Your answers are still here."
    )
    for question, answer in (
        ("How did it go?", "Partly"),
        ("Pain while doing it", "5"),
        ("How hard was it?", "hard"),
    ):
        expect(rosa.choice(question, answer)).to_be_checked()
    expect(rosa.note).to_have_value(SORE.note)
    assert entries(world) == []
