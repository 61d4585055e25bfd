"""Reads of threads: one patient's whole, what waits for the clinic, what the patient has not read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate

from everyrep import pictures
from everyrep.audit.queries import record_state
from everyrep.conversations.models import Message, Photo, ReadReceipt, Settled, Thread
from everyrep.conversations.questions import Question, as_question, questions_of, told, unanswered
from everyrep.logbook.roster import chains_of
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.prescribing.queries import chain
from everyrep.tenancy.viewer import NotAllowed, NotFound, Role, Viewer

SHOWN = 100  # of a thread at once, the newest; what is earlier is a page of its own
LISTED = 50  # threads where nothing waits


class Kind(Enum):
    """What somebody said, and so what closes it: any later reply, or an answer to this very question."""

    MESSAGE = "message"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing in a thread. `id` is the message's or the question's entry; `number` is a message's.

    `waits`: the clinic has neither replied nor settled it. `read` is by whom first, None for nobody yet.
    `settled` says how it was closed.
    """

    kind: Kind
    id: UUID
    number: int
    from_clinic: bool
    name: str
    role: Role
    mine: bool
    text: str
    exercise: str
    at: datetime
    photos: tuple[Photo, ...]
    read: ReadReceipt | None
    settled: Settled | None
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A patient's thread, oldest first. `last_number` is the newest message's; `earlier`: there is more."""

    said: tuple[Said, ...]
    last_number: int
    earlier: datetime | None

    @property
    def waiting(self) -> tuple[Said, ...]:
        return tuple(one for one in self.said if one.waits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits of one patient: the oldest of it, and how much nobody at the clinic has read."""

    since: datetime
    kind: Kind
    unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThread:
    """A patient who waits for the clinic, with all that waits, oldest first."""

    patient: Patient
    said: tuple[Said, ...]
    last_number: int

    @property
    def since(self) -> datetime:
        return self.said[0].at


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """How many messages went each way on one local date of the patient."""

    day: date
    from_home: int
    from_clinic: int


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is known of things that were said, by their ids."""

    photos: Mapping[UUID, list[Photo]]
    read: Mapping[UUID, ReadReceipt]
    settled: Mapping[UUID, Settled]


def exchanged(viewer: Viewer, patient_id: UUID, zone: str, most: int) -> list[Exchanged]:
    """The newest `most` days with messages, newest first. One query."""
    check(viewer, Permission.READ_MESSAGES)
    days = (
        Message.objects.seen_by(viewer)
        .filter(patient_id=patient_id)
        .values(day=TruncDate("sent_at", tzinfo=ZoneInfo(zone)))
        .annotate(
            home=Count("id", filter=Q(from_clinic=False)), clinic=Count("id", filter=Q(from_clinic=True))
        )
        .order_by("-day")[:most]
    )
    return [Exchanged(day=one["day"], from_home=one["home"], from_clinic=one["clinic"]) for one in days]


def thread(viewer: Viewer, patient_id: UUID, *, before: datetime | None = None) -> Talk:
    """The newest SHOWN things in the thread, or the newest of before a moment. Seven queries."""
    check(viewer, Permission.READ_MESSAGES)
    state = Thread.objects.seen_by(viewer).filter(patient_id=patient_id).first()
    messages = Message.objects.seen_by(viewer).filter(patient_id=patient_id)
    earlier = messages.filter(sent_at__lt=before) if before else messages
    page = list(earlier.order_by("-number")[: SHOWN + 1])
    beside = _beside(viewer, [patient_id], page)
    asked = questions_of(viewer, patient_id, chain(viewer, patient_id))
    covered = state.covered if state else 0
    said = [_message(viewer, one, beside, covered) for one in page]
    said += [_question(viewer, one, beside) for one in asked if before is None or one.asked_at < before]
    said.sort(key=lambda one: (one.at, one.number))
    shown = tuple(said[-SHOWN:])
    return Talk(
        said=shown,
        last_number=state.last_number if state else 0,
        earlier=shown[0].at if len(said) > SHOWN else None,
    )


def waiting(viewer: Viewer) -> dict[UUID, Waiting]:
    """By patient, what waits for the clinic: messages and questions without an answer. Two queries."""
    _check_clinic(viewer)
    found: dict[UUID, Waiting] = {}
    threads = Thread.objects.seen_by(viewer).filter(waiting_since__isnull=False)
    for patient_id, since, unread in threads.values_list("patient_id", "waiting_since", "unread_by_clinic"):
        assert since is not None
        found[patient_id] = Waiting(since=since, kind=Kind.MESSAGE, unread=unread)
    read = ReadReceipt.objects.in_clinic(viewer.clinic_id).filter(
        patient_id=OuterRef("patient_id"), said_id=OuterRef("entry_id")
    )
    asked = told(viewer, unanswered(viewer)).annotate(is_read=Exists(read))
    for patient_id, at, is_read in asked.values_list("patient_id", "asked_at", "is_read"):
        found[patient_id] = _with_question(found.get(patient_id), at, is_read)
    return found


def _with_question(known: Waiting | None, at: datetime, is_read: bool) -> Waiting:
    unread = (known.unread if known else 0) + (not is_read)
    if known is not None and known.since <= at:
        return Waiting(since=known.since, kind=known.kind, unread=unread)
    return Waiting(since=at, kind=Kind.QUESTION, unread=unread)


def open_threads(viewer: Viewer) -> list[OpenThread]:
    """Everyone who waits for the clinic, who has waited the longest first. Eight queries at most."""
    _check_clinic(viewer)
    open_ones = Message.objects.seen_by(viewer).filter(
        from_clinic=False, thread__waiting_since__isnull=False, number__gt=F("thread__covered")
    )
    messages = list(open_ones.order_by("number"))
    rows = list(told(viewer, unanswered(viewer)))
    ids = list({one.patient_id for one in messages} | {one.patient_id for one in rows})
    beside, chains = _beside(viewer, ids, messages), chains_of(viewer, ids)
    said: dict[UUID, list[Said]] = defaultdict(list)
    for one in messages:
        said[one.patient_id].append(_message(viewer, one, beside, 0))
    for row in rows:
        item = chains[row.patient_id].item(row.body.get("item_key", ""))
        question = as_question(row, item.exercise if item else "")
        said[row.patient_id].append(_question(viewer, question, beside))
    numbers = dict(
        Thread.objects.seen_by(viewer).filter(patient_id__in=ids).values_list("patient_id", "last_number")
    )
    found = [
        OpenThread(
            patient=patient,
            said=tuple(sorted(said[patient.id], key=lambda one: (one.at, one.number))),
            last_number=numbers.get(patient.id, 0),
        )
        for patient in Patient.objects.seen_by(viewer).filter(id__in=ids)
    ]
    return sorted(found, key=lambda one: (one.since, one.patient.id))


def latest_threads(viewer: Viewer) -> list[Thread]:
    """The LISTED threads that were written to last, with their patients."""
    _check_clinic(viewer)
    threads = Thread.objects.seen_by(viewer).filter(last_at__isnull=False)
    return list(threads.select_related("patient").order_by("-last_at", "id")[:LISTED])


def unread_by_patient(viewer: Viewer, patient_id: UUID) -> int:
    """How many of the clinic's messages nobody on the patient's side has read. One query."""
    check(viewer, Permission.READ_MESSAGES)
    mine = Thread.objects.seen_by(viewer).filter(patient_id=patient_id)
    return mine.values_list("unread_by_patient", flat=True).first() or 0


def photo(viewer: Viewer, patient_id: UUID, photo_id: UUID) -> tuple[Photo, bytes]:
    """A photo of this patient's thread with its content; raises NotFound."""
    check(viewer, Permission.READ_MESSAGES)
    found = Photo.objects.seen_by(viewer).find(id=photo_id, patient_id=patient_id)
    try:
        return found, pictures.content_of(found.name)
    except FileNotFoundError as gone:
        raise NotFound(found.name) from gone


