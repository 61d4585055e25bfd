"""Every page there is, as its reader has it: light and dark, at a desk, on a phone, on the narrowest screen.

The pages are those of the URLconf, through the tenant matrix: a new route is looked at without being named.
A page is opened once and then shown in each look. That no page writes an error to the console or asks
another host for anything is watched by `open_page`.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import make_world
from django.test import Client
from django.urls import reverse
from edges.matrix.rows import ROWS
from edges.matrix.town import Record, make_town
from edges.matrix.visitors import Visitor, client_of
from playwright.sync_api import Page, expect

from browser.conftest import AXE_RULES, DESK, PHONE, OpenPage, axe_faults, scrolls_sideways
from browser.phone import Answers, Phone
from browser.therapist import Therapist

NARROWEST = (320, 740)  # CSS pixels; WCAG 2.2, 1.4.10 Reflow
READERS = (
    Visitor.ANONYMOUS,
    Visitor.PATIENT,
    Visitor.LINK,
    Visitor.CAREGIVER,
    Visitor.THERAPIST,
    Visitor.OWNER,
)
NOWHERE = "/nowhere/"
# What a page shows only when it is asked for, or to those who came in another way.
FACES = {
    Visitor.ANONYMOUS: [NOWHERE, "{sign_in}?next=/clinic/"],
    Visitor.PATIENT: [
        "{session}?short",
        "{session}?big",
        "{today}{key}/",
        "{today}{key}/?session=1",
        "{today}day/2026-11-15/",
        "{today}day/2026-11-20/",
        "{progress}?month=2026-10",
        "{progress}?day=2026-11-16",
    ],
    Visitor.LINK: ["{today}", "{progress}", "{entry}", "{more}"],
    Visitor.CAREGIVER: ["{today}", "{progress}", "{more}"],
    Visitor.THERAPIST: ["{chart}?weeks=12", "{handout}?draft=1&print=large", "{builder}?open={key}&q=bridge"],
}
COLOURS = ["color-contrast"]  # all that differs between light and dark
LOOKS = (
    (DESK, "light", AXE_RULES),
    (DESK, "dark", COLOURS),
    (PHONE, "light", COLOURS),
    (PHONE, "dark", AXE_RULES),
)


def faults(page: Page) -> list[str]:
    """What is wrong with the page in any of its looks."""
    found: list[str] = []
    for screen, scheme, rules in LOOKS:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        fit(page, screen)
        page.evaluate("document.getAnimations().forEach((one) => one.finish())")  # colours change slowly
        found += [f"{page.url}, {screen[0]} wide, {scheme}: {fault}" for fault in axe_faults(page, rules)]
    page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
    return [*found, *([f"{page.url} scrolls sideways"] if scrolls_sideways(page) else [])]


def fit(page: Page, screen: tuple[int, int]) -> None:
    """As wide as the screen and as high as the page, so that nothing hides below the bar at its end."""
    page.set_viewport_size({"width": screen[0], "height": screen[1]})
    whole = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": screen[0], "height": whole})


def addresses(reader: Visitor, record: Record, client: Client) -> list[str]:
    """Every page of the URLconf that this reader is the first who may open it, and its further faces."""
    known = {name: reverse(name, kwargs=row.address(record)) for name, row in ROWS.items()}
    pages = {name for name, row in ROWS.items() if row.get is not None and not (row.headers or row.kept)}
    mine = [
        known[name]
        for name in sorted(pages)
        if reader is next(who for who in READERS if who in ROWS[name].may) and is_page(client, known[name])
    ]
    return [*mine, *(face.format(**known, key=record.item_key) for face in FACES.get(reader, []))]


def is_page(client: Client, address: str) -> bool:
    """Not a file or an answer for a script."""
    return client.get(address, follow=True).headers["Content-Type"].startswith("text/html")


# A therapist has so many pages that they are shared out, for two processes to look at them.
SHARES = [
    (reader, share, shares)
    for reader in READERS
    for shares in (4 if reader is Visitor.THERAPIST else 2 if reader is Visitor.PATIENT else 1,)
    for share in range(shares)
]


@pytest.mark.parametrize(("reader", "share", "shares"), SHARES)
def test_every_page_of_a_reader_is_sound_in_every_look(
    open_page: OpenPage, reader: Visitor, share: int, shares: int
) -> None:
    town = make_town()
    client = client_of(reader, town)
    page = open_page(DESK, client=client, keeps=False)
    found: list[str] = []
    for address in addresses(reader, town.mine, client)[share::shares]:
        opens(page, address, reader)
        found += faults(page)
    assert "\n".join(found) == ""


def opens(page: Page, address: str, reader: Visitor) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == (404 if address == NOWHERE else 200)
    assert reader is Visitor.ANONYMOUS or reverse("sign_in") not in page.url
    expect(page.get_by_role("heading", level=1).first).to_be_visible()  # the app draws itself


def axolotl(page: Page) -> Phone:
    """The patient of the record, at Today."""
    phone = Phone(page, "Axolotl")
    phone.opens_today()
    return phone


def sets_it_up(page: Page) -> None:
    axolotl(page).page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_label("Text size")).to_be_visible()


def asks_for_an_outcome(page: Page) -> None:
    phone = axolotl(page)
    phone.opens("Heel slide")
    phone.saves()
    expect(page.get_by_text("Choose one: done, partly or not today.")).to_be_visible()


def tells_how_it_went(page: Page) -> None:
    phone = axolotl(page)
    phone.opens("Heel slide")
    phone.fills_in("Partly", Answers(pain=4))


def plays_the_session(page: Page) -> None:
    axolotl(page).starts_the_session()


def rests(page: Page) -> None:
    """The session of before goes on: nothing was asked in between."""
    Phone(page).does_a_step()
    expect(page.get_by_role("heading", name="Next: ")).to_be_visible()


def asks_how(page: Page) -> None:
    page.get_by_role("button", name="How to").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def asks_for_more(page: Page) -> None:
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More", exact=True).click()
    expect(page.get_by_role("button", name="Finish now")).to_be_visible()


def asks_what_gets_in_the_way(page: Page) -> None:
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_role("heading", name="What gets in the way?")).to_be_visible()


def says_that_it_hurts(page: Page) -> None:
    page.get_by_role("button", name="It hurt too much").click()
    page.get_by_role("dialog").get_by_role("radio", name="8", exact=True).check()
    expect(page.get_by_text("That is more than this exercise should hurt")).to_be_visible()


def ends_the_session(page: Page) -> None:
    page.keyboard.press("Escape")
    Phone(page).does_every_set()


def thanks(page: Page) -> None:
    Phone(page).saves()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def asks_for_a_rest_day(page: Page) -> None:
    axolotl(page)
    page.get_by_role("button", name="I need a rest day").click()
    page.get_by_role("button", name="Make it a rest day").click()
    expect(page.get_by_text("Choose what it is.")).to_be_visible()


def waits_for_a_network(page: Page) -> None:
    phone = axolotl(page)
    phone.goes_offline()
    phone.ticks("Heel slide")
    expect(phone.status).to_contain_text("as soon as there is a connection")


def sees_what_waits(page: Page) -> None:
    page.get_by_role("link", name="See what waits").click()
    expect(page.get_by_role("heading", name="1 entry on this phone")).to_be_visible()
    Phone(page).goes_online()


def is_worried(page: Page) -> None:
    axolotl(page)
    page.get_by_role("link", name="I have a worrying symptom").click()
    page.get_by_label("Is one calf or leg newly swollen, warm or sore?").check()
    expect(page.get_by_text("Your clinic has your answer.")).to_be_visible()


def is_on_hold(page: Page) -> None:
    axolotl(page)
    expect(page.get_by_role("region", name="Your plan is paused")).to_be_visible()


def refuses_a_dose(page: Page) -> None:
    ana = Therapist(page)
    ana.opens_the_patient("Axolotlson, Axolotl")
    page.get_by_role("link", name="Go on with the draft").click()
    ana.types_a_dose("Ankle pump", "3x10 q5")
    expect(page.get_by_text("is not understood")).to_be_visible()


def refuses_a_signature(page: Page) -> None:
    ana = Therapist(page)
    ana.opens_the_patient("Axolotlson, Axolotl")
    page.get_by_role("link", name="Go on with the draft").click()
    ana.goes_to_sign()
    ana.signs("", valid_from="2026-01-31")
    expect(page.get_by_role("alert")).to_be_visible()


def finds_nobody(page: Page) -> None:
    page.goto("/clinic/patients/?q=nobody")
    expect(page.get_by_text("Nobody found")).to_be_visible()


def clears_without_a_word(page: Page) -> None:
    Therapist(page).opens_the_patient("Axolotlson, Axolotl")
    page.get_by_role("button", name="Clear").first.click()
    expect(page.get_by_label("What did you find, and what was agreed?").first).to_have_accessible_description(
        re.compile("Write")
    )


@pytest.mark.parametrize(
    ("reader", "states"),
    [
        (Visitor.PATIENT, [sets_it_up, asks_for_an_outcome, tells_how_it_went, asks_for_a_rest_day]),
        (Visitor.PATIENT, [plays_the_session, rests, asks_how, asks_for_more, asks_what_gets_in_the_way]),
        (Visitor.PATIENT, [plays_the_session, asks_what_gets_in_the_way, says_that_it_hurts]),
        (Visitor.PATIENT, [plays_the_session, ends_the_session, thanks]),
        (Visitor.PATIENT, [waits_for_a_network, sees_what_waits, is_worried, is_on_hold]),
        (Visitor.THERAPIST, [refuses_a_dose, refuses_a_signature, finds_nobody, clears_without_a_word]),
    ],
    ids=["today", "session", "skipping", "end of a session", "in trouble", "therapist"],
)
def test_what_a_page_shows_on_the_way_is_sound_too(
    open_page: OpenPage, reader: Visitor, states: list[Callable[[Page], None]]
) -> None:
    page = open_page(DESK, client=client_of(reader, make_town()), keeps=False)
    found: list[str] = []
    for reach in states:
        fit(page, DESK)
        reach(page)
        found += faults(page)
    assert "\n".join(found) == ""


@pytest.mark.urls("edges.test_demo_pages")
def test_the_pages_of_the_demo_are_sound(open_page: OpenPage, settings: Any, tmp_path: Path) -> None:
    make_world("Riverside Physical Therapy")
    settings.DATA_DIR = tmp_path
    (tmp_path / settings.DEMO_LINK_FILE).write_text("7KQ2M-4XD9P")
    page = open_page(DESK)
    found: list[str] = []
    for address in ("/demo/", "/gallery/?audience=patient", "/gallery/?audience=clinic"):
        page.goto(address)
        found += faults(page)
    assert "\n".join(found) == ""
