"""A therapist writes a movement: she sees what she writes, and where it is wrong."""

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import DESK, PHONE, OpenPage, axe_faults, scrolls_sideways

PAGE = "/clinic/movements/straight-leg-raise/"


def editor(page: Page) -> Locator:
    return page.get_by_label("Movement, as YAML")


def changes(page: Page, before: str, after: str) -> str:
    """Types over a piece of the text; returns the whole."""
    text = editor(page).input_value()
    assert before in text
    editor(page).fill(text.replace(before, after))
    return text.replace(before, after)


@pytest.mark.parametrize(("screen", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_a_wrong_joint_is_named_with_its_line_and_what_is_accepted_and_the_figure_stays(
    signed_in_as: OpenPage, screen: tuple[int, int], scheme: str
) -> None:
    page = signed_in_as("therapist", screen=screen, scheme=scheme)
    page.goto(PAGE)
    figure = page.locator("#drawing").get_by_role("img", name="A person lies on the back")
    expect(figure).to_be_visible()

    typed = changes(page, "hip_R: {flex: 45}", "hipp_R: {flex: 45}")

    told = page.locator("#told")
    expect(told).to_contain_text("1 problem in the text")
    expect(told).to_contain_text("“hipp_R” is not known here; did you mean “hip_R”? Accepted: pelvis, trunk")
    expect(page.locator("[data-lines] [data-faulty]")).to_have_text("7")
    expect(figure).to_be_visible()
    expect(editor(page)).to_have_value(typed)
    assert axe_faults(page) == []
    assert not scrolls_sideways(page)

    told.get_by_role("link", name="Line 7, column 14").press("Enter")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("X")
    assert "{Xhipp_R" in editor(page).input_value()


def test_a_sound_change_is_drawn_while_it_is_typed(signed_in_as: OpenPage) -> None:
    page = signed_in_as("therapist", screen=DESK)
    page.goto(PAGE)
    changes(page, "flex: 45", "flex: 60")
    expect(page.locator("#told")).to_contain_text("write range: [0, 60]")
    changes(page, "[0, 45]", "[0, 60]")
    drawing = page.locator("#drawing")
    expect(drawing.get_by_role("img", name="lifts to about 60 degrees")).to_be_visible()
    expect(drawing.get_by_role("figure")).to_have_count(2)
    page.get_by_role("radio", name="Left").check()
    expect(drawing.get_by_role("img", name="The straight left leg")).to_be_visible()
    assert axe_faults(page) == []


def test_without_script_a_button_draws(signed_in_as: OpenPage) -> None:
    page = signed_in_as("therapist", screen=PHONE, script=False)
    page.goto(PAGE)
    typed = changes(page, "position: supine", "position: lying")
    page.get_by_role("button", name="Draw").click()
    expect(page.get_by_text("“lying” is not known here")).to_be_visible()
    expect(editor(page)).to_have_value(typed)
