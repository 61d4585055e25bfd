"""The worker dies at every statement, and two work at once: no reminder is lost, and few come twice (G11)."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from conftest import TODAY, ClinicWorld, make_world, open_episode, sign_template
from django.db import connection
from reminding import Killed, Provider, at, chooses, killed_at_statement, many_patients

from everyrep.core.reminding import Channel
from everyrep.outbox.models import Task
from everyrep.outbox.queries import free
from everyrep.reminders import sending
from everyrep.reminders.delivering import Deliver
from everyrep.reminders.facts import Known
from everyrep.reminders.messages import Message
from everyrep.reminders.models import PushSubscription, ReminderPreferences
from everyrep.reminders.transports import Delivery
from everyrep.reminders.worker import go_round

NINE = at(TODAY, "09:00")
BEFORE = NINE - timedelta(hours=1)
AFTER_LEASE = timedelta(minutes=3)
PATIENTS = 2
SENDERS = 4


@pytest.fixture
def world(transactional_db: None) -> ClinicWorld:
    return make_world("Riverside Physical Therapy")


def laid_ahead(world: ClinicWorld) -> Provider:
    """Patients whose reminders of nine o'clock are written down; nothing else is."""
    provider = Provider()
    Task.objects.before_viewer().delete()
    if not ReminderPreferences.objects.in_clinic(world.clinic.id).exists():
        many_patients(world, PATIENTS, BEFORE)
    ReminderPreferences.objects.in_clinic(world.clinic.id).update(planned_at=None)
    provider.round_at(BEFORE)
    return provider


def every_death(world: ClinicWorld) -> Iterator[Provider]:
    """A worker that dies at its first statement, at its second, and so on; then one that lives."""
    for number in range(1, 500):
        provider = laid_ahead(world)
        with killed_at_statement(number) as count, suppress(Killed):
            provider.round_at(NINE)
        if count[0] < number:
            return
        provider.round_at(NINE + timedelta(seconds=30))
        provider.round_at(NINE + AFTER_LEASE)
        yield provider


def faults_of(provider: Provider) -> list[str]:
    """What is wrong with what the provider got: a patient without a message, or more than one too many."""
    got = Counter(patient for _, _, patient, _ in provider.taken)
    lost = [f"lost: {PATIENTS - len(got)}"] if len(got) < PATIENTS else []
    extra = got.total() - len(got)
    return lost + ([f"{extra} too many"] if extra > 1 else [])


def test_a_worker_killed_at_any_statement_loses_nothing_and_doubles_at_most_one(world: ClinicWorld) -> None:
    found = [faults_of(provider) for provider in every_death(world)]
    assert len(found) > 10
    assert [fault for faults in found for fault in faults] == []


def test_the_second_of_two_messages_after_a_death_has_the_key_of_the_first(world: ClinicWorld) -> None:
    doubled = [provider.keys() for provider in every_death(world) if len(provider.taken) > PATIENTS]
    assert doubled
    assert all(len(set(keys)) == PATIENTS for keys in doubled)


def test_marked_as_sent_before_it_is_sent_a_death_would_lose_it(
    world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: what healthchecks and others do. The test above must see it."""
    deliver = sending._deliver

    def done_first(viewer: Any, task: Any, said: Any, known: Any, clock: Any, send: Deliver) -> None:
        sending.done(by=viewer, task=task, now=clock())
        list(free(viewer, clock()))  # some statement on the way: here it may die
        deliver(viewer, task, said, known, clock, send)

    monkeypatch.setattr(sending, "_deliver", done_first)
    assert any("lost" in fault for provider in every_death(world) for fault in faults_of(provider))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="takes a process that can be killed")
def test_a_worker_killed_by_the_system_right_after_the_provider_took_the_message(
    world: ClinicWorld, tmp_path: Path
) -> None:
    """A real kill -9, in the moment between the provider's yes and ours: the worst there is."""
    provider = laid_ahead(world)
    taken = tmp_path / "taken"

    def take_and_die(channel: Channel, known: Known, recipient: str, message: Message) -> Delivery:
        with taken.open("a") as file:
            file.write(f"{message.key}\n")
        os.kill(os.getpid(), signal.SIGKILL)
        return Delivery.ACCEPTED

    connection.close()
    child = os.fork()
    if child == 0:
        go_round(lambda: NINE, take_and_die)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    provider.round_at(NINE + timedelta(seconds=30))
    provider.round_at(NINE + AFTER_LEASE)
    keys = taken.read_text().split() + provider.keys()
    assert sorted(Counter(keys).values()) == [1] * (PATIENTS - 1) + [2]


def at_once(work: Callable[[], None]) -> None:
    start = Barrier(SENDERS)

    def run() -> None:
        try:
            start.wait()
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as threads:
        for one in [threads.submit(run) for _ in range(SENDERS)]:
            one.result()


def all_at_nine(world: ClinicWorld, count: int = 20) -> Provider:
    many_patients(world, count, BEFORE)
    provider = Provider()
    provider.round_at(BEFORE)
    provider.now = NINE
    at_once(lambda: go_round(provider.clock, provider))
    return provider


def test_several_workers_at_once_send_each_reminder_once(world: ClinicWorld) -> None:
    provider = all_at_nine(world)
    assert len(provider.taken) == 20
    assert len(set(provider.keys())) == 20


def test_without_the_condition_on_the_lease_they_would_send_it_again_and_again(
    world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: a worker takes whatever it read, whether or not another was first."""
    real = sending.take

    def takes_anything(*, by: Any, task: Task, now: Any) -> Any:
        mine = Task.objects.in_clinic(by.clinic_id).filter(id=task.id)
        mine.update(lease_until=None, state="waiting", attempts=task.attempts)
        return real(by=by, task=task, now=now)

    monkeypatch.setattr(sending, "take", takes_anything)
    assert len(all_at_nine(world).taken) > 20


def test_two_ways_at_one_moment_keep_to_the_cap_together(world: ClinicWorld) -> None:
    """Each worker has one of the two messages: they are counted one after the other."""
    push = {"endpoint": "https://push.example/x", "endpoint_hash": "x", "p256dh": "p", "auth": "a"}
    PushSubscription.objects.create(
        clinic_id=world.clinic.id, patient=world.patient, created_at=BEFORE, **push
    )
    chooses(world, BEFORE, push=True, email=True, weekly_cap=1, sessions=("09:00",))
    provider = Provider()
    sign_template(world, open_episode(world))
    ReminderPreferences.objects.in_clinic(world.clinic.id).update(planned_at=None)
    provider.round_at(BEFORE)
    provider.now = NINE
    at_once(lambda: go_round(provider.clock, provider))
    assert len(provider.taken) == 1


def test_a_provider_that_answers_too_late_is_asked_again_with_the_same_key(world: ClinicWorld) -> None:
    """It has taken the message, we never heard: the key lets it drop the second one."""
    laid_ahead(world)
    answers = iter([Delivery.FAILED])
    heard: list[str] = []

    def deaf(channel: Channel, known: Known, recipient: str, message: Message) -> Delivery:
        heard.append(message.key)
        return next(answers, Delivery.ACCEPTED)

    go_round(lambda: NINE, deaf)
    go_round(lambda: NINE + AFTER_LEASE, deaf)
    assert len(heard) == PATIENTS + 1
    assert len(set(heard)) == PATIENTS
