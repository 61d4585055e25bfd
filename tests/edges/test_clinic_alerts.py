"""What the clinic sees and does when a patient answers yes in the symptom check."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in
from everyrep.attention.queries import alerts_of, held_since, open_alerts
from everyrep.audit.queries import events_about
from everyrep.logbook.actions import receive
from everyrep.people.models import Clinic
from everyrep.prescribing.models import ProgramVersion


@pytest.fixture
def ana(client: Client, world: ClinicWorld, signed: ProgramVersion) -> Client:
    return signed_in(client, world.therapist)


def answer(world: ClinicWorld, *yes: str, note: str = "", **changes: Any) -> dict[str, Any]:
    body = {"type": "symptoms", "asked": list(yes), "yes": list(yes), "trigger": "stopped", "note": note}
    op = make_operation(uuid4(), "none", **{"body": body, "schema_v": 2, "program_rev": None, **changes})
    receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=NOW)
    return op


def page(client: Client, name: str, *parts: object) -> str:
    answered = client.get(reverse(name, args=parts))
    assert answered.status_code == 200
    return answered.content.decode()


def notice(client: Client, world: ClinicWorld) -> str:
    """What stands above the patient's name."""
    return page(client, "chart", world.patient.id).split("page-header")[0]


def act(client: Client, world: ClinicWorld, name: str, **typed: str) -> Any:
    alert = alerts_of(world.ana, world.patient.id)[0]
    return client.post(reverse(name, args=[world.patient.id, alert.id]), typed)


def test_the_chart_opens_with_what_was_answered_and_what_it_may_mean(ana: Client, world: ClinicWorld) -> None:
    assert "Call now" not in notice(ana, world)
    answer(world, "night_pain", "chest_pressure", note="It began on the stairs.")
    top = notice(ana, world)
    assert "Emergency answer · Call now" in top
    assert top.index("pressure, squeezing or pain in your chest?") < top.index("new pain at night")
    assert "Possible cardiac event" in top
    assert "asked after a session was stopped" in top
    assert "“It began on the stairs.”" in top
    assert "By Rosa. Received 16 Nov 2026, 10:00." in top
    assert "16 Nov 2026, 09:30 (America/New_York)" in top
    assert "On hold since November 16, 2026" in top


def test_an_answer_nobody_knows_is_shown_as_it_came(ana: Client, world: ClinicWorld) -> None:
    answer(world, "<b>newer</b>")
    top = notice(ana, world)
    assert "Needs attention" in top
    assert "&lt;b&gt;newer&lt;/b&gt;" in top
    assert "On hold" not in top


def test_an_entry_that_was_taken_back_keeps_its_alert(ana: Client, world: ClinicWorld) -> None:
    op = answer(world, "fell")
    gone = make_operation(
        uuid4(), "none", entry_id=op["entry_id"], kind="retract", base_rev=1, body={}, program_rev=None
    )
    receive(by=world.rosa, patient_id=world.patient.id, ops=[gone], now=NOW)
    assert "The patient took this entry back later." in notice(ana, world)
    assert "taken back later" in page(ana, "attention")


def test_an_answer_that_could_not_be_counted_says_why(ana: Client, world: ClinicWorld) -> None:
    answer(world, "fell", local_date="2036-01-01")
    assert "The entry itself could not be counted: it is dated in the future." in notice(ana, world)


def test_who_has_seen_it_is_said_to_all(ana: Client, world: ClinicWorld) -> None:
    answer(world, "fell")
    assert act(ana, world, "alert_seen").status_code == 302
    top = notice(ana, world)
    assert "Seen by Ana Vidal, PT, DPT, 16 Nov 2026, 10:00." in top
    assert "I have seen it" not in top
    assert "seen by Ana Vidal" in page(ana, "attention")


def test_clearing_it_lets_the_program_go_on_and_keeps_the_outcome(ana: Client, world: ClinicWorld) -> None:
    answer(world, "fell")
    assert act(ana, world, "alert_clear", outcome="Seen today, no injury.").status_code == 302
    chart = page(ana, "chart", world.patient.id)
    assert "Call today" not in chart
    assert "Seen today, no injury." in chart.split("Cleared alerts")[1]
    assert held_since(world.rosa, world.patient.id) is None


def test_clearing_without_an_outcome_comes_back_with_what_is_missing(ana: Client, world: ClinicWorld) -> None:
    answer(world, "fell")
    refused = act(ana, world, "alert_clear", outcome=" ")
    assert refused.status_code == 422
    assert "Write what you found" in refused.content.decode()
    assert open_alerts(world.ana)


def test_what_was_typed_is_kept_where_it_is_too_long(ana: Client, world: ClinicWorld) -> None:
    answer(world, "fell")
    answer(world, "pop")
    typed = "Examined. " * 120
    back = act(ana, world, "alert_clear", outcome=typed).content.decode()
    assert back.count(typed.strip()) == 1
    assert "At most 1000 characters" in back


def test_of_two_colleagues_the_first_outcome_stays(ana: Client, world: ClinicWorld) -> None:
    answer(world, "fell")
    act(ana, world, "alert_clear", outcome="First.")
    late = act(ana, world, "alert_clear", outcome="Second.")
    assert late.status_code == 422
    assert alerts_of(world.ana, world.patient.id)[0].outcome == "First."


def test_an_assistant_sees_it_and_leaves_clearing_to_a_therapist(client: Client, world: ClinicWorld) -> None:
    answer(world, "fell")
    assistant = signed_in(client, world.assistant)
    top = notice(assistant, world)
    assert "A therapist clears it." in top
    assert "Clear and resume" not in top
    assert act(assistant, world, "alert_clear", outcome="Fine.").status_code == 404
    assert act(assistant, world, "alert_seen").status_code == 302


