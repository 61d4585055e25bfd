"""What happened to a patient, newest first: program, flare-ups, alerts and messages on one line of time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from everyrep.conversations.queries import Exchanged
from everyrep.core.language.summary import span_in_words
from everyrep.logbook.alerted import Alerted
from everyrep.logbook.behind import Rows
from everyrep.logbook.chart import Chart
from everyrep.web.clinic.alert_words import concern_words, level_words
from everyrep.web.pages import WORDS

TIMELINE_MOST = 30  # product bound: earlier versions stay in their own list


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`day` is the patient's local date; `address` is the page with the whole of it."""

    day: date
    what: str
    text: str
    address: str


def timeline(found: Chart, alerts: Iterable[Alerted], messages: Iterable[Exchanged]) -> list[Event]:
    """At most TIMELINE_MOST events; flare-ups are those of the weeks shown."""
    events = [*_program(found), *_flares(found), *_alerts(found, alerts), *_messages(found, messages)]
    return sorted(events, key=lambda event: event.day, reverse=True)[:TIMELINE_MOST]


def _program(found: Chart) -> Iterator[Event]:
    patient_id = found.patient.id
    for version in found.versions:
        yield Event(
            day=version.signed_at.astimezone(ZoneInfo(found.patient.zone)).date(),
            what=_("Version %(number)d signed") % {"number": version.number},
            text=version.reason,
            address=reverse("version", args=[patient_id, version.number]),
        )
    episodes = {version.episode_id: version.episode for version in found.versions}
    if found.episode:
        episodes[found.episode.id] = found.episode
    here = reverse("chart", args=[patient_id])
    for episode in episodes.values():
        yield Event(
            day=episode.started_on, what=_("Care began"), text=episode.problem, address=f"{here}#program"
        )
        if episode.ended_on:
            yield Event(
                day=episode.ended_on, what=_("Care ended"), text=episode.problem, address=f"{here}#program"
            )


def _flares(found: Chart) -> Iterator[Event]:
    there = reverse("chart_rows", args=[found.patient.id])
    for first, last in found.tracker.flares:
        yield Event(
            day=first,
            what=_("Flare-up"),
            text=span_in_words(first, last, WORDS),
            address=f"{there}?rows={Rows.EXCUSED.value}&from={first}&to={last}",
        )


def _alerts(found: Chart, alerts: Iterable[Alerted]) -> Iterator[Event]:
    here = reverse("chart", args=[found.patient.id])
    for one in alerts:
        alert = one.alert
        outcome = f" “{alert.outcome}”" if alert.outcome else ""
        yield Event(
            day=alert.raised_at.astimezone(ZoneInfo(found.patient.zone)).date(),
            what=level_words(alert.pressing),
            text=f"{concern_words(one)}{outcome}",
            address=f"{here}#{'cleared' if alert.settled_at else 'main'}",
        )


def _messages(found: Chart, days: Iterable[Exchanged]) -> Iterator[Event]:
    there = reverse("clinic_thread", args=[found.patient.id])
    for one in days:
        counts = {"home": one.from_home, "clinic": one.from_clinic}
        text = _("%(home)d from home, %(clinic)d from the clinic") % counts
        yield Event(day=one.day, what=_("Messages"), text=text, address=there)
