"""Everything can be done without a mouse, and focus is never lost on the way."""

import pytest
from conftest import ClinicWorld
from playwright.sync_api import Locator, expect

from browser.conftest import DESK, OpenPage
from browser.keyboard import Keyboard
from browser.phone import ARRIVED, HERE, Phone
from browser.therapist import FIRST_PHASE, Therapist
from everyrep.logbook.models import Entry
from everyrep.prescribing.models import Episode, ProgramVersion

ANKLE_PUMP, QUAD_SET, CLAMSHELL = "Ankle pump", "Quadriceps set", "Clamshell"


def names(lines: Locator) -> list[str]:
    return [line.get_by_role("heading", level=3).inner_text() for line in lines.all()]


def test_a_therapist_builds_reorders_and_signs_a_program(
    signed_in_as: OpenPage, world: ClinicWorld, episode: Episode
) -> None:
    ana = Therapist(signed_in_as("therapist", screen=DESK))
    page, keys = ana.page, Keyboard(ana.page)
    page.goto("/clinic/patients/")
    keys.activates(page.get_by_role("link", name="Diaz, Rosa"))
    keys.activates(page.get_by_role("link", name="Build program"))

    # The fitting template has focus already
    expect(page.get_by_role("button", name=FIRST_PHASE)).to_be_focused()
    keys.presses("Enter")
    ana.sees_the_draft()
    expect(ana.lines).to_have_count(6)

    keys.presses("/")
    expect(page.get_by_label("Search the library")).to_be_focused()
    keys.types("clamshell")
    keys.presses("Enter")
    expect(ana.lines).to_have_count(7)
    expect(ana.line(CLAMSHELL)).to_contain_text("7 Clamshell")
    expect(page.get_by_label("Search the library")).to_be_focused()

    keys.retypes(ana.shorthand(ANKLE_PUMP), "2x20 4/d")
    keys.presses("Enter")
    expect(ana.line(ANKLE_PUMP)).to_contain_text("2 sets of 20")
    keys.presses("Alt+ArrowDown")
    expect(ana.lines.nth(1)).to_contain_text("2 Ankle pump")
    expect(ana.shorthand(ANKLE_PUMP)).to_be_focused()
    keys.presses("Alt+ArrowDown")
    expect(ana.lines.nth(2)).to_contain_text("3 Ankle pump")
    keys.presses("Alt+ArrowUp")
    expect(ana.lines.nth(1)).to_contain_text("2 Ankle pump")

    keys.activates(page.get_by_role("link", name="Sign …"))
    expect(page.get_by_label("Why this version")).to_be_focused()
    keys.types("First program")
    keys.activates(page.get_by_role("button", name="Sign as Ana Vidal"))
    expect(page.get_by_text("Version 1 is signed.")).to_be_visible()
    signed = ProgramVersion.objects.in_clinic(world.clinic.id).get()
    assert [item["exercise"] for item in signed.items][:2] == ["quad-set", "ankle-pump"]


def test_one_undo_takes_back_one_typed_dose(signed_in_as: OpenPage, episode: Episode) -> None:
    ana = Therapist(signed_in_as("therapist", screen=DESK))
    keys = Keyboard(ana.page)
    ana.opens_the_patient()
    ana.page.get_by_role("link", name="Build program").click()
    ana.begins_with()
    keys.activates(ana.page.get_by_role("link", name="Skip the library"))
    for dose, said in (("2x12 h5 L 3/d", "2 sets of 12"), ("3x12 h5 L 3/d", "3 sets of 12")):
        keys.retypes(ana.shorthand(QUAD_SET), dose)
        keys.presses("Enter")
        expect(ana.line(QUAD_SET)).to_contain_text(said)
    keys.activates(ana.page.get_by_role("button", name="Undo"))
    expect(ana.line(QUAD_SET)).to_contain_text("2 sets of 12")
    expect(ana.page.get_by_role("button", name="Undo")).to_be_focused()


