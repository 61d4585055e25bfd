"""Writing to a thread, reading it, and settling what waits. Each is one transaction, under its lock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Min

from everyrep import pictures
from everyrep.audit.actions import record
from everyrep.conversations.attending import attend
from everyrep.conversations.models import Message, Photo, ReadReceipt, Settled, Side, Thread, side_of
from everyrep.conversations.questions import exercise_of, question_of, standing
from everyrep.core.problems import N_, Invalid, Problem, invalid
from everyrep.outbox.actions import NewTask, put
from everyrep.people.limits import Limit, take
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.prescribing.queries import chain
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import NotAllowed, Viewer

NOTICE = "message"  # the outbox topic of "there is a message"
NOTICE_AFTER = timedelta(minutes=2)  # whoever has the page open reads it at once and needs no notice
NOTICE_GOOD_FOR = timedelta(hours=36)  # over a night, and then it is old news
PHOTOS = "photos"  # the field of the photos in the form
BY_A_PATIENT = Limit(name="messages/patient", most=60, within=timedelta(hours=1))  # no person writes so much


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message as typed. `item_key` is a place in the program or "". `photos` are the files as sent.

    `answers` are entries of questions that it answers, and `seen` the number of the newest message that its
    author had before them: both count for the clinic's messages alone. `nonce` is the form's own.
    """

    text: str
    item_key: str = ""
    photos: Sequence[BinaryIO] = ()
    answers: tuple[UUID, ...] = ()
    seen: int = 0
    nonce: UUID = field(default_factory=uuid4)


def send(*, by: Viewer, patient_id: UUID, draft: Draft, now: datetime) -> Message:
    """A message in the patient's thread; the same form sent again is the same message.

    Raises Invalid with everything that is wrong, NotFound for a place or question that is not the patient's.
    """
    check(by, Permission.WRITE_MESSAGES)
    patient = Patient.objects.seen_by(by).find(id=patient_id)
    made = _checked(draft)
    if sent_before := _sent(by, patient, draft.nonce).first():
        return sent_before
    if by.is_patient and not take(BY_A_PATIENT, patient.id, now=now):
        raise invalid("text", N_("Those were many messages for one hour. Wait a little, or call the clinic."))
    names: list[str] = []
    try:
        names += [pictures.file(picture) for picture in made]
        return _send(by, patient, draft, list(zip(names, made, strict=True)), now)
    except BaseException:
        _forget(names)
        raise


def _checked(draft: Draft) -> list[pictures.Picture]:
    """The photos made anew; raises Invalid with every fault of the draft."""
    problems = text_problems(Message, {"text": draft.text})
    if not draft.text.strip() and not draft.photos:
        problems.append(Problem("text", N_("Write a message, or add a photo.")))
    made: list[pictures.Picture] = []
    if len(draft.photos) > settings.PHOTOS_MOST:
        text = N_("At most %(most)s photos go with one message.")
        problems.append(Problem(PHOTOS, text, {"most": settings.PHOTOS_MOST}))
    else:
        for sent in draft.photos:
            try:
                made.append(pictures.picture_of(sent, PHOTOS))
            except Invalid as fault:
                problems += fault.problems
    if problems:
        raise Invalid(problems)
    return made


def _sent(by: Viewer, patient: Patient, nonce: UUID) -> TenantQuerySet[Message]:
    return Message.objects.seen_by(by).filter(patient=patient, nonce=nonce)


def _forget(names: Iterable[str]) -> None:
    for name in names:
        pictures.remove(name)


@transaction.atomic
def _send(
    by: Viewer, patient: Patient, draft: Draft, filed: list[tuple[str, pictures.Picture]], now: datetime
) -> Message:
    thread = _locked(patient)
    if sent_before := _sent(by, patient, draft.nonce).first():
        _forget(name for name, _ in filed)
        return sent_before
    message = _message(by, patient, thread, draft, now)
    message.save(force_insert=True)
    thread.last_number, thread.last_at = message.number, now
    _keep_photos(message, filed)
    if message.from_clinic:
        _reply_covers(by, thread, message, draft)
    first_unread = thread.unread_by_patient == 0
    _mark_read(by, thread, now)
    _sum_up(thread)
    _record(by, "write", "message", message.id, patient.id, now, {"photos": len(filed)})
    attend(by, [patient.id], now)  # behind the audit chain, in the order in which all writers lock
    if message.from_clinic and first_unread:
        _tell_patient(by, message, now)
    return message


def _locked(patient: Patient) -> Thread:
    """The patient's thread, made where there is none yet; others who write to it wait."""
    mine = Thread.objects.in_clinic(patient.clinic_id).filter(patient=patient).select_for_update()
    found = mine.first()
    if found is None:
        fresh = Thread(clinic_id=patient.clinic_id, patient=patient)
        Thread.objects.bulk_create([fresh], ignore_conflicts=True)
        found = mine.get()
    return found


def _message(by: Viewer, patient: Patient, thread: Thread, draft: Draft, now: datetime) -> Message:
    exercise = exercise_of(draft.item_key, chain(by, patient.id)) if draft.item_key else ""
    return Message(
        clinic_id=patient.clinic_id,
        patient=patient,
        thread=thread,
        number=thread.last_number + 1,
        from_clinic=side_of(by.role) is Side.CLINIC,
        author_role=by.role.value,
        author_id=by.actor_id,
        author_name=by.name,
        text=draft.text.strip(),
        item_key=draft.item_key,
        exercise=exercise,
        nonce=draft.nonce,
        sent_at=now,
    )


