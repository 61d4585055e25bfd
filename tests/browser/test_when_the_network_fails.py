"""What a patient logs is never lost and never counted twice, whatever the network does."""

import pytest
from conftest import ClinicWorld
from playwright.sync_api import Page, Route, expect

from browser.conftest import NO_NETWORK, OpenPage
from browser.phone import ARRIVED, HERE, Answers, Phone
from browser.therapist import exercises_logged
from everyrep.logbook.models import OperationRow, QuarantinedOperation
from everyrep.prescribing.models import ProgramVersion

SYNC = "**/api/v1/sync"
ANKLE_PUMP, QUAD_SET, HEEL_SLIDE = "Ankle pump", "Quadriceps set", "Heel slide"
SORE = Answers(sets=(6,), pain=4, effort=7, difficulty="hard", note="Sore after the stairs.")


@pytest.fixture
def rosa(signed_in_as: OpenPage, signed: ProgramVersion) -> Phone:
    phone = Phone(signed_in_as("patient"))
    phone.opens_today()
    return phone


# The browser would wake the worker at once to send what the page could not: the network is there, after all.
NOBODY_WAKES = "void (SyncManager.prototype.register = () => Promise.reject(new Error('not today')))"


def loses_the_next_answer(page: Page) -> None:
    """The server takes the next push in; its answer never comes back."""
    page.route(SYNC, lose, times=1)


def lose(route: Route) -> None:
    assert route.fetch().ok
    route.abort(NO_NETWORK)


def test_a_tick_without_a_network_stays_on_the_phone_and_goes_by_itself_once_there_is_one(
    rosa: Phone, world: ClinicWorld
) -> None:
    rosa.goes_offline()
    rosa.ticks(QUAD_SET)
    expect(rosa.card(QUAD_SET)).to_contain_text(HERE)
    expect(rosa.status).to_contain_text("It goes to your therapist as soon as there is a connection.")
    assert exercises_logged(world) == []

    rosa.goes_online()
    expect(rosa.card(QUAD_SET)).to_contain_text(ARRIVED)
    expect(rosa.status).not_to_contain_text(HERE)
    assert exercises_logged(world) == [("quad-set", "done")]


def test_what_was_ticked_taken_back_and_ticked_again_without_a_network_stands_once(
    rosa: Phone, world: ClinicWorld
) -> None:
    rosa.goes_offline()
    rosa.ticks(ANKLE_PUMP)
    rosa.undo(ANKLE_PUMP).click()
    for exercise in (QUAD_SET, HEEL_SLIDE, ANKLE_PUMP):
        rosa.ticks(exercise)
    rosa.undo(HEEL_SLIDE).click()
    expect(rosa.done(HEEL_SLIDE)).to_be_visible()

    rosa.goes_online()
    expect(rosa.card(QUAD_SET)).to_contain_text(ARRIVED)
    expect(rosa.status).not_to_contain_text(HERE)
    assert exercises_logged(world) == [("ankle-pump", "done"), ("quad-set", "done")]


def test_a_form_that_was_saved_and_corrected_without_a_network_arrives_as_last_corrected(
    rosa: Phone, world: ClinicWorld
) -> None:
    rosa.goes_offline()
    rosa.logs(QUAD_SET, "Partly", SORE)
    rosa.page.get_by_role("button", name="Correct it").click()
    rosa.note.fill("Sore, better after ice.")
    rosa.page.get_by_role("button", name="Save the correction").click()
    expect(rosa.logged).to_contain_text("Sore, better after ice.")
    expect(rosa.logged).to_contain_text(HERE)

    rosa.goes_online()
    expect(rosa.logged).to_contain_text(ARRIVED)
    expect(rosa.logged).to_contain_text("Sore, better after ice.")
    assert exercises_logged(world) == [("quad-set", "partly")]


def test_what_was_typed_and_not_saved_is_still_there_when_the_page_is_opened_anew_without_a_network(
    rosa: Phone,
) -> None:
    rosa.opens(QUAD_SET)
    rosa.fills_in("Partly", SORE)
    rosa.goes_offline()
    rosa.page.reload()
    expect(rosa.note).to_have_value(SORE.note)
    expect(rosa.choice("How did it go?", "Partly")).to_be_checked()
    expect(rosa.choice("Pain while doing it", "4")).to_be_checked()


@pytest.mark.parametrize("again", ["Send now", "comes back later"])
def test_an_answer_that_got_lost_doubles_nothing(rosa: Phone, world: ClinicWorld, again: str) -> None:
    rosa.page.evaluate(NOBODY_WAKES)
    rosa.page.route(SYNC, lose)
    rosa.ticks(QUAD_SET)
    expect(rosa.status).to_contain_text("It goes to your therapist as soon as there is a connection.")
    assert exercises_logged(world) == [("quad-set", "done")]

    expect(rosa.page.get_by_role("button", name="Send now")).to_be_visible()
    # As it is now: the app may try again by itself first, and the button goes then.
    button = rosa.page.get_by_role("button", name="Send now").element_handle()
    with rosa.page.expect_response(SYNC) as answer:
        rosa.page.unroute(SYNC)
        if again == "Send now":
            button.dispatch_event("click")
        else:
            rosa.page.reload()
    assert [receipt["status"] for receipt in answer.value.json()["receipts"]] == ["duplicate"]
    expect(rosa.card(QUAD_SET)).to_contain_text(ARRIVED)
    assert exercises_logged(world) == [("quad-set", "done")]
    assert OperationRow.objects.in_clinic(world.clinic.id).count() == 1


def test_a_session_whose_answers_get_lost_is_counted_once(rosa: Phone, world: ClinicWorld) -> None:
    loses_the_next_answer(rosa.page)
    rosa.does_the_guided_session(Answers(pain=2))
    loses_the_next_answer(rosa.page)
    rosa.goes_back_to_today()
    rosa.page.reload()
    expect(rosa.status).not_to_contain_text(HERE)
    assert [outcome for _, outcome in exercises_logged(world)] == ["done"] * 6
    assert not QuarantinedOperation.objects.in_clinic(world.clinic.id).exists()


def test_a_server_that_is_out_of_order_is_told_apart_from_a_missing_network_and_asked_again(
    rosa: Phone, world: ClinicWorld
) -> None:
    rosa.page.route(SYNC, lambda route: route.fulfill(status=429, body="later"), times=1)
    rosa.ticks(QUAD_SET)
    expect(rosa.status).to_contain_text("The clinic's computer does not answer right now.")
    expect(rosa.card(QUAD_SET)).to_contain_text(HERE)
    rosa.page.get_by_role("button", name="Send now").click()
    expect(rosa.card(QUAD_SET)).to_contain_text(ARRIVED)
    assert exercises_logged(world) == [("quad-set", "done")]
