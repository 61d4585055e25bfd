"""Without JavaScript the program can be read, and written, changed and signed by plain forms."""

import re

from conftest import PASSWORD, ClinicWorld
from playwright.sync_api import Page, expect

from browser.conftest import DESK, PHONE, OpenPage
from browser.therapist import Therapist
from everyrep.prescribing.models import Episode, ProgramVersion

QUAD_SET = "Quadriceps set"


def signs_in(page: Page, email: str) -> None:
    page.goto("/sign-in/")
    page.get_by_text("Use a password").click()
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_patient_reads_the_program_and_is_told_how_to_log(
    open_page: OpenPage, signed: ProgramVersion
) -> None:
    page = open_page(PHONE, script=False)
    signs_in(page, "rosa@riverside.example")
    page.locator("noscript a").first.click()  # search by role passes over this element
    expect(page).to_have_url(re.compile("/plain/$"))
    expect(page.get_by_text("call 911 first")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Call the clinic")).to_be_visible()
    expect(page.get_by_text("tick your printed sheet", exact=False)).to_be_visible()
    heading = page.get_by_role("heading", name=QUAD_SET, exact=True)
    card = page.get_by_role("article").filter(has=heading)
    expect(card).to_contain_text("hold each for 5 seconds")
    expect(card.get_by_text("Breathe out and tighten the front of your thigh")).to_be_visible()
    expect(card.get_by_role("img").first).to_be_visible()


def test_a_therapist_builds_changes_and_signs_a_program(
    open_page: OpenPage, world: ClinicWorld, episode: Episode
) -> None:
    ana = Therapist(open_page(DESK, script=False))
    signs_in(ana.page, "ana@riverside.example")
    ana.opens_the_patient()
    ana.page.get_by_role("link", name="Build program").click()
    ana.begins_with()
    ana.types_a_dose(QUAD_SET, "3x12 h5 L 2/d")
    expect(ana.line(QUAD_SET)).to_contain_text("3 sets of 12")
    ana.page.get_by_label("Search the library").fill("clamshell")
    ana.page.get_by_role("button", name="Search", exact=True).click()
    ana.page.get_by_role("button", name="Add Clamshell").click()
    expect(ana.lines).to_have_count(7)
    ana.line("Clamshell").get_by_role("button", name="Up").click()
    expect(ana.lines.nth(5)).to_contain_text("Clamshell")
    ana.goes_to_sign()
    ana.signs("First program")
    expect(ana.page.get_by_text("Version 1 is signed.")).to_be_visible()
    assert ProgramVersion.objects.in_clinic(world.clinic.id).get().signature.startswith("Ana Vidal")


def test_a_slip_is_refused_where_it_was_typed(
    open_page: OpenPage, world: ClinicWorld, episode: Episode
) -> None:
    ana = Therapist(open_page(DESK, script=False))
    signs_in(ana.page, "ana@riverside.example")
    ana.opens_the_patient()
    ana.page.get_by_role("link", name="Build program").click()
    ana.begins_with()
    ana.types_a_dose(QUAD_SET, "3x10 q5")
    expect(ana.line(QUAD_SET)).to_contain_text("“q5” at column 6 is not understood")
    expect(ana.shorthand(QUAD_SET)).to_have_value("3x10 q5")
