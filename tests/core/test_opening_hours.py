"""When the clinic is open: by its own clock, on each weekday, over weekends and over a change of clocks."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from everyrep.core.opening_hours import Hours, is_open, opens_next, read_week
from everyrep.core.problems import Invalid

HOME = ZoneInfo("America/New_York")
DAY = Hours(time(8), time(17))
WEEK = (DAY, DAY, DAY, DAY, Hours(time(8), time(12)), None, None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HOME)


@pytest.mark.parametrize(
    ("moment", "open_now"),
    [
        ("2026-11-16T07:59", False),
        ("2026-11-16T08:00", True),
        ("2026-11-16T16:59", True),
        ("2026-11-16T17:00", False),
        ("2026-11-20T12:30", False),
        ("2026-11-21T10:00", False),
    ],
)
def test_it_is_open_from_the_first_minute_to_before_the_last(moment: str, open_now: bool) -> None:
    assert is_open(WEEK, at(moment)) is open_now


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-16T06:00", "2026-11-16T08:00"),
        ("2026-11-16T18:00", "2026-11-17T08:00"),
        ("2026-11-20T12:00", "2026-11-23T08:00"),
        ("2026-10-31T20:00", "2026-11-02T08:00"),  # the clocks change in between
    ],
)
def test_after_closing_the_next_opening_is_named(moment: str, opens: str) -> None:
    assert opens_next(WEEK, at(moment)) == at(opens)


def test_a_clinic_that_opens_on_one_day_a_week_opens_a_week_later() -> None:
    assert opens_next((DAY, *[None] * 6), at("2026-11-16T09:00")) == at("2026-11-23T08:00")


def test_a_week_without_hours_never_opens() -> None:
    assert opens_next((None,) * 7, at("2026-11-16T09:00")) is None


def test_a_week_is_read_as_it_is_typed_with_closed_days_left_empty() -> None:
    typed = [("08:00", "17:00")] * 4 + [(" 08:00 ", "12:00"), ("", ""), ("", " ")]
    assert read_week(typed) == WEEK


SLIPS = [("8", ""), ("08:00", ""), ("17:00", "08:00"), ("08:00", "08:00"), ("x", "y")]


@pytest.mark.parametrize("typed", SLIPS)
def test_a_day_that_does_not_read_is_named(typed: tuple[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        read_week([("", "")] * 2 + [typed] + [("", "")] * 4)
    assert [problem.field for problem in refused.value.problems] == ["day-2"]