def test_the_list_shows_the_most_pressing_first(ana: Client, world: ClinicWorld) -> None:
    assert "Nobody needs you today" in page(ana, "attention")
    for code in ("weight_loss", "fell", "chest_pressure"):
        answer(world, code)
    shown = page(ana, "attention")
    levels = re.findall(r"Emergency answer|Urgent answer|Needs attention", shown)
    assert levels == ["Emergency answer", "Urgent answer", "Needs attention"]
    assert reverse("chart", args=[world.patient.id]) in shown


def test_reading_the_list_is_in_the_patients_audit(ana: Client, world: ClinicWorld) -> None:
    answer(world, "fell")
    page(ana, "attention")
    reads = events_about(world.ana, world.patient.id).filter(action="read", object_type="attention")
    assert reads.count() == 1


def test_the_patient_list_marks_who_waits(ana: Client, world: ClinicWorld) -> None:
    assert "waiting for a clinician" not in page(ana, "patients")
    answer(world, "fell")
    shown = page(ana, "patients")
    assert "1 patient is waiting for a clinician" in shown
    assert "Urgent answer" in shown


def test_the_chart_is_right_at_once_though_its_body_is_kept(ana: Client, world: ClinicWorld) -> None:
    page(ana, "chart", world.patient.id)
    answer(world, "fell")
    assert "paused" in page(ana, "chart", world.patient.id).split("The whole day")[1].split("</tr>")[0]


# What else is logged


def log(
    world: ClinicWorld, body: dict[str, Any], version: ProgramVersion | None = None, **changes: Any
) -> None:
    rev = str(version.id) if version else None
    op = make_operation(uuid4(), "none", **{"body": body, "schema_v": 2, "program_rev": rev, **changes})
    (receipt,) = receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=NOW + timedelta(days=1))
    assert receipt.status == "accepted"


def test_questions_stand_on_top_of_the_chart(ana: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    assert "Questions from" not in page(ana, "chart", world.patient.id)
    log(world, {"type": "question", "text": "How <high>?", "item_key": signed.items[0]["key"]})
    chart = page(ana, "chart", world.patient.id)
    asked = chart.split("Questions from Rosa")[1].split('id="tracker"')[0]
    assert "How &lt;high&gt;?" in asked
    assert re.search(r"Ankle pump · Rosa\s* · Mon 16 Nov", asked)


def test_the_log_tells_every_kind_of_entry_in_words(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = signed.items[0]["key"]
    log(world, {"type": "morning", "pain": 4, "stiffness": "much"})
    log(world, {"type": "symptoms", "asked": ["fell"], "yes": []})
    log(world, {"type": "routine", "session": 0, "at": "08:30", "routine": "after coffee"})
    until = (TODAY + timedelta(days=3)).isoformat()
    log(world, {"type": "day", "excuse": "vacation", "until": until}, signed)
    taken = {"type": "exercise", "item_key": key, "session": 0, "outcome": "done", "before": 6, "after": 3}
    log(world, taken, signed)
    log(world, {**taken, "session": 1, "before": 5, "after": 5}, signed)
    told = page(ana, "chart", world.patient.id).split('id="log"')[1].split('id="notes"')[0]
    assert "Pain: 4 out of 10 · Stiff or swollen: a lot" in told
    assert "Answered yes: no question" in told
    assert "New moment: after coffee · 08:30" in told
    assert "excused: Vacation · until November 19, 2026" in told
    assert "before 6, after 3, before 5, after 5" in told


def test_the_tracker_has_the_next_morning_only_where_something_was_said(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    assert "Pain the next morning" not in page(ana, "chart", world.patient.id)
    log(world, {"type": "morning", "pain": 7, "stiffness": "much"})
    row = page(ana, "chart", world.patient.id).split("Pain the next morning")[1]
    assert '<td class="pain pain--high">7</td>' in row.split("</tr>")[0]
    assert '<abbr title="a lot">++</abbr>' in row.split("</tr>")[1]


# The clinic's own words

TEXTS = {"emergency_text": "Call 911 first.", "phone": "+1 555 0199"}


def test_the_owner_writes_the_words_of_the_symptom_check(client: Client, world: ClinicWorld) -> None:
    owner = signed_in(client, world.owner)
    shown = page(owner, "settings")
    assert "Leave it empty for 911." in shown
    assert "Call the crisis line at 988" in shown
    own = {"emergency_number": "112", "urgent_text": "Ring us.", "crisis_text": "Call 024."}
    assert owner.post(reverse("settings"), {**TEXTS, **own}).status_code == 302
    clinic = Clinic.objects.get(id=world.clinic.id)
    assert (clinic.emergency_number, clinic.urgent_text, clinic.crisis_text) == tuple(own.values())
    assert "or call 112" in page(owner, "settings")


@pytest.mark.parametrize("number", ["nine one one", "9", "911 or 112", "1" * 30, "9\0011"])
def test_a_number_that_cannot_be_dialled_is_refused_where_it_was_typed(
    client: Client, world: ClinicWorld, number: str
) -> None:
    owner = signed_in(client, world.owner)
    refused = owner.post(
        reverse("settings"), {**TEXTS, "emergency_number": number, "urgent_text": "Ring us."}
    )
    assert refused.status_code == 422
    assert "Ring us." in refused.content.decode()
    assert Clinic.objects.get(id=world.clinic.id).emergency_number == ""
