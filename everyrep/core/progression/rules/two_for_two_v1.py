"""2-for-2: two repetitions more than asked for, in the last set of two sessions running."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Each, at_least, more
from everyrep.core.progression.outcome import Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

NSCA = "NSCA convention (Haff & Triplett)"

RULE = Rule(
    id="two_for_two",
    version=1,
    kind=Kind.STEP,
    title=N_("2-for-2"),
    source="NSCA convention (Haff & Triplett, Essentials of Strength Training and Conditioning); "
    "ACSM 2009, Med Sci Sports Exerc 41:687",
    evidence=N_("A convention of practice, not tested in trials."),
    limit=N_(
        "For healed tissue with low irritability. With a band, the top of the range comes before the color."
    ),
    parameters=(
        parameter("surplus", N_("Repetitions above the top of the range"), "2", "1", "5", NSCA),
        parameter("shortfall", N_("Repetitions below the low end of the range"), "2", "1", "5", NSCA),
        parameter("sessions", N_("Sessions running"), "2", "2", "4", NSCA),
        parameter("step_kg", N_("Step of load, in kg"), "1", "0.5", "7", NSCA),
    ),
    rows=(
        Row(
            id="above",
            when=(Each(at_least("reps_over_top", "surplus"), "sessions"),),
            outcome=Outcome.PROGRESS,
            step=Step(Variable.LOAD, Direction.UP, "step_kg"),
            advice=N_("Begin again at the low end of the range."),
        ),
        Row(
            id="below",
            when=(Each(more("reps_under_low", "shortfall"), "sessions"),),
            outcome=Outcome.REGRESS,
            step=Step(Variable.LOAD, Direction.DOWN),
        ),
    ),
)

# The step by who trains what, in kilograms: smallest, largest (clinical reference 3.1).
STEPS_KG = {
    N_("small person, arms"): ("1", "2"),
    N_("small person, legs"): ("2", "4"),
    N_("trained person, arms"): ("2", "4"),
    N_("trained person, legs"): ("4", "7"),
}
