"""No worker for a day, ten thousand schedules, a database from a backup: one message at most (trust G12)."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import TODAY, ClinicWorld, make_world
from reminding import Provider, at, know_the_tables, many_patients

from everyrep.logbook.models import ServerEpoch
from everyrep.outbox.models import Task
from everyrep.reminders import defaults, planning, sending

TIMES = ("08:30", "09:10", "09:50", "10:30", "11:10", "18:00")
PATIENTS = 1_667  # at six times a day: ten thousand schedules
DAY = timedelta(days=1)
NOON = at(TODAY, "12:00")
AFTER = NOON + DAY
DIGEST = "Whenever it suits you today: a few minutes for yourself."
REMINDER = "Time for a few minutes for yourself."


@pytest.fixture
def world(db: None) -> ClinicWorld:
    return make_world("Riverside Physical Therapy")


def laid_ahead(world: ClinicWorld, count: int, times: tuple[str, ...] = ("09:00",)) -> Provider:
    """The reminders of two days, written down at noon."""
    many_patients(world, count, NOON, times, weekly_cap=42)
    provider = Provider()
    provider.round_at(NOON)
    know_the_tables()
    assert Task.objects.before_viewer().count() == 2 * count * len(times)
    return provider


def works_on(provider: Provider) -> None:
    """The worker is back at noon of the next day, and stays."""
    provider.round_at(AFTER)
    for minutes in (15, 31):
        provider.round_at(AFTER + timedelta(minutes=minutes))


def texts(provider: Provider) -> list[str]:
    return [message.text for *_, message in provider.taken]


def test_after_a_day_without_a_worker_ten_thousand_schedules_end_in_one_message_for_each_patient(
    world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = laid_ahead(world, PATIENTS, TIMES)
    monkeypatch.setattr(planning, "PLANNED_EVERY", 2 * DAY)  # what is to come is not what is tested here
    provider.round_at(at(TODAY + DAY, "13:30"))
    assert Task.objects.before_viewer().filter(note="late").count() == PATIENTS * len(TIMES)
    provider.round_at(at(TODAY + DAY, "13:45"))
    provider.round_at(at(TODAY + DAY, "14:01"))
    got = Counter(patient for _, _, patient, _ in provider.taken)
    assert (len(got), set(got.values())) == (PATIENTS, {1})
    assert set(texts(provider)) == {DIGEST}
    assert len({moment for moment, *_ in provider.taken}) > 1, "not all in one rush"


def test_without_a_greatest_lateness_they_would_all_be_sent_after_the_fact(
    world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: reminders that never grow too old."""
    rules = replace(defaults.rules(), late=10 * DAY)
    for module in (planning, sending):
        monkeypatch.setattr(module, "rules", lambda: rules, raising=False)
    monkeypatch.setattr("everyrep.reminders.facts.rules", lambda: rules)
    provider = laid_ahead(world, 5)
    works_on(provider)
    assert set(texts(provider)) == {REMINDER}


def test_a_reminder_that_is_still_in_time_comes_itself(world: ClinicWorld) -> None:
    provider = laid_ahead(world, 3)
    provider.round_at(at(TODAY + DAY, "10:30"))
    works_on(provider)
    assert Counter(texts(provider)) == {REMINDER: 3}


def test_what_was_lost_yesterday_is_left_in_peace(world: ClinicWorld) -> None:
    provider = laid_ahead(world, 3)
    provider.round_at(at(TODAY + 2 * DAY, "08:30"))
    provider.round_at(at(TODAY + 2 * DAY, "08:59"))
    assert provider.taken == []


def test_nobody_is_woken_by_a_worker_that_comes_back_at_night(world: ClinicWorld) -> None:
    provider = laid_ahead(world, 3)
    for clock in ("21:30", "22:10", "23:30"):
        provider.round_at(at(TODAY + DAY, clock))
    assert provider.taken == []


def restored(provider: Provider) -> None:
    """The database of noon is put back at 9:05 of the next day, with a new epoch; its reminders went out."""
    ServerEpoch.objects.all().delete()
    provider.round_at(at(TODAY + DAY, "09:05"))
    works_on(provider)


def test_a_database_from_a_backup_sends_nothing_again(world: ClinicWorld) -> None:
    provider = laid_ahead(world, 3)
    restored(provider)
    assert provider.taken == []
    provider.round_at(at(TODAY + 2 * DAY, "09:00"))
    assert len(provider.taken) == 3


def test_without_the_fence_it_would(world: ClinicWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: the loop does not notice that the database is another one."""
    monkeypatch.setattr("everyrep.reminders.worker.server_epoch", lambda: "always the same")
    provider = laid_ahead(world, 3)
    restored(provider)
    assert Counter(texts(provider)) == {REMINDER: 3}
