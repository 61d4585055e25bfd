"""The outbox: a key is one task, one worker has it at a time, and what fails is tried again, not forever."""

from datetime import timedelta

import pytest
from conftest import NOW, ClinicWorld

from everyrep.outbox.actions import (
    GAVE_UP,
    KEPT,
    LEASE,
    TRIES_MOST,
    NewTask,
    Taken,
    beat,
    close_late,
    done,
    forget_old,
    put,
    take,
    try_again,
)
from everyrep.outbox.models import Task
from everyrep.outbox.queries import free

DAY = timedelta(days=1)


@pytest.fixture
def task(world: ClinicWorld) -> Task:
    return written(world)


def written(world: ClinicWorld, key: str = "a") -> Task:
    new = NewTask(topic="letter", key=key, due_at=NOW, late_at=NOW + DAY, body={"to": "Rosa"})
    put(by=world.system, tasks=[new])
    return Task.objects.in_clinic(world.clinic.id).get(key=key)


def taken(world: ClinicWorld, task: Task, after: timedelta = timedelta(0)) -> Taken | None:
    task.refresh_from_db()
    return take(by=world.system, task=task, now=NOW + after)


def test_a_key_is_one_task_however_often_it_is_put(world: ClinicWorld, task: Task) -> None:
    assert written(world).id == task.id
    first = taken(world, task)
    assert first is not None
    done(by=world.system, task=first, now=NOW)
    written(world)
    assert not free(world.system, NOW).exists()


def test_the_same_key_in_another_clinic_is_another_task(
    world: ClinicWorld, neighbour: ClinicWorld, task: Task
) -> None:
    assert written(neighbour).id != task.id
    assert take(by=neighbour.system, task=task, now=NOW) is None


def test_who_has_it_has_it_alone_until_the_lease_runs_out(world: ClinicWorld, task: Task) -> None:
    first = taken(world, task)
    assert first is not None
    assert taken(world, task, LEASE - timedelta(seconds=1)) is None
    second = taken(world, task, LEASE)
    assert second is not None
    assert not done(by=world.system, task=first, now=NOW + LEASE), "the first one came too late to end it"
    assert done(by=world.system, task=second, now=NOW + LEASE)


def test_what_fails_is_tried_again_later_and_later_and_then_given_up(world: ClinicWorld, task: Task) -> None:
    after, tries = timedelta(0), 0
    waits = []
    while (one := taken(world, task, after)) is not None:
        tries += 1
        try_again(by=world.system, task=one, now=NOW + after)
        task.refresh_from_db()
        if task.lease_until is None:
            break
        waits.append(task.lease_until - NOW - after)
        after = task.lease_until - NOW
    assert tries == TRIES_MOST
    assert waits == sorted(waits)
    assert (task.state, task.note) == ("closed", GAVE_UP)


def test_what_is_late_is_closed_and_never_taken(world: ClinicWorld, task: Task) -> None:
    assert taken(world, task, DAY) is None
    assert close_late(by=world.system, now=NOW + DAY) == 1
    task.refresh_from_db()
    assert (task.state, task.note) == ("closed", "late")


def test_a_new_epoch_closes_what_was_due_and_leaves_what_is_to_come(world: ClinicWorld, task: Task) -> None:
    later = NewTask(topic="letter", key="later", due_at=NOW + DAY, late_at=NOW + 2 * DAY)
    put(by=world.system, tasks=[later])
    assert beat(name="test", epoch="one", now=NOW) is None
    assert beat(name="test", epoch="one", now=NOW) == NOW
    assert free(world.system, NOW).count() == 1
    beat(name="test", epoch="two", now=NOW)
    assert free(world.system, NOW).count() == 0
    assert free(world.system, NOW + DAY).count() == 1


def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(world: ClinicWorld, task: Task) -> None:
    ended = taken(world, written(world, "b"))
    assert ended is not None
    done(by=world.system, task=ended, now=NOW)
    forget_old(now=NOW + KEPT)
    assert Task.objects.in_clinic(world.clinic.id).count() == 2
    forget_old(now=NOW + KEPT + DAY)
    assert list(Task.objects.in_clinic(world.clinic.id).values_list("key", flat=True)) == ["a"]
