"""Nonsense is refused where it was typed, says what would be accepted, and keeps everything else."""

import re

import pytest
from conftest import ClinicWorld
from playwright.sync_api import expect

from browser.conftest import DESK, OpenPage
from browser.phone import Phone
from browser.therapist import Therapist
from everyrep.prescribing.models import Episode, ProgramVersion

QUAD_SET, HEEL_SLIDE = "Quadriceps set", "Heel slide"


@pytest.fixture
def ana(signed_in_as: OpenPage, episode: Episode) -> Therapist:
    """Ana with a fresh draft for Rosa."""
    therapist = Therapist(signed_in_as("therapist", screen=DESK))
    therapist.opens_the_patient()
    therapist.page.get_by_role("link", name="Build program").click()
    therapist.begins_with()
    return therapist


def versions(world: ClinicWorld) -> int:
    return ProgramVersion.objects.in_clinic(world.clinic.id).count()


def test_a_slip_in_the_shorthand_is_told_beside_its_line_and_the_rest_is_kept(ana: Therapist) -> None:
    ana.shorthand(HEEL_SLIDE).fill("1x12 h5 L 3/d")
    ana.types_a_dose(QUAD_SET, "3x10 q5")
    field = ana.shorthand(QUAD_SET)
    expect(field).to_have_accessible_description(re.compile("“q5” at column 6 is not understood"))
    expect(field).to_have_value("3x10 q5")
    expect(ana.line(QUAD_SET)).to_contain_text("reads like 3x10 h5 2/d L")
    expect(ana.line(QUAD_SET)).to_contain_text("1 set of 10")
    expect(ana.line(HEEL_SLIDE)).to_contain_text("1 set of 12")
    ana.types_a_dose(QUAD_SET, "3x10 h5 L 2/d")
    expect(ana.line(QUAD_SET)).to_contain_text("3 sets of 10")
    expect(ana.page.get_by_text("is not understood")).to_have_count(0)


def test_impossible_doses_are_told_at_once_at_their_fields_and_nothing_typed_is_lost(ana: Therapist) -> None:
    line = ana.line(QUAD_SET)
    line.get_by_text("Whole dose, days and words").click()
    line.get_by_label("Sets", exact=True).fill("99")
    line.get_by_label("Tempo").fill("slowly")
    line.get_by_label("In your own words for Rosa").fill("Press the knee down.")
    line.get_by_role("button", name="Save in the draft").click()
    expect(line.get_by_role("alert")).to_contain_text("2 things to change")
    expect(line.get_by_label("Sets", exact=True)).to_have_accessible_description(
        re.compile("99 is not between 1 and 10 sets")
    )
    expect(line.get_by_label("Tempo")).to_have_value("slowly")
    expect(line.get_by_label("In your own words for Rosa")).to_have_value("Press the knee down.")
    line.get_by_role("alert").get_by_role("link", name="99 is not").click()
    expect(line.get_by_label("Sets", exact=True)).to_be_focused()


def test_an_impossible_first_day_and_a_missing_reason_are_refused_together(
    ana: Therapist, world: ClinicWorld
) -> None:
    ana.goes_to_sign()
    ana.signs("", valid_from="2026-01-31")
    expect(ana.page.get_by_role("alert")).to_contain_text("2 things to change")
    expect(ana.page.get_by_label("Why this version")).to_have_accessible_description(re.compile("Write why"))
    expect(ana.page.get_by_label("Valid from")).to_have_accessible_description(
        re.compile("Choose a start from 2026-11-16")
    )
    assert versions(world) == 0


def test_without_the_clinics_emergency_text_nothing_is_signed_and_the_reason_is_told(
    ana: Therapist, world: ClinicWorld
) -> None:
    world.clinic.emergency_text = ""
    world.clinic.save()
    ana.goes_to_sign()
    expect(ana.page.get_by_text("Before it can be signed")).to_be_visible()
    ana.signs("First program")
    expect(ana.page.get_by_role("alert")).to_contain_text("The clinic has no emergency text yet.")
    expect(ana.page.get_by_label("Why this version")).to_have_value("First program")
    assert versions(world) == 0


def test_a_patients_form_with_nonsense_is_refused_at_its_field_and_kept(
    signed_in_as: OpenPage, world: ClinicWorld
) -> None:
    page = signed_in_as("therapist", screen=DESK)
    page.goto("/clinic/patients/new/")
    page.get_by_label("Given name").fill("Lin")
    page.get_by_label("Family name").fill("Park")
    minutes = page.get_by_label("Time they have for exercise")
    minutes.fill("soon")
    page.get_by_role("button", name="Save").click()
    expect(minutes).to_have_accessible_description("Enter 1 to 240 minutes a day.")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Family name")).to_have_value("Park")


def test_a_log_without_an_outcome_asks_for_it_and_keeps_the_note(
    signed_in_as: OpenPage, signed: ProgramVersion
) -> None:
    rosa = Phone(signed_in_as("patient"))
    rosa.opens_today()
    rosa.opens(QUAD_SET)
    rosa.note.fill("Left it for tonight.")
    rosa.saves()
    expect(rosa.page.get_by_text("Choose one: done, partly or not today.")).to_be_visible()
    expect(rosa.note).to_have_value("Left it for tonight.")


def test_a_rest_until_a_day_that_is_over_is_refused_at_its_field_and_the_rest_is_kept(
    signed_in_as: OpenPage, signed: ProgramVersion
) -> None:
    rosa = Phone(signed_in_as("patient"))
    rosa.opens_today()
    rosa.page.get_by_role("button", name="I need a rest day").click()
    rosa.choice("What is it?", "Illness").check()
    last = rosa.page.get_by_label("Last day off")
    last.fill("2026-11-01")
    rosa.page.get_by_role("button", name="Make it a rest day").click()
    expect(last).to_have_accessible_description(re.compile("Choose a day from this day to"))
    expect(rosa.choice("What is it?", "Illness")).to_be_checked()
    last.fill("2026-11-18")
    rosa.page.get_by_role("button", name="Make it a rest day").click()
    expect(rosa.page.get_by_text("Today is a rest day")).to_be_visible()
