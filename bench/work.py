"""Work behind the pages: taking in 200 operations, a year of slots, the tallies of twelve weeks."""

import gzip
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from bench.server import Server
from bench.visitor import Visitor
from bench.world import Subject, World
from everyrep.core.plan import Plan, counted_from
from everyrep.core.schedule import slots
from everyrep.core.sync import Evidence
from everyrep.demo.phone import Phone, Sent
from everyrep.logbook.models import Entry, OperationRow
from everyrep.logbook.rebuilding import rebuild_tallies
from everyrep.logbook.wire import Answer
from everyrep.people.models import Patient
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.models import ProgramVersion

DEVICE = "bench"
BACKLOG_DAYS = 14  # a phone that was two weeks without a connection
YEAR_DAYS = 365
REBUILT_DAYS = 84
NOTHING_NEW = 10**9  # a cursor beyond everything: the answer carries no operations
PACKED = {"Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
GZIP = b"\x1f\x8b"
TURN_S = 0.1  # quick work is repeated for at least so long, so that the clock can see it


@dataclass(slots=True, kw_only=True)
class Work:
    """Something done for the patient with the short history and for the one with the long, in turns."""

    name: str
    short_s: list[float] = field(default_factory=list)
    long_s: list[float] = field(default_factory=list)

    @property
    def median_ms(self) -> float:
        return statistics.median(self.short_s) * 1000

    @property
    def tenfold_ms(self) -> float:
        return statistics.median(self.long_s) * 1000

    @property
    def tenfold(self) -> float:
        """How many times longer with the long history: the median over the turns."""
        return statistics.median(long / short for short, long in zip(self.short_s, self.long_s, strict=True))

    def take_turns(self, rounds: int, do: Callable[[Subject], float], world: World) -> "Work":
        for _ in range(rounds):
            self.short_s.append(do(world.short))
            self.long_s.append(do(world.long))
        return self


def sync(server: Server, world: World, count: int, rounds: int) -> Work:
    """One push of `count` operations over HTTP, from a phone that was two weeks without a connection."""
    work = Work(name=f"sync of {count} operation{'s' if count > 1 else ''}")
    return work.take_turns(rounds, lambda subject: push(server, subject, world.now, count), world)


def push(server: Server, subject: Subject, now: datetime, count: int) -> float:
    """Seconds for one push, packed as the app packs it, on a connection that is open already."""
    ops = _backlog(subject, now, count)
    body = gzip.compress(msgspec.json.encode({"device_id": DEVICE, "cursor": NOTHING_NEW, "ops": ops}))
    visitor = Visitor(server.port, subject.cookie)
    visitor.get("/bench/bare/")
    began = time.perf_counter()
    answer = visitor.post("/api/v1/sync", body, "application/json", **PACKED)
    took = time.perf_counter() - began
    receipts = msgspec.json.decode(_unpacked(answer), type=Answer).receipts
    if [receipt.status for receipt in receipts] != ["accepted"] * count:
        raise RuntimeError(f"not all of the push was accepted: {receipts}")
    _forget(subject, ops)
    return took


def _unpacked(answer: bytes) -> bytes:
    """A short answer comes as it is."""
    return gzip.decompress(answer) if answer.startswith(GZIP) else answer


def _backlog(subject: Subject, now: datetime, count: int) -> list[Sent]:
    chain = _chain(subject)
    patient = _patient(subject)
    phone = Phone(device_id=DEVICE, zone=patient.zone, rng=random.Random())
    for number in range(count):
        performed = now - timedelta(days=1 + number % BACKLOG_DAYS, minutes=number)
        plan = chain.on(performed.astimezone(ZoneInfo(patient.zone)).date())
        assert plan is not None
        item = plan.items[number // BACKLOG_DAYS % len(plan.items)]
        body = {"type": "exercise", "item_key": item.key, "session": 0, "outcome": "done", "pain": 3}
        phone.create(chain.ids[plan.number], body, performed, evidence=Evidence.TICKED)
    return phone.outbox


def _forget(subject: Subject, ops: list[Sent]) -> None:
    """Take the push out again, so that every turn meets the same history."""
    patient = _patient(subject)
    entry_ids = [UUID(operation["entry_id"]) for operation in ops]
    for rows in (OperationRow, Entry):
        mine = rows.objects.in_clinic(patient.clinic_id).filter(patient=patient)
        mine.filter(entry_id__in=entry_ids).delete()


def year_of_slots(world: World, rounds: int) -> Work:
    """Every planned session of a year ahead, for each exercise of the program in force."""
    work = Work(name="a year of slots")
    plans = {subject.weeks: _in_force(subject, world) for subject in (world.short, world.long)}
    zone = ZoneInfo(_patient(world.short).zone)

    def expand(subject: Subject) -> float:
        plan, begun = plans[subject.weeks]
        return _timed(lambda: _expand(plan, begun, zone, world.now.date()))

    return work.take_turns(rounds, expand, world)


def _expand(plan: Plan, begun: date, zone: ZoneInfo, today: date) -> int:
    until = today + timedelta(days=YEAR_DAYS - 1)
    return sum(
        1
        for item in plan.items
        for _ in slots(item.schedule, today, until, zone, valid_from=min(begun, counted_from(plan, item)))
    )


def _in_force(subject: Subject, world: World) -> tuple[Plan, date]:
    """The program in force, and the day on which the subject's history began."""
    plan = _chain(subject).on(world.now.date())
    assert plan is not None
    return plan, world.now.date() - timedelta(weeks=subject.weeks)


def tally_rebuild(world: World, rounds: int) -> Work:
    """The tallies of the last twelve weeks from their entries, computed and stored."""
    work = Work(name="rebuild of 12 weeks of tallies")
    last = world.now.date()
    days = [last - timedelta(days=n) for n in range(REBUILT_DAYS)]
    known = {subject.weeks: (_patient(subject), _chain(subject)) for subject in (world.short, world.long)}
    return work.take_turns(
        rounds, lambda subject: _timed(lambda: rebuild_tallies(*known[subject.weeks], days)), world
    )


def print_handout(server: Server, world: World) -> float:
    """Seconds for the patient's sheet as a PDF."""
    visitor = Visitor(server.port, world.therapist_cookie)
    began = time.perf_counter()
    visitor.post(
        f"/clinic/patients/{world.short.patient_id}/handout/print/", b"", "application/x-www-form-urlencoded"
    )
    return time.perf_counter() - began


def _timed(do: Callable[[], object]) -> float:
    """Seconds for one go, from as many as fill TURN_S."""
    count, began = 0, time.perf_counter()
    while count == 0 or time.perf_counter() - began < TURN_S:
        do()
        count += 1
    return (time.perf_counter() - began) / count


def _patient(subject: Subject) -> Patient:
    return Patient.objects.before_viewer().get(id=subject.patient_id)


def _chain(subject: Subject) -> Chain:
    versions = ProgramVersion.objects.before_viewer().filter(patient_id=subject.patient_id)
    return chain_of(versions.select_related("episode").order_by("number"))
