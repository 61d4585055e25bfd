"""All that decides about reminders, read for many patients at once: never kept, always as it is now."""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import DatabaseError
from django.db.models import F, OuterRef, Q, Subquery

from everyrep.core.plan import sessions_on
from everyrep.core.problems import Invalid
from everyrep.core.reminding import (
    WEEK,
    AnchorsOn,
    Channel,
    Kind,
    Occurrence,
    Quiet,
    Sent,
    Situation,
    Wishes,
    follow_up,
    occurrences,
    unanswered_days,
)
from everyrep.logbook.models import Entry, OperationRow, SyncSequence
from everyrep.logbook.queries import tallies_of
from everyrep.logbook.roster import chains_of
from everyrep.logbook.standing import TopOperation, anchors_on, tops_between
from everyrep.outbox.models import State
from everyrep.outbox.queries import tasks_of
from everyrep.people.models import Patient
from everyrep.prescribing.chain import Chain
from everyrep.reminders.defaults import rules
from everyrep.reminders.models import PushSubscription, ReminderPreferences
from everyrep.tenancy.viewer import Viewer

TOPIC = "reminder"
PATIENT = "patient"  # the recipient of e-mail and text messages; of a notification it is the subscription
AHEAD = timedelta(hours=48)  # how far ahead reminders are written down
DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=90)  # no further for days without an answer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One patient, as far as reminders go. `slots` are the reminders from yesterday to two days from today.

    `anchors_on` gives the moments of a day that the patient moved sessions to. `logged` names what was
    logged lately by local date, session and item. `recipients` are the ways that lead somewhere, by channel.
    `heard_on` is the last day on which anything was heard of the patient.
    """

    preferences: ReminderPreferences
    patient: Patient
    zone: ZoneInfo
    today: date
    wishes: Wishes
    chain: Chain
    anchors_on: AnchorsOn
    slots: tuple[Occurrence, ...]
    logged: frozenset[tuple[date, int, str]]
    excused: frozenset[date]
    recipients: "Recipients"
    heard_on: date

    def slot(self, local_date: date, session: int) -> Occurrence | None:
        found = (slot for slot in self.slots if (slot.local_date, slot.session) == (local_date, session))
        return next(found, None)

    def follow_up(self, local_date: date, session: int) -> Occurrence | None:
        slot = self.slot(local_date, session)
        return follow_up(slot, self.wishes, rules(), self.zone) if slot else None

    def is_logged(self, local_date: date, session: int) -> bool:
        """Whether anything is said of an exercise that this session holds."""
        plan = self.chain.on(local_date)
        sessions = sessions_on(plan, local_date) if plan else ()
        keys = {item.key for one in sessions if one.index == session for item in one.items}
        return any((local_date, session, key) in self.logged for key in keys)

    def passed_today(self, now: datetime) -> Occurrence | None:
        """The last of today's reminders whose time has come and whose session is open."""
        open_ones = [
            slot
            for slot in self.slots
            if slot.local_date == self.today
            and slot.due_at <= now
            and not self.is_logged(slot.local_date, slot.session)
        ]
        return open_ones[-1] if open_ones else None


def wishes_of(row: ReminderPreferences) -> Wishes:
    """What the row says; raises Invalid where it cannot be kept to."""
    texts = row.sms and row.phone_confirmed_at is not None and row.sms_stopped_at is None
    chosen = {Channel.PUSH: row.push, Channel.EMAIL: row.email, Channel.SMS: texts}
    return Wishes(
        channels=frozenset(channel for channel, wanted in chosen.items() if wanted),
        quiet=Quiet(first=row.quiet_first, last=row.quiet_last),
        weekly_cap=row.weekly_cap,
        sessions=tuple(row.sessions),
        again=row.again,
        paused_until=row.paused_until,
        stopped=row.stopped_at is not None,
    )


def reads(row: ReminderPreferences) -> bool:
    """Whether the choices that are kept can be read."""
    try:
        wishes_of(row)
    except (Invalid, ValueError, TypeError, AttributeError):
        return False
    return True


