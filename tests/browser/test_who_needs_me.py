"""The therapist's loop: who needs her, at a glance; what changes, signed with a tap, read by the patient."""

from datetime import timedelta

import pytest
from conftest import NOW, ClinicWorld, details
from contexts.answering import answer
from playwright.sync_api import Locator, Page, expect
from ruling import READY, make_ruled

from browser.conftest import DESK, OpenPage
from browser.keyboard import Keyboard
from browser.phone import Phone
from everyrep.attention.reasons import put
from everyrep.core.attention.kinds import Kind, Reason, Source
from everyrep.people.actions import add_patient
from everyrep.people.models import Patient

STEP = "with 11 kg instead of 10 kg"


def somebody(world: ClinicWorld, name: str) -> Patient:
    return add_patient(by=world.system, details=details(given_name=name, family_name="Park"), now=NOW)


def needs(
    world: ClinicWorld, patient: Patient, kind: Kind, evidence: dict[str, object], *, days: int = 0
) -> None:
    found = Reason(kind=kind, since=NOW.date(), mark=1, evidence=evidence)
    put(
        by=world.system,
        patient_id=patient.id,
        source=Source.LOGBOOK,
        found=[found],
        now=NOW - timedelta(days=days),
    )


@pytest.fixture
def clinic(world: ClinicWorld, _the_server_sees_the_data: None) -> ClinicWorld:
    """Three patients who need a call today, two who can wait for their review, and three who are well."""
    answer(world, NOW - timedelta(minutes=3))
    hurts, sore = somebody(world, "Hana"), somebody(world, "Sol")
    needs(
        world, hurts, Kind.PAIN_HIGH, {"scores": [["2026-11-14", 6], ["2026-11-16", 8]], "over": 5, "days": 7}
    )
    needs(world, sore, Kind.SWELLING, {"days": ["2026-11-14", "2026-11-15"]}, days=1)
    for name in ("Lee", "Max"):
        needs(world, somebody(world, name), Kind.SILENT, {"last": "2026-11-08"})
    for name in ("Uma", "Vic", "Wim"):
        somebody(world, name)
    return world


def who(page: Page) -> Locator:
    return page.locator("ol.needs > li")


def test_the_first_screen_names_the_three_who_need_a_call_and_why(
    signed_in_as: OpenPage, clinic: ClinicWorld
) -> None:
    page = signed_in_as("therapist", screen=DESK)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 patients need you today")
    expect(who(page)).to_have_count(3)
    for place, name, why in (
        (0, "Rosa Diaz", "fall"),
        (1, "Sol Park", "swollen on the last 2 mornings"),
        (2, "Hana Park", "Pain above 5 on 2 of the last 7 days: 6, 8"),
    ):
        line = who(page).nth(place)
        expect(line).to_contain_text(name)
        expect(line).to_contain_text(why)
        expect(line).to_be_in_viewport(ratio=1)  # without scrolling
    expect(page.get_by_text("For the next review: 2 patients")).to_be_visible()


def test_what_was_done_is_said_in_place_by_keyboard_and_the_patient_leaves_the_list(
    signed_in_as: OpenPage, clinic: ClinicWorld
) -> None:
    page = signed_in_as("therapist", screen=DESK)
    page.goto("/")
    keys = Keyboard(page)
    hana = who(page).filter(has_text="Hana Park")
    keys.activates(hana.locator("summary"))
    note = hana.get_by_label("What did you do?")
    keys.goes_to(note)
    keys.types("Called: less walking until Friday")
    keys.activates(hana.get_by_role("button", name="Mark as handled"))
    expect(page.get_by_role("heading", level=1)).to_have_text("2 patients need you today")
    expect(who(page).filter(has_text="Hana Park")).to_have_count(0)


def test_a_proposal_is_accepted_with_a_tap_and_the_patient_reads_what_is_new(
    signed_in_as: OpenPage, world: ClinicWorld
) -> None:
    ruled = make_ruled(world)
    ruled.logs(READY)

    # Given rules that Ana approves after a look at what they would have said, and what they propose
    page = signed_in_as("therapist", screen=DESK)
    page.goto(f"/clinic/patients/{world.patient.id}/rules/{ruled.key}/")
    expect(page.get_by_role("heading", name="What they would have said, the last four weeks")).to_be_visible()
    page.get_by_label("Symptom model").select_option("pain_monitoring")
    page.get_by_label("Load rule").select_option("two_for_two")
    page.get_by_label("Usual morning pain, 0 to 10").fill("1")
    page.get_by_role("button", name="Approve these rules").click()
    expect(page.get_by_text("Rules are on, approved by Ana Vidal")).to_be_visible()

    # When she finds it on her first page, looks why, and signs it as it is
    page.goto("/")
    expect(page.get_by_text(f"Proposed for Goblet squat: {STEP}")).to_be_visible()
    page.get_by_role("link", name="Look at it").click()
    card = page.get_by_role("article").filter(has_text=STEP)
    card.get_by_text("Why?").click()
    expect(card.get_by_text("Repetitions in the last set above the top of the range: 2, 2")).to_be_visible()
    card.get_by_role("button", name="Accept and sign").click()
    expect(page.get_by_text("Version 2 is signed")).to_be_visible()

    # Then Rosa reads the difference in plain words where she practises, and says that she has seen it
    rosa = Phone(signed_in_as("patient"))
    rosa.opens_today()
    change = rosa.page.get_by_role("region", name="What changed in your program")
    expect(change).to_contain_text(STEP)
    expect(rosa.card("Goblet squat")).to_contain_text("11 kg")
    change.get_by_role("button", name="I have seen it").click()
    expect(change.get_by_role("button", name="I have seen it")).to_have_count(0)

    # And Ana sees that she has, and that nothing waits any more
    page.goto(f"/clinic/patients/{world.patient.id}/")
    expect(page.get_by_text("Version 2").first).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("0 patients need you today")
    expect(page.get_by_text("Proposed for")).to_have_count(0)
