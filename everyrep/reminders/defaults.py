"""The numbers of content/reminders.yaml, each with the source that speaks for it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import yaml
from django.conf import settings

from everyrep.core.reminding import Quiet, Rules
from everyrep.people.models import Patient
from everyrep.reminders.models import ReminderPreferences


class _Default(msgspec.Struct, frozen=True):
    value: str | int
    source: str


class _File(msgspec.Struct, frozen=True):
    reviewed_by: str
    defaults: dict[str, _Default]


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """`quiet` and `weekly_cap` are what a patient begins with; `rules` hold for everybody."""

    quiet: Quiet
    weekly_cap: int
    rules: Rules


@cache
def defaults() -> Defaults:
    """As shipped; raises msgspec.ValidationError or KeyError for a file that was spoilt."""
    path = Path(settings.CONTENT_DIR) / "reminders.yaml"
    said = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), _File).defaults

    def number(name: str) -> int:
        return int(said[name].value)

    def clock(name: str) -> time:
        return time.fromisoformat(str(said[name].value))

    return Defaults(
        quiet=Quiet(first=clock("quiet_from"), last=clock("quiet_to")),
        weekly_cap=number("weekly_cap"),
        rules=Rules(
            late=timedelta(minutes=number("late_min")),
            again_after=timedelta(minutes=number("again_after_min")),
            ignored_days=number("ignored_days"),
            first_at=clock("first_at"),
            last_at=clock("last_at"),
        ),
    )


def rules() -> Rules:
    return defaults().rules


def fresh_row(patient: Patient, now: datetime) -> ReminderPreferences:
    """What a patient begins with: nothing is sent before a way is chosen."""
    begin = defaults()
    return ReminderPreferences(
        clinic_id=patient.clinic_id,
        patient=patient,
        quiet_first=begin.quiet.first,
        quiet_last=begin.quiet.last,
        weekly_cap=begin.weekly_cap,
        updated_at=now,
        changed_on=now.astimezone(ZoneInfo(patient.zone)).date(),
    )
