"""The worked examples of the clinical reference, 8.3, and its rules of both clocks, one row each."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.monitoring.minutes import Month, Stretch, Worked, management_marks, months_of
from everyrep.core.monitoring.numbers import Mark
from everyrep.core.monitoring.supply import supply_periods
from everyrep.monitoring.defaults import codes, numbers

FIRST = date(2026, 3, 10)
AFTER = FIRST + timedelta(days=30)
MARCH = Stretch(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
ROSA, MARTIN, ANA, BEN = (UUID(int=n) for n in range(4))


def days(count: int, start: date = FIRST) -> list[date]:
    return [start + timedelta(days=n) for n in range(count)]


def noted(start: int, stop: int, patient: UUID = ROSA, person: UUID = ANA, **more: bool) -> Worked:
    """From one minute of 16 March, 10 o'clock, to another."""
    ten = datetime(2026, 3, 16, 10, tzinfo=UTC)
    stretch = Stretch(ten + timedelta(minutes=start), ten + timedelta(minutes=stop))
    return Worked(id=uuid4(), patient=patient, person=person, stretch=stretch, **more)


def month(*worked: Worked, patient: UUID = ROSA) -> Month:
    return months_of(MARCH, worked, numbers())[patient]


def in_codes(data_days: int, minutes: int, *, contact: bool) -> str:
    """As the reference writes its examples."""
    period = supply_periods(days(data_days), AFTER, numbers())[0]
    supply = [codes()[period.mark]] if period.mark else []
    worked = management_marks(minutes, contact=contact, numbers=numbers())
    times = [codes()[mark] + (f" x{n}" if mark is Mark.FURTHER else "") for mark, n in worked]
    return " + ".join([*supply, *times])


@pytest.mark.parametrize(
    ("data_days", "minutes", "contact", "reached"),
    [
        (11, 14, True, "98985 + 98979"),
        (18, 47, True, "98977 + 98980 + 98981 x1"),
        (18, 35, False, "98977"),
        (1, 22, True, "98980"),
    ],
)
def test_the_worked_examples(data_days: int, minutes: int, contact: bool, reached: str) -> None:
    assert in_codes(data_days, minutes, contact=contact) == reached


@pytest.mark.parametrize(
    ("data_days", "mark"),
    [(1, None), (2, Mark.SHORT), (15, Mark.SHORT), (16, Mark.LONG), (30, Mark.LONG)],
)
def test_days_of_data_after_the_period(data_days: int, mark: Mark | None) -> None:
    assert supply_periods(days(data_days), AFTER, numbers())[0].mark is mark


@pytest.mark.parametrize(
    ("minutes", "marks"),
    [
        (9, ()),
        (10, ((Mark.TEN, 1),)),
        (19, ((Mark.TEN, 1),)),
        (20, ((Mark.TWENTY, 1),)),
        (39, ((Mark.TWENTY, 1),)),
        (40, ((Mark.TWENTY, 1), (Mark.FURTHER, 1))),
        (59, ((Mark.TWENTY, 1), (Mark.FURTHER, 1))),
        (60, ((Mark.TWENTY, 1), (Mark.FURTHER, 2))),
    ],
)
def test_minutes_of_a_month_with_a_talk(minutes: int, marks: tuple[tuple[Mark, int], ...]) -> None:
    assert management_marks(minutes, contact=True, numbers=numbers()) == marks


@pytest.mark.parametrize("minutes", [0, 15, 30, 100])
def test_without_a_talk_no_minutes_reach_anything(minutes: int) -> None:
    assert management_marks(minutes, contact=False, numbers=numbers()) == ()


def test_a_period_is_decided_after_its_thirtieth_day_or_with_sixteen_days() -> None:
    fifteen, sixteen = days(15), days(16)
    last = FIRST + timedelta(days=29)
    assert not supply_periods(fifteen, last, numbers())[0].decided
    assert supply_periods(fifteen, last + timedelta(days=1), numbers())[0].decided
    assert supply_periods(sixteen, sixteen[-1], numbers())[0].decided


