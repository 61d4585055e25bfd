"""Passkeys in a real browser, with an authenticator that the browser simulates."""

from collections.abc import Iterator

import pytest
from conftest import ClinicWorld
from django.test import Client
from edges.conftest import signed_in
from playwright.sync_api import Browser, Page, expect

from browser.conftest import PHONE, WAIT_MS, WallClock, axe_faults, scrolls_sideways

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(server: str) -> str:
    """A passkey is good for a name, never for a bare address of numbers."""
    return server.replace("127.0.0.1", "localhost")


@pytest.fixture
def phone(browser: Browser, site: str, wall_clock: WallClock) -> Iterator[Page]:
    """A phone that can keep passkeys, and says yes to whatever it is asked."""
    context = browser.new_context(
        base_url=site, viewport={"width": PHONE[0], "height": PHONE[1]}, locale="en-US", has_touch=True
    )
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    wall_clock.hangs_in(page)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def lend(page: Page, client: Client, site: str) -> None:
    page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": site} for name, cookie in client.cookies.items()]
    )


def test_a_passkey_is_made_under_more_and_is_all_it_takes_the_next_time(
    phone: Page, site: str, world: ClinicWorld
) -> None:
    lend(phone, signed_in(Client(), world.patient), site)
    phone.goto("/more/")
    phone.get_by_role("link", name="Ways to sign in").click()
    phone.get_by_role("button", name="Add a passkey on this device").click()
    expect(phone.get_by_text("The passkey is kept.")).to_be_visible()
    assert axe_faults(phone) == []
    phone.goto("/more/")
    phone.get_by_role("button", name="Sign out").click()

    phone.wait_for_url("**/sign-in/**")
    phone.get_by_role("button", name="Sign in with a passkey").click()
    phone.wait_for_url("**/today/**")
    phone.goto("/more/")
    expect(phone.get_by_text("You are signed in with your account.")).to_be_visible()


def test_a_device_that_has_one_already_is_not_given_another(
    phone: Page, site: str, world: ClinicWorld
) -> None:
    lend(phone, signed_in(Client(), world.patient), site)
    phone.goto("/passkeys/")
    phone.get_by_role("button", name="Add a passkey on this device").click()
    expect(phone.get_by_text("The passkey is kept.")).to_be_visible()
    phone.get_by_role("button", name="Add a passkey on this device").click()
    expect(phone.get_by_text("This device has a passkey of yours already.")).to_be_visible()


def test_a_phone_without_a_passkey_is_told_kindly_and_can_ask_for_a_code(
    phone: Page, site: str, world: ClinicWorld
) -> None:
    phone.goto("/sign-in/")
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect(phone.get_by_text("No passkey was used.")).to_be_visible()
    phone.get_by_label("E-mail address", exact=True).fill("rosa@riverside.example")
    phone.get_by_role("button", name="E-mail me a code").click()
    expect(phone.get_by_role("heading", name="Look in your e-mail")).to_be_visible()
    assert not scrolls_sideways(phone)
    assert axe_faults(phone) == []


def test_a_removed_passkey_no_longer_signs_in(phone: Page, site: str, world: ClinicWorld) -> None:
    lend(phone, signed_in(Client(), world.therapist), site)
    phone.goto("/passkeys/")
    phone.get_by_role("button", name="Add a passkey on this device").click()
    phone.get_by_role("button", name="Remove: ").click()
    expect(phone.get_by_text("The passkey is removed.")).to_be_visible()
    phone.get_by_role("button", name="Sign out", exact=True).click()
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect(phone.get_by_text("This passkey does not open anything here.")).to_be_visible()
