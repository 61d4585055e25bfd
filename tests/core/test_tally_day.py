"""One day as the tracker shows it, from the plan in force and the entries that stand."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.dosage import Dosage, Span
from everyrep.core.logged import DayExcused, Excuse, ExerciseLogged, Logged, Outcome, Reason
from everyrep.core.plan import Plan, Prescription
from everyrep.core.schedule import Pattern, Pause, Schedule
from everyrep.core.sync import Evidence
from everyrep.core.tally import DayTally, ItemTally, tally_day

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
TENS = Dosage(sets=Span(3, 3), reps=Span(10, 10))
DONE, PARTLY, NOT = Outcome.DONE, Outcome.PARTLY, Outcome.NOT
Said = tuple[Logged, Evidence]


def item(
    key: str, schedule: Schedule | None = None, *, essential: bool = True, weight: int = 1
) -> Prescription:
    return Prescription(
        key=key,
        exercise=f"{key}-exercise",
        dosage=TENS,
        schedule=schedule or Schedule(),
        essential=essential,
        weight=weight,
    )


def plan(*items: Prescription) -> Plan:
    return Plan(number=3, valid_from=MONDAY, items=items)


def said(
    key: str,
    outcome: Outcome = DONE,
    *,
    session: int = 0,
    evidence: Evidence = Evidence.TICKED,
    pain: int | None = None,
    effort: int | None = None,
    reason: Reason | None = None,
) -> Said:
    logged = ExerciseLogged(
        item_key=key, session=session, outcome=outcome, pain=pain, effort=effort, reason=reason
    )
    return logged, evidence


def only(tally: DayTally) -> ItemTally:
    (found,) = tally.items
    return found


TWICE = Schedule(times_per_day=2)
THREE_A_WEEK = Schedule(pattern=Pattern.PER_WEEK, n=3)
BALANCE, BRIDGE = item("balance"), item("bridge")


def test_a_day_without_entries_is_unlogged_and_not_zero() -> None:
    tally = tally_day(MONDAY, plan(item("bridge", TWICE)), [])
    assert tally.sessions == (None, None)
    assert only(tally).credits == (None, None)
    assert tally.version == 3


def test_a_day_without_a_plan_asks_for_nothing() -> None:
    tally = tally_day(MONDAY, None, [])
    assert (tally.version, tally.sessions, tally.quota_per_week, tally.items) == (0, (), 0, ())


def test_each_session_has_its_own_credit() -> None:
    tally = tally_day(MONDAY, plan(item("bridge", TWICE)), [said("bridge", PARTLY, session=1)])
    assert tally.sessions == (None, 0.5)
    assert only(tally).credits == (None, 0.5)
    assert only(tally).done_sessions == 1


def test_an_exercise_not_logged_in_a_session_that_happened_counts_nothing() -> None:
    tally = tally_day(MONDAY, plan(BALANCE, BRIDGE), [said("bridge")])
    assert tally.sessions == (0.5,)
    assert [found.credits for found in tally.items] == [(None,), (1.0,)]


def test_a_key_exercise_counts_double_and_an_optional_one_not_at_all() -> None:
    items = item("a", weight=2), item("b"), item("c", essential=False)
    assert tally_day(MONDAY, plan(*items), [said("a"), said("b", NOT)]).sessions == (2 / 3,)


def test_a_session_with_only_optional_exercises_is_no_slot() -> None:
    items = BRIDGE, item("walk", TWICE, essential=False)
    tally = tally_day(MONDAY, plan(*items), [said("bridge"), said("walk", session=1)])
    assert tally.sessions == (1.0,)
    assert tally.items[1].credits == (None, 1.0)


def test_one_slot_counts_once_even_when_two_devices_logged_it() -> None:
    twice = [said("bridge", PARTLY), said("bridge", DONE, evidence=Evidence.GUIDED)]
    tally = tally_day(MONDAY, plan(BRIDGE), twice)
    assert tally.sessions == (1.0,)
    assert only(tally).extra == 0
    assert only(tally).done_sessions == 1
    assert tally.evidence == (("guided", 1),)


def test_the_closest_evidence_stands_for_a_slot_logged_twice_alike() -> None:
    twice = [said("bridge", evidence=Evidence.CAREGIVER), said("bridge", evidence=Evidence.GUIDED)]
    assert only(tally_day(MONDAY, plan(BRIDGE), twice)).evidence == ("guided",)


def test_sessions_beyond_the_plan_repay_nothing() -> None:
    tally = tally_day(
        MONDAY, plan(BRIDGE), [said("bridge", NOT), said("bridge", session=1), said("bridge", session=2)]
    )
    assert tally.sessions == (0.0,)
    assert only(tally).credits == (0.0,)
    assert only(tally).extra == 2
    assert only(tally).done_sessions == 2


def test_work_on_a_rest_day_is_extra() -> None:
    mondays = item("bridge", Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0,)))
    tally = tally_day(TUESDAY, plan(mondays), [said("bridge")])
    assert tally.sessions == ()
    assert only(tally) == ItemTally(
        key="bridge",
        exercise="bridge-exercise",
        credits=(),
        extra=1.0,
        done_sessions=1,
        evidence=("ticked",),
    )


def test_a_rest_day_without_entries_shows_no_exercise() -> None:
    mondays = item("bridge", Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0,)))
    assert tally_day(TUESDAY, plan(mondays), []).items == ()


def test_an_exercise_of_an_older_version_is_kept_and_shown_last() -> None:
    tally = tally_day(MONDAY, plan(BRIDGE), [said("ankle", PARTLY, pain=4), said("bridge")])
    assert [(found.key, found.exercise, found.extra) for found in tally.items] == [
        ("bridge", "bridge-exercise", 0),
        ("ankle", "", 0.5),
    ]
    assert tally.sessions == (1.0,)
    assert tally.pain == 4


def test_an_as_needed_exercise_is_counted_but_never_planned() -> None:
    stretch = item("stretch", Schedule(pattern=Pattern.AS_NEEDED, max_per_day=4, trigger="when stiff"))
    tally = tally_day(MONDAY, plan(BRIDGE, stretch), [said("stretch"), said("stretch", session=1)])
    assert tally.sessions == (None,)
    assert tally.quota_credit is None
    assert tally.items[1].done_sessions == 2


def test_pain_and_effort_are_the_highest_of_the_day() -> None:
    entries = [said("bridge", pain=2, effort=7), said("balance", pain=5), said("balance", session=1)]
    tally = tally_day(MONDAY, plan(BALANCE, BRIDGE), entries)
    assert (tally.pain, tally.effort) == (5, 7)
    assert [(found.pain, found.effort) for found in tally.items] == [(5, None), (2, 7)]


def test_reasons_are_named_once_each() -> None:
    entries = [
        said("bridge", NOT, reason=Reason.PAIN),
        said("bridge", PARTLY, session=1, reason=Reason.NO_TIME),
        said("bridge", NOT, session=2, reason=Reason.PAIN),
    ]
    assert only(tally_day(MONDAY, plan(BRIDGE), entries)).reasons == ("no_time", "pain")


def test_evidence_is_counted_by_slot() -> None:
    entries = [said("bridge"), said("balance", evidence=Evidence.PAPER), said("bridge", session=1)]
    assert tally_day(MONDAY, plan(BALANCE, BRIDGE), entries).evidence == (("paper", 1), ("ticked", 2))


def test_the_patient_may_excuse_a_day() -> None:
    excused: list[Said] = [(DayExcused(excuse=Excuse.VACATION), Evidence.TICKED)]
    tally = tally_day(MONDAY, plan(BRIDGE), excused)
    assert tally.excused == "vacation"
    assert tally.evidence == ()


def test_an_excuse_of_the_therapist_goes_before_the_patients_own() -> None:
    excused: list[Said] = [(DayExcused(excuse=Excuse.FLARE), Evidence.TICKED)]
    assert tally_day(MONDAY, plan(BRIDGE), excused, excuse="therapist_hold").excused == "therapist_hold"


def test_a_weekly_quota_plans_no_slot_and_is_unknown_until_logged() -> None:
    tally = tally_day(MONDAY, plan(item("bridge", THREE_A_WEEK)), [])
    assert (tally.sessions, tally.quota_credit, tally.quota_per_week) == ((), None, 3)


def test_quota_work_is_a_weighted_mean_like_a_session() -> None:
    items = item("a", THREE_A_WEEK, weight=2), item("b", THREE_A_WEEK), item("c", THREE_A_WEEK)
    assert tally_day(MONDAY, plan(*items), [said("a"), said("b", PARTLY)]).quota_credit == 2.5 / 4


def test_quota_work_logged_as_not_done_is_known_to_be_nothing() -> None:
    assert tally_day(MONDAY, plan(item("a", THREE_A_WEEK)), [said("a", NOT)]).quota_credit == 0


def test_a_day_holds_at_most_its_times_of_quota_work() -> None:
    entries = [said("a", session=index) for index in range(3)]
    once, twice = THREE_A_WEEK, Schedule(pattern=Pattern.PER_WEEK, n=3, times_per_day=2)
    assert tally_day(MONDAY, plan(item("a", once)), entries).quota_credit == 1
    assert tally_day(MONDAY, plan(item("a", twice)), entries).quota_credit == 2
    assert only(tally_day(MONDAY, plan(item("a", once)), entries)).extra == 3


def test_a_week_that_meets_every_quota_adds_up_to_the_largest() -> None:
    two_a_week = Schedule(pattern=Pattern.PER_WEEK, n=2)
    both = plan(item("a", THREE_A_WEEK), item("b", two_a_week))
    days = [[said("a"), said("b")], [said("a"), said("b")], [said("a")]]
    week = [tally_day(MONDAY, both, entries) for entries in days]
    assert sum(day.quota_credit or 0 for day in week) == 3
    assert {day.quota_per_week for day in week} == {3}


def test_an_optional_quota_counts_neither_for_nor_against() -> None:
    tally = tally_day(MONDAY, plan(item("a", THREE_A_WEEK, essential=False)), [said("a")])
    assert (tally.quota_credit, tally.quota_per_week) == (None, 0)


def test_a_paused_quota_asks_for_nothing() -> None:
    paused = Schedule(pattern=Pattern.PER_WEEK, n=3, paused=(Pause(first=MONDAY, last=MONDAY),))
    tally = tally_day(MONDAY, plan(item("a", paused)), [said("a")])
    assert (tally.quota_credit, tally.quota_per_week) == (None, 0)


entries_of_a_day = st.lists(
    st.builds(
        said,
        st.sampled_from(["bridge", "quota", "gone"]),
        st.sampled_from([PARTLY, NOT]),
        session=st.integers(0, 2),
        evidence=st.sampled_from(Evidence),
        pain=st.none() | st.integers(0, 10),
        reason=st.none() | st.sampled_from(Reason),
    )
    | st.tuples(st.builds(DayExcused, excuse=st.sampled_from(Excuse)), st.just(Evidence.TICKED)),
    max_size=8,
)
MIXED = plan(item("bridge", TWICE), item("quota", THREE_A_WEEK))


@given(entries_of_a_day, st.data())
def test_a_tally_depends_only_on_the_set_of_entries(entries: list[Said], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(entries))) if entries else []
    delivered = data.draw(st.permutations(entries + again))
    assert tally_day(MONDAY, MIXED, delivered) == tally_day(MONDAY, MIXED, entries)


@given(entries_of_a_day)
def test_a_slot_is_unlogged_exactly_when_nothing_was_said_about_it(entries: list[Said]) -> None:
    tally = tally_day(MONDAY, MIXED, entries)
    logs = [logged for logged, _ in entries if isinstance(logged, ExerciseLogged)]
    for index, credit in enumerate(tally.sessions):
        spoken = any(log.item_key == "bridge" and log.session == index for log in logs)
        assert (credit is not None) == spoken