def test_the_next_period_begins_on_the_thirty_first_day_also_after_one_without_data() -> None:
    later = FIRST + timedelta(days=65)
    found = supply_periods([FIRST, later], later, numbers())
    assert [period.first for period in found] == [FIRST + timedelta(days=30 * n) for n in range(3)]
    assert [len(period.days) for period in found] == [1, 0, 1]


def test_two_months_inside_one_period_are_judged_each_by_its_own_minutes() -> None:
    """FIRST to AFTER holds parts of March and of April; the days are one period all the same."""
    march, april = noted(0, 12, contact=True), 3
    late = Worked(
        id=uuid4(),
        patient=ROSA,
        person=ANA,
        stretch=Stretch(MARCH.stop - timedelta(minutes=5), MARCH.stop + timedelta(minutes=april)),
    )
    after = Stretch(MARCH.stop, datetime(2026, 5, 1, tzinfo=UTC))
    assert month(march, late).minutes == 12 + 5
    assert month(march, late).marks == ((Mark.TEN, 1),)
    assert months_of(after, [march, late], numbers())[ROSA].minutes == april
    assert len(supply_periods(days(30), AFTER - timedelta(days=1), numbers())) == 1


def test_a_day_counts_once_and_days_to_come_not_at_all() -> None:
    tomorrow = FIRST + timedelta(days=1)
    assert supply_periods([FIRST, FIRST, tomorrow], FIRST, numbers())[0].days == (FIRST,)
    assert supply_periods([], FIRST, numbers()) == ()


def test_two_people_on_one_patient_at_the_same_time_count_once() -> None:
    assert month(noted(0, 20), noted(10, 30, person=BEN)).minutes == 30


def test_one_person_on_two_patients_at_the_same_time_counts_for_the_first() -> None:
    first, second = noted(0, 20), noted(10, 30, patient=MARTIN)
    assert month(first, second).minutes == 20
    assert month(first, second, patient=MARTIN).minutes == 10


def test_two_people_on_two_patients_at_the_same_time_count_each() -> None:
    first, second = noted(0, 20), noted(0, 20, patient=MARTIN, person=BEN)
    assert month(first, second).minutes == month(first, second, patient=MARTIN).minutes == 20


def test_a_billed_visit_and_what_was_worked_within_it_count_for_nothing() -> None:
    visit = noted(10, 40, contact=True, visit=True)
    found = month(noted(0, 15), noted(20, 25, person=BEN), visit)
    assert (found.minutes, found.contact) == (10, False)


def test_seconds_add_up_before_they_become_whole_minutes() -> None:
    half = [
        Worked(
            id=uuid4(),
            patient=ROSA,
            person=ANA,
            stretch=Stretch(
                MARCH.start + timedelta(hours=n), MARCH.start + timedelta(hours=n, seconds=30 + n)
            ),
        )
        for n in range(3)
    ]
    assert month(*half).minutes == 1


SPANS = st.tuples(st.integers(0, 60), st.integers(1, 30), st.sampled_from([ROSA, MARTIN]), st.booleans())


@given(st.lists(st.tuples(SPANS, st.sampled_from([ANA, BEN])), max_size=12))
def test_no_minute_is_ever_counted_twice(drawn: list[tuple[tuple[int, int, UUID, bool], UUID]]) -> None:
    """Held against counting minute by minute: at most one note a minute for a person, and for a patient."""
    notes = [
        noted(start, start + length, patient=patient, person=person, visit=visit)
        for (start, length, patient, visit), person in drawn
    ]
    found = months_of(MARCH, notes, numbers())
    worked = [one for one in notes if not one.visit]
    for who in ("patient", "person"):
        for one in (ROSA, MARTIN) if who == "patient" else (ANA, BEN):
            mine = [note for note in worked if getattr(note, who) == one]
            span = {
                minute
                for note in mine
                for minute in range(
                    int(note.stretch.start.timestamp()) // 60, int(note.stretch.stop.timestamp()) // 60
                )
            }
            counted = sum(found[note.patient].seconds[note.id] for note in mine)
            assert counted <= 60 * len(span)
