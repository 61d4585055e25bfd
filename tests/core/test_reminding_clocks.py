"""Reminders around every change of clocks from 2024 to 2030, in every zone of the world (trust G11)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from core.test_reminding import NIGHT, RULES, plan, wishes

from everyrep.core.reminding import Occurrence, Quiet, Wishes, occurrences
from everyrep.core.schedule import Anchor

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
NEVER = Quiet(first=time(0), last=time(0))
PROBE = timedelta(days=5)  # closer together than any zone's two changes


@cache
def transitions(zone_name: str) -> tuple[datetime, ...]:
    """Every moment, in UTC and to the minute, at which the zone's offset changes."""
    return tuple(_transitions(ZoneInfo(zone_name)))


def _transitions(zone: ZoneInfo) -> Iterator[datetime]:
    before = FIRST
    while before < LAST:
        after = before + PROBE
        if _offset(before, zone) != _offset(after, zone):
            yield _between(before, after, zone)
        before = after


def _between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    start = _offset(before, zone)
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        before, after = (middle, after) if _offset(middle, zone) == start else (before, middle)
    return after.replace(second=0, microsecond=0)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def times_around(change: datetime, zone: ZoneInfo) -> list[time]:
    """Clock times before, in and after what the change leaves out or repeats, and some usual ones."""
    at = change.astimezone(zone).replace(tzinfo=None)
    near = {(at + timedelta(minutes=n)).time() for n in (-75, -60, -45, -30, -15, -1, 0, 1, 15, 30, 45, 75)}
    return sorted({one.replace(second=0) for one in near} | {time(0, 30), time(8), time(12), time(20, 59)})


def on_the_three_days(
    zone_name: str, change: datetime, at: time, quiet: Quiet = NIGHT
) -> tuple[list[date], list[Occurrence]]:
    zone = ZoneInfo(zone_name)
    middle = change.astimezone(zone).date()
    days = [middle + timedelta(days=n) for n in (-1, 0, 1)]
    of, chosen = _since_2024(at), wishes(quiet=quiet)
    return days, list(occurrences(lambda _: of, lambda _: {}, chosen, RULES, zone, days[0], days[-1]))


def _since_2024(at: time):
    daily = plan(1, Anchor(at=at))
    return type(daily)(number=1, valid_from=date(2024, 1, 1), items=daily.items)


@cache
def changes() -> list[tuple[str, datetime]]:
    """Every change of every zone; of zones that change at one moment between the same offsets, the first."""
    different: dict[tuple[datetime, object, object], str] = {}
    for zone_name in sorted(available_timezones() - {"localtime"}):
        zone = ZoneInfo(zone_name)
        for change in transitions(zone_name):
            sides = (_offset(change - timedelta(minutes=1), zone), _offset(change, zone))
            different.setdefault((change, *sides), zone_name)
    return [(zone_name, change) for (change, _, _), zone_name in different.items()]


def test_the_world_still_changes_its_clocks():
    """Were the table of changes empty, the tests below would say nothing."""
    assert len(changes()) > 300
    assert len({change.year for _, change in changes()}) == 7
    assert datetime(2024, 3, 10, 7, tzinfo=UTC) in transitions("America/New_York")


def test_every_day_has_one_reminder_at_its_wall_time_or_past_the_gap():
    for zone_name, change in changes():
        zone = ZoneInfo(zone_name)
        for at in times_around(change, zone):
            days, found = on_the_three_days(zone_name, change, at, NEVER)
            assert [one.local_date for one in found] == days, (zone_name, change, at)
            for one in found:
                local = one.due_at.astimezone(zone)
                assert local.date() == one.local_date, (zone_name, change, at)
                assert local.time() == at or _left_out(one.local_date, at, zone), (zone_name, change, at)
                assert local.fold == 0, (zone_name, change, at)


def _left_out(day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether the wall time does not exist on the day: there and back it becomes another one."""
    wall = datetime.combine(day, at, zone)
    return wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None)


def test_no_reminder_is_ever_in_quiet_hours():
    for zone_name, change in changes():
        zone = ZoneInfo(zone_name)
        for at in times_around(change, zone):
            _, found = on_the_three_days(zone_name, change, at)
            for one in found:
                assert not NIGHT.covers(one.due_at.astimezone(zone).time()), (zone_name, change, at)


@pytest.mark.parametrize("hours", [-11, -3, 5, 14])
def test_a_journey_never_gives_a_local_date_two_reminders(hours):
    """What was sent is known by its local date and session, not by its moment: a new zone changes neither."""
    here, there = ZoneInfo("America/New_York"), ZoneInfo(f"Etc/GMT{-hours:+d}")
    day = date(2026, 11, 16)
    keys = [
        {(one.local_date, one.session) for one in _planned(zone, wishes(), day)} for zone in (here, there)
    ]
    assert keys[0] == keys[1] == {(day, 0), (day + timedelta(days=1), 0)}


def _planned(zone: ZoneInfo, chosen: Wishes, day: date) -> list[Occurrence]:
    of = _since_2024(time(9))
    return list(occurrences(lambda _: of, lambda _: {}, chosen, RULES, zone, day, day + timedelta(days=1)))
