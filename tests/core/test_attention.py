"""Reasons found in four weeks of a log, each at its threshold and just short of it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.alerting import Level
from everyrep.core.attention.escalation import Call, call_at
from everyrep.core.attention.finding import condition, reasons_in
from everyrep.core.attention.kinds import Condition, Kind, Reason
from everyrep.core.attention.thresholds import Thresholds
from everyrep.core.attention.window import WINDOW_DAYS, Lately
from everyrep.core.dosage import Dosage, Span
from everyrep.core.opening_hours import Hours
from everyrep.core.plan import Plan, Prescription
from everyrep.core.schedule import Pattern, Schedule
from everyrep.core.tally import DayTally, ItemTally

TODAY = date(2026, 11, 20)  # a Friday
T = Thresholds(
    pain_over=5,
    pain_times=2,
    pain_days=7,
    flare_rise=2,
    flare_mornings=3,
    morning_rise=2,
    morning_answers=2,
    usual_answers=3,
    swelling_days=2,
    recent_days=7,
    silent_days=7,
    dose_below=50,
    dose_days=14,
    overuse_above=120,
    as_needed_days=7,
    confidence_below=5,
    excused_above=30,
    flare_days=3,
    illness_over=7,
    unchanged_days=21,
    green_pain=2,
    green_done=80,
    proposal_days=5,
)
LEG_LIFT = Prescription(
    key="a", exercise="straight-leg-raise", dosage=Dosage(sets=Span(2, 2), reps=Span(10, 10))
)
AS_NEEDED = Prescription(
    key="n",
    exercise="quad-set",
    dosage=Dosage(sets=Span(1, 1), reps=Span(10, 10)),
    schedule=Schedule(pattern=Pattern.AS_NEEDED, max_per_day=3, trigger="stiff"),
)
EVERY_OTHER_DAY = Prescription(
    key="r",
    exercise="mini-squat",
    dosage=Dosage(sets=Span(1, 1), reps=Span(10, 10)),
    schedule=Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0, 2, 4)),
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def item(key: str = "a", credit: float | None = 1.0, **said: Any) -> ItemTally:
    fields: dict[str, Any] = {
        "credits": (credit,),
        "done_sessions": int((credit or 0) > 0),
        "evidence": () if credit is None else ("ticked",),
        **said,
    }
    return ItemTally(key=key, exercise="straight-leg-raise", **fields)


def tally(days_ago: int, credit: float | None = 1.0, **said: Any) -> DayTally:
    """A day on which one exercise was planned once and done, unless it says otherwise."""
    fields: dict[str, Any] = {
        "version": 1,
        "sessions": (credit,),
        "quota_credit": None,
        "quota_per_week": 0,
        "excused": "",
        "pain": None,
        "effort": None,
        "evidence": () if credit is None else (("ticked", 1),),
        "items": (item(credit=credit),),
        **said,
    }
    return DayTally(local_date=ago(days_ago), **fields)


def weeks(changes: dict[int, dict[str, Any]] | None = None, credit: float | None = 1.0) -> list[DayTally]:
    """Four weeks up to today, alike but for the days named, counted back from today."""
    changed = changes or {}
    return [tally(n, **{"credit": credit, **changed.get(n, {})}) for n in reversed(range(WINDOW_DAYS))]


def lately(days: list[DayTally], *items: Prescription, **said: Any) -> Lately:
    plan = Plan(number=1, valid_from=ago(10), items=items or (LEG_LIFT,))
    fields: dict[str, Any] = {"plan": plan, "heard_on": TODAY, "began_on": ago(60), **said}
    return Lately(today=TODAY, days=days, **fields)


def found(days: list[DayTally], *items: Prescription, **said: Any) -> dict[Kind, Reason]:
    return {reason.kind: reason for reason in reasons_in(lately(days, *items, **said), T)}


def test_four_good_weeks_give_no_reason() -> None:
    assert found(weeks()) == {}


def test_pain_above_five_twice_in_seven_days_is_a_reason_and_once_is_not() -> None:
    twice = found(weeks({6: {"pain": 6}, 0: {"pain": 8}}))[Kind.PAIN_HIGH]
    assert twice.evidence["scores"] == [["2026-11-14", 6], ["2026-11-20", 8]]
    assert twice.since == TODAY
    assert Kind.PAIN_HIGH.level is Level.ATTENTION
    assert Kind.PAIN_HIGH not in found(weeks({6: {"pain": 5}, 0: {"pain": 8}}))
    assert Kind.PAIN_HIGH not in found(weeks({7: {"pain": 9}, 0: {"pain": 8}}))


def test_more_pain_later_is_newer_so_that_what_was_handled_asks_again() -> None:
    before = found(weeks({3: {"pain": 6}, 2: {"pain": 6}}))[Kind.PAIN_HIGH]
    after = found(weeks({3: {"pain": 6}, 2: {"pain": 6}, 0: {"pain": 7}}))[Kind.PAIN_HIGH]
    assert after.mark > before.mark


USUAL = {n: {"next_pain": 2} for n in range(20, 26)}


def test_a_flare_the_next_morning_on_three_days_running_is_one() -> None:
    worse = {n: {"next_pain": 4} for n in (3, 2, 1)}
    reason = found(weeks({**USUAL, **worse}))[Kind.FLARE_24H]
    assert [score for _, score in reason.evidence["scores"]] == [4, 4, 4]
    assert reason.evidence["usual"] == 2
    assert Kind.FLARE_24H not in found(weeks({**USUAL, **worse, 2: {"next_pain": 3}}))
    assert Kind.FLARE_24H not in found(weeks({**USUAL, **worse, 2: {}}))
    assert Kind.FLARE_24H not in found(weeks(worse)), "what is usual is not known"
    assert Kind.FLARE_24H not in found(weeks({**USUAL, **{n: {"next_pain": 4} for n in (6, 5, 4)}})), "over"


def test_morning_pain_two_points_up_in_each_of_two_weeks_is_one() -> None:
    up = {n: {"next_pain": 4} for n in (13, 9, 5, 2)}
    reason = found(weeks({**USUAL, **up}))[Kind.MORNING_PAIN]
    assert (reason.evidence["usual"], reason.evidence["means"]) == (2, [4, 4])
    assert Kind.MORNING_PAIN not in found(weeks({**USUAL, **up, 5: {"next_pain": 2}}))
    assert Kind.MORNING_PAIN not in found(weeks({**USUAL, **{n: up[n] for n in (13, 5, 2)}}))


def test_swelling_counts_where_the_two_newest_mornings_say_so() -> None:
    much, little = {"next_pain": 2, "next_stiffness": "much"}, {"next_pain": 2, "next_stiffness": "little"}
    assert found(weeks({4: much, 1: much}))[Kind.SWELLING].evidence["days"] == ["2026-11-16", "2026-11-19"]
    assert Kind.SWELLING not in found(weeks({4: much, 2: much, 1: little}))
    assert Kind.SWELLING not in found(weeks({1: much}))


def test_low_mood_as_a_barrier_is_a_reason_for_a_week() -> None:
    down = {"items": (item(credit=0.0, reasons=("low_mood",)),)}
    assert found(weeks({6: down}))[Kind.LOW_MOOD].evidence["days"] == ["2026-11-14"]
    assert Kind.LOW_MOOD not in found(weeks({7: down}))


SILENCE = {n: {"credit": None} for n in range(7)}


def test_seven_days_without_a_log_are_silence() -> None:
    assert found(weeks(SILENCE), heard_on=ago(7))[Kind.SILENT].evidence == {"last": "2026-11-13"}
    assert Kind.SILENT not in found(weeks(SILENCE), heard_on=ago(6))


def test_who_never_logged_is_silent_a_week_after_the_beginning() -> None:
    never = weeks({n: {"credit": None} for n in range(28)})
    assert found(never, heard_on=None, began_on=ago(7))[Kind.SILENT].evidence == {"last": ""}
    assert Kind.SILENT not in found(never, heard_on=None, began_on=ago(6))


def test_days_off_and_days_with_nothing_planned_are_no_silence() -> None:
    off = {n: {"credit": None, "excused": "vacation"} for n in range(1, 7)}
    assert Kind.SILENT not in found(weeks({**SILENCE, **off}), heard_on=ago(9))
    nothing = {n: {"credit": None, "sessions": (), "items": ()} for n in range(7)}
    assert Kind.SILENT not in found(weeks(nothing), heard_on=ago(9))


def test_less_than_half_of_the_dose_in_two_weeks_is_one_and_half_is_not() -> None:
    less = found(weeks(credit=0.4))[Kind.LOW_DOSE]
    assert (less.evidence["low"], less.evidence["high"]) == (40, 40)
    assert Kind.LOW_DOSE not in found(weeks(credit=0.5))
    assert Kind.LOW_DOSE not in found(weeks(credit=0.4), began_on=ago(12))


def test_without_any_log_the_dose_is_unknown_and_not_low() -> None:
    assert Kind.LOW_DOSE not in found(weeks(credit=None), heard_on=ago(40))


def test_what_is_not_logged_gives_a_range() -> None:
    some = found(weeks({n: {"credit": None} for n in range(1, 10)}))[Kind.LOW_DOSE]
    assert (some.evidence["low"], some.evidence["high"]) == (35, 100)


def test_overuse_counts_only_where_rest_days_are_set() -> None:
    done = {n: {"items": (item("r", credits=(1.0,), extra=1.0),)} for n in range(3)}
    assert found(weeks(done), EVERY_OTHER_DAY)[Kind.OVERUSE].evidence["percent"] == 200
    daily = {n: {"items": (item("a", credits=(1.0,), extra=1.0),)} for n in range(3)}
    assert Kind.OVERUSE not in found(weeks(daily))


def test_as_needed_over_its_maximum_and_on_every_day_of_a_week() -> None:
    used = {n: {"items": (item("n", credits=(), done_sessions=2),)} for n in range(7)}
    often = {**used, 2: {"items": (item("n", credits=(), done_sessions=4),)}}
    reasons = found(weeks(often), LEG_LIFT, AS_NEEDED)
    assert reasons[Kind.AS_NEEDED_OVER].evidence["uses"] == 4
    assert reasons[Kind.AS_NEEDED_OVER].subject == "n"
    assert Kind.AS_NEEDED_DAILY in reasons
    assert Kind.AS_NEEDED_OVER not in found(weeks(used), LEG_LIFT, AS_NEEDED)
    gap = {n: said for n, said in used.items() if n != 3}
    assert Kind.AS_NEEDED_DAILY not in found(weeks(gap), LEG_LIFT, AS_NEEDED)


@pytest.mark.parametrize(
    ("excuse", "days", "kind"), [("flare", 3, Kind.FLARE_DAYS), ("illness", 8, Kind.ILLNESS)]
)
def test_a_flare_or_an_illness_that_goes_on_is_one(excuse: str, days: int, kind: Kind) -> None:
    off = {n: {"excused": excuse} for n in range(days)}
    assert found(weeks(off))[kind].evidence["days"] == days
    assert kind not in found(weeks({n: off[n] for n in range(1, days)}))
    over = {n + 2: {"excused": excuse} for n in range(days)}
    assert kind not in found(weeks(over))


def test_a_third_of_the_days_off_is_one_but_not_where_the_clinic_holds_the_plan() -> None:
    off = {n: {"excused": "vacation"} for n in range(10, 19)}
    assert found(weeks(off))[Kind.EXCUSED_SHARE].evidence["days"] == 9
    assert Kind.EXCUSED_SHARE not in found(weeks({n: off[n] for n in range(10, 18)}))
    held = {n: {"excused": "therapist_hold"} for n in range(10, 25)}
    assert Kind.EXCUSED_SHARE not in found(weeks(held))


def test_three_weeks_unchanged_ask_and_name_the_green_days() -> None:
    hurt = {"items": (item(pain=4),)}
    (told,) = found(weeks({1: hurt}), plan=Plan(number=1, valid_from=ago(21), items=(LEG_LIFT,)))[
        Kind.UNCHANGED
    ].evidence["items"]
    assert told == {"exercise": "straight-leg-raise", "since": "2026-10-30", "green": 20}
    assert Kind.UNCHANGED not in found(weeks(), plan=Plan(number=1, valid_from=ago(20), items=(LEG_LIFT,)))


def test_without_a_program_nobody_watches() -> None:
    bad = weeks({6: {"pain": 9}, 0: {"pain": 9}})
    assert reasons_in(lately(bad, plan=None), T) == ()
    assert condition(lately(bad, plan=None), T) is Condition.RESTING


@pytest.mark.parametrize(
    ("credit", "word"),
    [
        (1.0, Condition.ON_TRACK),
        (0.6, Condition.PARTLY),
        (0.3, Condition.NEEDS_TALK),
        (None, Condition.NO_DATA),
    ],
)
def test_everybody_stands_somehow(credit: float | None, word: Condition) -> None:
    assert condition(lately(weeks(credit=credit)), T) is word


def test_who_is_off_today_rests() -> None:
    assert condition(lately(weeks({0: {"excused": "illness"}})), T) is Condition.RESTING


@given(st.permutations(range(WINDOW_DAYS)), st.lists(st.integers(0, 10), min_size=28, max_size=28))
def test_the_order_in_which_tallies_were_written_changes_nothing(order: list[int], pains: list[int]) -> None:
    days = weeks({n: {"pain": pain, "next_pain": pain} for n, pain in enumerate(pains)})
    shuffled = sorted([days[n] for n in order], key=lambda day: day.local_date)
    assert reasons_in(lately(shuffled), T) == reasons_in(lately(days), T)


FOUR_DAYS = (Hours(time(9), time(17)),) * 2 + (None,) + (Hours(time(9), time(17)),) * 2 + (None,) * 2
FRIDAY_AT_FOUR = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


def test_an_urgent_alert_calls_at_once_then_after_the_time_and_after_it_again() -> None:
    at = [call_at(call, Level.URGENT, FRIDAY_AT_FOUR, minutes=120, days=2, week=FOUR_DAYS) for call in Call]
    assert [moment.hour for moment in at] == [16, 18, 20]


@pytest.mark.parametrize(
    ("week", "end_of"), [((None,) * 7, 24), (FOUR_DAYS, 24), (FOUR_DAYS[1:] + (None,), 25)]
)
def test_what_needs_attention_is_answered_by_the_end_of_the_second_working_day(
    week: tuple[Hours | None, ...], end_of: int
) -> None:
    late = call_at(Call.COVER, Level.ATTENTION, FRIDAY_AT_FOUR, minutes=120, days=2, week=week)
    assert late - timedelta(days=1) == datetime(2026, 11, end_of, tzinfo=UTC)
