"""The settings page's view of a patient's reminders."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings

from everyrep.core.plan import SessionPlan, sessions_on
from everyrep.core.reminding import ROUTINE, Channel, Occurrence, clock_time, share_of_day
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.reminders.defaults import fresh_row, rules
from everyrep.reminders.facts import Known, facts_of, reads, unanswered
from everyrep.reminders.models import CalendarFeed, ReminderPreferences
from everyrep.tenancy.viewer import Role, Viewer

LOOK_AHEAD = 7  # days in which the fullest day shows every session there is


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChoice:
    """One session of the day: what it goes with, when that is, and what was chosen for it."""

    index: int
    routine: str
    usual: time
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSettings:
    """`coming` are the reminders of the next two days. `offered` are the ways that the installation has.

    `unread`: what was chosen before cannot be read, so that the choices begin afresh. `silent`: so many days
    without an answer that nothing is sent. `of_day`: the most messages of one day. `devices` take
    notifications. `calendar`: there is an open address.
    """

    row: ReminderPreferences
    today: date
    sessions: tuple[SessionChoice, ...]
    coming: tuple[Occurrence, ...]
    offered: frozenset[Channel]
    email: str
    devices: int
    unread: bool
    silent: bool
    of_day: int
    calendar: bool
    calendar_names: bool


def reminder_settings(viewer: Viewer, now: datetime) -> ReminderSettings:
    """The viewer's own."""
    check(viewer, Permission.SET_REMINDERS)
    patient = Patient.objects.seen_by(viewer).select_related("user").find(id=viewer.patient_id)
    row = ReminderPreferences.objects.seen_by(viewer).filter(patient_id=patient.id).first()
    unread = row is not None and not reads(row)
    known = facts_of(viewer, row if row and not unread else fresh_row(patient, now), now)
    feed = CalendarFeed.objects.seen_by(viewer).filter(patient_id=patient.id, closed_at=None).first()
    by_link = viewer.role is Role.LINK
    return ReminderSettings(
        row=known.preferences,
        today=known.today,
        sessions=_sessions(known),
        coming=tuple(slot for slot in known.slots if slot.due_at > now) if known.recipients else (),
        offered=_offered(patient, by_link),
        email=patient.user.email if patient.user and not by_link else "",
        devices=len(known.recipients.get(Channel.PUSH, ())),
        unread=unread,
        silent=unanswered(viewer, known, now) >= rules().ignored_days,
        of_day=share_of_day(known.wishes),
        calendar=feed is not None and not by_link,
        calendar_names=feed is not None and feed.names,
    )


def _offered(patient: Patient, by_link: bool) -> frozenset[Channel]:
    """What can be sent here; the demo shows every way, on its console."""
    ways = {Channel.PUSH}
    if not by_link and patient.user_id is not None and (settings.EMAIL_HOST or settings.DEMO):
        ways.add(Channel.EMAIL)
    if not by_link and (settings.SMS_URL or settings.DEMO):
        ways.add(Channel.SMS)
    return frozenset(ways)


def _sessions(known: Known) -> tuple[SessionChoice, ...]:
    """The sessions of the fullest day of the coming week; none without a program."""
    days = [known.today + timedelta(days=n) for n in range(LOOK_AHEAD)]
    full: tuple[SessionPlan, ...] = max((_planned(known, day) for day in days), key=len)
    return tuple(_choice(known, session, len(full)) for session in full)


def _planned(known: Known, day: date) -> tuple[SessionPlan, ...]:
    plan = known.chain.on(day)
    return sessions_on(plan, day) if plan else ()


def _choice(known: Known, session: SessionPlan, of: int) -> SessionChoice:
    anchor = known.anchors_on(session.local_date).get(session.index, session.anchor)
    return SessionChoice(
        index=session.index,
        routine=anchor.routine if anchor else "",
        usual=clock_time(session.index, of, anchor, ROUTINE, rules()),
        choice=known.wishes.choice(session.index),
    )
