"""The rules of an exercise in the clinic's pages: tried, approved, proposed, decided."""

from uuid import uuid4

import pytest
from conftest import ClinicWorld
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ruling import READY, Ruled, make_ruled

from edges.conftest import signed_in


@pytest.fixture
def ruled(world: ClinicWorld) -> Ruled:
    found = make_ruled(world)
    found.logs(READY)
    return found


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


def address(ruled: Ruled) -> str:
    return f"/clinic/patients/{ruled.world.patient.id}/rules/{ruled.key}/"


def form(**changes: object) -> dict[str, object]:
    typed = {
        "model": "pain_monitoring",
        "step": "two_for_two",
        "usual_pain": "1",
        "expires": "2026-12-01",
        "mode": "proposal",
        "max_steps": "1",
        "max_load_kg": "",
        "do": "approve",
    }
    return {**typed, **changes}


def test_the_page_tries_what_most_begin_with_and_shows_the_ladder(ruled: Ruled, ana: Client) -> None:
    text = ana.get(address(ruled)).content.decode()
    assert "What they would have said, the last four weeks" in text
    assert "with 10 kg" in text
    assert "with 9 kg" in text


def approve(ruled: Ruled, ana: Client, **changes: object) -> HttpResponse:
    return ana.post(address(ruled), form(**changes))


def test_approving_shows_the_proposal_on_the_chart_and_in_the_list(ruled: Ruled, ana: Client) -> None:
    assert approve(ruled, ana).status_code == 302
    for page in (f"/clinic/patients/{ruled.world.patient.id}/", "/clinic/proposals/"):
        text = ana.get(page).content.decode()
        assert "with 11 kg instead of 10 kg" in text
        assert "Accept and sign" in text


