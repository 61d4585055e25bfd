"""Phones and a server through everything that can go wrong between them (design, trust 3.2 and 3.4).

The oracle is a plain set: what a server that keeps its word must hold after each step. It is worked out
from what was delivered, never from what the server says of it.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from everyrep import clock
from everyrep.api import sync as api
from everyrep.audit import actions as audit_actions
from everyrep.core.sync import content_hash
from everyrep.logbook import actions, receiving
from everyrep.logbook.wire import SCHEMA_VERSION
from everyrep.people.access import viewer_of_patient
from faults import oracle
from faults.door import NEVER, Knock, knock, link_viewer
from faults.oracle import NOBODY_PRESCRIBED, NOW, TODAY, Oracle, Scene
from faults.phone import ZONES, Phone, Sent, StorageFull

DAYS = (-2, -1, 0, 0, 0, 1, 13, 20, 21)
"""How long ago the day was: two days ahead is the future, and 21 days ago no program was in force."""
CLOCKS = (timedelta(0), timedelta(minutes=11), timedelta(days=3652), timedelta(days=-3652))
DEATHS = st.integers(0, 30)
DEVICES = ("phone", "tablet", "sheet")


class Machine(RuleBasedStateMachine):
    """One history. Everything happens inside one transaction, which is rolled back at its end; a backup is a
    savepoint, and putting it back is rolling back to it."""

    scene: Scene  # set by `machine_of`

    def __init__(self) -> None:
        super().__init__()
        audit_actions._recent_reads.clear()
        self.began = transaction.savepoint()
        self.chance = random.Random(0)
        self.reads_schema = SCHEMA_VERSION
        self.oracle, self.sheet_open = Oracle(), True
        self.rosa = viewer_of_patient(self.scene.world.patient)
        self.account = str(self.rosa.patient_id)
        self.phones = {name: Phone(self.account, self.chance) for name in DEVICES}
        self.network: list[tuple[str, bytes, list[Sent]]] = []
        self.epoch: UUID | None = None
        self.touched = False
        self.backed_up: tuple[str, Oracle, bool] | None = None

    @initialize()
    def the_first_day(self) -> None:
        """Each phone has been there once, and then a backup is made."""
        for name in DEVICES:
            self._push(name, [])
        self.back_up()

    # What people do

    @rule(
        name=st.sampled_from(DEVICES),
        item=st.integers(0, 2),
        ago=st.sampled_from(DAYS),
        clock=st.sampled_from(CLOCKS),
        zone=st.sampled_from(sorted(ZONES)),
    )
    def log(self, name: str, item: int, ago: int, clock: timedelta, zone: str) -> None:
        phone = self.phones[name]
        phone.clock, phone.zone = clock, zone
        self._say(phone, TODAY - timedelta(days=ago), self._body(item))

    @rule(name=st.sampled_from(DEVICES), count=st.integers(1, 4))
    def log_a_session(self, name: str, count: int) -> None:
        for item in range(count):
            self._say(self.phones[name], TODAY, self._body(item))

    @rule(name=st.sampled_from(DEVICES), which=st.integers(0, 9), pain=st.integers(0, 10))
    def correct(self, name: str, which: int, pain: int) -> None:
        body = {**self._body(0), "outcome": "partly", "pain": pain}
        self._again(name, which, kind="amend", body=body)

    @rule(name=st.sampled_from(DEVICES), which=st.integers(0, 9))
    def take_back(self, name: str, which: int) -> None:
        self._again(name, which, kind="retract", body={})

    @rule(name=st.sampled_from(DEVICES), which=st.sampled_from(["unreadable", "unknown", "newer", "half"]))
    def say_what_cannot_count(self, name: str, which: str) -> None:
        phone, body = self.phones[name], self._body(0)
        match which:
            case "newer":
                self._say(phone, TODAY, body, schema_v=SCHEMA_VERSION + 1)
            case "unknown":
                self._say(phone, TODAY, {**body, "item_key": NOBODY_PRESCRIBED})
            case "half":
                self._say(phone, TODAY, {**body, "pain": 99})
            case "unreadable":
                self._say(phone, TODAY, body, zone="Mars/Olympus")

    @rule(name=st.sampled_from(DEVICES))
    def run_out_of_room(self, name: str) -> None:
        phone = self.phones[name]
        before, phone.full = dict(phone.kept), True
        try:
            self._say(phone, TODAY, self._body(0))
        except StorageFull:
            assert phone.kept == before  # I12
        else:
            raise AssertionError("an entry was said to be kept without room for it")
        finally:
            phone.full = False

    @rule(name=st.sampled_from(DEVICES))
    def evict(self, name: str) -> None:
        """What had not been sent is lost with it; the phone is another device from then on."""
        self.phones[name].evicted()

    @rule()
    def thirty_days_pass(self) -> None:
        """Backups are made by then, and a phone lets go of what the server has just confirmed."""
        self.back_up()
        for name, phone in self.phones.items():
            self._push(name, [])
            phone.purge()

    # What the network and the server do

    @rule(
        name=st.sampled_from(DEVICES),
        first=st.integers(1, 5),
        mixed=st.booleans(),
        twice=st.booleans(),
        heard=st.booleans(),
    )
    def push(self, name: str, first: int, mixed: bool, twice: bool, heard: bool) -> None:
        """Some of what waits, in order or not, and the answer arrives or not."""
        ops = self.phones[name].outbox()[:first]
        sent = (ops[::-1] if mixed else ops) + (ops if twice else [])
        self._push(name, sent, heard=heard)

    @rule(name=st.sampled_from(DEVICES), dies_at=DEATHS)
    def push_to_a_dying_server(self, name: str, dies_at: int) -> None:
        self._push(name, self.phones[name].outbox(), dies_at=dies_at)

    @rule(name=st.sampled_from(DEVICES))
    def pull(self, name: str) -> None:
        self._push(name, [])

    @precondition(lambda self: self.network)
    @rule(which=st.integers(0, 99))
    def deliver_again(self, which: int) -> None:
        """An old message comes once more, and nobody waits for its answer."""
        name, body, ops = self.network[which % len(self.network)]
        self._knock(name, body, ops)

    @precondition(lambda self: self.oracle.log)
    @rule(which=st.integers(0, 99))
    def say_something_else_under_a_known_name(self, which: int) -> None:
        """A broken phone, or somebody else's: the first content stands, and the second is not lost."""
        known = list(self.oracle.log.values())[which % len(self.oracle.log)]
        other = {key: value for key, value in known.items() if key != "content_hash"}
        other["body"] = {**self._body(1), "note": "something else"}
        forged = {**other, "content_hash": content_hash(other)}
        phone = self.phones["phone"]
        told = self._knock("phone", phone.message(NOW, [forged]), [forged])
        assert told.answer is not None
        assert [receipt.content_hash for receipt in told.answer.receipts] == [forged["content_hash"]]

    @rule(as_whom=st.sampled_from(["luis", "nobody"]))
    def push_under_another_session(self, as_whom: str) -> None:
        phone = self.phones["phone"]
        viewer = viewer_of_patient(self.scene.luis) if as_whom == "luis" else None
        told = knock(phone.message(NOW, phone.outbox()), viewer)
        assert told.response is not None
        assert (told.response.status_code, told.stored) == (401, False)

    @precondition(lambda self: self.sheet_open)
    @rule()
    def close_the_link(self) -> None:
        self.sheet_open = False

    @precondition(lambda self: not self.sheet_open)
    @rule()
    def open_a_new_link(self) -> None:
        self.sheet_open = True

    @precondition(lambda self: self.reads_schema == SCHEMA_VERSION)
    @rule()
    def update_the_server(self) -> None:
        self.reads_schema = SCHEMA_VERSION + 1

    def back_up(self) -> None:
        self.backed_up = (transaction.savepoint(), self.oracle.copy(), self.sheet_open)

    @precondition(lambda self: self.backed_up)
    @rule()
    def put_the_backup_back(self) -> None:
        savepoint, held, self.sheet_open = self.backed_up
        transaction.savepoint_rollback(savepoint)
        audit_actions._recent_reads.clear()
        self.epoch = actions.begin_epoch(now=NOW)
        self.oracle, self.touched = held.copy(), True

    # What must hold after every step

    @invariant()
    def phones_keep_their_word(self) -> None:
        for phone in self.phones.values():
            here = {kept.sent["device_seq"] for kept in phone.kept.values()}
            assert here | phone.purged == set(range(1, phone.seq + 1))  # I3, I4
            for kept in phone.kept.values():  # I1, in the line of history that the phone knows
                assert kept.place == "waiting" or phone.epoch != self.epoch or self.oracle.holds(kept.sent)

    @invariant()
    def the_server_keeps_its_word(self) -> None:
        if self.touched:
            cursor = self.chance.randrange(len(self.oracle.log) + 1)
            oracle.it_holds_exactly_what_it_was_given(self.scene, self.oracle)
            oracle.entries_and_tallies_are_what_the_set_of_operations_makes(self.scene, self.oracle)
            oracle.a_pull_sees_all_that_follows(self.scene, self.oracle, cursor)
            self.touched = False

    def teardown(self) -> None:
        """The connection returns: within a few pushes nothing waits, and all that was said is there."""
        try:
            for name in self.phones:
                self._drain(name)
            for phone in self.phones.values():
                assert all(self.oracle.holds(sent) for sent in phone.own.values())
            self.the_server_keeps_its_word()
            oracle.nothing_was_changed(self.scene)
            oracle.nobody_else_sees_it(self.scene)
        finally:
            transaction.savepoint_rollback(self.began)

    # How

    def _drain(self, name: str) -> None:
        """I13: the first push brings news of the server, such as another epoch; one more is enough."""
        for _ in range(3):
            self._push(name, self.phones[name].outbox())
            if not self.phones[name].outbox():
                return
        raise AssertionError(f"operations still wait on the {name}")

    def _push(self, name: str, ops: list[Sent], *, heard: bool = True, dies_at: int = NEVER) -> None:
        phone = self.phones[name]
        body = phone.message(NOW, ops)
        self.network.append((name, body, ops))
        told = self._knock(name, body, ops, dies_at=dies_at)
        if heard and told.answer is not None:
            phone.hear(told.answer)

    def _knock(self, name: str, body: bytes, ops: list[Sent], *, dies_at: int = NEVER) -> Knock:
        viewer = link_viewer(self.scene.world.patient) if name == "sheet" else self.rosa
        closed = name == "sheet" and not self.sheet_open
        with _server(self.reads_schema):
            told = knock(body, None if closed else viewer, closed=viewer if closed else None, dies_at=dies_at)
        self.touched = True
        if told.stored:
            for sent in ops:
                self.oracle.take(sent, closed=closed, reads_schema=self.reads_schema)
        if told.answer is not None:
            self.epoch = told.answer.server_epoch
        return told

    def _say(self, phone: Phone, day: date, body: dict[str, Any], **more: Any) -> None:
        phone.say(NOW, UUID(str(self.scene.signed.id)), day, body, **more)

    def _again(self, name: str, which: int, *, kind: str, body: dict[str, Any]) -> None:
        phone = self.phones[name]
        entries = sorted(phone.entries().items())
        if entries:
            entry_id, revision = entries[which % len(entries)]
            self._say(phone, TODAY, body, entry_id=entry_id, kind=kind, base_rev=revision)

    def _body(self, item: int) -> dict[str, Any]:
        items = self.scene.signed.items
        key = items[item % len(items)]["key"]
        return {"type": "exercise", "item_key": key, "session": 0, "outcome": "done", "pain": 3}


@contextmanager
def _server(reads_schema: int) -> Iterator[None]:
    """A server where it is NOW, which reads operations up to this schema."""
    with (
        patch.object(clock, "now", lambda: NOW),
        patch.object(receiving, "SCHEMA_VERSION", reads_schema),
        patch.object(api, "SCHEMA_VERSION", reads_schema),
    ):
        yield


def machine_of(scene: Scene) -> type[Machine]:
    """The machine in this clinic."""
    return type("Machine", (Machine,), {"scene": scene})