def known_of(viewer: Viewer, patient_ids: Collection[UUID], now: datetime) -> dict[UUID, Known]:
    """What is known of these patients of the viewer's clinic; without those whose rows cannot be read.

    One row that is broken, preferences or program, is set aside with the reason and stops no other.
    """
    try:
        return _known(viewer, recipients_of(viewer, list(patient_ids)), now)
    except DatabaseError:  # nobody's row, and perhaps better in a moment
        raise
    except Exception:  # any fault of any row: find whose it is
        log.warning("reminders: a row of clinic %s cannot be read; looking for it", viewer.clinic_id)
    found: dict[UUID, Known] = {}
    for patient_id in patient_ids:
        try:
            found |= _known(viewer, recipients_of(viewer, [patient_id]), now)
        except DatabaseError:
            raise
        except Exception as fault:
            _set_aside(viewer, patient_id, fault, now)
    return found


def _set_aside(viewer: Viewer, patient_id: UUID, fault: Exception, now: datetime) -> None:
    log.error("reminders: patient %s is set aside: %s", patient_id, type(fault).__name__)
    rows = ReminderPreferences.objects.in_clinic(viewer.clinic_id).filter(patient_id=patient_id)
    rows.update(broken_at=now, broken_why=repr(fault)[:200])


def facts_of(viewer: Viewer, row: ReminderPreferences, now: datetime) -> Known:
    """What is known of one patient, also of one who has chosen nothing yet; raises for a broken row."""
    ways = {saved.id: recipients for saved, recipients in recipients_of(viewer, [row.patient_id])}
    return _known(viewer, [(row, ways.get(row.id, {}))], now)[row.patient_id]


def _known(
    viewer: Viewer, rows: list[tuple[ReminderPreferences, "Recipients"]], now: datetime
) -> dict[UUID, Known]:
    ids = [row.patient_id for row, _ in rows]
    zones = {row.patient_id: ZoneInfo(row.patient.zone) for row, _ in rows}
    todays = {patient_id: now.astimezone(zone).date() for patient_id, zone in zones.items()}
    if not todays:
        return {}
    first, last = min(todays.values()) - DAY, max(todays.values())
    chains = chains_of(viewer, ids)
    tallies = tallies_of(viewer, chains, first, last)
    moved = _moved(viewer, ids, last)
    logged = _logged(viewer, ids, first, last)
    heard = _heard(viewer, ids)

    def one(row: ReminderPreferences, recipients: Recipients) -> Known:
        patient_id = row.patient_id
        zone, today, wishes = zones[patient_id], todays[patient_id], wishes_of(row)
        anchors, chain = _anchors(moved[patient_id]), chains[patient_id]
        span = (today - DAY, today + AHEAD)
        heard_at = heard.get(patient_id)
        return Known(
            preferences=row,
            patient=row.patient,
            zone=zone,
            today=today,
            wishes=wishes,
            chain=chain,
            anchors_on=anchors,
            slots=tuple(occurrences(chain.on, anchors, wishes, rules(), zone, *span)),
            logged=frozenset(logged[patient_id]),
            excused=frozenset(tally.local_date for tally in tallies[patient_id] if tally.excused),
            recipients=recipients,
            heard_on=max(row.changed_on, heard_at.astimezone(zone).date() if heard_at else date.min),
        )

    return {row.patient_id: one(row, recipients) for row, recipients in rows}


def _anchors(moved: list[TopOperation]) -> AnchorsOn:
    return lambda day: anchors_on(day, moved) if moved else {}


def _moved(viewer: Viewer, ids: list[UUID], last: date) -> dict[UUID, list[TopOperation]]:
    """The operations that hold the routines of those who have moved any."""
    found: dict[UUID, list[TopOperation]] = defaultdict(list)
    entries = Entry.objects.in_clinic(viewer.clinic_id).filter(patient_id__in=ids, retracted=False)
    movers = entries.filter(item_key="", body__type="routine").values_list("patient_id", flat=True).distinct()
    for patient_id in movers.order_by("patient_id"):
        found[patient_id] = tops_between(viewer, patient_id, last, last)
    return found


def _logged(
    viewer: Viewer, ids: list[UUID], first: date, last: date
) -> dict[UUID, set[tuple[date, int, str]]]:
    found: dict[UUID, set[tuple[date, int, str]]] = defaultdict(set)
    entries = Entry.objects.in_clinic(viewer.clinic_id).filter(
        patient_id__in=ids, local_date__range=(first, last), retracted=False
    )
    for patient_id, day, session, key in entries.values_list(
        "patient_id", "local_date", "session", "item_key"
    ):
        found[patient_id].add((day, session, key))
    return found


