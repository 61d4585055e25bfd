"""Notes of time as rows of a worksheet, with what they said before somebody changed them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from everyrep.monitoring.queries import Worksheet
from everyrep.people.policy import Permission, may
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.monitoring import words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """What a note said before, when and by whom it was changed, and why."""

    before: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeShown:
    """`seconds` it lasted, `counted` those of them that count in this month; `own`: the viewer's."""

    id: UUID
    day: date
    span: str
    who: str
    activity: str
    source: str
    note: str
    contact: bool
    visit: bool
    removed: bool
    own: bool
    seconds: int
    counted: int
    started_at: datetime
    stopped_at: datetime
    changes: tuple[ChangeShown, ...]

    @property
    def length(self) -> str:
        return words.length_words(self.seconds)

    @property
    def partly(self) -> bool:
        """Whether some of it counts in another note, in a visit or in another month."""
        return not self.removed and not self.visit and self.counted < self.seconds

    @property
    def counts(self) -> str:
        return words.length_words(self.counted) if self.counted else _("nothing")


def time_rows(found: Worksheet, viewer: Viewer) -> list[TimeShown]:
    """In the order in which they began, by the clinic's clock."""
    zone = ZoneInfo(viewer.zone)
    keeps = may(viewer, Permission.KEEP_TIME)
    return [
        TimeShown(
            id=entry.id,
            day=entry.started_at.astimezone(zone).date(),
            span=_span(entry.started_at, entry.stopped_at, zone),
            who=entry.staff.name,
            activity=words.activity_words(entry.activity),
            source=_("timed by itself") if entry.automatic else _("typed"),
            note=entry.note,
            contact=entry.contact,
            visit=entry.visit,
            removed=entry.removed_at is not None,
            own=keeps and entry.staff_id == viewer.actor_id and entry.removed_at is None,
            seconds=int((entry.stopped_at - entry.started_at).total_seconds()),
            counted=found.minutes.seconds.get(entry.id, 0),
            started_at=entry.started_at.astimezone(zone),
            stopped_at=entry.stopped_at.astimezone(zone),
            changes=tuple(
                ChangeShown(before=_before(one.before, zone), by=one.by_name, at=one.at, reason=one.reason)
                for one in entry.amendments.all()
            ),
        )
        for entry in found.times
    ]


def _span(start: datetime, stop: datetime, zone: ZoneInfo) -> str:
    return f"{start.astimezone(zone):%H:%M}–{stop.astimezone(zone):%H:%M}"  # noqa: RUF001 - a span of time


def _before(kept: dict[str, object], zone: ZoneInfo) -> str:
    start, stop = (datetime.fromisoformat(str(kept[name])) for name in ("started_at", "stopped_at"))
    said = [_span(start, stop, zone), words.activity_words(str(kept["activity"]))]
    said += [_("talked with the patient")] if kept["contact"] else []
    said += [_("part of a billed visit")] if kept["visit"] else []
    return ", ".join([*said, *([str(kept["note"])] if kept["note"] else [])])
