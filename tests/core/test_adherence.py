"""Adherence over a window: what is unknown stays unknown, what is excused changes nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.adherence import (
    NO_SHARE,
    OVERUSE_ABOVE,
    Adherence,
    Band,
    Bands,
    Share,
    adherence,
    band,
    overuse,
    show_as_counts,
    uncertain,
)
from everyrep.core.problems import Invalid
from everyrep.core.tally import DayTally, ItemTally

MONDAY = date(2026, 3, 2)


def day(
    offset: int,
    *sessions: float | None,
    quota: float | None = None,
    per_week: int = 0,
    excused: str = "",
    items: tuple[ItemTally, ...] = (),
) -> DayTally:
    return DayTally(
        local_date=MONDAY + timedelta(days=offset),
        version=1,
        sessions=sessions,
        quota_credit=quota,
        quota_per_week=per_week,
        excused=excused,
        pain=None,
        effort=None,
        evidence=(),
        items=items,
    )


def quota_week(*done: float | None, per_week: int = 3) -> list[DayTally]:
    return [day(offset, quota=credit, per_week=per_week) for offset, credit in enumerate(done)]


def all_of(share: float) -> Share:
    return Share(value=share, low=share, high=share)


def test_a_slot_with_half_its_dose_or_more_counts_in_the_frequency() -> None:
    found = adherence([day(0, 0.5), day(1, 0.49), day(2, 1.0), day(3, 0.0)])
    assert found.frequency == all_of(0.5)
    assert found.dose == all_of(1.99 / 4)


def test_nothing_logged_is_no_data_and_never_zero() -> None:
    found = adherence([day(0, None), day(1, None)])
    assert (found.planned, found.logged) == (2, 0)
    assert found.frequency == found.dose == NO_SHARE


def test_nothing_planned_is_no_data() -> None:
    assert adherence([]).dose == adherence([day(0)]).dose == NO_SHARE


def test_all_logged_as_not_done_is_known_to_be_zero() -> None:
    assert adherence([day(0, 0.0), day(1, 0.0)]).dose == all_of(0)


def test_unlogged_slots_give_a_range_and_no_single_number() -> None:
    found = adherence([day(0, 1.0), day(1, None), day(2, 0.8), day(3, None)])
    assert found.dose == Share(value=None, low=1.8 / 4, high=0.9)
    assert found.frequency == Share(value=None, low=0.5, high=1)
    assert (found.planned, found.logged) == (4, 2)


def test_what_was_done_on_an_excused_day_counts_neither_for_nor_against() -> None:
    found = adherence([day(0, 1.0), day(1, 0.0, excused="flare"), day(2, 1.0, excused="illness")])
    assert found.dose == all_of(1)
    assert (found.planned, found.excused_days) == (1, 2)


def test_today_counts_only_what_is_logged_and_later_days_not_at_all() -> None:
    days = [day(0, 1.0), day(1, 0.5, None), day(2, None)]
    found = adherence(days, today=MONDAY + timedelta(days=1))
    assert found.planned == 2
    assert found.dose == all_of(0.75)


def test_a_window_ends_with_its_last_day() -> None:
    assert adherence([day(0, 1.0), day(1, 0.0)], until=MONDAY).dose == all_of(1)


def test_quality_is_the_mean_technique_check() -> None:
    assert adherence([], technique_checks=[3, 2, 2]).quality == pytest.approx(7 / 3)
    assert adherence([]).quality is None


def test_extra_sessions_do_not_carry_over_to_the_next_week() -> None:
    five, one = quota_week(1, 1, 1, 1, 1, None, None), quota_week(1, 0, 0, None, None, None, None)
    next_week = [replace(found, local_date=found.local_date + timedelta(days=7)) for found in one]
    found = adherence([*five, *next_week])
    assert found.planned == 6
    assert found.dose == found.frequency == all_of(4 / 6)


def test_a_quota_not_reached_may_be_unlogged_work() -> None:
    found = adherence(quota_week(1, None, 0.5, None, None, None, None))
    assert found.dose == Share(value=None, low=0.5, high=0.75)


def test_a_quota_week_without_any_log_is_no_data() -> None:
    assert adherence(quota_week(*[None] * 7)).dose == NO_SHARE


def test_a_part_of_a_week_expects_its_part_of_the_quota() -> None:
    found = adherence(quota_week(1, None, None, per_week=7))
    assert found.planned == pytest.approx(3)
    assert found.dose == Share(value=None, low=pytest.approx(1 / 3), high=1)


def test_weeks_begin_on_monday() -> None:
    sunday, monday = day(6, quota=1.0, per_week=7), day(7, quota=1.0, per_week=7)
    assert adherence([sunday, monday]).planned == 2
    assert adherence([sunday, monday]).dose == all_of(1)
    saturday = day(5, quota=2.0, per_week=7)
    assert adherence([saturday, monday]).dose == all_of(1)


def test_a_quota_of_today_is_not_yet_due() -> None:
    days = quota_week(1, None, per_week=7)
    assert adherence(days, today=MONDAY + timedelta(days=1)).dose == all_of(1)


def test_a_day_of_two_quota_sessions_counts_two_in_the_frequency() -> None:
    found = adherence(quota_week(2, 1.5, 0.4, None, None, None, None, per_week=4))
    assert found.frequency == Share(value=1, low=1, high=1)
    assert found.dose.value == pytest.approx(3.9 / 4)


def test_slots_and_quotas_are_added_up() -> None:
    week = quota_week(1, 1, 0, None, None, None, None)
    mixed = [replace(week[0], sessions=(1.0,)), *week[1:]]
    assert adherence(mixed).planned == 4
    assert adherence(mixed).dose == all_of(3 / 4)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (1.0, Band.ON_TRACK),
        (0.8, Band.ON_TRACK),
        (0.7999, Band.PARTLY),
        (0.5, Band.PARTLY),
        (0.4999, Band.NEEDS_TALK),
        (0.0, Band.NEEDS_TALK),
    ],
)
def test_a_band_begins_at_its_threshold(share: float, expected: Band) -> None:
    assert band(all_of(share)) is expected
    assert not uncertain(all_of(share))


def test_no_data_is_its_own_band() -> None:
    assert band(NO_SHARE) is Band.NO_DATA
    assert not uncertain(NO_SHARE)


def test_rounding_errors_do_not_move_a_share_out_of_its_band() -> None:
    assert band(all_of(0.1 + 0.7)) is Band.ON_TRACK


def test_a_gap_in_the_log_is_looked_at_and_called_uncertain() -> None:
    gap = Share(value=None, low=0.4, high=1.0)
    assert band(gap) is Band.NEEDS_TALK
    assert uncertain(gap)


def test_a_gap_that_cannot_change_the_band_is_not_uncertain() -> None:
    gap = Share(value=None, low=0.85, high=1.0)
    assert band(gap) is Band.ON_TRACK
    assert not uncertain(gap)


def test_a_clinic_may_set_its_own_bands() -> None:
    assert band(all_of(0.75), Bands(on_track=0.7, partly=0.4)) is Band.ON_TRACK


@pytest.mark.parametrize(("on_track", "partly"), [(0.5, 0.8), (1.2, 0.5), (0.8, 0.0)])
def test_bands_that_cross_or_leave_the_scale_are_refused(on_track: float, partly: float) -> None:
    with pytest.raises(Invalid, match="bands"):
        Bands(on_track=on_track, partly=partly)


@pytest.mark.parametrize(("slots", "counts"), [(3, True), (4, False)])
def test_fewer_than_four_slots_are_shown_as_counts(slots: int, counts: bool) -> None:
    assert show_as_counts(adherence([day(offset, 1.0) for offset in range(slots)])) is counts


def bridge(*planned: float | None, extra: float = 0.0) -> tuple[ItemTally, ...]:
    evidence = ("ticked",) if extra or any(credit is not None for credit in planned) else ()
    return (ItemTally(key="bridge", exercise="bridge", credits=planned, extra=extra, evidence=evidence),)


def test_work_on_rest_days_shows_as_overuse() -> None:
    week = [day(offset, items=bridge(1.0)) for offset in (0, 2, 4)]
    assert overuse(week) == 1
    ratio = overuse([*week, day(1, items=bridge(extra=1.0))])
    assert ratio == pytest.approx(4 / 3)
    assert ratio > OVERUSE_ABOVE


def test_one_exercise_overdone_is_not_hidden_by_another_left_out() -> None:
    left_out = ItemTally(key="walk", exercise="walk", credits=(0.0,), evidence=("ticked",))
    assert overuse([day(0, items=(*bridge(1.0, extra=1.0), left_out))]) == 2


def test_a_weekly_quota_done_every_day_shows_as_overuse() -> None:
    assert overuse(quota_week(*[1.0] * 7)) == pytest.approx(7 / 3)


def test_overuse_without_data_or_without_a_plan_is_unknown() -> None:
    assert overuse([]) is None
    assert overuse([day(0, items=bridge(None))]) is None
    assert overuse([day(0, items=bridge(extra=1.0))]) is None
    assert overuse(quota_week(*[None] * 7)) is None


shares_done = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])


@st.composite
def windows(draw: st.DrawFn, logged: bool = False) -> list[DayTally]:
    """Three weeks at most, with a fixed plan, a quota, or both, logged in part or whole."""
    credit = shares_done if logged else st.none() | shares_done
    per_week = draw(st.integers(0, 7))
    return [
        day(
            offset,
            *draw(st.lists(credit, max_size=3)),
            quota=draw(st.none() | shares_done) if per_week else None,
            per_week=per_week,
        )
        for offset in range(draw(st.integers(0, 21)))
    ]


def shares(found: Adherence) -> tuple[Share, Share]:
    return found.frequency, found.dose


@given(windows(), st.data())
def test_the_order_of_days_changes_nothing(window: list[DayTally], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(window))
    assert adherence(shuffled) == adherence(window)
    assert overuse(shuffled) == overuse(window)


@given(windows(), st.lists(st.none() | shares_done, max_size=3), st.none() | shares_done)
def test_an_excused_day_changes_nothing_but_its_own_count(
    window: list[DayTally], sessions: list[float | None], quota: float | None
) -> None:
    excused = day(len(window), *sessions, quota=quota, per_week=3, excused="illness")
    found = adherence([*window, excused])
    assert found.excused_days == 1
    assert replace(found, excused_days=0) == adherence(window)


@given(windows())
def test_a_share_is_unknown_or_within_its_bounds(window: list[DayTally]) -> None:
    for share in shares(adherence(window)):
        if share.low is None or share.high is None:
            assert share == NO_SHARE
        else:
            assert 0 <= share.low <= share.high <= 1 + 1e-9
            assert share.value in (None, share.low)


@given(windows())
def test_unknown_is_never_zero(window: list[DayTally]) -> None:
    known = any(credit is not None for found in window for credit in (*found.sessions, found.quota_credit))
    for share in shares(adherence(window)):
        assert (share == NO_SHARE) == (not known)


@given(windows(logged=True).map(lambda window: [replace(found, quota_per_week=0) for found in window]))
def test_where_every_slot_is_logged_the_dose_is_one_number(window: list[DayTally]) -> None:
    dose = adherence([replace(found, quota_credit=None) for found in window]).dose
    assert dose.value == dose.low == dose.high
