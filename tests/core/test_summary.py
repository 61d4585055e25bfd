"""What a visit summary says, by worked examples to check by hand (clinical reference 2.3, 8.1)."""

from datetime import date, timedelta
from gettext import NullTranslations

import pytest

from everyrep.core.dosage import Dosage, Span
from everyrep.core.language.summary import (
    Names,
    SummaryWords,
    share_in_words,
    summary_in_words,
    trend_in_words,
)
from everyrep.core.logged import (
    DayExcused,
    Excuse,
    ExerciseLogged,
    Logged,
    MorningAfter,
    Outcome,
    QuestionAsked,
    Reason,
    SetDone,
    Stiffness,
    days_counted,
)
from everyrep.core.plan import Plan, Prescription
from everyrep.core.schedule import Pattern, Schedule
from everyrep.core.summary import Said, Summary, summarise
from everyrep.core.sync import Evidence
from everyrep.core.tally import tally_day

MONDAY = date(2026, 3, 2)
MON_WED_FRI = Schedule(pattern=Pattern.WEEKDAYS, weekdays=(0, 2, 4))
SQUAT = Prescription(
    key="squat", exercise="squat", dosage=Dosage(sets=Span(3, 3), reps=Span(10, 10)), schedule=MON_WED_FRI
)
PLAN = Plan(number=1, valid_from=MONDAY, items=(SQUAT,))
ENGLISH = NullTranslations()
LABELS = {code: code for code in ("flare", "illness", "forgot", "pain", "ticked", "guided")}


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def did(offset: int, *reps: int, **more: object) -> Said:
    sets = tuple(SetDone(reps=number) for number in reps)
    fields = {"outcome": Outcome.DONE if sets else Outcome.NOT, "sets": sets, **more}
    logged = ExerciseLogged(item_key="squat", session=0, **fields)  # type: ignore[arg-type]
    return Said(day=day(offset), logged=logged)


def said(offset: int, logged: Logged) -> Said:
    return Said(day=day(offset), logged=logged)


# Worked example 2 of the clinical reference: fourteen days of Monday, Wednesday and Friday, of which one is a
# flare and one not done; the third is the 26 of 30 reps of example 1 (0.867), not its whole session.
FORTNIGHT = (
    did(0, 10, 10, 10, pain=5, effort=6),
    did(2, 10, 10, 10, pain=4, effort=6),
    did(4, 10, 10, 6, pain=4),
    did(7, reason=Reason.FORGOT),
    said(9, DayExcused(excuse=Excuse.FLARE)),
    did(11, 10, 10, 10, pain=2, effort=5),
)


def summary_of(*entries: Said, plan: Plan = PLAN, days: int = 14, today: date | None = None) -> Summary:
    tallies = []
    for offset in range(days):
        about = [one for one in entries if days_counted(one.logged, one.day)[0] == day(offset)]
        on = plan if plan.valid_from <= day(offset) else None
        tallies.append(tally_day(day(offset), on, [(one.logged, Evidence.TICKED) for one in about]))
    return summarise(tallies, entries, (plan,), now=plan, today=today or day(days - 1))


def words_of(summary: Summary) -> SummaryWords:
    keys = [item.key for item in summary.items]
    names = Names(
        exercises={"squat": "Squat", "walk": "Walk", "stretch": "Stretch"},
        doses=dict.fromkeys(keys, "dose"),
        excuses=LABELS,
        reasons=LABELS,
        evidence=LABELS,
    )
    return summary_in_words(summary, names, ENGLISH)


def test_the_example_of_a_fortnight_gives_frequency_and_dose_without_the_flare() -> None:
    words = words_of(summary_of(*FORTNIGHT))
    assert (words.often, words.much) == ("80%", "77%")  # 4 of 5; (1 + 1 + 0.867 + 0 + 1) / 5 = 77.3
    assert words.excused == "flare: 1 day"
    assert words.barriers == "forgot: 1"
    assert words.silent == ""


def test_what_nobody_logged_is_a_range_and_a_day_without_a_word_and_never_zero() -> None:
    entries = [one for one in FORTNIGHT if one.day != day(7)]
    words = words_of(summary_of(*entries))
    assert words.often == "80% to 100%"
    assert words.silent == "1 day with nothing logged"


def test_without_any_log_there_is_no_data() -> None:
    words = words_of(summary_of())
    assert (words.often, words.much) == ("no data", "no data")
    assert words.silent == "6 days with nothing logged"
    assert [item.done for item in words.items] == ["nothing logged"]


@pytest.mark.parametrize(
    ("days", "often"),
    [
        (5, "3 of 3"),  # fewer than four sessions planned: counts (clinical reference 2.3)
        (10, "80%"),
    ],
)
def test_few_planned_sessions_are_counted_and_not_turned_into_percent(days: int, often: str) -> None:
    entries = [*FORTNIGHT[:4], did(9, 10, 10, 10)]
    found = summary_of(*entries, days=days, today=day(days))
    assert share_in_words(found.adherence.frequency, found.adherence, ENGLISH) == often


def test_today_counts_only_what_is_logged() -> None:
    found = summary_of(*FORTNIGHT[:2], days=5, today=day(4))
    assert found.adherence.planned == 2
    assert found.silent_days == 0


def test_pain_is_told_by_halves_with_the_days_behind_each_and_the_highest() -> None:
    found = summary_of(*FORTNIGHT)
    assert trend_in_words(found.pain, ENGLISH) == "4.3 (3 days) then 2.0 (1 day), highest 5"
    assert words_of(found).items[0].trends == ("pain 4.3 → 2.0 (4 days)", "effort 6.0 → 5.0 (3 days)")


