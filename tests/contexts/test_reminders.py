"""Reminders from the patient's choice to the message: what is sent and when, and what is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from conftest import NOW, PASSWORD, TODAY, ClinicWorld, details, make_operation, open_episode, sign_template
from reminding import HOME, Provider, at, chooses, only, tasks

from everyrep.attention.needs import open_needs
from everyrep.attention.queries import open_alerts
from everyrep.core.attention.kinds import Kind
from everyrep.logbook.actions import receive
from everyrep.people.actions import add_patient, change_patient
from everyrep.prescribing.actions.episodes import close_episode
from everyrep.prescribing.models import ProgramVersion
from everyrep.reminders.models import ReminderPreferences
from everyrep.reminders.transports import Delivery

REMINDERS = Kind.REMINDERS_UNANSWERED

MORNING = only("09:00")
TOMORROW = TODAY + timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def provider() -> Provider:
    return Provider()


def a_day(provider: Provider, day: date = TOMORROW, zone: ZoneInfo = HOME) -> None:
    """A worker at work while people are awake."""
    provider.rounds(at(day, "08:00", zone), at(day, "20:00", zone), HOUR)


def test_a_patient_is_reminded_at_the_chosen_times_and_once_for_each(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    chooses(world, NOW, sessions=only("09:00", "off", "18:00"))
    a_day(provider)
    assert provider.times() == ["Tue 09:00", "Tue 18:00"]


def test_nothing_is_sent_before_a_way_was_chosen(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    chooses(world, NOW, email=False)
    a_day(provider)
    assert provider.taken == []


def test_what_was_logged_is_not_reminded_of(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    chooses(world, NOW, sessions=only("09:00", "13:00", "18:00"), weekly_cap=21)
    done = make_operation(signed.id, signed.items[0]["key"], local_date=TOMORROW.isoformat())
    receive(by=world.rosa, patient_id=world.patient.id, ops=[done], now=at(TOMORROW, "08:15"))
    a_day(provider)
    assert provider.times() == ["Tue 13:00", "Tue 18:00"]
    assert ("closed", "logged") in tasks(world.system)


def test_one_follow_up_where_the_patient_wants_it_and_nothing_was_logged(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    chooses(world, NOW, sessions=MORNING, again=True)
    a_day(provider)
    assert provider.times() == ["Tue 09:00", "Tue 12:00"]


def test_a_day_off_is_left_in_peace(world: ClinicWorld, signed: ProgramVersion, provider: Provider) -> None:
    chooses(world, NOW)
    body = {"type": "day", "excuse": "vacation"}
    off = make_operation(signed.id, "", local_date=TOMORROW.isoformat(), body=body)
    assert receive(by=world.rosa, patient_id=world.patient.id, ops=[off], now=NOW)[0].status == "accepted"
    a_day(provider)
    assert provider.taken == []
    assert ("closed", "excused") in tasks(world.system)


def test_a_plan_on_hold_reminds_of_nothing(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    chooses(world, NOW)
    body = {"type": "symptoms", "asked": ["chest_pressure"], "yes": ["chest_pressure"], "trigger": "button"}
    said = make_operation(signed.id, "", body=body, schema_v=2)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[said], now=NOW)
    assert open_alerts(world.ana)
    a_day(provider)
    assert provider.taken == []


def test_an_ended_program_reminds_of_nothing(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    chooses(world, NOW)
    close_episode(by=world.ana, episode_id=signed.episode_id, ended_on=TODAY, now=NOW)
    a_day(provider)
    assert provider.taken == []


def test_a_routine_that_the_patient_moves_moves_its_reminder(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    chooses(world, NOW, sessions=only("routine"))
    body = {"type": "routine", "session": 0, "at": "16:00"}
    moved = make_operation(signed.id, "", body=body, schema_v=2)
    assert receive(by=world.rosa, patient_id=world.patient.id, ops=[moved], now=NOW)[0].status == "accepted"
    a_day(provider)
    assert provider.times() == ["Tue 16:00"]


def test_a_change_of_mind_holds_at_once(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    chooses(world, NOW, sessions=MORNING)
    chooses(world, NOW, sessions=only("off", "15:00"))
    a_day(provider)
    assert provider.times() == ["Tue 15:00"]


def test_a_pause_ends_by_itself(world: ClinicWorld, signed: ProgramVersion, provider: Provider) -> None:
    chooses(world, NOW, sessions=MORNING, paused_until=TOMORROW)
    a_day(provider)
    a_day(provider, TOMORROW + timedelta(days=1))
    assert provider.times() == ["Wed 09:00"]


def test_a_journey_over_the_date_line_gives_a_local_date_one_reminder(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    """Reminded on Tuesday at home, then on a plane west: Tuesday morning comes again, unreminded."""
    chooses(world, NOW, sessions=MORNING)
    provider.rounds(at(TOMORROW, "08:00"), at(TOMORROW, "10:00"), HOUR)
    honolulu = ZoneInfo("Pacific/Honolulu")
    moved = details(zone="Pacific/Honolulu")
    change_patient(by=world.ana, patient_id=world.patient.id, details=moved, now=at(TOMORROW, "10:00"))
    provider.rounds(at(TOMORROW, "11:00"), at(TOMORROW + timedelta(days=2), "00:00"), HOUR)
    assert provider.times(honolulu) == ["Tue 04:00", "Wed 09:00"]


def test_the_weekly_cap_counts_all_ways_together(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    chooses(world, NOW, weekly_cap=8)
    for n in range(1, 8):
        for hour in ("08:00", "09:00", "18:00"):
            provider.round_at(at(TODAY + timedelta(days=n), hour))
    assert len(provider.taken) == 8
    assert ("closed", "enough") in tasks(world.system)


def test_after_seven_days_without_an_answer_the_therapist_hears_of_it_instead(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    chooses(world, NOW, sessions=MORNING)
    for n in range(1, 12):
        provider.rounds(at(TODAY + timedelta(days=n), "08:00"), at(TODAY + timedelta(days=n), "09:00"), HOUR)
    assert len(provider.taken) == 7
    assert REMINDERS in [need.kind for need in open_needs(world.ana)]
    back = TODAY + timedelta(days=12)
    done = make_operation(signed.id, signed.items[0]["key"], local_date=back.isoformat())
    receive(by=world.rosa, patient_id=world.patient.id, ops=[done], now=at(back, "20:00"))
    assert REMINDERS not in [need.kind for need in open_needs(world.ana)]
    a_day(provider, back + timedelta(days=1))
    assert len(provider.taken) == 8


def test_a_provider_that_is_down_is_asked_again_with_the_same_key(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    answers = iter([Delivery.FAILED, Delivery.FAILED])
    provider.answer = lambda: next(answers, Delivery.ACCEPTED)
    chooses(world, NOW, sessions=MORNING)
    provider.rounds(at(TOMORROW, "09:00"), at(TOMORROW, "09:10"), timedelta(seconds=20))
    assert len(provider.taken) == 1
    assert len(set(provider.keys())) == 1


def test_what_cannot_be_delivered_in_its_time_is_late_and_never_sent(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    provider.answer = lambda: Delivery.FAILED
    chooses(world, NOW, sessions=MORNING)
    provider.rounds(at(TOMORROW, "09:00"), at(TOMORROW, "10:59"), timedelta(minutes=15))
    provider.answer = lambda: Delivery.ACCEPTED
    provider.rounds(at(TOMORROW, "11:00"), at(TOMORROW, "20:00"), timedelta(minutes=15))
    assert provider.taken == []


@pytest.fixture
def second(world: ClinicWorld) -> ClinicWorld:
    """The same clinic with another patient in Rosa's place."""
    other = add_patient(
        by=world.system, details=details(), email="second@riverside.example", password=PASSWORD, now=NOW
    )
    return replace(world, patient=other)


