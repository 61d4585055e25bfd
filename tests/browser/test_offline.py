"""After one visit the app works without a network: nothing is lost, doubled, or shown to others."""

import re

import pytest
from conftest import NOW, PASSWORD, TODAY, ClinicWorld, details
from django.conf import settings
from playwright.sync_api import Page, expect

from browser.conftest import DESK, OpenPage
from browser.handset import Handset
from browser.phone import ARRIVED, HERE, Answers, Phone
from browser.therapist import Therapist, exercises_logged
from everyrep.people.actions import add_patient, create_link
from everyrep.prescribing.models import ProgramVersion

QUAD_SET, HEEL_SLIDE = "Quadriceps set", "Heel slide"
NOTE = "Stiff after the marmalade stairs."
WAYS_IN = ["account", "link"]


@pytest.fixture
def code(world: ClinicWorld, signed: ProgramVersion) -> str:
    return create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)


def visits(page: Page, way_in: str, code: str, name: str = "Rosa") -> Phone:
    """The one visit with a network: by an account, or by the code of a sheet and no account at all."""
    rosa = Phone(page, name)
    if way_in == "link":
        rosa.scans(code)
        rosa.opens_the_program()
    else:
        page.goto("/today/")
        rosa.signs_in()
        rosa.sees_today()
    rosa.has_kept_the_app()
    return rosa


@pytest.fixture
def rosa(open_page: OpenPage, code: str) -> Phone:
    return visits(open_page(), "account", code)


@pytest.fixture
def ana(signed_in_as: OpenPage) -> Therapist:
    return Therapist(signed_in_as("therapist", screen=DESK))


def chart_says_once(ana: Therapist, exercise: str, words: str) -> None:
    expect(ana.log.get_by_role("listitem").filter(has_text=exercise)).to_have_count(1)
    expect(ana.log.get_by_text(words)).to_have_count(1)


@pytest.mark.parametrize("way_in", WAYS_IN)
def test_a_session_done_without_a_network_after_one_visit_reaches_the_chart_exactly_once(
    open_page: OpenPage, ana: Therapist, world: ClinicWorld, code: str, way_in: str
) -> None:
    rosa = visits(open_page(), way_in, code)
    rosa.goes_offline()
    rosa = rosa.once_more()
    rosa.does_the_guided_session(Answers(pain=2, effort=5, note=NOTE))
    expect(rosa.screen).to_contain_text(
        f"{HERE}. It goes to your therapist as soon as there is a connection."
    )

    rosa = rosa.once_more()
    expect(rosa.status).to_contain_text(f"{HERE}: 6 entries.")
    expect(rosa.screen.get_by_role("link", name="Start · ")).to_be_visible()
    assert exercises_logged(world) == []

    rosa.goes_online()
    expect(rosa.told).to_contain_text(ARRIVED)
    expect(rosa.status).not_to_contain_text(HERE)
    rosa = rosa.once_more()
    expect(rosa.status).not_to_contain_text(HERE)
    assert [outcome for _, outcome in exercises_logged(world)] == ["done"] * 6
    ana.opens_the_patient()
    chart_says_once(ana, QUAD_SET, NOTE)
    assert "G" in ana.tracker_row("How it is known")


@pytest.mark.parametrize("way_in", WAYS_IN)
def test_what_was_done_before_the_browser_was_killed_is_there_and_sealed_and_arrives_once(
    handset: Handset, ana: Therapist, world: ClinicWorld, code: str, way_in: str
) -> None:
    world.patient.given_name, world.patient.family_name = "Quokkalina", "Zyxwvutsky"
    world.patient.save()
    visits(handset.starts(), way_in, code, "Quokkalina")
    handset.closes()

    handset.goes_offline()
    rosa = Phone(handset.starts(), "Quokkalina")
    rosa.opens_today()
    rosa.does_the_guided_session(Answers(pain=2, note=NOTE))
    with handset.is_killed():
        handset.kills()
    for words in ("Quokkalina", "Zyxwvutsky", NOTE):
        assert not handset.holds(words)
    assert handset.holds("everyrep")

    rosa = Phone(handset.starts(), "Quokkalina")
    rosa.opens_today()
    expect(rosa.status).to_contain_text(f"{HERE}: 6 entries.")
    handset.goes_online()
    expect(rosa.told).to_contain_text(ARRIVED)
    expect(rosa.status).not_to_contain_text(HERE)
    assert [outcome for _, outcome in exercises_logged(world)] == ["done"] * 6
    ana.opens_the_patient("Zyxwvutsky, Quokkalina")
    chart_says_once(ana, QUAD_SET, NOTE)


