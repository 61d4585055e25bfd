"""The server process that `bench.kill_nine` kills, and what is looked for after its death."""

import json
import os
import random
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db import connection, transaction

from bench.kill_nine import MOST_OPERATIONS, Told
from everyrep import clock
from everyrep.api import sync
from everyrep.api.reading import read_push
from everyrep.audit.models import AuditEvent
from everyrep.core.sync import Evidence, merge
from everyrep.demo.phone import Phone
from everyrep.logbook.models import Entry, OperationRow, QuarantinedOperation
from everyrep.logbook.rebuilding import operation_of
from everyrep.people.access import viewer_of_patient
from everyrep.people.models import Patient
from everyrep.prescribing.queries import chain

TOGETHER = 3  # pushes that the planted fault answers before it commits them together


class Writer:
    """One phone's pushes, taken in without a pause. `fault`: one of kill_nine.FAULTS, or None."""

    def __init__(self, chance: random.Random, fault: str | None) -> None:
        self.chance, self.fault = chance, fault

    def begin(self) -> None:
        """Look at the prepared database: whose phone, which program, and what is there already."""
        self.patient = Patient.objects.before_viewer().get(user__email=settings.DEMO_ACCOUNTS["patient"])
        self.viewer = viewer_of_patient(self.patient)
        self.now = clock.now()
        versions = chain(self.viewer, self.patient.id)
        plan = versions.on(self.now.astimezone(ZoneInfo(self.patient.zone)).date())
        assert plan is not None
        self.version, self.items = versions.ids[plan.number], [item.key for item in plan.items]
        self.device = str(random.Random(self.chance.random()).getrandbits(64))
        with open(os.devnull, "wb") as nobody:  # what a first push loads is loaded before the forks
            self._push(nobody.fileno(), self._phone(random.Random(0)), [])
        self.there = self.rows(OperationRow).count()
        self.look_on()

    def look_on(self) -> None:
        """Remember how far the log and the audit were looked through."""
        self.seen = self.rows(OperationRow).count()
        self.audited = AuditEvent.objects.in_clinic(self.patient.clinic_id).count()

    def rows(self, model: Any) -> Any:
        return model.objects.in_clinic(self.patient.clinic_id).filter(patient=self.patient)

    def serve(self, writing: int, outbox: list[dict[str, Any]], chance: random.Random) -> None:
        """Take in pushes until the end. Never returns by itself."""
        phone = self._phone(chance)
        connection.ensure_connection()
        with ExitStack() as planted:
            if self.fault == "no-transaction":
                planted.enter_context(patch.object(sync, "receive", sync.receive.__wrapped__))  # type: ignore[attr-defined]
            while True:
                with self._kept_together():
                    for _ in range(TOGETHER):
                        outbox = self._push(writing, phone, outbox)

    def _phone(self, chance: random.Random) -> Phone:
        return Phone(device_id=self.device, zone=self.patient.zone, rng=chance)

    def _kept_together(self) -> Any:
        return transaction.atomic() if self.fault == "answers-before-the-commit" else nullcontext()

    def _push(self, writing: int, phone: Phone, outbox: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """One push and its answer; nothing waits after it."""
        ops = outbox + list(self._new(phone))
        os.write(writing, json.dumps({"said": ops}).encode() + b"\n")
        body = msgspec.json.encode({"device_id": self.device, "cursor": 10**12, "ops": ops})
        answer = sync.answer(self.viewer, read_push(body), self.now)
        receipts = {receipt.op_id: receipt.content_hash for receipt in answer.receipts}
        os.write(writing, json.dumps({"receipts": receipts}).encode() + b"\n")
        return []

    def _new(self, phone: Phone) -> Iterator[dict[str, Any]]:
        for _ in range(phone.rng.randint(1, MOST_OPERATIONS)):
            key = phone.rng.choice(self.items)
            body = {"type": "exercise", "item_key": key, "session": 0, "outcome": "done", "pain": 3}
            said = phone.create(self.version, body, self.now, evidence=Evidence.TICKED)
            yield said
            if phone.rng.random() < 0.3:
                yield phone.amend(said, {**body, "pain": 6}, self.now)


def found_wrong(writer: Writer, told: Told) -> list[str]:
    """What the database, opened again, does not keep of what it said; empty where it keeps its word."""
    connection.ensure_connection()
    return [text for wrong, text in _looked_at(writer, told) if wrong]


def _looked_at(writer: Writer, told: Told) -> Iterator[tuple[bool, str]]:
    rows = writer.rows(OperationRow).order_by("server_seq").values_list("op_id", "content_hash", "server_seq")
    held = {str(op_id): hash_ for op_id, hash_, _ in rows[writer.there :]}
    lost = {op_id for op_id, hash_ in told.acknowledged.items() if held.get(op_id) != hash_}
    yield bool(lost), f"{len(lost)} acknowledged operations are lost"
    yield bool(held.keys() - told.said.keys()), "there are operations that nobody sent"
    yield writer.rows(QuarantinedOperation).filter(op_id__in=told.said).exists(), "something was set aside"
    yield [seq for _, _, seq in rows] != list(range(1, len(rows) + 1)), "the numbers have a gap"
    yield from _made_of_it(writer)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            said = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        yield said != "ok", f"integrity_check: {said}"


def _made_of_it(writer: Writer) -> Iterator[tuple[bool, str]]:
    """Entries and audit of what came in since the last look."""
    rows = list(writer.rows(OperationRow).filter(server_seq__gt=writer.seen))
    states = merge(operation_of(row) for row in rows)
    entries = writer.rows(Entry).filter(entry_id__in=states)
    kept = {str(entry.entry_id): (entry.revision, entry.revisions) for entry in entries}
    made = {key: (state.top.base_rev + 1, len(state.history)) for key, state in states.items()}
    yield kept != made, "entries are not what their operations make"
    events = AuditEvent.objects.in_clinic(writer.patient.clinic_id).filter(seq__gt=writer.audited)
    found = events.filter(action="log").values_list("detail", flat=True)
    audited = [op_id for detail in found for op_id in detail["accepted"]]
    yield sorted(audited) != sorted(str(row.op_id) for row in rows), "the audit is not the log"
    writer.look_on()