@pytest.fixture
def rosa(signed_in_as: OpenPage, signed: ProgramVersion) -> Phone:
    phone = Phone(signed_in_as("patient", screen=DESK))
    phone.opens_today()
    return phone


def test_a_patient_ticks_an_exercise_and_takes_it_back(rosa: Phone, world: ClinicWorld) -> None:
    keys = Keyboard(rosa.page)
    keys.activates(rosa.done(QUAD_SET))
    expect(rosa.undo(QUAD_SET)).to_be_focused()
    expect(rosa.card(QUAD_SET)).to_contain_text(ARRIVED)
    expect(rosa.undo(QUAD_SET)).to_be_focused()
    keys.presses("Enter")
    expect(rosa.done(QUAD_SET)).to_be_focused()


def test_a_patient_logs_an_exercise_with_every_answer(rosa: Phone, world: ClinicWorld) -> None:
    keys = Keyboard(rosa.page)
    keys.activates(rosa.card(QUAD_SET).get_by_role("link", name=QUAD_SET))
    expect(rosa.page.get_by_role("heading", name=QUAD_SET, level=1)).to_be_focused()
    keys.goes_to(rosa.choice("How did it go?", "Done"))
    keys.presses("Space", "ArrowRight")
    expect(rosa.choice("How did it go?", "Partly")).to_be_checked()
    keys.retypes(rosa.amounts, "6")
    keys.activates(rosa.page.get_by_role("button", name="More: "))
    keys.goes_to(rosa.choice("Pain while doing it", "0"))
    keys.presses("Space", *["ArrowRight"] * 4)
    keys.goes_to(rosa.note)
    keys.types("Knee felt stiff.")
    keys.activates(rosa.page.get_by_role("button", name="Save", exact=True))
    expect(rosa.page.get_by_role("heading", name="Logged today")).to_be_focused()
    expect(rosa.logged).to_contain_text(ARRIVED)
    body = Entry.objects.in_clinic(world.clinic.id).get().body
    assert (body["outcome"], body["pain"], body["sets"][0]["reps"]) == ("partly", 4, 7)
    assert body["note"] == "Knee felt stiff."


def test_a_patient_is_led_through_a_session_by_the_space_bar_alone(rosa: Phone, world: ClinicWorld) -> None:
    keys = Keyboard(rosa.page)
    keys.activates(rosa.page.get_by_role("link", name="Start · "))
    keys.goes_to(rosa.choice("How shall it go?", "Lead me"))
    keys.presses("ArrowRight")
    expect(rosa.choice("How shall it go?", "At my own pace")).to_be_checked()
    keys.activates(rosa.page.get_by_role("button", name="Begin", exact=True))
    expect(rosa.page.get_by_role("heading", name="Ankle pump", level=1)).to_be_focused()
    keys.presses("Space")
    expect(rosa.page.get_by_role("heading", name=f"Next: {QUAD_SET}")).to_be_visible()
    keys.presses("u")
    expect(rosa.page.get_by_role("heading", name="Ankle pump", level=1)).to_be_visible()
    keys.presses("Space", "Space")
    expect(rosa.page.get_by_role("heading", name=QUAD_SET, level=1)).to_be_visible()
    keys.presses("s")
    expect(rosa.page.get_by_role("dialog")).to_be_visible()
    keys.activates(rosa.page.get_by_role("button", name="The day was too full"))
    keys.activates(rosa.page.get_by_role("button", name="Leave it out today"))
    expect(rosa.page.get_by_role("heading", name="Heel slide", level=1)).to_be_visible()
    keys.presses("?")
    keys.activates(rosa.page.get_by_role("button", name="Finish now"))
    expect(rosa.page.get_by_role("heading", name="How was it?")).to_be_focused()
    keys.activates(rosa.page.get_by_role("button", name="Save", exact=True))
    expect(rosa.page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(rosa.screen).not_to_contain_text(HERE)
    bodies = [entry.body for entry in Entry.objects.in_clinic(world.clinic.id)]
    assert sorted((body["outcome"], body.get("reason", "")) for body in bodies) == [
        ("done", ""),
        ("not", "no_time"),
    ]
