"""The one place where the edges read the clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today_in(zone: str) -> date:
    """The local date in a zone, now."""
    return now().astimezone(ZoneInfo(zone)).date()
