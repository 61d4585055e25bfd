"""The way in, in a real browser."""

import pytest
from conftest import PASSWORD, ClinicWorld
from playwright.sync_api import expect

from browser.conftest import DESK, PHONE, OpenPage, axe_faults, scrolls_sideways


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_the_sign_in_page_has_nothing_that_axe_holds_against_it(
    open_page: OpenPage, screen: tuple[int, int], scheme: str
) -> None:
    page = open_page(screen, scheme)
    page.goto("/sign-in/")
    assert axe_faults(page) == []
    assert not scrolls_sideways(page)


def test_a_therapist_signs_in_and_sees_the_patients(open_page: OpenPage, world: ClinicWorld) -> None:
    page = open_page(DESK)
    page.goto("/")
    page.get_by_text("Use a password").click()
    page.get_by_label("Your e-mail address").fill("ana@riverside.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Diaz, Rosa")).to_be_visible()


def test_a_session_that_is_open_already_needs_no_password(signed_in_as: OpenPage) -> None:
    page = signed_in_as("therapist", screen=DESK)
    page.goto("/")
    expect(page.get_by_text("Diaz, Rosa")).to_be_visible()