def state(viewer: Viewer, patient_id: UUID) -> str:
    """A word that changes with every write to the patient's record, so with every one to the thread."""
    check(viewer, Permission.READ_MESSAGES)
    return str(record_state(viewer, patient_id))


def _check_clinic(viewer: Viewer) -> None:
    check(viewer, Permission.READ_MESSAGES)
    if viewer.is_patient:
        raise NotAllowed("only the clinic sees everybody's threads")


def _beside(viewer: Viewer, patient_ids: list[UUID], messages: Sequence[Message]) -> _Beside:
    attached: dict[UUID, list[Photo]] = defaultdict(list)
    rows = Photo.objects.seen_by(viewer).filter(message_id__in=[one.id for one in messages])
    for found in rows.order_by("number"):
        attached[found.message_id].append(found)
    about = {"patient_id__in": patient_ids}
    read = ReadReceipt.objects.seen_by(viewer).filter(**about)
    settled = Settled.objects.seen_by(viewer).filter(**about)
    return _Beside(
        photos=attached,
        read={one.said_id: one for one in read},
        settled={one.said_id: one for one in settled},
    )


def _message(viewer: Viewer, row: Message, beside: _Beside, covered: int) -> Said:
    return Said(
        kind=Kind.MESSAGE,
        id=row.id,
        number=row.number,
        from_clinic=row.from_clinic,
        name=row.author_name,
        role=Role(row.author_role),
        mine=row.author_id == viewer.actor_id,
        text=row.text,
        exercise=row.exercise,
        at=row.sent_at,
        photos=tuple(beside.photos.get(row.id, ())),
        read=beside.read.get(row.id),
        settled=beside.settled.get(row.id),
        waits=not row.from_clinic and row.number > covered,
    )


def _question(viewer: Viewer, asked: Question, beside: _Beside) -> Said:
    return Said(
        kind=Kind.QUESTION,
        id=asked.entry_id,
        number=0,
        from_clinic=False,
        name=asked.asked_by,
        role=asked.role,
        mine=asked.role is viewer.role and (viewer.role is Role.PATIENT or asked.asked_by == viewer.name),
        text=asked.text,
        exercise=asked.exercise,
        at=asked.asked_at,
        photos=(),
        read=beside.read.get(asked.entry_id),
        settled=beside.settled.get(asked.entry_id),
        waits=asked.entry_id not in beside.settled,
    )
