"""The sync message as it travels, schema version 1 (design, trust 3.1).

`content_hash` is the SHA-256 of the canonical JSON of the operation without that field.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from everyrep.core.logged import DayExcused, ExerciseLogged, Logged
from everyrep.core.problems import Invalid
from everyrep.core.sync import Evidence, Operation, OperationKind, content_hash

SCHEMA_VERSION = 1
PUSH_LIMIT = 200  # operations in one push
PULL_LIMIT = 500  # operations in one answer

BODIES: dict[str, type[Logged]] = {"exercise": ExerciseLogged, "day": DayExcused}


class Malformed(ValueError):
    """An operation that does not read as what it should be."""


class WireOperation(msgspec.Struct, frozen=True, kw_only=True):
    """One operation as a device sends it. Times: local time with zone and offset, and the device's UTC."""

    op_id: UUID
    entry_id: UUID
    kind: OperationKind
    base_rev: int
    device_id: str
    device_seq: int
    performed_local: str
    zone: str
    utc_offset_min: int
    local_date: date
    recorded_at: datetime
    program_rev: UUID
    schema_v: int
    evidence: Evidence
    body: dict[str, Any]
    content_hash: str
    skew_ms: int = 0

    def operation(self) -> Operation:
        """What the core merges."""
        return Operation(
            op_id=str(self.op_id),
            entry_id=str(self.entry_id),
            kind=self.kind,
            base_rev=self.base_rev,
            local_date=self.local_date,
            evidence=self.evidence,
            body=self.body,
        )

    def recorded_on(self) -> date:
        """The local date on which the device wrote it down."""
        return self.recorded_at.astimezone(ZoneInfo(self.zone)).date()


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """What a device posts: its operations in any order, and the last `server_seq` it has seen."""

    device_id: str
    ops: list[dict[str, Any]]
    cursor: int = 0


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The server's word that it has an operation: accepted, duplicate or quarantined. All mean: kept."""

    op_id: str
    content_hash: str
    status: str
    server_seq: int | None = None
    reason: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Receipts in the order of the push, and what the device has not seen yet. More is waiting if `more`."""

    server_epoch: UUID
    receipts: list[Receipt]
    ops: list[dict[str, Any]]
    cursor: int
    more: bool


def read_operation(raw: dict[str, Any]) -> WireOperation:
    """The operation a device sent; raises Malformed with what is wrong."""
    try:
        operation = msgspec.convert(raw, WireOperation)
        stated = {key: value for key, value in raw.items() if key != "content_hash"}
        if content_hash(stated) != operation.content_hash:
            raise Malformed("content_hash does not match the content")
        if operation.recorded_at.tzinfo is None:
            raise Malformed("recorded_at has no UTC offset")
        operation.recorded_on()
    except (msgspec.ValidationError, Invalid, KeyError, ValueError, OverflowError) as fault:
        raise Malformed(str(fault)) from fault
    _check_revision(operation)
    return operation


def _check_revision(operation: WireOperation) -> None:
    if not 0 <= operation.base_rev <= 10_000 or operation.device_seq < 0 or len(operation.device_id) > 64:
        raise Malformed("base_rev, device_seq or device_id out of range")
    if (operation.kind is OperationKind.CREATE) != (operation.base_rev == 0):
        raise Malformed("base_rev is 0 for a create and only for a create")


def read_body(body: dict[str, Any]) -> Logged:
    """What the patient said, by the body's `type`; raises Malformed."""
    kind = BODIES.get(str(body.get("type")))
    if kind is None:
        raise Malformed("body.type must be exercise or day")
    try:
        return msgspec.convert({key: value for key, value in body.items() if key != "type"}, kind)
    except (msgspec.ValidationError, Invalid) as fault:
        raise Malformed(str(fault)) from fault


def sealed(fields: dict[str, Any]) -> dict[str, Any]:
    """An operation with its content hash, for operations that the server or a test writes itself."""
    return {**fields, "content_hash": content_hash(fields)}