def _keep_photos(message: Message, filed: list[tuple[str, pictures.Picture]]) -> None:
    Photo.objects.bulk_create(
        Photo(
            clinic_id=message.clinic_id,
            patient_id=message.patient_id,
            message=message,
            number=number,
            name=name,
            media_type=pictures.MEDIA_TYPE,
            size=len(picture.content),
            width=picture.width,
            height=picture.height,
        )
        for number, (name, picture) in enumerate(filed, start=1)
    )


def _reply_covers(by: Viewer, thread: Thread, message: Message, draft: Draft) -> None:
    """What its author had before them is replied to; what came in while they wrote goes on waiting."""
    thread.covered = max(thread.covered, min(draft.seen, message.number - 1))
    for entry_id in draft.answers:
        question = question_of(by, thread.patient_id, entry_id)
        _settle(by, thread, question.entry_id, message.sent_at, message=message)


@transaction.atomic
def settle(*, by: Viewer, patient_id: UUID, said_id: UUID, note: str, now: datetime) -> None:
    """Say that a question, or the messages up to this one, ask for no reply, and why. Raises Invalid."""
    _check_clinic(by)
    problems = text_problems(Settled, {"note": note})
    if not note.strip():
        problems.append(Problem("note", N_("Write what was done, such as: called, talked in the clinic.")))
    if problems:
        raise Invalid(problems)
    thread = _locked(Patient.objects.seen_by(by).find(id=patient_id))
    message = Message.objects.seen_by(by).filter(patient_id=patient_id, id=said_id, from_clinic=False).first()
    if message is not None:
        thread.covered = max(thread.covered, message.number)
    else:
        question_of(by, patient_id, said_id)
    _settle(by, thread, said_id, now, note=note.strip())
    _mark_read(by, thread, now)
    _sum_up(thread)
    _record(by, "settle", "message" if message else "question", said_id, patient_id, now)
    attend(by, [patient_id], now)


def _check_clinic(by: Viewer) -> None:
    check(by, Permission.WRITE_MESSAGES)
    if side_of(by.role) is not Side.CLINIC:
        raise NotAllowed(f"{by.role.value} settles nothing")


def _settle(
    by: Viewer,
    thread: Thread,
    said_id: UUID,
    now: datetime,
    *,
    message: Message | None = None,
    note: str = "",
) -> None:
    """The first word stands, where two colleagues are at it at once."""
    row = Settled(
        clinic_id=thread.clinic_id,
        patient_id=thread.patient_id,
        said_id=said_id,
        message=message,
        note=note,
        by_name=by.name,
        at=now,
    )
    Settled.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def mark_read(*, by: Viewer, patient_id: UUID, now: datetime) -> None:
    """The viewer has the thread before them: a receipt for all that nobody of their side had read."""
    check(by, Permission.READ_MESSAGES)
    patient = Patient.objects.seen_by(by).find(id=patient_id)
    if not _unread(by, patient.id):
        return
    thread = _locked(patient)
    read = _mark_read(by, thread, now)
    _sum_up(thread)
    if read:
        _record(
            by, "read_first", "message", patient.id, patient.id, now, {"said": [str(one) for one in read]}
        )


def _mark_read(by: Viewer, thread: Thread, now: datetime) -> list[UUID]:
    unread = _unread(by, thread.patient_id)
    rows = [
        ReadReceipt(
            clinic_id=thread.clinic_id,
            patient_id=thread.patient_id,
            said_id=said_id,
            side=side_of(by.role).value,
            reader_role=by.role.value,
            reader_name=by.name,
            read_at=now,
        )
        for said_id in unread
    ]
    ReadReceipt.objects.bulk_create(rows, ignore_conflicts=True)
    return unread


def _unread(by: Viewer, patient_id: UUID) -> list[UUID]:
    """What the other side said and nobody of the viewer's side has read. Two queries."""
    side = side_of(by.role)
    read = ReadReceipt.objects.seen_by(by).filter(patient_id=patient_id, side=side.value)
    messages = Message.objects.seen_by(by).filter(
        patient_id=patient_id, from_clinic=side.other is Side.CLINIC
    )
    found = list(messages.exclude(id__in=read.values("said_id")).values_list("id", flat=True))
    if side is Side.CLINIC:
        asked = standing(by).filter(patient_id=patient_id).exclude(entry_id__in=read.values("said_id"))
        found += asked.values_list("entry_id", flat=True)
    return found


def _sum_up(thread: Thread) -> None:
    """Make the thread's row what its messages and receipts say."""
    clinic_id, mine = thread.clinic_id, {"patient_id": thread.patient_id}
    messages = Message.objects.in_clinic(clinic_id).filter(**mine)
    read = ReadReceipt.objects.in_clinic(clinic_id).filter(**mine).values("said_id")
    unread = list(messages.exclude(id__in=read).values_list("from_clinic", flat=True))
    theirs = messages.filter(from_clinic=False, number__gt=thread.covered)
    thread.unread_by_clinic, thread.unread_by_patient = unread.count(False), unread.count(True)
    thread.waiting_since = theirs.aggregate(first=Min("sent_at"))["first"]
    thread.save()


def _tell_patient(by: Viewer, message: Message, now: datetime) -> None:
    """One notice for a thread that was read up to here; none again before it is read."""
    task = NewTask(
        topic=NOTICE,
        key=f"{message.patient_id}/{message.number}",
        patient_id=message.patient_id,
        due_at=now + NOTICE_AFTER,
        late_at=now + NOTICE_GOOD_FOR,
    )
    put(by=by, tasks=[task])


def _record(
    by: Viewer,
    action: str,
    kind: str,
    object_id: UUID,
    patient_id: UUID,
    now: datetime,
    detail: dict[str, object] | None = None,
) -> None:
    record(
        by=by,
        action=action,
        object_type=kind,
        object_id=object_id,
        patient_id=patient_id,
        now=now,
        detail=detail or {},
    )
