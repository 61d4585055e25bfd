"""Which exercises have which places on the sheet."""

from datetime import date

from everyrep.core.dosage import Dosage, Span
from everyrep.core.paper import TickRow, rows_of
from everyrep.core.plan import Plan, Prescription
from everyrep.core.schedule import Pattern, Pause, Schedule

MONDAY = date(2026, 11, 16)
DOSE = Dosage(sets=Span(2, 2), reps=Span(10, 10))


def rows(*schedules: Schedule, first_day: date = MONDAY) -> tuple[TickRow, ...]:
    items = tuple(
        Prescription(key=f"item-{n}", exercise="quad-set", dosage=DOSE, schedule=schedule)
        for n, schedule in enumerate(schedules)
    )
    return rows_of(Plan(number=1, valid_from=MONDAY, items=items), first_day)


def test_three_times_a_day_is_ticked_three_times_every_day() -> None:
    (row,) = rows(Schedule(times_per_day=3))
    assert row.times == (3,) * 14
    assert not row.counted


def test_eight_times_a_day_is_written_as_a_number() -> None:
    (row,) = rows(Schedule(times_per_day=8))
    assert row.counted


def test_monday_wednesday_friday_has_places_on_those_days_only() -> None:
    (row,) = rows(Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0, 2, 4)))
    assert row.times == (1, 0, 1, 0, 1, 0, 0) * 2


def test_three_times_a_week_can_be_ticked_on_any_day() -> None:
    (row,) = rows(Schedule(pattern=Pattern.PER_WEEK, n=3))
    assert row.times == (1,) * 14


def test_what_is_done_when_needed_is_counted_up_to_its_daily_maximum() -> None:
    (row,) = rows(Schedule(pattern=Pattern.AS_NEEDED, max_per_day=3))
    assert row.counted
    assert max(row.times) == 3


def test_days_of_a_pause_have_no_place() -> None:
    pause = Pause(first=date(2026, 11, 18), last=date(2026, 11, 29))
    (row,) = rows(Schedule(paused=(pause,)))
    assert row.times == (1, 1, *(0,) * 12)


def test_an_exercise_that_starts_after_the_two_weeks_is_left_out() -> None:
    assert [row.key for row in rows(Schedule(start=date(2026, 12, 24)), Schedule())] == ["item-1"]


def test_days_before_the_program_begins_have_no_place() -> None:
    (row,) = rows(Schedule(), first_day=date(2026, 11, 14))
    assert row.times == (0, 0, *(1,) * 12)
