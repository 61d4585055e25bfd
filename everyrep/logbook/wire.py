"""The sync message as it travels, schema version 2 (design, trust 3.1).

`content_hash` is the SHA-256 of the canonical JSON of the operation without that field.
"""

import dataclasses
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from everyrep.core.logged import (
    DayExcused,
    ExerciseLogged,
    Logged,
    MorningAfter,
    QuestionAsked,
    RoutineMoved,
    SetDone,
    SymptomsChecked,
)
from everyrep.core.problems import Invalid
from everyrep.core.sync import MAX_WHOLE, Evidence, Operation, OperationKind, content_hash
from everyrep.people.actions import zones

SCHEMA_VERSION = 2
PUSH_LIMIT = 200  # operations in one push
PULL_LIMIT = 500  # operations in one answer
OPERATION_LIMIT = 16_000  # bytes; the longest note (2000 characters) with the most sets (40) takes 12 kB
NAME_MAX = 64  # characters of an id that are kept of an operation that does not read
NUL = "\0"  # PostgreSQL keeps no text with it

DeviceId = Annotated[str, msgspec.Meta(max_length=64, pattern=r"\A[^\x00]*\Z")]
Cursor = Annotated[int, msgspec.Meta(ge=0, le=MAX_WHOLE)]

BODIES: dict[str, type[Logged]] = {
    "exercise": ExerciseLogged,
    "day": DayExcused,
    "morning": MorningAfter,
    "symptoms": SymptomsChecked,
    "routine": RoutineMoved,
    "question": QuestionAsked,
}


class Malformed(ValueError):
    """An operation that does not read as what it should be."""


