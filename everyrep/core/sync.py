"""What happened, as a set of operations named by the client; entries are a pure function of that set.

Protocol: design, trust 3.1. Merging is free of order and idempotent: the same set of operations
gives the same entries however often and in whatever order it was delivered.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from everyrep.core.problems import N_, invalid

FUTURE_TOLERANCE = timedelta(days=1)  # travel and the date line may put the patient's day one ahead of ours
BACKDATE_DAYS = 14  # trust 3.1.8: a clinic default; older entries are accepted and flagged late
CLOCK_SKEW_FLAG_S = 600  # trust 3.1.7: a device clock further off than this is flagged, never obeyed
MAX_WHOLE = 2**53 - 1  # the largest whole number that JavaScript keeps exactly
ENCODED = json.JSONEncoder(ensure_ascii=False).encode
MAX_DEPTH = 32  # far deeper than any body; keeps hostile nesting from exhausting the stack


class OperationKind(Enum):
    CREATE = "create"
    AMEND = "amend"
    RETRACT = "retract"


class Evidence(Enum):
    """How an entry is known, from the closest observation to the most distant memory."""

    GUIDED = "guided"
    TICKED = "ticked"
    RECALLED = "recalled"
    PAPER = "paper"
    CAREGIVER = "caregiver"
    THERAPIST = "therapist"
    SENSOR = "sensor"


class QuarantineReason(Enum):
    """Why an operation is kept aside, where the clinic can see it; none is ever dropped (trust 3.1.3)."""

    MALFORMED = "malformed"  # the body does not fit its schema
    SAME_ID_OTHER_CONTENT = "same_id_other_content"  # an op_id already received with another hash
    FUTURE = "future"  # the local date is beyond FUTURE_TOLERANCE
    NO_PROGRAM = "no_program"  # no version was in force on the local date
    ENDED_PROGRAM = "ended_program"  # the episode was closed before the local date
    UNKNOWN_EXERCISE = "unknown_exercise"  # no version of the program holds the item
    NEWER_SCHEMA = "newer_schema"  # written by an app newer than this server
    CLOSED_WAY_IN = "closed_way_in"  # sent by a link or device that had been closed before


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing a device said. `base_rev` is the revision it was made on: 0 for a create."""

    op_id: str
    entry_id: str
    kind: OperationKind
    base_rev: int
    local_date: date
    evidence: Evidence
    body: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryState:
    """An entry as it stands: the operation on top, and every operation behind it, oldest first.

    `conflict` is true when two operations were made on the same revision; both stay in `history`.
    """

    entry_id: str
    top: Operation
    history: tuple[Operation, ...]
    retracted: bool
    conflict: bool


def merge(operations: Iterable[Operation]) -> dict[str, EntryState]:
    """Every entry as it stands, by entry id; a pure function of the set of operations.

    1. The same op_id counts once. One op_id has one content: the server keeps any other aside.
    2. The operation with the highest revision (base_rev + 1) is on top.
    3. On the same revision a create or amend beats a retract, so that nothing said is destroyed by a
       device that had not seen it; then the higher op_id wins, so that delivery order never matters.

    An amend whose create has not arrived yet shows already: bodies are whole replacements.
    """
    unique = {operation.op_id: operation for operation in operations}
    entries: dict[str, list[Operation]] = {}
    for operation in sorted(unique.values(), key=_rank):
        entries.setdefault(operation.entry_id, []).append(operation)
    return {entry_id: _state(history) for entry_id, history in sorted(entries.items())}


def _rank(operation: Operation) -> tuple[int, bool, str]:
    return (operation.base_rev + 1, operation.kind is not OperationKind.RETRACT, operation.op_id)


def _state(history: list[Operation]) -> EntryState:
    top = history[-1]
    return EntryState(
        entry_id=top.entry_id,
        top=top,
        history=tuple(history),
        retracted=top.kind is OperationKind.RETRACT,
        conflict=len({operation.base_rev for operation in history}) < len(history),
    )


def admission(
    *, local_date: date, today: date, plan_in_force: bool, item_known: bool
) -> QuarantineReason | None:
    """Why an operation cannot count yet, or None where it can.

    `today` is the server's date in the patient's zone: a phone's clock decides nothing (trust 3.1.7).
    `plan_in_force`: a version was in force on `local_date`; `item_known`: any version holds the item,
    since an entry against an older version is valid. A back-dated operation is never refused: see `late`.
    """
    if local_date > today + FUTURE_TOLERANCE:
        return QuarantineReason.FUTURE
    if not plan_in_force:
        return QuarantineReason.NO_PROGRAM
    return None if item_known else QuarantineReason.UNKNOWN_EXERCISE


def late(local_date: date, recorded_on: date, *, backdate_days: int = BACKDATE_DAYS) -> bool:
    """True where an entry was written down more than `backdate_days` after the day it speaks of."""
    return recorded_on - local_date > timedelta(days=backdate_days)


def clock_is_off(recorded_ahead_s: float) -> bool:
    """True where the device's clock is far from the server's, ahead or behind; a flag, never a verdict."""
    return abs(recorded_ahead_s) > CLOCK_SKEW_FLAG_S


def evidence_as_recorded(evidence: Evidence, local_date: date, recorded_on: date) -> Evidence:
    """A tick set on a later day is a recollection (clinical reference 2.3); all other evidence stands."""
    recalled = evidence is Evidence.TICKED and recorded_on > local_date
    return Evidence.RECALLED if recalled else evidence


def canonical_json(value: object) -> bytes:
    """The one way to write a body down, so that every client computes the same hash.

    To reproduce it in TypeScript: rebuild each object with its keys in `Object.keys(o).sort()` order,
    writing the members one by one (JavaScript moves keys like "10" to the front of a rebuilt object);
    every key and every text is `JSON.stringify(text)`; no white space; UTF-8. Accepted are null,
    booleans, texts without lone surrogates, whole numbers up to 2^53 - 1 either side of 0, lists and
    objects. Fractions are refused with Invalid, since languages print them differently: quantities are
    whole, loads are texts. The vectors in tests/core/canonical_vectors.json hold for every client.
    """
    try:
        return _written(value, MAX_DEPTH).encode()
    except UnicodeEncodeError as fault:
        raise invalid("body", N_("A text holds half a character; send whole characters")) from fault


def content_hash(value: object) -> str:
    """SHA-256 of the canonical JSON, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _written(value: object, depth: int) -> str:
    if depth == 0:
        raise invalid("body", N_("This is nested deeper than %(most)s levels"), most=MAX_DEPTH)
    match value:
        case None | bool() | str():
            return ENCODED(value)
        case int() if abs(value) <= MAX_WHOLE:
            return str(value)
        case list() | tuple():
            return "[" + ",".join(_written(member, depth - 1) for member in value) + "]"
        case dict():
            return "{" + ",".join(_members(value, depth)) + "}"
    raise invalid("body", N_("%(value)s cannot be sent; write a whole number or a text"), value=repr(value))


def _members(members: Mapping[object, object], depth: int) -> Iterable[str]:
    if not all(isinstance(key, str) for key in members):
        raise invalid("body", N_("Every name must be a text"))
    for key, member in sorted(members.items(), key=lambda pair: _utf16(str(pair[0]))):
        yield f"{_written(key, depth)}:{_written(member, depth - 1)}"


def _utf16(text: str) -> bytes:
    """JavaScript sorts texts by UTF-16 code unit, which differs from Python's order above U+FFFF."""
    return text.encode("utf-16-be")
