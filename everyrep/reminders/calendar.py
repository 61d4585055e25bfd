"""The patient's sessions as an iCalendar feed (RFC 5545): when, and the routine each goes with.

No word about health unless the patient asked for the exercises' names. A session of a version of the program
is one event, recurring where its days are plain; the event of a single day is named by that day. So names
stay while times move, and SEQUENCE says which of two is the newer one.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone

from everyrep.audit.queries import last_write
from everyrep.core.plan import sessions_on
from everyrep.core.reminding import OFF, ROUTINE, Wishes, clock_time
from everyrep.core.schedule import Anchor
from everyrep.library.queries import plain_exercise_name
from everyrep.logbook.queries import tallies_between
from everyrep.logbook.standing import anchors_on, tops_between
from everyrep.logbook.window import seconds_for
from everyrep.people.links import token_hash
from everyrep.prescribing.chain import Chain
from everyrep.prescribing.queries import chain
from everyrep.reminders.defaults import rules
from everyrep.reminders.facts import reads, wishes_of
from everyrep.reminders.messages import TITLE, TODAY
from everyrep.reminders.models import CalendarFeed, ReminderPreferences
from everyrep.tenancy.viewer import Role, Viewer

DAYS_AHEAD = 60
DAYS_BACK = 120  # so far back at most does the series of a version begin
EXCEPTIONS_MOST = 14  # days that a recurring event may leave out; more, and each day is its own event
SERIES_LEAST = 3  # days; fewer are their own events
SHORTEST = timedelta(minutes=5)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session of one day as it stands in the calendar, by the patient's clock. Quiet hours: no alarm."""

    day: date
    index: int
    version: int
    at: time
    routine: str
    exercises: tuple[str, ...]
    lasts: timedelta
    rings: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """The days of one event: from the first on, every `interval` days or on these weekdays, but for some."""

    rule: dict[str, object]
    left_out: tuple[date, ...] = ()


def feed_of(token: str) -> tuple[CalendarFeed, Viewer] | None:
    """The open feed of a secret with the viewer that reads it; None for any other secret."""
    feeds = CalendarFeed.objects.before_viewer().filter(closed_at=None).select_related("patient")
    feed = feeds.filter(token_hash=token_hash(token)).first()
    if feed is None:
        return None
    patient = feed.patient
    viewer = Viewer(
        clinic_id=feed.clinic_id,
        role=Role.PATIENT,
        actor_id=feed.id,
        name=patient.given_name,
        zone=patient.zone,
        language=patient.language,
        patient_id=patient.id,
    )
    return feed, viewer


def calendar_of(feed: CalendarFeed, viewer: Viewer, now: datetime) -> bytes:
    """The feed as it is sent: the same bytes until something in the record or the day changes."""
    sequence, changed_at = last_write(viewer, feed.patient_id)
    sessions = list(_sessions(feed, viewer, now))
    with translation.override(viewer.language):
        made = _calendar(viewer.zone, now.year)
        for event in _events(sessions, feed, viewer):
            event.add("sequence", sequence)
            event.add("dtstamp", changed_at)
            event.add("last-modified", changed_at)
            made.add_component(event)
    content: bytes = made.to_ical()
    return content


def _sessions(feed: CalendarFeed, viewer: Viewer, now: datetime) -> Iterator[Session]:
    """Every session that is planned and not called off, in the order of days."""
    row = ReminderPreferences.objects.seen_by(viewer).filter(patient_id=feed.patient_id).first()
    if row is None or row.stopped_at is not None or not reads(row):
        return
    today = now.astimezone(ZoneInfo(viewer.zone)).date()
    versions, wishes = chain(viewer, feed.patient_id), wishes_of(row)
    first, last = _first_day(versions, today), today + timedelta(days=DAYS_AHEAD)
    tops = tops_between(viewer, feed.patient_id, first, last)
    for tally in tallies_between(viewer, feed.patient_id, versions, first, last):
        plan, day = versions.on(tally.local_date), tally.local_date
        if plan is None or tally.excused or (wishes.paused_on(day) and day >= today):
            continue
        moved, planned = anchors_on(day, tops), sessions_on(plan, day)
        for session in planned:
            anchor = moved.get(session.index, session.anchor)
            at = _at(session.index, len(planned), anchor, wishes)
            yield Session(
                day=day,
                index=session.index,
                version=plan.number,
                at=at,
                routine=anchor.routine if anchor else "",
                exercises=tuple(item.exercise for item in session.items),
                lasts=timedelta(seconds=sum(seconds_for(item) for item in session.items)),
                rings=not wishes.quiet.covers(at),
            )


