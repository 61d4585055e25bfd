"""What a patient decides about reminders. Every decision is laid ahead and audited with it."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from everyrep.attention.reasons import withdraw
from everyrep.audit.actions import record
from everyrep.core.attention.kinds import Kind as Needs
from everyrep.core.problems import N_, Invalid, Problem, invalid
from everyrep.core.reminding import Channel, Kind, Quiet, Sent, Wishes
from everyrep.outbox.actions import NewTask, put
from everyrep.outbox.queries import tasks_of
from everyrep.people.links import new_token, token_hash
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.reminders.defaults import fresh_row
from everyrep.reminders.facts import TOPIC, known_of
from everyrep.reminders.messages import confirm_text
from everyrep.reminders.models import CalendarFeed, PushSubscription, ReminderPreferences
from everyrep.reminders.planning import body_of, key_of, plan
from everyrep.reminders.replying import put_text
from everyrep.reminders.transports.http_post import is_public
from everyrep.tenancy.viewer import NotAllowed, Role, Viewer

PAUSE_MOST = timedelta(days=180)
SUBSCRIPTIONS_MOST = 10  # devices of one patient; the oldest gives way
TRIES_AN_HOUR = 5
FIELDS = ("email", "phone", "session", "quiet_first", "quiet_last", "weekly_cap", "paused_until")
PHONE = re.compile(r"\+[1-9][0-9]{7,14}")  # E.164
P256DH, AUTH = re.compile(r"[A-Za-z0-9_-]{86,88}=?"), re.compile(r"[A-Za-z0-9_-]{22,24}=?=?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The form of the settings as typed: `sessions` as in Wishes, `phone` with its country code or "".

    `email`, `sms` and `phone` of a link's holder are not asked: what stands is kept.
    """

    push: bool
    email: bool
    sms: bool
    phone: str
    sessions: tuple[str, ...]
    quiet: Quiet
    weekly_cap: int
    again: bool
    paused_until: date | None


@transaction.atomic
def choose(*, by: Viewer, choices: Choices, now: datetime) -> ReminderPreferences:
    """Keep the patient's choices and lay the next two days ahead by them. Raises Invalid.

    A new telephone number gets one text message, which asks for START: nothing else goes there before that.
    """
    row = _own(by, now)
    typed = _as_allowed(by, choices, row)
    if problems := _problems(row, typed, by, now):
        raise Invalid(sorted(problems, key=_place))
    new_number = typed.sms and typed.phone != "" and (typed.phone != row.phone or _asks_again(row, typed))
    _write(row, typed, now)
    row.save()
    _audit(by, "choose_reminders", row, now)
    withdraw(by=by, patient_id=row.patient_id, kinds=[Needs.REMINDERS_UNANSWERED])
    if new_number:
        _ask_to_confirm(by, row, now)
    plan(by, [row.patient_id], now)
    return row


def _write(row: ReminderPreferences, typed: Choices, now: datetime) -> None:
    if typed.phone != row.phone:
        row.phone, row.phone_confirmed_at, row.sms_stopped_at = typed.phone, None, None
    row.push, row.email, row.sms = typed.push, typed.email, typed.sms
    row.sessions = list(typed.sessions)
    row.quiet_first, row.quiet_last = typed.quiet.first, typed.quiet.last
    row.weekly_cap, row.again, row.paused_until = typed.weekly_cap, typed.again, typed.paused_until
    row.stopped_at = None
    row.revision += 1
    row.updated_at = now
    row.changed_on = now.astimezone(ZoneInfo(row.patient.zone)).date()
    row.broken_at, row.broken_why = None, ""


def _as_allowed(by: Viewer, typed: Choices, row: ReminderPreferences) -> Choices:
    """A link's holder decides about this device and the times; where else messages go takes an account."""
    if by.role is not Role.LINK:
        return typed
    return replace(typed, email=row.email, sms=row.sms, phone=row.phone)


def _asks_again(row: ReminderPreferences, typed: Choices) -> bool:
    """Text messages are turned on anew, for a number that has never answered or has said STOP."""
    return typed.sms and not row.sms and row.phone_confirmed_at is None


