"""Slots on the days when clocks change, in zones that do it in different ways."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.schedule import Anchor, Schedule, Slot, slots

# Lord Howe moves by half an hour; Apia left out the whole of 2011-12-30; Sao Paulo changed at midnight.
ZONES = ["America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"]
BIGGEST_USUAL_JUMP = 60  # minutes


@cache
def transition_days(zone_name: str) -> list[date]:
    """Every day from 2007 to 2037 that ends on another offset than the day before."""
    zone = ZoneInfo(zone_name)
    days = [date(2007, 1, 1) + timedelta(days=offset) for offset in range(31 * 365)]
    offsets = [datetime.combine(day, time(23, 59), zone).utcoffset() for day in days]
    changed = zip(days[1:], offsets, offsets[1:], strict=False)
    return [day for day, before, after in changed if before != after]


def slots_at(day: date, times: list[time], zone: str, last: date | None = None) -> list[Slot]:
    anchors = tuple(Anchor(at=at) for at in times)
    schedule = Schedule(times_per_day=len(times), anchors=anchors)
    return list(slots(schedule, day, last or day, ZoneInfo(zone), valid_from=date(2007, 1, 1)))


@st.composite
def times_apart(draw: st.DrawFn) -> list[time]:
    """Ordered clock times further apart than the clocks usually jump."""
    minutes = draw(st.lists(st.integers(0, 1439), min_size=1, max_size=12))
    chosen: list[int] = []
    for minute in sorted(minutes):
        if not chosen or minute - chosen[-1] > BIGGEST_USUAL_JUMP:
            chosen.append(minute)
    return [time(minute // 60, minute % 60) for minute in chosen]


@pytest.mark.parametrize("zone", ZONES)
@given(times=times_apart())
def test_every_day_around_every_change_has_its_slots_in_order(zone, times):
    for transition in transition_days(zone):
        first, last = transition - timedelta(days=1), transition + timedelta(days=1)
        found = slots_at(first, times, zone, last)
        for day in (first, transition, last):
            moments = [slot.due_at.astimezone(UTC) for slot in found if slot.local_date == day]
            assert len(moments) == len(times)
            assert all(before < after for before, after in zip(moments, moments[1:], strict=False))


@pytest.mark.parametrize("zone", ZONES)
@given(at=st.times().map(lambda at: at.replace(microsecond=0)))
def test_the_wall_time_is_kept_unless_it_does_not_exist(zone, at):
    for transition in transition_days(zone):
        (slot,) = slots_at(transition, [at], zone)
        wall = datetime.combine(transition, at)
        naive = slot.due_at.replace(tzinfo=None)
        exists = (
            datetime.combine(transition, at, ZoneInfo(zone))
            .astimezone(UTC)
            .astimezone(ZoneInfo(zone))
            .replace(tzinfo=None)
            == wall
        )
        assert naive == wall if exists else naive > wall


@pytest.mark.parametrize("zone", ZONES)
def test_the_zones_under_test_do_change_their_clocks(zone):
    assert len(transition_days(zone)) >= 5


def iso(day: date, at: time, zone: str) -> str:
    (slot,) = slots_at(day, [at], zone)
    return slot.due_at.isoformat()


@pytest.mark.parametrize(
    ("zone", "day", "at", "due"),
    [
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08T03:30:00-04:00"),
        ("Europe/Madrid", date(2026, 3, 29), time(2, 0), "2026-03-29T03:00:00+02:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-04T02:45:00+11:00"),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0, 30), "2018-11-04T01:30:00-02:00"),
    ],
)
def test_a_time_that_is_skipped_moves_on_by_the_length_of_the_jump(zone, day, at, due):
    assert iso(day, at, zone) == due


@pytest.mark.parametrize(
    ("zone", "day", "at", "due"),
    [
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T01:30:00-04:00"),
        ("Europe/Madrid", date(2026, 10, 25), time(2, 30), "2026-10-25T02:30:00+02:00"),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-05T01:45:00+11:00"),
        ("America/New_York", date(2026, 11, 1), time(1, 30, fold=1), "2026-11-01T01:30:00-04:00"),
    ],
)
def test_a_time_that_comes_twice_is_due_the_first_time(zone, day, at, due):
    assert iso(day, at, zone) == due


def test_the_day_that_samoa_left_out_still_has_its_session_as_the_next_day_began():
    found = slots_at(date(2011, 12, 29), [time(8)], "Pacific/Apia", date(2011, 12, 31))
    assert [(slot.local_date.day, slot.due_at.isoformat()) for slot in found] == [
        (29, "2011-12-29T08:00:00-10:00"),
        (30, "2011-12-31T08:00:00+14:00"),
        (31, "2011-12-31T08:00:00+14:00"),
    ]


def test_a_time_is_the_same_on_the_wall_in_summer_and_in_winter():
    assert iso(date(2026, 1, 5), time(8), "Europe/Madrid") == "2026-01-05T08:00:00+01:00"
    assert iso(date(2026, 7, 5), time(8), "Europe/Madrid") == "2026-07-05T08:00:00+02:00"