def test_somebody_else_on_the_same_phone_sees_nothing_of_her_and_what_she_had_not_sent_waits_for_her(
    rosa: Phone, world: ClinicWorld
) -> None:
    email = "luz@riverside.example"
    add_patient(by=world.ana, details=details(given_name="Luz"), email=email, password=PASSWORD, now=NOW)
    rosa.goes_offline()
    rosa.logs(QUAD_SET, "Partly", Answers(pain=3, note=NOTE))
    rosa.page.context.clear_cookies()
    rosa.page.goto("about:blank")
    rosa.goes_online()

    luz = Phone(rosa.page, "Luz")
    luz.page.goto("/sign-in/")
    luz.signs_in(email)
    luz.sees_today()
    luz.goes_offline()
    for place in ("/today/", "/outbox/", f"/today/day/{TODAY}/", "/help/", "/progress/", "/more/"):
        luz.page.goto(place)
        expect(luz.page.get_by_role("heading", level=1)).to_be_visible()
        for words in ("Rosa", QUAD_SET, NOTE, HERE):
            expect(luz.page.get_by_role("document")).not_to_contain_text(words)
    luz.goes_online()
    luz.opens_today()
    assert exercises_logged(world) == []

    luz.page.context.clear_cookies()
    luz.page.goto("/sign-in/")
    Phone(luz.page).signs_in()
    rosa.sees_today()
    expect(rosa.card(QUAD_SET)).to_contain_text(ARRIVED)
    assert exercises_logged(world) == [("quad-set", "partly")]


def test_after_signing_out_nothing_of_her_is_left_on_the_phone(rosa: Phone) -> None:
    rosa.page.get_by_role("link", name="More").click()
    rosa.page.get_by_role("button", name="Sign out", exact=True).click()
    expect(rosa.page.get_by_role("heading", name="Sign in")).to_be_visible()
    rosa.goes_offline()
    for place in ("/today/", "/outbox/", f"/today/day/{TODAY}/"):
        rosa.page.goto(place)
        expect(rosa.page.get_by_text("Open this once with a connection")).to_be_visible()
        expect(rosa.page.get_by_role("document")).not_to_contain_text("Rosa")
    assert rosa.page.evaluate("indexedDB.databases()") == []


def test_a_worrying_symptom_told_without_a_network_says_that_nobody_has_it_yet_and_then_raises_the_alert(
    rosa: Phone, ana: Therapist
) -> None:
    page = rosa.page
    rosa.goes_offline()
    page.get_by_role("link", name="I have a worrying symptom").click()
    expect(page.get_by_text("call 911 first")).to_be_visible()
    page.get_by_label("Is one calf or leg newly swollen, warm or sore?").check()
    expect(page.get_by_text("Not yet sent: call now, do not wait for an answer here.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Call the clinic"))).to_be_visible()
    rosa = rosa.once_more()
    expect(rosa.screen.get_by_role("region", name="Your plan is paused")).to_be_visible()
    ana.page.goto("/clinic/")
    expect(ana.page.get_by_text("Nobody needs you today")).to_be_visible()

    rosa.goes_online()
    expect(rosa.told).to_contain_text(ARRIVED)
    expect(rosa.status).not_to_contain_text(HERE)
    ana.page.goto("/clinic/")
    alert = ana.page.locator("ol.needs > li").filter(has_text="Rosa Diaz")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("Possible deep vein thrombosis")


def test_where_her_link_was_closed_the_phone_hands_over_what_it_has_and_forgets_the_rest(
    open_page: OpenPage, ana: Therapist, world: ClinicWorld, code: str
) -> None:
    rosa = visits(open_page(), "link", code)
    rosa.goes_offline()
    rosa.logs(QUAD_SET, "Partly", Answers(pain=3, note=NOTE))
    ana.opens_the_patient()
    ana.revokes_the_link()

    rosa.goes_online()
    expect(rosa.page.get_by_text("This way in was closed").first).to_be_visible()
    expect(rosa.page.get_by_role("document")).not_to_contain_text(NOTE)
    ana.opens_the_patient()
    expect(ana.page.get_by_text("An entry could not be counted").first).to_be_visible()
    expect(ana.page.get_by_text(NOTE)).to_have_count(1)
    assert exercises_logged(world) == []

    rosa.goes_offline()
    rosa.page.goto("/today/")
    expect(rosa.page.get_by_text("Open this once with a connection")).to_be_visible()
    expect(rosa.page.get_by_role("document")).not_to_contain_text("Rosa")


def test_where_her_session_has_ended_what_she_logged_stays_until_she_has_signed_in_again(
    rosa: Phone, world: ClinicWorld
) -> None:
    rosa.goes_offline()
    rosa.ticks(QUAD_SET)
    rosa.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    rosa.goes_online()
    expect(rosa.status).to_contain_text(f"{HERE}: 1 entry. To send it, open your link or sign in again.")
    expect(rosa.card(QUAD_SET)).to_contain_text(HERE)
    assert exercises_logged(world) == []

    rosa.page.get_by_role("link", name="Sign in").click()
    rosa.signs_in()
    expect(rosa.card(QUAD_SET)).to_contain_text(ARRIVED)
    assert exercises_logged(world) == [("quad-set", "done")]
