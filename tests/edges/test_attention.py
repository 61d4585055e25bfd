"""The start page: who needs somebody, why, and what can be done about it in place, without a script."""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from conftest import NOW, TODAY, ClinicWorld, details, make_operation
from contexts.answering import answer
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from edges.conftest import signed_in
from everyrep.attention.charge import put_in_charge
from everyrep.attention.models import Alert, PatientCall, ReasonRow
from everyrep.attention.reasons import put
from everyrep.conversations.hours import set_hours
from everyrep.core.attention.kinds import Kind, Reason, Source
from everyrep.logbook.actions import receive
from everyrep.people.actions import add_patient, add_staff
from everyrep.people.models import Patient
from everyrep.prescribing.models import ProgramVersion
from everyrep.reminders.calling import call_some
from everyrep.tenancy.viewer import Role
from everyrep.web.clinic.attention.sentences import SENTENCES, sentence

START = "/clinic/"
DAY = timedelta(days=1)
EVIDENCE: dict[Kind, dict[str, Any]] = {
    Kind.PAIN_HIGH: {"scores": [["2026-11-14", 6], ["2026-11-16", 8]], "over": 5, "days": 7},
    Kind.FLARE_24H: {"scores": [["2026-11-14", 6], ["2026-11-15", 6], ["2026-11-16", 7]], "usual": 2.5},
    Kind.MORNING_PAIN: {"usual": 2, "means": [4.5, 5]},
    Kind.SWELLING: {"days": ["2026-11-14", "2026-11-15"]},
    Kind.MESSAGE: {"count": 2},
    Kind.QUESTION: {"exercise": "quad-set"},
    Kind.LOW_MOOD: {"days": ["2026-11-14"]},
    Kind.SILENT: {"last": "2026-11-08"},
    Kind.LOW_DOSE: {"low": 20, "high": 45, "days": 14},
    Kind.OVERUSE: {"percent": 150, "days": 7},
    Kind.AS_NEEDED_OVER: {"exercise": "quad-set", "day": "2026-11-15", "uses": 5, "most": 3},
    Kind.AS_NEEDED_DAILY: {"exercise": "quad-set", "days": 7},
    Kind.LOW_CONFIDENCE: {"score": 3},
    Kind.FLARE_DAYS: {"first": "2026-11-13", "last": "2026-11-16", "days": 4},
    Kind.ILLNESS: {"first": "2026-11-08", "last": "2026-11-16", "days": 9},
    Kind.EXCUSED_SHARE: {"days": 10, "of": 28, "kinds": ["flare", "illness"]},
    Kind.PROPOSAL: {"made_on": "2026-11-10", "exercise": "quad-set", "outcome": "pause", "change": None},
    Kind.REVIEW_DUE: {"due": "2026-11-10", "exercise": "quad-set"},
    Kind.UNCHANGED: {
        "items": [{"exercise": "quad-set", "since": "2026-10-20", "green": n} for n in (9, 1, 0)],
        "days": 21,
    },
    Kind.REMINDERS_UNANSWERED: {"days": 7, "heard_on": "2026-11-08"},
    Kind.SET_ASIDE: {"count": 2},
}
SAYS = {
    Kind.PAIN_HIGH: "Pain above 5 on 2 of the last 7 days: 6, 8; last on Mon 16 Nov",
    Kind.SILENT: "Nothing logged for 8 days, since Sun 8 Nov",
    Kind.LOW_DOSE: "Did 20 to 45 % of the dose in 14 days: some is not logged",
    Kind.UNCHANGED: "27 days: Quadriceps set (9 green days), Quadriceps set (1 green day), 1 more",
    Kind.PROPOSAL: "Proposed 6 days ago for Quadriceps set: Pause this exercise",
    Kind.MORNING_PAIN: "Morning pain up for two weeks: 4.5, then 5 on average. Usual: 2",
}


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


