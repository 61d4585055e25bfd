"""Reminders through HTTP: the settings, this browser's notifications, the calendar, texts that come in."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, ClinicWorld
from django.test import Client
from django.urls import reverse
from reminding import chooses

from edges.conftest import signed_in, through_link
from edges.matrix.forms import subscription
from everyrep.api.texts import signature
from everyrep.audit.queries import events_about
from everyrep.core.reminding import OFF, ROUTINE
from everyrep.outbox.models import Task
from everyrep.people.actions import create_link
from everyrep.prescribing.models import ProgramVersion
from everyrep.reminders.actions import open_calendar
from everyrep.reminders.answers import Incoming, take_in
from everyrep.reminders.facts import facts_of
from everyrep.reminders.models import CalendarFeed, PushSubscription, ReminderPreferences
from everyrep.reminders.stopping import stop_token
from everyrep.reminders.telling import tell_therapist

FORM = {"quiet_first": "21:00", "quiet_last": "08:00", "weekly_cap": "14"}
PAGE = "/more/reminders/"


@pytest.fixture
def rosa(world: ClinicWorld, signed: ProgramVersion, client: Client) -> Client:
    return signed_in(client, world.patient)


def kept(world: ClinicWorld) -> ReminderPreferences:
    return ReminderPreferences.objects.in_clinic(world.clinic.id).get(patient=world.patient)


def test_what_the_patient_chooses_is_kept_and_shown_again(world: ClinicWorld, rosa: Client) -> None:
    chosen = {"email": "on", "when-0": "at", "session-0": "08:30", "when-1": "off", "again": "on"}
    assert rosa.post(PAGE, {**FORM, **chosen}).headers["Location"] == PAGE
    row = kept(world)
    assert (row.email, row.again, row.sessions[:3]) == (True, True, ["08:30", OFF, ROUTINE])
    page = rosa.get(PAGE).content.decode()
    assert 'value="08:30"' in page
    assert "17 Nov 2026, 08:30" in page


def test_nothing_is_chosen_for_a_patient_who_has_not_been_here(rosa: Client) -> None:
    page = rosa.get(PAGE).content.decode()
    assert "Nothing is planned for the next two days." in page
    assert 'name="weekly_cap" type="number" value="14"' in page


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"weekly_cap": "0"}, "weekly_cap", "from 1 to 42"),
        ({"weekly_cap": "many"}, "weekly_cap", "from 1 to 42"),
        ({"quiet_first": "evening"}, "quiet_first", "is no time of day; write it like 08:30"),
        ({"when-0": "at", "session-0": "23:00"}, "session-0", "23:00 is in your quiet hours"),
        ({"when-0": "at", "session-0": ""}, "session-0", "write it like 08:30"),
        ({"paused_until": "soon"}, "paused_until", "write year-month-day"),
        ({"paused_until": "2020-01-01"}, "paused_until", "Choose a day from today to"),
    ],
)
def test_a_fault_is_told_where_it_was_typed_and_nothing_typed_is_lost(
    rosa: Client, world: ClinicWorld, typed: dict[str, str], field: str, said: str
) -> None:
    answer = rosa.post(PAGE, {**FORM, "email": "on", **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert said in page
    assert all(f'value="{value}"' in page for value in typed.values() if value not in ("at", ""))
    assert not ReminderPreferences.objects.in_clinic(world.clinic.id).exists()


def test_a_number_without_its_country_is_refused_with_an_example(rosa: Client, settings: Any) -> None:
    settings.SMS_URL = "https://sms.example"
    page = rosa.post(PAGE, {**FORM, "sms": "on", "phone": "555 0100"}).content.decode()
    assert "+1 555 010 0123" in page
    assert 'value="555 0100"' in page


def test_ways_that_the_installation_does_not_have_are_not_offered(rosa: Client, settings: Any) -> None:
    settings.SMS_URL = settings.EMAIL_HOST = ""
    assert 'name="sms"' not in rosa.get(PAGE).content.decode()
    settings.SMS_URL, settings.EMAIL_HOST = "https://sms.example", "mail.example"
    page = rosa.get(PAGE).content.decode()
    assert 'name="sms"' in page
    assert 'name="email"' in page


def test_by_link_only_this_devices_own_part_can_be_changed(
    world: ClinicWorld, signed: ProgramVersion, client: Client, settings: Any
) -> None:
    settings.SMS_URL, settings.EMAIL_HOST = "https://sms.example", "mail.example"
    chooses(world, NOW, sms=True, phone="+15550100123")
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    visitor = through_link(client, token)
    page = visitor.get(PAGE).content.decode()
    assert "+15550100123" not in page
    assert "rosa@" not in page
    visitor.post(PAGE, {**FORM, "phone": "+15550199999", "push": "on"})
    row = kept(world)
    assert (row.phone, row.sms, row.email, row.push) == ("+15550100123", True, True, True)
    assert visitor.post("/more/reminders/calendar/").status_code == 404


def test_turning_everything_off_ends_what_was_laid_ahead(world: ClinicWorld, rosa: Client) -> None:
    rosa.post(PAGE, {**FORM, "email": "on"})
    assert Task.objects.in_clinic(world.clinic.id).filter(state="waiting", topic="reminder").exists()
    rosa.post("/more/reminders/stop/")
    assert not Task.objects.in_clinic(world.clinic.id).filter(state="waiting", topic="reminder").exists()
    assert "Reminders are off" in rosa.get(PAGE).content.decode()


def test_choices_that_cannot_be_read_begin_afresh(world: ClinicWorld, rosa: Client) -> None:
    chooses(world, NOW)
    ReminderPreferences.objects.in_clinic(world.clinic.id).update(sessions=["noon"])
    page = rosa.get(PAGE)
    assert page.status_code == 200
    assert "Please choose again" in page.content.decode()
    rosa.post(PAGE, {**FORM, "email": "on"})
    assert kept(world).sessions[0] == ROUTINE


# Notifications on this browser


def test_a_browser_gets_the_key_and_gives_its_subscription(
    world: ClinicWorld, rosa: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    key = rosa.get("/api/v1/push/key").json()["key"]
    assert len(key) == 87
    assert rosa.get("/api/v1/push/key").json()["key"] == key, "browsers are bound to it"
    body: dict[str, Any] = subscription(None)  # type: ignore[arg-type]
    answer = rosa.post("/api/v1/push/subscriptions", json.dumps(body), content_type="application/json")
    assert answer.json() == {"subscribed": True}
    row = PushSubscription.objects.in_clinic(world.clinic.id).get()
    assert row.device_id is not None
    assert kept(world).push
    gone = json.dumps({"do": "unsubscribe", "endpoint": body["endpoint"]})
    rosa.post("/api/v1/push/subscriptions", gone, content_type="application/json")
    assert not PushSubscription.objects.in_clinic(world.clinic.id).exists()


@pytest.mark.parametrize(
    "body",
    [
        "no json",
        "[]",
        "{}",
        json.dumps({"endpoint": "https://10.0.0.1/x", "keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 22}}),
        json.dumps({"endpoint": "https://push.example/x", "keys": {"p256dh": "short", "auth": "A" * 22}}),
    ],
)
def test_what_is_no_subscription_is_refused_with_what_would_be_one(rosa: Client, body: str) -> None:
    answer = rosa.post("/api/v1/push/subscriptions", body, content_type="application/json")
    assert answer.status_code == 400
    assert "p256dh" in answer.json()["accepted"]


def test_a_subscription_without_the_pages_token_is_refused(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    browser = signed_in(Client(enforce_csrf_checks=True), world.patient)
    body = json.dumps(subscription(None))  # type: ignore[arg-type]
    answer = browser.post("/api/v1/push/subscriptions", body, content_type="application/json")
    assert answer.status_code == 403


# The calendar


def test_a_calendar_asks_again_and_gets_nothing_new_until_something_changes(
    world: ClinicWorld, signed: ProgramVersion, client: Client
) -> None:
    chooses(world, NOW)
    path = reverse("calendar", args=[open_calendar(by=world.rosa, names=False, now=NOW)])
    first = client.get(path)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    chooses(world, NOW, sessions=("10:00",))
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_look_at_the_calendar_is_in_the_audit(
    world: ClinicWorld, signed: ProgramVersion, client: Client
) -> None:
    client.get(reverse("calendar", args=[open_calendar(by=world.rosa, names=False, now=NOW)]))
    reads = events_about(world.ana, world.patient.id).filter(action="read", object_type="calendar")
    assert reads.count() == 1


def test_the_address_is_shown_once_and_kept_as_a_hash(world: ClinicWorld, rosa: Client) -> None:
    rosa.post(PAGE, {**FORM})
    rosa.post("/more/reminders/calendar/")
    first, second = rosa.get(PAGE).content.decode(), rosa.get(PAGE).content.decode()
    assert "/calendar/" in first.split('id="address">')[1][:80]
    assert 'id="address"' not in second
    token = first.split("/calendar/")[-1].split(".ics")[0] if ".ics" in first else ""
    hashes = CalendarFeed.objects.in_clinic(world.clinic.id).values_list("token_hash", flat=True)
    assert token not in hashes
    rosa.post("/more/reminders/calendar/", {"do": "close"})
    assert not CalendarFeed.objects.in_clinic(world.clinic.id).filter(closed_at=None).exists()


# The way out of an e-mail


def test_a_scanner_that_looks_at_the_address_stops_nothing(world: ClinicWorld, client: Client) -> None:
    row = chooses(world, NOW)
    path = reverse("reminders_stop", args=[stop_token(row)])
    for _ in range(3):
        assert client.get(path).status_code == 200
    assert kept(world).email
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not kept(world).email


def test_an_address_that_somebody_made_up_is_none(client: Client, db: None) -> None:
    assert client.post("/reminders/stop/made-up/").status_code == 404


# Text messages that come in


def send_text(client: Client, body: bytes, header: str) -> int:
    answer = client.post(
        "/api/v1/texts", body, content_type="application/json", headers={"X-Everyrep-Signature": header}
    )
    return answer.status_code


MESSAGE = json.dumps({"id": "m-1", "from": "+1 (555) 010-0123", "text": "START"}).encode()
AT = int(NOW.timestamp())


def test_a_signed_text_message_is_taken_in(world: ClinicWorld, client: Client) -> None:
    chooses(world, NOW, sms=True, phone="+15550100123")
    assert send_text(client, MESSAGE, signature("a secret", AT, MESSAGE)) == 200
    assert kept(world).phone_confirmed_at == NOW


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1,v1=abc",
        signature("another secret", AT, MESSAGE),
        signature("a secret", AT, MESSAGE + b" "),
        signature("a secret", AT - 301, MESSAGE),
        signature("a secret", AT + 301, MESSAGE),
    ],
)
def test_one_that_nobody_signed_changes_nothing(world: ClinicWorld, client: Client, header: str) -> None:
    chooses(world, NOW, sms=True, phone="+15550100123")
    assert send_text(client, MESSAGE, header) == 401
    assert kept(world).phone_confirmed_at is None


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"id": "x"}', b'{"id": "a b", "from": "+15550100123"}', b'{"id": "\\u0000"}']
)
def test_one_that_does_not_read_is_refused(client: Client, db: None, body: bytes) -> None:
    assert send_text(client, body, signature("a secret", AT, body)) == 400


def test_a_sender_with_a_name_instead_of_a_number_is_nobody(client: Client, db: None) -> None:
    body = json.dumps({"id": "m-2", "from": "MYBANK", "text": "1"}).encode()
    assert send_text(client, body, signature("a secret", AT, body)) == 200


def test_without_a_secret_there_is_no_such_address(client: Client, db: None, settings: Any) -> None:
    settings.SMS_SECRET = ""
    assert send_text(client, MESSAGE, signature("", AT, MESSAGE)) == 404


# What the therapist hears


def test_the_therapist_reads_that_nobody_answered_and_that_a_text_message_said_pain(
    world: ClinicWorld, signed: ProgramVersion, client: Client
) -> None:
    row = chooses(world, NOW, sms=True, phone="+15550100123")
    take_in(Incoming(id="m-1", number=row.phone, text="START"), NOW)
    take_in(Incoming(id="m-2", number=row.phone, text="3"), NOW)
    tell_therapist(world.system, facts_of(world.system, row, NOW), 7, NOW)
    ana = signed_in(client, world.therapist)
    for path in (reverse("attention"), reverse("chart", args=[world.patient.id])):
        page = ana.get(path).content.decode()
        assert "No answer to reminders on 7 days" in page
        assert "3 = pain" in page
        assert "does not know" not in page
    assert "symptom check," not in ana.get(reverse("chart", args=[world.patient.id])).content.decode()


# The worker


def everyrep(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "everyrep", *arguments], capture_output=True, text=True, check=False
    )


def test_the_status_says_that_no_worker_is_there(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "data"))
    assert everyrep("migrate", *data).returncode == 0
    found = everyrep("worker", "--status", *data)
    assert found.returncode == 1
    assert "last at work never" in found.stdout
    assert "everyrep serve" in found.stderr