def _problems(row: ReminderPreferences, typed: Choices, by: Viewer, now: datetime) -> list[Problem]:
    problems: list[Problem] = []
    try:
        Wishes(channels=frozenset(), quiet=typed.quiet, weekly_cap=typed.weekly_cap, sessions=typed.sessions)
    except Invalid as fault:
        problems += fault.problems
    if typed.sms and not PHONE.fullmatch(typed.phone):
        text = N_("Enter the number with its country code, such as +1 555 010 0123.")
        problems.append(Problem("phone", text))
    if typed.email and by.role is not Role.LINK and row.patient.user_id is None:
        problems.append(Problem("email", N_("E-mail needs an account: ask your clinic for one.")))
    today = now.astimezone(ZoneInfo(row.patient.zone)).date()
    if typed.paused_until is not None and not today <= typed.paused_until <= today + PAUSE_MOST:
        values: dict[str, object] = {"last": (today + PAUSE_MOST).isoformat()}
        text = N_("Choose a day from today to %(last)s, or leave it empty.")
        problems.append(Problem("paused_until", text, values))
    return problems


def _place(problem: Problem) -> int:
    """Where the field is on the page."""
    name = problem.field.partition("-")[0]
    return FIELDS.index(name) if name in FIELDS else len(FIELDS)


def phone_as_typed(text: str) -> str:
    """The number without what people write between its digits."""
    return re.sub(r"[\s().\-/\u00a0]", "", text.strip())


def _ask_to_confirm(by: Viewer, row: ReminderPreferences, now: datetime) -> None:
    text = confirm_text(row.patient.language)
    key = f"confirm/{row.id}/{row.revision}"
    put_text(by=by, patient_id=row.patient_id, key=key, number=row.phone, text=text, now=now)


@transaction.atomic
def stop_all(*, by: Viewer, now: datetime) -> None:
    """The opt-out: nothing at all goes out any more, until the patient chooses anew."""
    row = _own(by, now)
    row.stopped_at, row.updated_at, row.revision = now, now, row.revision + 1
    row.save()
    _audit(by, "stop_reminders", row, now)
    plan(by, [row.patient_id], now)


@transaction.atomic
def stop_email(*, by: Viewer, now: datetime) -> None:
    """No e-mail any more, from the message's own way out."""
    row = _own(by, now)
    if row.email:
        row.email, row.updated_at, row.revision = False, now, row.revision + 1
        row.save()
        _audit(by, "stop_email", row, now)
        plan(by, [row.patient_id], now)


@transaction.atomic
def try_now(*, by: Viewer, now: datetime) -> int:
    """Send one message by every way that was chosen, to see how it looks; by how many. Raises Invalid."""
    row = _own(by, now)
    known = known_of(by, [row.patient_id], now).get(row.patient_id)
    recipients = known.recipients if known and not known.wishes.stopped else {}
    if not recipients:
        raise invalid("try", N_("Choose a way to be reminded first, and save it."))
    lately = tasks_of(by, TOPIC, [row.patient_id], now - timedelta(hours=1))
    if lately.filter(body__kind=Kind.TRY.value).values("due_at").distinct().count() >= TRIES_AN_HOUR:
        raise invalid("try", N_("You have just tried it. Try again in an hour."))
    today, turn = now.astimezone(ZoneInfo(row.patient.zone)).date(), uuid4().hex[:12]
    put(
        by=by,
        tasks=[
            _try_task(row.patient_id, today, channel, recipient, turn, now)
            for channel, each in recipients.items()
            for recipient in each
        ],
    )
    _audit(by, "try_reminder", row, now)
    return len(recipients)


def _try_task(
    patient_id: UUID, today: date, channel: Channel, recipient: str, turn: str, now: datetime
) -> NewTask:
    said = Sent(local_date=today, session=0, kind=Kind.TRY, channel=channel)
    return NewTask(
        topic=TOPIC,
        key=f"{key_of(patient_id, said, recipient)}/{turn}",
        patient_id=patient_id,
        due_at=now,
        late_at=now + timedelta(minutes=10),
        body=body_of(said, recipient),
    )