def give(
    world: ClinicWorld, kind: Kind, patient: Patient | None = None, *, now: datetime = NOW, mark: int = 1
) -> ReasonRow:
    """One more reason of this kind."""
    who = patient or world.patient
    known = [
        Reason(
            kind=Kind(row.kind), since=row.since, mark=row.mark, subject=row.subject, evidence=row.evidence
        )
        for row in ReasonRow.objects.in_clinic(world.clinic.id).filter(patient=who, source="conversations")
    ]
    new = Reason(kind=kind, since=TODAY, mark=mark, evidence=EVIDENCE[kind])
    put(by=world.system, patient_id=who.id, source=Source.CONVERSATIONS, found=[*known, new], now=now)
    return ReasonRow.objects.in_clinic(world.clinic.id).get(patient=who, kind=kind.value)


def somebody(world: ClinicWorld, name: str) -> Patient:
    return add_patient(by=world.system, details=details(given_name=name), now=NOW)


def shown(client: Client, whose: str = "") -> str:
    answered = client.get(START, {"whose": whose} if whose else {})
    assert answered.status_code == 200
    return answered.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r"data-need>([^<]+)</a>", page)


def test_signing_in_leads_whoever_sees_patients_here(ana: Client) -> None:
    assert ana.get("/").headers["Location"] == START
    assert "Nobody needs you today" in shown(ana)


@pytest.mark.parametrize("kind", Kind)
def test_every_reason_is_a_whole_sentence_with_its_evidence(kind: Kind) -> None:
    said = sentence(kind, json.dumps(EVIDENCE[kind]), TODAY, "en")
    assert SAYS.get(kind, "") in said
    assert "%" not in re.sub(r"\d %", "", said)
    assert "{" not in said
    assert set(SENTENCES) == set(Kind)


