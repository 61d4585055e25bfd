"""From an empty record to a changed program: therapist at the desk, patient on the phone."""

from datetime import timedelta

from conftest import NOW
from edges.printed import Printed
from playwright.sync_api import expect

from browser.conftest import DESK, OpenPage, WallClock
from browser.phone import ARRIVED, HERE, Answers, Phone
from browser.therapist import Therapist

QUAD_SET = "Quadriceps set"
HEEL_SLIDE = "Heel slide"


def test_the_whole_way_from_an_empty_record_to_a_changed_program(
    signed_in_as: OpenPage, open_page: OpenPage, wall_clock: WallClock, server: str
) -> None:
    # Given Ana at her desk, and Rosa without a program
    ana = Therapist(signed_in_as("therapist", screen=DESK))

    # When Ana builds the first program, changes a dose, signs and prints it
    ana.opens_the_patient()
    ana.opens_an_episode("After knee replacement, left", "left", "Walk to the market and back")
    ana.begins_with()
    expect(ana.lines).to_have_count(6)
    expect(ana.asks).to_contain_text("min a day of 15")
    expect(ana.asks.get_by_text("Warnings")).to_be_visible()
    ana.types_a_dose(QUAD_SET, "2x12 h5 2/d L")
    expect(ana.line(QUAD_SET)).to_contain_text("2 sets of 12")
    ana.goes_to_sign()
    ana.signs("First program")
    expect(ana.page.get_by_text("Version 1 is signed.")).to_be_visible()
    sheet = Printed(ana.prints_the_handout())

    # Then the sheet carries her code, and the code opens Today on a phone that was never here
    assert "2 sets of 12" in sheet.text
    assert sheet.shows_qr(0, f"{server}/p/#{sheet.token()}")
    rosa = Phone(open_page())
    rosa.scans(sheet.token())
    rosa.opens_the_program()
    expect(rosa.card(QUAD_SET)).to_contain_text("2 × 12")
    expect(rosa.card(HEEL_SLIDE)).to_be_visible()

    # When Rosa logs one exercise as it really went, and does the rest as a guided session
    rosa.logs(
        QUAD_SET,
        "Partly",
        Answers(sets=(12, 8), pain=4, effort=6, difficulty="hard", note="The second set burned."),
    )
    expect(rosa.logged).to_contain_text(ARRIVED)
    rosa.goes_back_to_today()
    expect(rosa.card(QUAD_SET)).to_contain_text("Partly done")
    rosa.does_the_guided_session(Answers(pain=2, effort=5, difficulty="just right"))
    expect(rosa.screen).not_to_contain_text(HERE)
    rosa.goes_back_to_today()
    expect(rosa.page.get_by_role("heading", name="Session 2 of 8")).to_be_visible()

    # Then Ana's chart has it at once: pain, words, and how it is known
    ana.opens_the_patient()
    expect(ana.log).to_contain_text("“The second set burned.”")
    expect(ana.log).to_contain_text("pain 4")
    assert "4" in ana.tracker_row("Pain, 0 to 10")
    assert "G" in ana.tracker_row("How it is known")
    monday = {name: ana.tracker_row(name)[-7] for name in (QUAD_SET, HEEL_SLIDE, "The whole day")}
    assert set(monday.values()) == {"partly"}

    # When on the next day she signs in again and changes a dose from that day on
    wall_clock.moves_to(NOW + timedelta(days=1))
    ana.page.reload()
    ana.signs_in()
    ana.opens_the_patient()
    ana.edits_the_program()
    ana.types_a_dose(HEEL_SLIDE, "1x15 h5 L 3/d")
    expect(ana.line(HEEL_SLIDE)).to_contain_text("1 set of 15")
    ana.goes_to_sign()
    expect(ana.page.get_by_text("Heel slide:")).to_be_visible()
    ana.signs("Ready for more", valid_from="2026-11-17")
    expect(ana.page.get_by_text("Version 2 is signed.")).to_be_visible()

    # Then Monday reads as it did, and Rosa does the new dose and reads what changed
    assert {name: ana.tracker_row(name)[-7] for name in monday} == monday
    rosa.opens_today()
    expect(rosa.card(HEEL_SLIDE)).to_contain_text("1 × 15")
    expect(rosa.done(HEEL_SLIDE)).to_be_visible()
    expect(rosa.page.get_by_role("region", name="What changed in your program")).to_contain_text(
        "15 repetitions"
    )
    _reads_it_again_later(rosa)


def _reads_it_again_later(rosa: Phone) -> None:
    """What is more than the plan asks for her account."""
    page = rosa.page
    page.get_by_role("link", name="Progress").click()
    page.get_by_role("link", name="Sign in").click()
    rosa.signs_in()
    page.get_by_role("link", name="Progress").click()
    expect(page.get_by_role("heading", name="What changed in your program")).to_be_visible()
    expect(page.get_by_text("15 repetitions")).to_be_visible()
