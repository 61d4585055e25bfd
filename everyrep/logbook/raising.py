"""The alerts that operations ask for. What a phone says of a worrying symptom is never lost: it raises an
alert also where the operation is late, cannot be read whole, or is set aside.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec

from everyrep.attention.actions import raise_alert
from everyrep.core.logged import ANSWERS_MAX, KEY_MAX, NOTE_MAX, SymptomsChecked
from everyrep.core.sync import BACKDATE_DAYS, OperationKind
from everyrep.library.symptoms import level_of
from everyrep.logbook.wire import Malformed, Received, read_body, storable
from everyrep.people.models import Patient
from everyrep.tenancy.viewer import Viewer

SYMPTOM_CHECK = "symptom_check"  # the reason of its alerts
UNREADABLE = "unreadable"  # the finding of a check whose answers cannot be read
CHECKED = re.compile(r'"type"\s*:\s*"symptoms"')
UNNAMED = UUID("4c5bb0de-7f83-5f0e-9a5e-0f2f6e0f9c11")  # the namespace of ids for checks that name no entry
TOLD = {"recorded_at": 40, "performed_local": 40, "zone": 60}  # told of the operation; characters at most


@dataclass(frozen=True, slots=True)
class News:
    """An operation that was not known before; `set_aside` is the reason where it was."""

    sent: Received
    set_aside: str = ""


def raise_alerts(by: Viewer, patient: Patient, news: Iterable[News], *, today: date, now: datetime) -> None:
    """Raise the alerts that these operations ask for, inside the caller's transaction.

    Today a symptom check does, where anything was answered yes; its weight comes from the content files.
    `today` is the server's date in the patient's zone.
    """
    for one in news:
        fields = _fields(one.sent)
        findings = _findings(one.sent, fields)
        level = level_of(findings)
        if level is not None:
            raise_alert(
                by=by,
                patient_id=patient.id,
                level=level,
                reason=SYMPTOM_CHECK,
                entry_id=_entry_id(one.sent, fields),
                findings=findings,
                first_day=_first_day(fields, today),
                now=now,
                evidence={**_told(fields), "said_by": by.name, "role": by.role.value, "aside": one.set_aside},
            )


def _fields(sent: Received) -> dict[str, Any]:
    """The operation's fields, also of one that is too long to be counted."""
    if "body" in sent.fields:
        return sent.fields
    try:
        return msgspec.json.decode(sent.text, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError):
        return {}


def _findings(sent: Received, fields: dict[str, Any]) -> list[str]:
    """The ids of the questions answered yes, by the strict reading or else by what can be made out."""
    body = fields.get("body")
    if not isinstance(body, dict):
        return [UNREADABLE] if CHECKED.search(sent.text) else []
    if body.get("type") != "symptoms" or fields.get("kind") == OperationKind.RETRACT.value:
        return []
    try:
        logged = read_body(body)
    except Malformed:
        return _made_out(body.get("yes"))
    return [storable(answer) for answer in logged.yes] if isinstance(logged, SymptomsChecked) else []


def _made_out(yes: object) -> list[str]:
    answers = [answer for answer in yes if isinstance(answer, str)] if isinstance(yes, list) else []
    return [storable(answer)[:KEY_MAX] for answer in answers[:ANSWERS_MAX]] + [UNREADABLE]


def _entry_id(sent: Received, fields: dict[str, Any]) -> UUID:
    """The entry's own id; one made from the text where it names none, so that the same is raised once."""
    try:
        return UUID(str(fields.get("entry_id")))
    except ValueError:
        return uuid5(UNNAMED, storable(sent.text))


def _first_day(fields: dict[str, Any], today: date) -> date:
    """The day it speaks of; a phone's clock or a slip may not excuse more days than can be logged late."""
    try:
        day = date.fromisoformat(str(fields.get("local_date")))
    except ValueError:
        return today
    return min(max(day, today - timedelta(days=BACKDATE_DAYS)), today)


def _told(fields: dict[str, Any]) -> dict[str, str]:
    """What a clinician needs beside the answers: when by the phone's own clock, what led to it, the note."""
    body = fields.get("body")
    said = body if isinstance(body, dict) else {}
    told = {name: _text(fields.get(name), most) for name, most in TOLD.items()}
    return {**told, "trigger": _text(said.get("trigger"), KEY_MAX), "note": _text(said.get("note"), NOTE_MAX)}


def _text(value: object, most: int) -> str:
    return storable(value)[:most] if isinstance(value, str) else ""
