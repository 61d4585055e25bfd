"""Text messages that come in: "1 done, 2 some, 3 pain" as entries, STOP and START, and help for the rest.

An answer speaks of the session of the last text message, else of the first session of today that is open.
It is logged like a tick on the phone (evidence ticked): a whole session, said by the patient. "2" counts each
exercise as done partly. "3" says nothing of how much was done, so nothing is counted: each exercise is logged
as not done because of pain, and the therapist is told.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from everyrep.attention.actions import raise_alert
from everyrep.audit.actions import record
from everyrep.core.alerting import Level
from everyrep.core.plan import Prescription, SessionPlan, sessions_on
from everyrep.core.reminding import Channel, Kind
from everyrep.logbook.actions import receive
from everyrep.logbook.models import OperationRow
from everyrep.logbook.wire import SCHEMA_VERSION, sealed
from everyrep.outbox.models import State
from everyrep.outbox.queries import tasks_of
from everyrep.people.access import viewer_of_patient
from everyrep.reminders.facts import TOPIC, Known, known_of, sent_of
from everyrep.reminders.messages import Said, reply_text
from everyrep.reminders.models import ReminderPreferences, TextAnswer
from everyrep.reminders.planning import plan
from everyrep.reminders.replying import put_text
from everyrep.reminders.telling import PAIN_BY_TEXT
from everyrep.tenancy.viewer import Viewer

NAMES = UUID("2f0e6c52-61a5-4a39-9d0c-5f9f0d3f7b1e")  # the namespace of ids made from a message's own
ANSWERS_FOR = timedelta(hours=24)  # a reminder older than that is not what an answer speaks of
DEVICE = "text-message"

STOP_WORDS = frozenset(["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "ALTO", "PARAR", "BAJA"])
START_WORDS = frozenset(["START", "UNSTOP", "YES", "SI", "SÍ", "ALTA", "INICIO"])


class Word(Enum):
    """What a text message was understood as."""

    DONE = "1"
    SOME = "2"
    PAIN = "3"
    STOP = "stop"
    START = "start"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One text message: the provider's id for it, the sender's number, and what it says."""

    id: str
    number: str
    text: str


def understood(text: str) -> Word:
    """The one word of the message; anything more than one word is for a person, not for this."""
    word = re.sub(r"[\s.!,)\"']+$", "", text.strip()).upper()
    if word in STOP_WORDS:
        return Word.STOP
    if word in START_WORDS:
        return Word.START
    return Word(word) if word in ("1", "2", "3") else Word.OTHER


@transaction.atomic
def take_in(message: Incoming, now: datetime) -> None:
    """Do what the message says and write its reply down, once however often the provider delivers it.

    A number that nobody has given us, or that has not confirmed yet and says anything but START, is not
    answered: it may be anybody's.
    """
    word = understood(message.text)
    row = _row_of(message.number, word)
    if row is None:
        return
    by = viewer_of_patient(row.patient)
    if row.phone_confirmed_at is None and word not in (Word.START, Word.STOP):
        return
    if not _is_new(row, message, word, now):
        return
    said = _do(by, row, message, word, now)
    text = reply_text(said, row.patient.language, row.patient.clinic)
    key = f"reply/{message.id}"
    put_text(by=by, patient_id=row.patient_id, key=key, number=row.phone, text=text, now=now)


def _row_of(number: str, word: Word) -> ReminderPreferences | None:
    """Whose number it is: who has confirmed it; for START, who asked for it last."""
    rows = ReminderPreferences.objects.before_viewer().filter(phone=number, sms=True)
    found = list(rows.select_related("patient__clinic").order_by("-updated_at"))
    if word is Word.START:
        return found[0] if found else None
    confirmed = (row for row in found if row.phone_confirmed_at is not None)
    return next(confirmed, found[0] if found else None)


def _is_new(row: ReminderPreferences, message: Incoming, word: Word, now: datetime) -> bool:
    answer = TextAnswer(
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        message_id=message.id,
        understood=word.value,
        received_at=now,
    )
    TextAnswer.objects.bulk_create([answer], ignore_conflicts=True)
    return TextAnswer.objects.in_clinic(row.clinic_id).filter(id=answer.id).exists()


def _do(by: Viewer, row: ReminderPreferences, message: Incoming, word: Word, now: datetime) -> Said:
    if word is Word.STOP:
        return _set(by, row, now, Said.STOPPED, sms_stopped_at=now)
    if word is Word.START:
        _taken_over(row)
        return _set(by, row, now, Said.STARTED, sms_stopped_at=None, phone_confirmed_at=now)
    if word is Word.OTHER:
        return Said.HELP
    if word is Word.PAIN:
        _tell(by, row, message, now)
    return _log(by, row, message, word, now)