class WireOperation(msgspec.Struct, frozen=True, kw_only=True):
    """One operation as a device sends it. Times: local time with zone and offset, and the device's UTC.

    `program_rev` may be null where the body speaks of no program: only an exercise and a day off do.
    """

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
    program_rev: UUID | None
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
    """What a device posts: its operations in any order, and the last `server_seq` it has seen.

    `account` is the patient id that the page was made for: the session may be another's by now. A device
    without pages leaves it out and speaks for its session. `sent_at` is the device's clock at the push.
    """

    device_id: DeviceId
    ops: list[msgspec.Raw]
    cursor: Cursor = 0
    account: str = ""
    sent_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One operation as it came: its text, what could be read of it, and why no more could.

    `op_id` and `stated_hash` are what the receipt answers to, also of an operation that does not read.
    """

    text: str
    fields: dict[str, Any]
    fault: str = ""

    @property
    def op_id(self) -> str:
        return _name(self.fields.get("op_id"))

    @property
    def stated_hash(self) -> str:
        return _name(self.fields.get("content_hash"))


def received(sent: msgspec.Raw | dict[str, Any]) -> Received:
    """Whatever was sent, never an error: what does not read is kept with its fault."""
    if isinstance(sent, dict):
        text = json.dumps(sent)
        return Received(text=text, fields=sent, fault=_too_long(len(text)))
    content = bytes(sent)
    text = content.decode(errors="replace").replace(NUL, "\ufffd")
    if fault := _too_long(len(content)):
        return Received(text=text, fields=_names_in(text), fault=fault)
    try:
        return Received(text=text, fields=msgspec.json.decode(content, type=dict[str, Any]))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as broken:
        return Received(text=text, fields=_names_in(text), fault=storable(str(broken)))


def _too_long(size: int) -> str:
    return f"{size} bytes; an operation has at most {OPERATION_LIMIT}" if size > OPERATION_LIMIT else ""


def _names_in(text: str) -> dict[str, Any]:
    """The names an operation goes by, from a text that cannot be read as JSON."""
    found = {name: re.search(rf'"{name}"\s*:\s*"([^"\\]*)"', text) for name in ("op_id", "content_hash")}
    return {name: match[1] for name, match in found.items() if match}


def _name(value: object) -> str:
    return storable(str(value))[:NAME_MAX] if isinstance(value, str | int) else ""


def storable(text: str) -> str:
    """The text without what no database takes: NUL and halves of characters."""
    return text.replace(NUL, "").encode(errors="replace").decode()


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The server's word that it has an operation: accepted, duplicate or quarantined. All mean: kept."""

    op_id: str
    content_hash: str
    status: str
    server_seq: int | None = None
    reason: str = ""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """An operation of the asking device that stands in the server's log: the phone may let go of its copy."""

    op_id: UUID
    server_seq: int
    content_hash: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Receipts in the order of the push, and what the device has not seen yet. More is waiting if `more`.

    `ops` are other devices' operations after the push's cursor, `seen` names the device's own; both go up
    to `cursor`. A changed `server_epoch` is another line of history, such as a backup put back: the device
    starts at cursor 0 and pushes all that it holds. `schema_v` is the newest operation schema that is read:
    where it has grown, what was set aside as newer_schema is pushed again. `closed`: the way in was closed,
    everything was set aside, and the device wipes what it showed.
    """

    server_epoch: UUID
    receipts: list[Receipt]
    ops: list[dict[str, Any]]
    seen: list[Seen]
    cursor: int
    more: bool
    schema_v: int
    closed: bool = False


def read_operation(sent: Received) -> WireOperation:
    """The operation a device sent; raises Malformed with what is wrong."""
    if sent.fault:
        raise Malformed(sent.fault)
    try:
        counted = content_hash({key: value for key, value in sent.fields.items() if key != "content_hash"})
        if any(NUL in text for text in _texts(sent.fields)):
            raise Malformed("a text holds the character NUL")
        operation = msgspec.convert(sent.fields, WireOperation)
        if counted != operation.content_hash:
            raise Malformed("content_hash does not match the content")
        _check_clock(operation)
    except (msgspec.ValidationError, Invalid, ValueError, OverflowError) as fault:
        raise Malformed(storable(str(fault))) from fault
    _check_revision(operation)
    return operation


def _texts(value: object) -> Iterator[str]:
    """Every text and name in a value that has a canonical form, and so is not nested deep."""
    match value:
        case str():
            yield value
        case list():
            for member in value:
                yield from _texts(member)
        case dict():
            for key, member in value.items():
                yield key
                yield from _texts(member)


def _check_clock(operation: WireOperation) -> None:
    if operation.zone not in zones():
        raise Malformed("zone is no time zone such as America/New_York")
    if operation.recorded_at.tzinfo is None:
        raise Malformed("recorded_at has no UTC offset")
    operation.recorded_on()


def _check_revision(operation: WireOperation) -> None:
    if not 0 <= operation.base_rev <= 10_000 or operation.device_seq < 0 or len(operation.device_id) > 64:
        raise Malformed("base_rev, device_seq or device_id out of range")
    if operation.schema_v < 1:
        raise Malformed("schema_v counts from 1")
    if (operation.kind is OperationKind.CREATE) != (operation.base_rev == 0):
        raise Malformed("base_rev is 0 for a create and only for a create")


def read_body(body: dict[str, Any]) -> Logged:
    """What the patient said, by the body's `type`; raises Malformed."""
    kind = BODIES.get(str(body.get("type")))
    if kind is None:
        raise Malformed("body.type is none of exercise, day, morning, symptoms, routine, question")
    try:
        return msgspec.convert({key: value for key, value in body.items() if key != "type"}, kind)
    except (msgspec.ValidationError, Invalid) as fault:
        raise Malformed(str(fault)) from fault


def known_part(body: dict[str, Any]) -> dict[str, Any]:
    """A body that reads, without what its schema does not know; that stays in the operation alone."""
    kept = _known(body, BODIES[body["type"]])
    sets = {"sets": [_known(one, SetDone) for one in kept["sets"]]} if "sets" in kept else {}
    return {"type": body["type"], **kept, **sets}


def _known(members: dict[str, Any], schema: type[Logged] | type[SetDone]) -> dict[str, Any]:
    names = {field.name for field in dataclasses.fields(schema)}
    return {name: value for name, value in members.items() if name in names}


def sealed(fields: dict[str, Any]) -> dict[str, Any]:
    """An operation with its content hash, for operations that the server or a test writes itself."""
    return {**fields, "content_hash": content_hash(fields)}
