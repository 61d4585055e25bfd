"""A notice says that there is a message and nothing else: once until it is read, never at night."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from conftest import NOW, TODAY, ClinicWorld
from django.core import mail as post
from django.core.mail import EmailMessage
from reminding import Provider, at, chooses
from talking import replies, writes

from everyrep.conversations.actions import mark_read
from everyrep.outbox.models import Task
from everyrep.people.models import Patient
from everyrep.reminders.actions import stop_all
from everyrep.reminders.messages import Message
from everyrep.reminders.models import ReminderPreferences
from everyrep.reminders.notices import tell
from everyrep.reminders.transports import Delivery
from everyrep.reminders.worker import go_round

SOON = timedelta(minutes=3)


def rounds(moment: datetime) -> list[EmailMessage]:
    """What goes out by e-mail in a round of the worker at a moment."""
    post.outbox.clear()
    go_round(lambda: moment)
    return list(post.outbox)


def closed(world: ClinicWorld) -> list[tuple[str, str]]:
    tasks = Task.objects.in_clinic(world.clinic.id).filter(topic="message")
    return [(task.state, task.note) for task in tasks]


def test_an_e_mail_says_that_there_is_a_message_and_nothing_of_it(world: ClinicWorld) -> None:
    replies(world, "Your knee swells: stop the squats.")
    assert rounds(NOW) == []
    [letter] = rounds(NOW + SOON)
    assert letter.to == ["rosa@riverside.example"]
    text = f"{letter.subject} {letter.body}"
    assert "There is a message for you" in text
    assert "/messages/" in text
    for private in ("knee", "squats", "Ana", "Vidal", "Riverside", "Rosa", "Diaz", "therap"):
        assert private not in text.replace("rosa@riverside.example", "")
    assert rounds(NOW + 2 * SOON) == []


def test_a_thread_that_was_not_read_brings_no_second_notice(world: ClinicWorld) -> None:
    replies(world, "One")
    replies(world, "Two", NOW + timedelta(minutes=1))
    assert len(rounds(NOW + SOON)) == 1
    replies(world, "Three", NOW + 2 * SOON)
    assert rounds(NOW + 4 * SOON) == []
    mark_read(by=world.rosa, patient_id=world.patient.id, now=NOW + 4 * SOON)
    replies(world, "Four", NOW + 5 * SOON)
    assert len(rounds(NOW + 7 * SOON)) == 1


def test_who_reads_it_at_once_is_told_nothing(world: ClinicWorld) -> None:
    replies(world, "Hello")
    mark_read(by=world.rosa, patient_id=world.patient.id, now=NOW)
    assert rounds(NOW + SOON) == []
    assert closed(world) == [("closed", "read")]


def test_at_night_it_waits_for_the_morning(world: ClinicWorld) -> None:
    night = at(TODAY, "23:30")
    replies(world, "Hello", night)
    assert rounds(night + SOON) == []
    assert rounds(at(TODAY + timedelta(days=1), "07:59")) == []
    assert len(rounds(at(TODAY + timedelta(days=1), "08:01"))) == 1


def test_who_has_stopped_everything_is_told_nothing(world: ClinicWorld) -> None:
    chooses(world, NOW)
    stop_all(by=world.rosa, now=NOW)
    replies(world, "Hello")
    assert rounds(NOW + SOON) == []
    assert closed(world) == [("closed", "stopped")]


def test_who_has_no_account_and_no_phone_cannot_be_told(world: ClinicWorld) -> None:
    Patient.objects.in_clinic(world.clinic.id).update(user=None)
    replies(world, "Hello")
    assert rounds(NOW + SOON) == []
    assert closed(world) == [("closed", "no_recipient")]


def test_a_patients_own_message_tells_the_patient_nothing(world: ClinicWorld) -> None:
    writes(world, world.rosa, "Hello")
    assert closed(world) == []


def test_a_provider_that_fails_is_asked_again(world: ClinicWorld) -> None:
    answers = iter([Delivery.FAILED, Delivery.ACCEPTED])
    taken: list[Any] = []

    def send(patient: Patient, wishes: ReminderPreferences | None, message: Message) -> Delivery:
        taken.append((patient.id, message.key))
        return next(answers)

    replies(world, "Hello")
    for later in (SOON, 2 * SOON, 3 * SOON):
        go_round(lambda: NOW + later, Provider(), send)  # noqa: B023 - used within the round
    assert len(taken) == 2
    assert taken[0] == taken[1]
    assert closed(world) == [("done", "")]


def test_notifications_come_first_where_the_patient_asked_for_them(
    world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooses(world, NOW, push=True)
    row = ReminderPreferences.objects.in_clinic(world.clinic.id).get()
    message = Message(
        key="k", title="Everyrep", text="There is a message for you.", url="/messages/", ttl_s=9
    )
    monkeypatch.setattr("everyrep.reminders.notices._push", lambda *_: Delivery.ACCEPTED)
    assert tell(world.patient, row, message) is Delivery.ACCEPTED
    assert post.outbox == []
    monkeypatch.setattr("everyrep.reminders.notices._push", lambda *_: Delivery.GONE)
    assert tell(world.patient, row, message) is Delivery.ACCEPTED
    assert len(post.outbox) == 1