def test_trying_shows_what_would_have_been_said_and_stores_nothing(ruled: Ruled, ana: Client) -> None:
    text = approve(ruled, ana, do="try").content.decode()
    assert "Ready for the next step" in text
    assert "Repetitions in the last set above the top of the range: 2, 2" in text
    assert "No rules are on for this exercise." in ana.get(address(ruled)).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("expires", "2027-02-01", "Choose a last day from 2026-11-16 to 2026-12-14"),
        ("expires", "", "Choose the last day"),
        ("expires", "soon", "soon is not a date"),
        ("max_steps", "9", "9 is not between 1 and 4 steps."),
        ("max_load_kg", "0", "0 is not a load; give a number above 0."),
        ("max_load_kg", "much", "is not a load"),
        ("usual_pain", "11", "11 is not between 0 and 10."),
        ("n-two_for_two-step_kg", "70", "70 is outside what this rule allows; choose 0.5 to 7."),
        ("n-pain_monitoring-low_pain", "1.5", "choose a whole number"),
        ("n-frame-load_percent", "40", "40 is outside what this rule allows; choose 1 to 10."),
    ],
)
def test_an_impossible_limit_is_refused_at_its_field_and_kept(
    ruled: Ruled, ana: Client, field: str, typed: str, said: str
) -> None:
    answer = approve(ruled, ana, **{field: typed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}-error"' in text
    assert said in text
    assert f'value="{typed}"' in text
    assert ruled.proposals() == []


def test_steps_by_order_need_a_load_rule_and_a_bound(ruled: Ruled, ana: Client) -> None:
    text = approve(ruled, ana, mode="preauthorised").content.decode()
    assert "Write the most load that a step may reach by itself, in kg." in text
    text = approve(ruled, ana, mode="preauthorised", step="").content.decode()
    assert "Only a load rule takes steps by itself" in text
    text = approve(ruled, ana, mode="preauthorised", step="dapre", max_load_kg="12").content.decode()
    assert "a person has to decide each of its steps" in text


def test_one_tap_signs_and_says_so(ruled: Ruled, ana: Client) -> None:
    approve(ruled, ana)
    (found,) = ruled.proposals()
    answer = ana.post(f"/clinic/proposals/{found.id}/accept/", {"back": "list"}, follow=True)
    text = answer.content.decode()
    assert "Version 2 is signed" in text
    assert "Nothing waits" in text


def test_what_was_signed_meanwhile_is_not_signed_over(ruled: Ruled, ana: Client) -> None:
    approve(ruled, ana)
    (found,) = ruled.proposals()
    ana.post(f"/clinic/proposals/{found.id}/accept/")
    text = ana.post(f"/clinic/proposals/{found.id}/accept/", follow=True).content.decode()
    assert "This proposal was decided before" in text
    assert len(ruled.versions()) == 2


def test_no_without_a_reason_is_refused_where_it_is_typed(ruled: Ruled, ana: Client) -> None:
    approve(ruled, ana)
    (found,) = ruled.proposals()
    answer = ana.post(f"/clinic/proposals/{found.id}/reject/", {"reason": " "})
    assert answer.status_code == 422
    assert "Write why it is not to be" in answer.content.decode()
    ana.post(f"/clinic/proposals/{found.id}/reject/", {"reason": "Sore after the journey"})
    assert [one.state for one in ruled.proposals()] == ["rejected"]
    assert "Sore after the journey" in ana.get(f"/clinic/proposals/{found.id}/").content.decode()


def test_into_the_draft_opens_the_builder_with_the_change(ruled: Ruled, ana: Client) -> None:
    approve(ruled, ana)
    (found,) = ruled.proposals()
    text = ana.post(f"/clinic/proposals/{found.id}/edit/", follow=True).content.decode()
    assert "11 kg" in text
    assert len(ruled.versions()) == 1


def test_the_attention_list_leads_to_the_proposal(ruled: Ruled, ana: Client) -> None:
    approve(ruled, ana)
    text = ana.get("/clinic/").content.decode()
    assert "Proposed for Goblet squat: with 11 kg instead of 10 kg" in text
    assert f"/clinic/patients/{ruled.world.patient.id}/#proposals" in text


def test_an_assistant_accepts_only_what_the_therapist_has_allowed(
    ruled: Ruled, ana: Client, world: ClinicWorld
) -> None:
    approve(ruled, ana)
    (found,) = ruled.proposals()
    ali = signed_in(Client(), world.assistant)
    assert "Accept and sign" not in ali.get(f"/clinic/proposals/{found.id}/").content.decode()
    assert ali.post(f"/clinic/proposals/{found.id}/accept/").status_code == 404
    approve(ruled, ana, assistants="on")
    found = next(one for one in ruled.proposals() if one.state == "waiting")
    ali.post(f"/clinic/proposals/{found.id}/accept/")
    assert ruled.versions()[-1].signature == "Ali Khan, PTA, as ordered by Ana Vidal, PT, DPT"
    assert ali.get(address(ruled)).status_code == 404


def test_switching_off_takes_back_what_waits(ruled: Ruled, ana: Client) -> None:
    approve(ruled, ana)
    ana.post(f"{address(ruled)}off/")
    assert [one.state for one in ruled.proposals()] == ["overtaken"]
    assert "No rules are on for this exercise." in ana.get(address(ruled)).content.decode()


def test_after_a_tap_the_patient_reads_the_difference_on_the_phone(
    ruled: Ruled, ana: Client, world: ClinicWorld
) -> None:
    approve(ruled, ana)
    (found,) = ruled.proposals()
    ana.post(f"/clinic/proposals/{found.id}/accept/")
    rosa = signed_in(Client(), world.patient)
    assert "Goblet squat: with 11 kg instead of 10 kg" in rosa.get("/today/snapshot/").content.decode()


def test_why_names_the_readings_the_line_and_the_source(ruled: Ruled, ana: Client) -> None:
    approve(ruled, ana)
    (found,) = ruled.proposals()
    text = ana.get(f"/clinic/proposals/{found.id}/").content.decode()
    assert "Repetitions in the last set above the top of the range: 2, 2" in text
    assert "in each of the last 2 sessions" in text
    assert "NSCA convention" in text


def test_a_step_by_order_is_told_as_a_notice(ruled: Ruled, ana: Client) -> None:
    approve(ruled, ana, mode="preauthorised", max_load_kg="12")
    text = ana.get(f"/clinic/patients/{ruled.world.patient.id}/").content.decode()
    assert "By your order, Goblet squat was changed: with 11 kg instead of 10 kg" in text
    assert "Everyrep, as ordered by Ana Vidal, PT, DPT" in text


def test_the_list_costs_the_same_for_many(ruled: Ruled, ana: Client, world: ClinicWorld) -> None:
    """Beside what every page asks: one query for all of them."""
    approve(ruled, ana)
    ana.get("/clinic/proposals/")
    with CaptureQueriesContext(connection) as one:
        ana.get("/clinic/proposals/")
    for number in range(2, 5):
        again(ruled, number)
    with CaptureQueriesContext(connection) as many:
        text = ana.get("/clinic/proposals/").content.decode()
    assert text.count('class="proposal"') == 4
    assert len(many) == len(one)


def again(ruled: Ruled, number: int) -> None:
    """The same proposal for another exercise of the patient."""
    (found, *_others) = ruled.proposals()
    found.id, found.item_key, found._state.adding = uuid4(), f"other-{number}", True
    found.save()