def test_an_answer_about_the_morning_after_speaks_of_the_day_before() -> None:
    found = summary_of(did(6, 10), said(7, MorningAfter(pain=6, stiffness=Stiffness.MUCH)))
    assert found.morning.earlier.days == 1
    assert words_of(found).morning == "6.0 (1 day), highest 6, very stiff or swollen on 1 morning after"


def test_flare_days_in_a_row_are_one_flare() -> None:
    entries = [said(offset, DayExcused(excuse=Excuse.FLARE)) for offset in (2, 3, 4, 9)]
    assert summary_of(*entries).flares == ((day(2), day(4)), (day(9), day(9)))
    assert words_of(summary_of(*entries)).flares == "4 March 2026 to 6 March 2026, 11 March 2026"


def test_an_exercise_says_what_was_asked_for_against_what_was_done() -> None:
    (squat,) = words_of(summary_of(*FORTNIGHT)).items
    assert squat.done == "4 of 5 done, dose 77%"
    (unlogged,) = words_of(summary_of(*FORTNIGHT[:3])).items
    assert unlogged.done == "3 of 6 done, dose 48% to 96%, 3 not logged"


def test_an_exercise_on_a_weekly_quota_counts_its_weeks() -> None:
    weekly = Schedule(pattern=Pattern.PER_WEEK, n=3)
    walk = Prescription(key="walk", exercise="walk", dosage=Dosage(steps=Span(1000, 1000)), schedule=weekly)
    entries = [
        said(offset, ExerciseLogged(item_key="walk", session=0, outcome=Outcome.DONE)) for offset in (0, 2, 8)
    ]
    found = summary_of(*entries, plan=Plan(number=1, valid_from=MONDAY, items=(walk,)), today=day(20))
    assert found.items[0].adherence.planned == 6
    assert words_of(found).items[0].done == "3 of 6 done, dose 50% to 100%, 3 not logged"


def test_an_exercise_as_needed_plans_nothing_and_tells_before_and_after() -> None:
    as_needed = Schedule(pattern=Pattern.AS_NEEDED, max_per_day=3)
    stretch = Prescription(
        key="stretch", exercise="stretch", dosage=Dosage(duration_s=Span(30, 30)), schedule=as_needed
    )
    uses = [
        said(n, ExerciseLogged(item_key="stretch", session=0, outcome=Outcome.DONE, before=6, after=after))
        for n, after in ((1, 4), (3, 3))
    ]
    found = summary_of(*uses, plan=Plan(number=1, valid_from=MONDAY, items=(stretch,)))
    (words,) = words_of(found).items
    assert words.done == "done 2 times"
    assert words.trends == ("before 6.0, after 3.5 (2 times)",)
    assert words_of(found).often == "no data"


def test_the_first_and_the_last_load_are_as_they_were_entered() -> None:
    heavier = [
        said(n, ExerciseLogged(item_key="squat", session=0, outcome=Outcome.DONE, sets=(SetDone(load=load),)))
        for n, load in ((0, "5 kg"), (2, "6 kg"), (4, "8 kg"))
    ]
    (squat,) = words_of(summary_of(*heavier)).items
    assert squat.trends == ("load 5 kg → 8 kg",)


def test_an_exercise_is_named_once_it_has_stood_for_three_weeks() -> None:
    assert words_of(summary_of(days=21)).unchanged == ""
    assert words_of(summary_of(days=22)).unchanged == "Squat: 21 days"


def test_the_patients_words_come_as_they_were_written_the_newest_first() -> None:
    found = summary_of(
        did(0, 10, note="Stiff at first."),
        said(3, QuestionAsked(text="Which chair?", item_key="squat")),
        did(4, 10, note="Easier."),
    )
    assert [note.text for note in found.notes] == ["Easier.", "Stiff at first."]
    assert [question.text for question in found.items[0].questions] == ["Which chair?"]


def test_an_exercise_that_was_stopped_is_still_told() -> None:
    newer = Plan(number=2, valid_from=day(7), items=())
    tallies = [
        tally_day(
            day(n), PLAN if n < 7 else newer, [(did(n, 10, 10, 10).logged, Evidence.TICKED)] if n == 0 else []
        )
        for n in range(14)
    ]
    found = summarise(tallies, [did(0, 10, 10, 10)], (PLAN, newer), now=newer, today=day(13))
    (squat,) = words_of(found).items
    assert (squat.prescribed, squat.done) == ("stopped", "1 of 3 done, 2 not logged")


def test_later_days_than_today_are_no_part_of_it() -> None:
    assert summary_of(*FORTNIGHT, today=day(4)).days == 5


def test_halves_are_those_of_the_days_since_the_program_began() -> None:
    later = Plan(number=1, valid_from=day(7), items=(SQUAT,))
    found = summary_of(did(7, 10, pain=6), did(11, 10, pain=2), plan=later)
    assert trend_in_words(found.pain, ENGLISH) == "6.0 (1 day) then 2.0 (1 day), highest 6"


def test_what_was_done_outside_the_plan_is_told_and_makes_no_day_silent() -> None:
    found = summary_of(did(0, 10, 10, 10), did(1, 10, 10, 10), days=3, today=day(3))
    assert found.silent_days == 1
    only_outside = summary_of(did(1, 10, 10, 10), did(3, 10, 10, 10), days=5, today=day(5))
    assert words_of(only_outside).items[0].done == "2 times, outside its planned sessions"