def _heard(viewer: Viewer, ids: list[UUID]) -> dict[UUID, datetime]:
    """When the newest operation of each patient came in."""
    sequences = SyncSequence.objects.in_clinic(viewer.clinic_id).filter(patient_id=OuterRef("patient_id"))
    rows = OperationRow.objects.in_clinic(viewer.clinic_id).filter(patient_id__in=ids)
    newest = rows.annotate(last=Subquery(sequences.values("last")[:1])).filter(server_seq=F("last"))
    return dict(newest.values_list("patient_id", "received_at"))


Recipients = Mapping[Channel, tuple[str, ...]]


def recipients_of(viewer: Viewer, ids: list[UUID]) -> list[tuple[ReminderPreferences, Recipients]]:
    """The patients' choices with the ways that lead somewhere."""
    rows = ReminderPreferences.objects.in_clinic(viewer.clinic_id).filter(patient_id__in=ids)
    subscriptions = _subscriptions(viewer, ids)
    return [
        (row, _recipients(row, subscriptions[row.patient_id])) for row in rows.select_related("patient__user")
    ]


def _subscriptions(viewer: Viewer, ids: list[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = PushSubscription.objects.in_clinic(viewer.clinic_id).filter(patient_id__in=ids)
    rows = rows.filter(device__revoked_at=None)
    for patient_id, subscription_id in rows.order_by("created_at").values_list("patient_id", "id"):
        found[patient_id].append(str(subscription_id))
    return found


def _recipients(row: ReminderPreferences, subscriptions: list[str]) -> Recipients:
    user = row.patient.user
    ways = {
        Channel.PUSH: tuple(subscriptions) if row.push else (),
        Channel.EMAIL: (PATIENT,) if row.email and user is not None and user.is_active else (),
        Channel.SMS: (PATIENT,) if row.sms and row.phone_confirmed_at and not row.sms_stopped_at else (),
    }
    return {channel: recipients for channel, recipients in ways.items() if recipients}


def messages(viewer: Viewer, known: Known, now: datetime, *, but: UUID) -> list[Sent]:
    """What went out to the patient in the last week, and what a worker is sending now, without one task."""
    lately = tasks_of(viewer, TOPIC, [known.patient.id], now - WEEK - 2 * DAY).exclude(id=but)
    being_sent = Q(state=State.WAITING, lease_until__gt=now)
    gone_out = lately.filter(Q(state=State.DONE) | being_sent).values_list("body", flat=True)
    return list({sent_of(body) for body in gone_out})


def sent_of(body: dict[str, Any]) -> Sent:
    """What the body of a reminder's task says."""
    return Sent(
        local_date=date.fromisoformat(body["local_date"]),
        session=body["session"],
        kind=Kind(body["kind"]),
        channel=Channel(body["channel"]),
    )


def unanswered(viewer: Viewer, known: Known, now: datetime) -> int:
    """Days with a reminder since anything was heard of the patient, today left out."""
    if known.today - known.heard_on < DAY * rules().ignored_days:
        return 0
    since = max(datetime.combine(known.heard_on, datetime.min.time(), UTC), now - LOOK_BACK)
    done = tasks_of(viewer, TOPIC, [known.patient.id], since).filter(state=State.DONE)
    reminded = (date.fromisoformat(body["local_date"]) for body in done.values_list("body", flat=True))
    return unanswered_days(reminded, known.heard_on, known.today)


def situation(said: Sent, known: Known, now: datetime) -> Situation:
    """How things stand for a reminder, but for what went out before: see `messages` and `unanswered`."""
    digest = said.kind is Kind.DIGEST
    return Situation(
        wishes=known.wishes,
        zone=known.zone,
        slot=_slot_now(said, known, now),
        logged=not digest and known.is_logged(said.local_date, said.session),
        excused=said.local_date in known.excused,
        sent=(),
        due_later=sum(one.local_date == known.today and one.due_at > now for one in known.slots),
        unanswered=0,
    )


def _slot_now(said: Sent, known: Known, now: datetime) -> Occurrence | None:
    """What the reminder is for, as the plan and the wishes have it now."""
    if said.kind is Kind.AGAIN:
        return known.follow_up(said.local_date, said.session)
    if said.kind is Kind.DIGEST:
        passed = known.passed_today(now) if said.local_date == known.today else None
        return replace(passed, late_at=now + rules().late) if passed else None
    return known.slot(said.local_date, said.session)