@transaction.atomic
def subscribe(
    *, by: Viewer, endpoint: str, p256dh: str, auth: str, device_id: UUID | None, now: datetime
) -> None:
    """Let notifications come to this browser, for this patient alone, while it is let in. Raises Invalid."""
    row = _own(by, now)
    _check_subscription(endpoint, p256dh, auth)
    digest = endpoint_hash(endpoint)
    # Whoever holds the browser has the endpoint: another patient who used it before gets nothing more there.
    PushSubscription.objects.before_viewer().filter(endpoint_hash=digest).delete()
    mine = PushSubscription.objects.seen_by(by).filter(patient_id=row.patient_id)
    for old in mine.order_by("-created_at")[SUBSCRIPTIONS_MOST - 1 :]:
        old.delete()
    PushSubscription.objects.create(
        clinic_id=by.clinic_id,
        patient_id=row.patient_id,
        device_id=device_id,
        endpoint=endpoint,
        endpoint_hash=digest,
        p256dh=p256dh,
        auth=auth,
        created_at=now,
    )
    row.push, row.updated_at = True, now
    row.save()
    _audit(by, "subscribe", row, now)
    plan(by, [row.patient_id], now)


@transaction.atomic
def unsubscribe(*, by: Viewer, endpoint: str, now: datetime) -> None:
    """No notifications on this browser any more; quietly, also where there were none."""
    row = _own(by, now)
    mine = PushSubscription.objects.seen_by(by).filter(patient_id=row.patient_id)
    if mine.filter(endpoint_hash=endpoint_hash(endpoint)).delete()[0]:
        _audit(by, "unsubscribe", row, now)
        plan(by, [row.patient_id], now)


def endpoint_hash(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def _check_subscription(endpoint: str, p256dh: str, auth: str) -> None:
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    plain = parts.scheme == "https" and "." in host and parts.username is None and parts.port in (None, 443)
    if not plain or len(endpoint) > 1000 or not endpoint.isascii() or not _may_reach(host):
        raise invalid("endpoint", N_("This is no address of a push service: it begins with https://."))
    if not P256DH.fullmatch(p256dh) or not AUTH.fullmatch(auth):
        raise invalid("keys", N_("These are no keys of a push subscription."))


def _may_reach(host: str) -> bool:
    """False for an IP address of an inner network; a name is resolved and checked at each sending."""
    try:
        return is_public(str(ip_address(host)))
    except ValueError:
        return True


@transaction.atomic
def open_calendar(*, by: Viewer, names: bool, now: datetime) -> str:
    """A new secret address; the one before it opens nothing any more. The secret is returned once."""
    row = _own(by, now)
    _not_by_link(by)
    _close_calendar(by, row.patient_id, now)
    token = new_token().replace("-", "").lower()
    CalendarFeed.objects.create(
        clinic_id=by.clinic_id,
        patient_id=row.patient_id,
        token_hash=token_hash(token),
        names=names,
        created_at=now,
    )
    _audit(by, "open_calendar", row, now)
    return token


@transaction.atomic
def close_calendar(*, by: Viewer, now: datetime) -> None:
    """The address opens nothing any more."""
    row = _own(by, now)
    _not_by_link(by)
    if _close_calendar(by, row.patient_id, now):
        _audit(by, "close_calendar", row, now)


def _close_calendar(by: Viewer, patient_id: UUID, now: datetime) -> int:
    feeds = CalendarFeed.objects.seen_by(by).filter(patient_id=patient_id, closed_at=None)
    return feeds.update(closed_at=now)


def _not_by_link(by: Viewer) -> None:
    if by.role is Role.LINK:
        raise NotAllowed("a calendar takes an account")


def _own(by: Viewer, now: datetime) -> ReminderPreferences:
    """The viewer's own row, locked; with the shipped defaults where there is none yet."""
    check(by, Permission.SET_REMINDERS)
    patient = Patient.objects.seen_by(by).find(id=by.patient_id)
    rows = ReminderPreferences.objects.seen_by(by).filter(patient_id=patient.id)
    ReminderPreferences.objects.bulk_create([fresh_row(patient, now)], ignore_conflicts=True)
    return rows.select_for_update(of=("self",)).select_related("patient").get()


def _audit(by: Viewer, action: str, row: ReminderPreferences, now: datetime) -> None:
    record(
        by=by,
        action=action,
        object_type="reminders",
        object_id=row.id,
        patient_id=row.patient_id,
        now=now,
    )
