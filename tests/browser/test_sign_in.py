"""The way in, in a real browser."""

import re

import pytest
from conftest import ClinicWorld
from django.core import mail
from playwright.sync_api import expect

from browser.conftest import DESK, PHONE, OpenPage, axe_faults, scrolls_sideways
from browser.phone import Phone
from browser.therapist import Therapist
from everyrep.prescribing.models import ProgramVersion


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_the_sign_in_page_has_nothing_that_axe_holds_against_it(
    open_page: OpenPage, screen: tuple[int, int], scheme: str
) -> None:
    page = open_page(screen, scheme)
    page.goto("/sign-in/")
    assert axe_faults(page) == []
    assert not scrolls_sideways(page)


def test_a_therapist_signs_in_and_sees_who_needs_them(open_page: OpenPage, world: ClinicWorld) -> None:
    page = open_page(DESK)
    page.goto("/")
    page.get_by_text("Use a password").click()
    Therapist(page).signs_in()
    expect(page.get_by_role("heading", name="0 patients need you today")).to_be_visible()


def test_a_session_that_is_open_already_needs_no_password(signed_in_as: OpenPage) -> None:
    page = signed_in_as("therapist", screen=DESK)
    page.goto("/")
    expect(page.get_by_role("heading", name="0 patients need you today")).to_be_visible()


def test_a_patient_signs_in_with_a_code_from_an_email_and_no_password(
    open_page: OpenPage, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("everyrep.web.post.beside_the_request", lambda send: send())
    rosa = Phone(open_page())
    rosa.page.goto("/today/")
    rosa.page.get_by_label("E-mail address").first.fill("rosa@riverside.example")
    rosa.page.get_by_role("button", name="E-mail me a code").click()
    expect(rosa.page.get_by_label("Code from the e-mail")).to_be_visible()
    found = re.search(r"\b(\d{4}) (\d{4})\b", str(mail.outbox[-1].body))
    assert found is not None
    rosa.page.get_by_label("Code from the e-mail").fill(found[0])
    rosa.page.get_by_role("button", name="Sign in").click()
    rosa.sees_today()


def test_a_wrong_password_is_refused_beside_the_form_and_the_address_is_kept(
    open_page: OpenPage, world: ClinicWorld
) -> None:
    page = open_page()
    page.goto("/sign-in/")
    page.get_by_text("Use a password").click()
    page.get_by_label("Your e-mail address").fill("rosa@riverside.example")
    page.get_by_label("Password", exact=True).fill("not this one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("do not match")
    expect(page.get_by_label("Your e-mail address")).to_have_value("rosa@riverside.example")