def test_the_most_pressing_come_first_and_then_those_who_have_waited_longest(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    late, early, notice = (somebody(world, name) for name in ("Late", "Early", "Notice"))
    give(world, Kind.SILENT, notice, now=NOW - 30 * DAY)
    give(world, Kind.PAIN_HIGH, late, now=NOW - DAY)
    give(world, Kind.SWELLING, early, now=NOW - 2 * DAY)
    answer(world, NOW)
    page = shown(ana)
    assert names(page) == ["Rosa Diaz", "Early Diaz", "Late Diaz", "Notice Diaz"]
    assert "3 patients need you today" in page
    assert "For the next review: 1 patient" in page


def test_whoever_is_to_be_called_is_one_tap_away(ana: Client, world: ClinicWorld) -> None:
    found = give(world, Kind.SWELLING)
    address = f"/clinic/attention/{found.id}/"
    assert "No telephone number is on file." in ana.get(address).content.decode()
    Patient.objects.in_clinic(world.clinic.id).update(phone="+1 (555) 0123")
    for headers in ({}, {"HX-Request": "true"}):
        assert 'href="tel:+15550123"' in ana.get(address, headers=headers).content.decode()


def test_the_reasons_of_one_patient_stand_together_the_worst_on_top(ana: Client, world: ClinicWorld) -> None:
    give(world, Kind.SILENT, now=NOW - DAY)
    give(world, Kind.PAIN_HIGH)
    page = shown(ana)
    assert names(page) == ["Rosa Diaz"]
    assert page.index("Pain above 5") < page.index("Nothing logged")


def test_nothing_is_paged_away(ana: Client, world: ClinicWorld) -> None:
    for n in range(60):
        give(world, Kind.SILENT if n % 2 else Kind.PAIN_HIGH, somebody(world, f"P{n}"))
    page = shown(ana)
    assert len(set(names(page))) == 60
    assert "30 patients need you today" in page
    assert "For the next review: 30 patients" in page


def test_mine_are_those_i_am_in_charge_of_and_those_of_nobody(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    mine, theirs, nobodys = world.patient, somebody(world, "Theirs"), somebody(world, "Nobodys")
    put_in_charge(by=world.ana, patient_id=theirs.id, staff_id=world.assistant.id, now=NOW)
    for patient in (mine, theirs, nobodys):
        give(world, Kind.PAIN_HIGH, patient)
    assert set(names(shown(ana))) == {"Rosa Diaz", "Nobodys Diaz"}
    assert set(names(shown(ana, "team"))) == {"Theirs Diaz"}
    assert len(names(shown(ana, "all"))) == 3
    assert "nobody yet" in shown(ana)


def test_an_urgent_answer_shows_under_every_filter(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    put_in_charge(by=world.ana, patient_id=world.patient.id, staff_id=world.assistant.id, now=NOW)
    answer(world, NOW)
    for whose in ("mine", "team", "all", "nonsense"):
        assert names(shown(ana, whose)) == ["Rosa Diaz"]


def test_seen_is_said_on_the_list_and_leads_back_to_it(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    answer(world, NOW)
    alert = Alert.objects.in_clinic(world.clinic.id).get()
    done = ana.post(reverse("alert_seen", args=[world.patient.id, alert.id]), {"whose": "all"})
    assert done.headers["Location"] == f"{START}?whose=all"
    page = shown(ana)
    assert "seen by Ana Vidal" in page
    assert "Noted that you have seen it." in page


def test_handled_with_a_note_it_is_off_the_list_and_the_call_counts(ana: Client, world: ClinicWorld) -> None:
    row = give(world, Kind.SWELLING)
    form = {"note": "Called: cold packs, two days off.", "until": "7", "called": "on", "whose": "mine"}
    assert (
        ana.post(reverse("reason_handled", args=[row.id]), form).headers["Location"] == f"{START}?whose=mine"
    )
    assert names(shown(ana)) == []
    row.refresh_from_db()
    assert (row.handled_note, row.handled_until) == (form["note"], TODAY + 7 * DAY)
    assert PatientCall.objects.in_clinic(world.clinic.id).get().by_id == world.therapist.id
    give(world, Kind.PAIN_HIGH)
    assert "1 of 16 contacts in 7 days" in shown(ana)


def test_without_a_note_the_page_comes_back_with_what_was_typed(ana: Client, world: ClinicWorld) -> None:
    row = give(world, Kind.SWELLING)
    back = ana.post(reverse("reason_handled", args=[row.id]), {"note": "x" * 501, "until": "14"})
    assert back.status_code == 422
    page = back.content.decode()
    assert "At most 500 characters" in page
    assert "x" * 501 in page
    assert '<option value="14" selected>' in page


def test_handed_over_it_is_the_colleagues(ana: Client, world: ClinicWorld) -> None:
    row = give(world, Kind.SWELLING)
    ana.post(reverse("reason_owner", args=[row.id]), {"to": str(world.assistant.id), "whole": "on"})
    give(world, Kind.PAIN_HIGH)
    assert names(shown(ana)) == []
    assert names(shown(signed_in(Client(), world.assistant))) == ["Rosa Diaz"]


def test_handed_to_nobody_says_what_is_missing(ana: Client, world: ClinicWorld) -> None:
    row = give(world, Kind.SWELLING)
    for to in ("", str(uuid4())):
        back = ana.post(reverse("reason_owner", args=[row.id]), {"to": to})
        assert back.status_code == 422
        assert "Choose a colleague" in back.content.decode()


def test_an_alert_is_handed_over_too(ana: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    answer(world, NOW)
    alert = Alert.objects.in_clinic(world.clinic.id).get()
    ana.post(reverse("alert_owner", args=[world.patient.id, alert.id]), {"to": str(world.assistant.id)})
    alert.refresh_from_db()
    assert alert.owner_id == world.assistant.id


def test_a_reason_names_the_numbers_it_rests_on_and_their_source(ana: Client, world: ClinicWorld) -> None:
    row = give(world, Kind.PAIN_HIGH)
    page = ana.get(reverse("reason", args=[row.id])).content.decode()
    assert "Thomee 1997" in page
    assert "Pain above 5" in page


def test_everybody_else_is_counted_and_listed(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = signed.items[0]["key"]
    receive(by=world.rosa, patient_id=world.patient.id, ops=[make_operation(signed.id, key)], now=NOW)
    page = shown(ana)
    (link,) = re.findall(r'href="(/clinic/patients/\?standing=[a-z_]+)"', page)
    assert "Rosa" in ana.get(link).content.decode()
    give(world, Kind.SILENT)
    assert "Everybody else" not in shown(ana)


def test_the_list_asks_no_more_for_many_patients_than_for_one(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    def asked() -> int:
        shown(ana)
        with CaptureQueriesContext(connection) as queries:
            shown(ana)
        return len(queries)

    answer(world, NOW)
    give(world, Kind.PAIN_HIGH)
    alone = asked()
    for n in range(8):
        give(world, Kind.PAIN_HIGH, somebody(world, f"P{n}"))
        give(world, Kind.SILENT, somebody(world, f"S{n}"))
    assert asked() == alone <= 12


def test_a_cover_is_named_and_kept(ana: Client, world: ClinicWorld) -> None:
    add_staff(
        by=world.system,
        email="ben@riverside.example",
        password=None,
        role=Role.THERAPIST,
        name="Ben Osei",
        credential="PT",
        now=NOW,
    )
    page = ana.get(reverse("cover")).content.decode()
    ben = re.search(r'<option value="([0-9a-f-]+)">Ben Osei', page)
    assert ben
    assert "Oscar" not in page
    form = {"covered_by": ben[1], "first": "2026-11-20", "last": "2026-11-19"}
    assert "from the first one on" in ana.post(reverse("cover"), form).content.decode()
    assert ana.post(reverse("cover"), {**form, "last": "2026-11-27"}).status_code == 302
    assert 'value="2026-11-27"' in ana.get(reverse("cover")).content.decode()


def test_the_owner_says_how_soon_the_clinic_answers(client: Client, world: ClinicWorld) -> None:
    oscar = signed_in(client, world.owner)
    page = oscar.get(reverse("response_times")).content.decode()
    assert 'value="120"' in page
    assert "the same day, for example 2 hours" in page
    form = {"emergency_min": "10", "urgent_min": "9999", "attention_days": "1", "weekly_contacts": "12"}
    back = oscar.post(reverse("response_times"), form)
    assert back.status_code == 422
    assert "Choose a whole number from 15 to 480." in back.content.decode()
    assert oscar.post(reverse("response_times"), {**form, "urgent_min": "60"}).status_code == 302


# What the patient reads

URGENT_CARE = "Do not wait for it: get urgent care now"


def reads(world: ClinicWorld) -> str:
    phone = signed_in(Client(), world.patient)
    words = phone.get(reverse("snapshot"), headers={"accept-encoding": "identity"}).json()["program"][
        "held_words"
    ]
    assert (words in phone.get(reverse("plain")).content.decode()) or not words
    return str(words)


def test_the_patient_reads_to_get_urgent_care_once_nobody_answered_in_time(
    world: ClinicWorld, signed: ProgramVersion, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(world, NOW)
    assert reads(world) == ""
    for hours in (0, 2):
        call_some(world.system, lambda hours=hours: NOW + timedelta(hours=hours))  # type: ignore[misc]
    assert URGENT_CARE in reads(world)
    assert "nobody has answered in time" in shown(ana)
    alert = Alert.objects.in_clinic(world.clinic.id).get()
    ana.post(reverse("alert_seen", args=[world.patient.id, alert.id]))
    assert reads(world) == ""
    assert mail.outbox


@pytest.mark.parametrize(("hours", "closed"), [(("08:00", "18:00"), False), (("12:00", "18:00"), True)])
def test_the_patient_reads_it_at_once_while_the_clinic_is_closed(
    world: ClinicWorld, signed: ProgramVersion, hours: tuple[str, str], closed: bool
) -> None:
    set_hours(by=world.oscar, typed=[hours] * 7, answer_time="", now=NOW)
    answer(world, NOW)  # at ten in the morning
    assert (URGENT_CARE in reads(world)) is closed