def _first_day(versions: Chain, today: date) -> date:
    plan = versions.on(today)
    return max(plan.valid_from, today - timedelta(days=DAYS_BACK)) if plan else today


def _at(index: int, of: int, anchor: Anchor | None, wishes: Wishes) -> time:
    """When the session is, also where no reminder is wanted for it."""
    chosen = wishes.choice(index)
    return clock_time(index, of, anchor, ROUTINE if chosen == OFF else chosen, rules())


def _calendar(zone: str, year: int) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Everyrep//Everyrep//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", TITLE)
    made.add("x-published-ttl", "PT6H")
    made.add_component(_timezone(zone, year))
    return made


@lru_cache(maxsize=64)
def _timezone(zone: str, year: int) -> Timezone:
    """The zone's changes of clocks around this year, written out."""
    return Timezone.from_tzid(zone, first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1))


def _events(sessions: list[Session], feed: CalendarFeed, viewer: Viewer) -> Iterator[Event]:
    """Runs of one session at one time in one version are a series where their days are plain."""

    def run(one: Session) -> tuple[object, ...]:
        return one.index, one.version, one.at, one.routine, one.exercises, one.lasts

    in_order = sorted(sessions, key=lambda one: (one.index, one.day))
    for _key, group in groupby(in_order, key=run):
        same = list(group)
        recurrence = recurring([one.day for one in same])
        if recurrence is None:
            for one in same:
                yield _event(one, f"{one.index}-{one.day.isoformat()}", feed, viewer)
            continue
        event = _event(same[0], f"{same[0].index}-from-{same[0].day.isoformat()}", feed, viewer)
        event.add("rrule", recurrence.rule)
        if recurrence.left_out:
            zone = ZoneInfo(viewer.zone)
            event.add("exdate", [datetime.combine(day, same[0].at, zone) for day in recurrence.left_out])
        yield event


def recurring(days: list[date]) -> Recurrence | None:
    """The rule that says these days, in their order; None where it takes more exceptions than it saves."""
    if len(days) < SERIES_LEAST:
        return None
    gaps = {(after - before).days for before, after in pairwise(days)}
    if len(gaps) == 1:
        return Recurrence(rule={"freq": "daily", "interval": gaps.pop(), "count": len(days)})
    weekdays = sorted({day.weekday() for day in days})
    span = (days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1))
    usual = [day for day in span if day.weekday() in weekdays]
    left_out = tuple(sorted(set(usual) - set(days)))
    if len(left_out) > min(EXCEPTIONS_MOST, len(days)):
        return None
    by_day = [WEEKDAYS[weekday] for weekday in weekdays]
    return Recurrence(rule={"freq": "weekly", "byday": by_day, "count": len(usual)}, left_out=left_out)


def _event(one: Session, name: str, feed: CalendarFeed, viewer: Viewer) -> Event:
    event, starts = Event(), datetime.combine(one.day, one.at, ZoneInfo(viewer.zone))
    event.add("uid", f"{feed.id}-{name}@everyrep")
    event.add("dtstart", starts)
    event.add("duration", max(_whole_minutes(one.lasts), SHORTEST))
    event.add("summary", _summary(one, feed, viewer))
    if one.routine:
        event.add("description", one.routine)
    event.add("url", settings.ADDRESS + TODAY)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if one.rings:
        event.add_component(_alarm(_summary(one, feed, viewer)))
    return event


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(0))
    return alarm


def _summary(one: Session, feed: CalendarFeed, viewer: Viewer) -> str:
    if not feed.names:
        return _("Everyrep: a few minutes for yourself")
    names = ", ".join(plain_exercise_name(exercise, viewer.language) for exercise in one.exercises)
    return f"{TITLE}: {names}"


def _whole_minutes(lasts: timedelta) -> timedelta:
    return timedelta(minutes=math.ceil(lasts.total_seconds() / 60))
