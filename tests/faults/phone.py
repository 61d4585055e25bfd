"""A phone as the protocol asks it to be (ADR 0019), in plain Python: the other side of the model tests."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from everyrep.core.sync import Evidence, Operation, OperationKind, merge
from everyrep.logbook.wire import SCHEMA_VERSION, Answer, Receipt, sealed

Sent = dict[str, Any]
ZONES = {"America/New_York": -300, "Asia/Kolkata": 330, "Pacific/Kiritimati": 840}
"""With their minutes east of UTC in November."""


class StorageFull(Exception):
    """The phone has no room for another entry."""


@dataclass(slots=True)
class Kept:
    """One operation on the phone: `waiting` in the outbox, `received`, or `aside` with the reason."""

    sent: Sent
    place: str = "waiting"
    reason: str = ""
    seen: bool = False


@dataclass(slots=True)
class Phone:
    """One account's store on one phone. `clock` is how far its clock is ahead of the world's.

    `others` is what it was told of other devices; `own` what it said, also after its copy was purged.
    """

    account: str
    chance: Random
    zone: str = "America/New_York"
    clock: timedelta = timedelta()
    schema_v: int = SCHEMA_VERSION
    full: bool = False
    device_id: str = ""
    seq: int = 0
    cursor: int = 0
    epoch: UUID | None = None
    server_schema_v: int = SCHEMA_VERSION
    kept: dict[str, Kept] = field(default_factory=dict)
    own: dict[str, Sent] = field(default_factory=dict)
    others: dict[str, Sent] = field(default_factory=dict)
    purged: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.device_id = self.new_id()

    def new_id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def evicted(self) -> None:
        """The browser threw everything away: the phone starts as another device."""
        self.device_id, self.seq, self.cursor, self.epoch = self.new_id(), 0, 0, None
        for store in (self.kept, self.own, self.others, self.purged):
            store.clear()

    def say(self, now: datetime, program: UUID, day: date, body: dict[str, Any], **more: Any) -> Sent:
        """Keep one operation and put it into the outbox, in one step. Raises StorageFull."""
        if self.full:
            raise StorageFull
        told = (now + self.clock).isoformat().replace("+00:00", "Z")
        fields = {
            "op_id": self.new_id(),
            "entry_id": self.new_id(),
            "kind": "create",
            "base_rev": 0,
            "device_id": self.device_id,
            "device_seq": self.seq + 1,
            "performed_local": f"{day.isoformat()}T09:30:00",
            "zone": self.zone,
            "utc_offset_min": ZONES[self.zone],
            "local_date": day.isoformat(),
            "recorded_at": told,
            "program_rev": str(program),
            "schema_v": self.schema_v,
            "evidence": "ticked",
            "body": body,
            **more,
        }
        sent = sealed(fields)
        self.seq += 1
        self.kept[sent["op_id"]] = Kept(sent)
        self.own[sent["op_id"]] = sent
        return sent

    def entries(self) -> dict[str, int]:
        """Every entry the phone knows, by its id, with the revision that is on top."""
        known = [*self.own.values(), *self.others.values()]
        return {key: state.top.base_rev + 1 for key, state in merge(map(operation, known)).items()}

    def outbox(self) -> list[Sent]:
        """What waits, in the order in which it was said."""
        waiting = [kept.sent for kept in self.kept.values() if kept.place == "waiting"]
        return sorted(waiting, key=lambda sent: sent["device_seq"])

    def message(self, now: datetime, ops: list[Sent]) -> bytes:
        """A push of these operations."""
        told = (now + self.clock).isoformat()
        asks = {"device_id": self.device_id, "account": self.account, "cursor": self.cursor, "sent_at": told}
        return msgspec.json.encode({**asks, "ops": ops})

    def hear(self, answer: Answer) -> None:
        """Take an answer in: receipts, what came back, and another line of history."""
        if answer.server_epoch != self.epoch:
            self._start_over(answer.server_epoch)
        else:
            self.cursor = answer.cursor
        for receipt in answer.receipts:
            self._file(receipt)
        for sent in answer.ops:
            self.others[sent["op_id"]] = sent
        for seen in answer.seen:
            self._confirm(str(seen.op_id), seen.content_hash)
        if answer.schema_v > self.server_schema_v:
            self._send_again(lambda kept: kept.reason == "newer_schema")
            self.server_schema_v = answer.schema_v
        if answer.closed:
            self.others.clear()

    def purge(self) -> None:
        """Thirty days later: let go of what was received and seen in the server's log."""
        for op_id, kept in list(self.kept.items()):
            if kept.place == "received" and kept.seen:
                self.purged.add(self.kept.pop(op_id).sent["device_seq"])

    def _start_over(self, epoch: UUID) -> None:
        if self.epoch is not None:
            self._send_again(lambda kept: True)
        self.epoch, self.cursor = epoch, 0

    def _send_again(self, which: Any) -> None:
        for kept in self.kept.values():
            if which(kept):
                kept.place, kept.reason, kept.seen = "waiting", "", False

    def _file(self, receipt: Receipt) -> None:
        kept = self.kept.get(receipt.op_id)
        if kept is None or kept.sent["content_hash"] != receipt.content_hash:
            return
        kept.place = "aside" if receipt.status == "quarantined" else "received"
        kept.reason = receipt.reason

    def _confirm(self, op_id: str, content_hash: str) -> None:
        kept = self.kept.get(op_id)
        if kept is not None and kept.sent["content_hash"] == content_hash:
            kept.place, kept.seen = "received", True


def operation(sent: Sent) -> Operation:
    """What the core merges, from what travelled."""
    return Operation(
        op_id=sent["op_id"],
        entry_id=sent["entry_id"],
        kind=OperationKind(sent["kind"]),
        base_rev=sent["base_rev"],
        local_date=date.fromisoformat(sent["local_date"]),
        evidence=Evidence(sent["evidence"]),
        body=sent["body"],
    )
