"""DAPRE, daily adjustable progressive resistance exercise: set 4 says what the next session lifts.

Set 1 is 10 repetitions at half the working weight, set 2 is 6 at three quarters, set 3 as many as possible at
the whole, set 4 as many as possible at the weight that set 3 asks for.
"""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Condition, at_most, more, no
from everyrep.core.progression.outcome import Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

KNIGHT = "Knight 1979, Am J Sports Med 7:336; 1985, Med Sci Sports Exerc"
EVIDENCE = N_("A clinical protocol; the steps suit knee extension, so a step here is never above 10 percent.")
LIMIT = N_(
    "Sets to the limit: in the clinic or under remote supervision only, not before the strength phase is"
    " cleared, not with blood pressure out of control, never with pain above the limit."
)

# Some editions end the bands at 4, 7 and 12, so they are numbers to edit.
BANDS = (
    parameter("lowest", N_("Most repetitions of the lowest band"), "2", "1", "3", KNIGHT),
    parameter("low", N_("Most repetitions of the second band"), "4", "3", "5", KNIGHT),
    parameter("middle", N_("Most repetitions of the middle band"), "6", "5", "7", KNIGHT),
    parameter("high", N_("Most repetitions of the fourth band"), "10", "8", "12", KNIGHT),
)


def _rows(reps: str, outcomes: tuple[Outcome, ...], amounts: tuple[str, ...]) -> tuple[Row, ...]:
    """A row for each band, from the fewest repetitions to the most; an amount of "" keeps the weight."""
    ids = ("reps_0_2", "reps_3_4", "reps_5_6", "reps_7_10", "reps_11_on")
    between: tuple[tuple[Condition, ...], ...] = (
        (at_most(reps, "lowest"),),
        (more(reps, "lowest"), at_most(reps, "low")),
        (more(reps, "low"), at_most(reps, "middle")),
        (more(reps, "middle"), at_most(reps, "high")),
        (more(reps, "high"),),
    )
    return tuple(
        Row(id=row_id, when=when, outcome=outcome, step=_step(outcome, amount))
        for row_id, when, outcome, amount in zip(ids, between, outcomes, amounts, strict=True)
    )


def _step(outcome: Outcome, amount: str) -> Step | None:
    direction = Direction.UP if outcome is Outcome.PROGRESS else Direction.DOWN
    return Step(Variable.LOAD, direction, amount) if amount else None


NOT_HERE = (
    Row(id="not_supervised", when=(no("supervised"),), outcome=Outcome.HOLD),
    Row(id="not_cleared", when=(no("strength_cleared"),), outcome=Outcome.HOLD),
    Row(id="blood_pressure", when=(no("blood_pressure_controlled"),), outcome=Outcome.HOLD),
    Row(id="pain_over_limit", when=(more("pain_over_limit", 0),), outcome=Outcome.HOLD),
)
REGRESS, HOLD, PROGRESS = Outcome.REGRESS, Outcome.HOLD, Outcome.PROGRESS

RULE = Rule(
    id="dapre",
    version=1,
    kind=Kind.STEP,
    title=N_("DAPRE: the next session"),
    source=KNIGHT,
    evidence=EVIDENCE,
    limit=LIMIT,
    supervised=True,
    parameters=(
        *BANDS,
        parameter("less_kg", N_("Less in the lowest band, in kg"), "2.5", "2.5", "5", KNIGHT),
        parameter("more_kg", N_("More in the middle band, in kg"), "2.5", "2.5", "5", KNIGHT),
        parameter("much_more_kg", N_("More in the fourth band, in kg"), "2.5", "2.5", "7.5", KNIGHT),
        parameter("most_kg", N_("More in the highest band, in kg"), "5", "5", "10", KNIGHT),
    ),
    rows=(
        *_rows(
            "set_4_reps",
            (REGRESS, HOLD, PROGRESS, PROGRESS, PROGRESS),
            ("less_kg", "", "more_kg", "much_more_kg", "most_kg"),
        ),
        *NOT_HERE,
    ),
)

SET_4 = Rule(
    id="dapre_set_4",
    version=1,
    kind=Kind.WITHIN,
    title=N_("DAPRE: the weight of set 4"),
    source=KNIGHT,
    evidence=EVIDENCE,
    limit=LIMIT,
    supervised=True,
    parameters=(
        *BANDS,
        parameter("less_kg", N_("Less in the lowest band, in kg"), "2.5", "2.5", "5", KNIGHT),
        parameter("little_less_kg", N_("Less in the second band, in kg"), "2.5", "0", "2.5", KNIGHT),
        parameter("more_kg", N_("More in the fourth band, in kg"), "2.5", "2.5", "5", KNIGHT),
        parameter("most_kg", N_("More in the highest band, in kg"), "5", "5", "7.5", KNIGHT),
    ),
    rows=_rows(
        "set_3_reps",
        (REGRESS, REGRESS, HOLD, PROGRESS, PROGRESS),
        ("less_kg", "little_less_kg", "", "more_kg", "most_kg"),
    ),
)