def _taken_over(row: ReminderPreferences) -> None:
    """A number belongs to one patient: whoever had it before gets nothing more there."""
    others = ReminderPreferences.objects.before_viewer().filter(phone=row.phone).exclude(id=row.id)
    others.update(phone_confirmed_at=None)


def _set(by: Viewer, row: ReminderPreferences, now: datetime, said: Said, **changes: Any) -> Said:
    mine = ReminderPreferences.objects.in_clinic(row.clinic_id).filter(id=row.id)
    mine.update(**changes, updated_at=now)
    record(
        by=by,
        action=f"text_{said.value}",
        object_type="reminders",
        object_id=row.id,
        patient_id=row.patient_id,
        now=now,
    )
    plan(by, [row.patient_id], now)
    return said


def _log(by: Viewer, row: ReminderPreferences, message: Incoming, word: Word, now: datetime) -> Said:
    known = known_of(by, [row.patient_id], now).get(row.patient_id)
    session = _session(by, known, now) if known else None
    if known is None or session is None:
        return Said.PAIN if word is Word.PAIN else Said.NOTHING_OPEN
    operations = _operations(by, known, session, message, word, now)
    receive(by=by, patient_id=row.patient_id, ops=operations, now=now)
    return {Word.DONE: Said.DONE, Word.SOME: Said.SOME, Word.PAIN: Said.PAIN}[word]


def _session(by: Viewer, known: Known, now: datetime) -> SessionPlan | None:
    """The session that the answer speaks of, as long as something of it is not logged yet."""
    reminded = tasks_of(by, TOPIC, [known.patient.id], now - ANSWERS_FOR).filter(state=State.DONE)
    said = [sent_of(body) for body in reminded.order_by("-ended_at").values_list("body", flat=True)]
    texts = [one for one in said if one.channel is Channel.SMS and one.kind in (Kind.FIRST, Kind.AGAIN)]
    plan = known.chain.on(known.today)
    today = sessions_on(plan, known.today) if plan else ()
    asked = [_planned(known, one.local_date, one.session) for one in texts[:1]]
    open_ones = (one for one in (*asked, *today) if one is not None and _open_items(known, one))
    return next(open_ones, None)


def _planned(known: Known, day: date, index: int) -> SessionPlan | None:
    plan = known.chain.on(day)
    sessions = sessions_on(plan, day) if plan else ()
    return next((session for session in sessions if session.index == index), None)


def _open_items(known: Known, session: SessionPlan) -> list[Prescription]:
    return [
        item for item in session.items if (session.local_date, session.index, item.key) not in known.logged
    ]


def _operations(
    by: Viewer, known: Known, session: SessionPlan, message: Incoming, word: Word, now: datetime
) -> list[dict[str, Any]]:
    """One operation for each exercise of the session that is open; the same message, the same ids."""
    rows = OperationRow.objects.seen_by(by).filter(patient_id=known.patient.id, device_id=DEVICE)
    last = rows.aggregate(last=Max("device_seq"))["last"] or 0
    plan = known.chain.on(session.local_date)
    assert plan is not None
    local = now.astimezone(known.zone)
    offset = local.utcoffset()
    shared = {
        "kind": "create",
        "base_rev": 0,
        "device_id": DEVICE,
        "performed_local": local.replace(tzinfo=None).isoformat(timespec="seconds"),
        "zone": known.zone.key,
        "utc_offset_min": int(offset.total_seconds() // 60) if offset else 0,
        "local_date": session.local_date.isoformat(),
        "recorded_at": now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "program_rev": str(known.chain.ids[plan.number]),
        "schema_v": SCHEMA_VERSION,
        "evidence": "ticked",
    }
    return [
        sealed(
            {
                **shared,
                "op_id": str(uuid5(NAMES, f"{message.id}/{item.key}/operation")),
                "entry_id": str(uuid5(NAMES, f"{message.id}/{item.key}")),
                "device_seq": last + number,
                "body": _body(item, session.index, word),
            }
        )
        for number, item in enumerate(_open_items(known, session), start=1)
    ]


def _body(item: Prescription, session: int, word: Word) -> dict[str, Any]:
    outcome = {Word.DONE: "done", Word.SOME: "partly", Word.PAIN: "not"}[word]
    reason = {"reason": "pain"} if word is Word.PAIN else {}
    return {"type": "exercise", "item_key": item.key, "session": session, "outcome": outcome, **reason}


def _tell(by: Viewer, row: ReminderPreferences, message: Incoming, now: datetime) -> None:
    """Pain, said in one digit: somebody has to ask what is behind it."""
    raise_alert(
        by=by,
        patient_id=row.patient_id,
        level=Level.ATTENTION,
        reason=PAIN_BY_TEXT,
        entry_id=uuid5(NAMES, message.id),
        findings=[PAIN_BY_TEXT],
        evidence={"said_by": by.name},
        first_day=now.astimezone(ZoneInfo(row.patient.zone)).date(),
        now=now,
    )
