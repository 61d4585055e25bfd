"""No worker for a day, ten thousand schedules, a database from a backup: one message at most, none late (G12)."""

from collections import Counter
from datetime import timedelta

import pytest
from conftest import TODAY, ClinicWorld, make_world
from reminding import Provider, at, many_patients

from everyrep.outbox.models import Task

SCHEDULES = 10_000
TOMORROW = TODAY + timedelta(days=1)
NOON = at(TODAY, "12:00")
DAY = timedelta(days=1)


@pytest.fixture
def world(db: None) -> ClinicWorld:
    return make_world("Riverside Physical Therapy")


def out_for_a_day(world: ClinicWorld, count: int, times: tuple[str, ...]) -> Provider:
    """Reminders laid ahead at noon; then nobody works until noon of the next day, and then for two hours."""
    patients = many_patients(world, count, NOON)
    provider = Provider()
    provider.round_at(NOON)
    assert len(set(Task.objects.before_viewer().values_list("patient_id", flat=True))) == count
    provider.taken.clear()
    for minutes in range(0, 125, 25):
        provider.round_at(NOON + DAY + timedelta(minutes=minutes))
    assert len(patients) == count
    return provider


def test_after_a_day_without_a_worker_ten_thousand_patients_get_one_message_each(world: ClinicWorld) -> None:
    provider = out_for_a_day(world, SCHEDULES, ("09:00",))
    got = Counter(patient for _, _, patient, _ in provider.taken)
    assert set(got.values()) == {1}
    assert len(got) == SCHEDULES