def break_choices(world: ClinicWorld, signed: ProgramVersion) -> None:
    rows = ReminderPreferences.objects.in_clinic(world.clinic.id).filter(patient=world.patient)
    rows.update(sessions=["noon"], planned_at=None)


def break_program(world: ClinicWorld, signed: ProgramVersion) -> None:
    signed.pk, signed.number, signed.items = uuid4(), signed.number + 1, [{"key": "no prescription"}]
    ProgramVersion.objects.bulk_create([signed])
    rows = ReminderPreferences.objects.in_clinic(world.clinic.id).filter(patient=world.patient)
    rows.update(planned_at=None)


@pytest.mark.parametrize("spoil", [break_choices, break_program])
def test_one_row_that_cannot_be_read_stops_nobody_else(
    world: ClinicWorld,
    second: ClinicWorld,
    signed: ProgramVersion,
    provider: Provider,
    spoil: Callable[[ClinicWorld, ProgramVersion], None],
) -> None:
    sign_template(second, open_episode(second))
    chooses(world, NOW, sessions=MORNING)
    chooses(second, NOW, sessions=MORNING)
    spoil(world, signed)
    a_day(provider)
    assert [patient for _, _, patient, _ in provider.taken] == [second.patient.id]
    assert ReminderPreferences.objects.in_clinic(world.clinic.id).get(patient=world.patient).broken_why


def test_a_row_that_was_set_aside_comes_back_when_the_patient_chooses_anew(
    world: ClinicWorld, signed: ProgramVersion, provider: Provider
) -> None:
    chooses(world, NOW)
    rows = ReminderPreferences.objects.in_clinic(world.clinic.id)
    rows.update(weekly_cap=0, planned_at=None)
    provider.round_at(at(TODAY, "20:00"))
    assert rows.get().broken_at is not None
    chooses(world, at(TODAY, "20:30"), sessions=MORNING)
    assert rows.get().broken_at is None
    a_day(provider)
    assert provider.times() == ["Tue 09:00"]
