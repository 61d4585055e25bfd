"""Alerts that nobody answers: who is called, when, and what the call says."""

from datetime import datetime, timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld
from contexts.answering import answer
from django.core import mail

from everyrep.attention.actions import acknowledge
from everyrep.attention.charge import set_cover
from everyrep.attention.models import Alert
from everyrep.attention.response import response_of, set_response
from everyrep.audit.queries import events_about
from everyrep.core.problems import Invalid
from everyrep.prescribing.models import ProgramVersion
from everyrep.reminders.calling import call_some
from everyrep.tenancy.viewer import NotAllowed


def calls(world: ClinicWorld, now: datetime) -> list[str]:
    """Who was called in one round at this moment."""
    mail.outbox.clear()
    call_some(world.system, lambda: now)
    return sorted(address for letter in mail.outbox for address in letter.to)


def test_an_alert_goes_from_who_is_in_charge_to_the_cover_and_to_the_owner(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    set_cover(by=world.ana, covered_by=str(world.assistant.id), first="", last="", now=NOW)
    answer(world, NOW)
    assert calls(world, NOW) == ["ana@riverside.example"]
    assert calls(world, NOW + timedelta(minutes=119)) == []
    assert calls(world, NOW + timedelta(minutes=120)) == ["ali@riverside.example"]
    alert = Alert.objects.in_clinic(world.clinic.id).get()
    assert alert.overdue_at == NOW + timedelta(minutes=120)
    assert calls(world, NOW + timedelta(minutes=240)) == ["oscar@riverside.example"]
    assert calls(world, NOW + timedelta(days=3)) == []
    steps = events_about(world.ana, world.patient.id).filter(action="call", object_type="alert")
    assert [one.detail["step"] for one in steps.order_by("seq")] == ["in_charge", "cover", "clinic_owner"]


def test_a_call_says_that_somebody_is_needed_and_nothing_about_whom(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    answer(world, NOW)
    calls(world, NOW)
    (letter,) = mail.outbox
    said = f"{letter.subject} {letter.body}"
    assert "Somebody needs you" in said
    assert "/clinic/" in said
    for private in ("Rosa", "Diaz", "Riverside", "fell", "urgent", str(world.patient.id)):
        assert private not in said


def test_who_has_seen_it_ends_the_calls(world: ClinicWorld, signed: ProgramVersion) -> None:
    answer(world, NOW)
    calls(world, NOW)
    alert = Alert.objects.in_clinic(world.clinic.id).get()
    acknowledge(by=world.ana, patient_id=world.patient.id, alert_id=alert.id, now=NOW)
    assert calls(world, NOW + timedelta(minutes=120)) == []
    alert.refresh_from_db()
    assert alert.overdue_at is None


def test_while_somebody_is_away_their_cover_is_called_at_once(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    days = {"first": TODAY.isoformat(), "last": TODAY.isoformat()}
    set_cover(by=world.ana, covered_by=str(world.assistant.id), **days, now=NOW)
    answer(world, NOW)
    assert calls(world, NOW) == ["ali@riverside.example"]


def test_with_nobody_in_charge_all_who_see_patients_are_called(world: ClinicWorld) -> None:
    answer(world, NOW)
    assert calls(world, NOW) == ["ali@riverside.example", "ana@riverside.example"]
    assert calls(world, NOW + timedelta(minutes=120)) == ["oscar@riverside.example"]


def test_the_clinics_own_time_counts(world: ClinicWorld, signed: ProgramVersion) -> None:
    chosen = {"emergency_min": "5", "urgent_min": "30", "attention_days": "1", "weekly_contacts": "10"}
    set_response(by=world.oscar, typed=chosen, now=NOW)
    assert response_of(world.ana).urgent_min == 30
    answer(world, NOW)
    calls(world, NOW)
    assert calls(world, NOW + timedelta(minutes=30)) == ["oscar@riverside.example"]


@pytest.mark.parametrize("typed", ["", "-1", "14", "481", "ten", "1e9", "٣٠"])
def test_a_time_that_cannot_be_is_refused_where_it_was_typed(world: ClinicWorld, typed: str) -> None:
    chosen = {"emergency_min": "5", "urgent_min": typed, "attention_days": "1", "weekly_contacts": "10"}
    with pytest.raises(Invalid) as refused:
        set_response(by=world.oscar, typed=chosen, now=NOW)
    assert [problem.field for problem in refused.value.problems] == ["urgent_min"]
    with pytest.raises(NotAllowed):
        set_response(by=world.ana, typed={**chosen, "urgent_min": "30"}, now=NOW)


@pytest.mark.parametrize(
    ("first", "last", "field"), [("2026-11-20", "2026-11-19", "last"), ("soon", "2026-11-20", "first")]
)
def test_days_away_that_cannot_be_are_refused(world: ClinicWorld, first: str, last: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_cover(by=world.ana, covered_by=str(world.assistant.id), first=first, last=last, now=NOW)
    assert refused.value.problems[0].field == field


def test_nobody_covers_for_themselves_or_for_another_clinic(
    world: ClinicWorld, neighbour: ClinicWorld
) -> None:
    for who in (world.therapist.id, neighbour.therapist.id, world.owner.id):
        with pytest.raises(Invalid):
            set_cover(by=world.ana, covered_by=str(who), first="", last="", now=NOW)
