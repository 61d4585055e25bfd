"""Facts out of the log, and the rules replayed over past days."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from core.progressing import KNOWN, TENS, item_rules
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.dosage import Side, Span
from everyrep.core.logged import (
    DayExcused,
    Excuse,
    ExerciseLogged,
    MorningAfter,
    Outcome,
    Reason,
    SetDone,
    Stiffness,
)
from everyrep.core.plan import Plan, Prescription
from everyrep.core.progression import Day, evaluate, facts_from, replay
from everyrep.core.progression import Outcome as Said
from everyrep.core.schedule import Pattern, Schedule
from everyrep.core.sync import Evidence

MONDAY = date(2026, 3, 2)
EVERY_OTHER = Schedule(pattern=Pattern.EVERY_N_DAYS, n=2)
SQUAT = Prescription(key="squat", exercise="squat", dosage=TENS, schedule=EVERY_OTHER)
PLAN = Plan(number=1, valid_from=MONDAY, items=(SQUAT,))
RULES = item_rules("pain_monitoring", "two_for_two", "absence")


def day(n):
    return MONDAY + timedelta(days=n)


def went(*reps, pain=1, session=0, outcome=Outcome.DONE, evidence=Evidence.GUIDED, **fields):
    sets = tuple(SetDone(reps=count) for count in reps)
    return (
        ExerciseLogged(
            item_key="squat", session=session, outcome=outcome, sets=sets, pain=pain, effort=4, **fields
        ),
        evidence,
    )


def morning(pain=1, stiffness=Stiffness.NONE):
    return MorningAfter(pain=pain, stiffness=stiffness), Evidence.TICKED


def said(n, *entries):
    return Day(said_on=day(n), entries=entries, clinical=KNOWN)


def history(days=21, reps=(12, 12, 14), pain=1, after=1, leave_out=()):
    """Every other day a session, every morning an answer."""
    return [
        said(n, morning(after), *([went(*reps, pain=pain)] if n % 2 == 0 and n not in leave_out else []))
        for n in range(days)
    ]


def facts(days, n, plans=(PLAN,)):
    found = facts_from(plans, "squat", days, today=day(n))
    assert found is not None
    return found


def test_a_session_has_its_sets_its_pain_and_its_next_morning():
    days = [said(0, went(12, 11, 10, pain=3)), said(1, morning(4, Stiffness.LITTLE))]
    (session,) = facts(days, 1).sessions
    assert (session.reps, session.pain, session.effort) == ((12, 11, 10), 3, 4)
    assert (session.next_pain, session.swelling) == (4, Stiffness.LITTLE)


def test_the_next_morning_is_not_known_before_it_comes():
    days = [said(0, went(12, 11, 10)), said(1, morning(4))]
    assert facts(days, 0).sessions[0].next_pain is None


def test_todays_session_waits_for_its_morning_but_its_pain_counts_at_once():
    found = facts([said(0, went(12, 12, 14, pain=7))], 0)
    assert (found.settled, found.pain_today) == ((), 7)


def test_a_session_logged_on_two_devices_counts_once_with_the_worse_pain():
    days = [said(0, went(12, 12, 12, pain=2), went(8, 8, pain=6, outcome=Outcome.PARTLY))]
    (session,) = facts(days, 0).sessions
    assert (session.reps, session.pain) == ((12, 12, 12), 6)


def test_where_both_sides_work_the_weaker_one_counts():
    both = replace(SQUAT, dosage=replace(TENS, side=Side.BOTH, sets=Span(1, 1)))
    logged = ExerciseLogged(
        item_key="squat",
        session=0,
        outcome=Outcome.DONE,
        sets=(SetDone(side="left", reps=14), SetDone(side="right", reps=9)),
    )
    days = [said(0, (logged, Evidence.GUIDED))]
    assert facts(days, 0, [replace(PLAN, items=(both,))]).sessions[0].reps == (9,)


def test_being_unsure_how_is_a_doubt_about_technique():
    days = [said(0, went(8, outcome=Outcome.PARTLY, reason=Reason.UNSURE_HOW))]
    assert facts(days, 0).clinical.technique_doubt is True


def test_a_slot_without_a_log_is_not_known_and_never_zero():
    assert facts(history(7), 6).dose_share == 1.0
    assert facts(history(7, leave_out=(4,)), 6).dose_share is None


def test_a_day_off_is_no_slot():
    days = history(9, leave_out=(4,))
    days[4] = said(4, (DayExcused(excuse=Excuse.FLARE), Evidence.TICKED))
    assert facts(days, 8).dose_share == 1.0


@pytest.mark.parametrize(("until", "days"), [(10, 0), (11, 0), (12, 0), (13, 1), (16, 4), (20, 8)])
def test_an_absence_counts_from_the_first_session_not_logged(until, days):
    log = history(21, leave_out=range(12, 21))
    assert facts(log, until).absence_days == days


def test_days_of_illness_are_an_absence_too():
    log = history(21, leave_out=range(12, 21))
    log[12] = said(12, (DayExcused(excuse=Excuse.ILLNESS, until=day(20)), Evidence.TICKED))
    assert facts(log, 20).absence_days == 8


def test_an_exercise_never_begun_is_no_absence():
    assert facts([said(6, morning())], 6).absence_days is None


def test_a_weekly_quota_is_absent_beyond_its_usual_gap():
    quota = replace(SQUAT, schedule=Schedule(pattern=Pattern.PER_WEEK, n=3))
    found = facts([said(0, went(8, 8, 8))], 10, [replace(PLAN, items=(quota,))])
    assert found.absence_days == 7


def harder_from(n):
    heavier = replace(TENS, load=replace(TENS.load, value=Decimal(11)))
    changed = replace(SQUAT, dosage=heavier, unchanged_since=day(n))
    return Plan(number=2, valid_from=day(n), items=(changed,))


def test_only_sessions_at_the_new_dose_say_what_comes_next():
    found = facts(history(21), 20, [PLAN, harder_from(16)])
    assert [session.day for session in found.settled] == [day(16), day(18)]
    assert (found.days_unchanged, found.progressed_this_week) == (4, 1)


def test_the_order_of_days_and_entries_changes_nothing():
    days = history(12)
    mixed = [replace(each, entries=each.entries[::-1]) for each in reversed(days)]
    assert facts(days, 11) == facts(mixed, 11)


def test_an_item_that_no_version_holds_has_no_facts():
    assert facts_from([PLAN], "bridge", history(3), today=day(2)) is None
    assert facts_from([PLAN], "squat", history(3), today=day(-1)) is None


def test_two_good_sessions_fire_once_a_week_has_passed_and_the_replay_says_when():
    fired = [firing.day for firing in replay(RULES, [PLAN], "squat", history(21)) if firing.verdict.fired]
    assert fired[0] == day(8)
    assert replay(RULES, [PLAN], "squat", history(21))[-1].verdict.change.after.load.value == 11


def test_a_flare_steps_back_on_the_day_it_hurts():
    days = history(21)
    days[16] = said(16, morning(), went(8, 8, 8, pain=7))
    outcomes = {firing.day: firing.verdict.outcome for firing in replay(RULES, [PLAN], "squat", days)}
    assert [outcomes[day(n)] for n in (15, 16, 17, 18)] == [
        Said.PROGRESS,
        Said.REGRESS,
        Said.REGRESS,
        Said.REGRESS,
    ]


def test_an_absence_of_a_week_comes_back_with_less():
    days = history(21, leave_out=range(12, 21))
    firings = {firing.day: firing.verdict for firing in replay(RULES, [PLAN], "squat", days)}
    assert firings[day(16)].outcome is Said.REGRESS
    assert firings[day(16)].change.after.reps == Span(6, 9)


def entries(n):
    goes = st.builds(
        lambda reps, pain, session, outcome: went(*reps, pain=pain, session=session, outcome=outcome),
        st.lists(st.integers(0, 20), max_size=4),
        st.none() | st.integers(0, 10),
        st.integers(0, 1),
        st.sampled_from(Outcome),
    )
    mornings = st.builds(morning, st.integers(0, 10), st.none() | st.sampled_from(Stiffness))
    excused = st.just((DayExcused(excuse=Excuse.ILLNESS, until=day(n + 2)), Evidence.TICKED))
    return st.lists(st.one_of(goes, mornings, excused), max_size=3)


@st.composite
def logs(draw):
    numbers = sorted(draw(st.sets(st.integers(0, 60), max_size=30)))
    return [said(n, *draw(entries(n))) for n in numbers]


@given(logs(), st.booleans(), st.randoms(use_true_random=False))
def test_a_replay_is_the_same_as_judging_day_by_day(days, changed, shuffled):
    plans = [PLAN, harder_from(20)] if changed else [PLAN]
    by_day = []
    for each in days:
        known = [earlier for earlier in days if earlier.said_on <= each.said_on]
        found = facts_from(plans, "squat", known, today=each.said_on)
        assert found is not None
        by_day.append((each.said_on, evaluate(RULES, found)))
    mixed = list(days)
    shuffled.shuffle(mixed)
    assert [(f.day, f.verdict) for f in replay(RULES, plans, "squat", mixed)] == by_day


@given(logs(), st.integers(0, 60))
def test_what_is_said_later_changes_nothing_of_a_day(days, n):
    known = [each for each in days if each.said_on <= day(n)]
    assert facts_from([PLAN], "squat", days, today=day(n)) == facts_from([PLAN], "squat", known, today=day(n))
