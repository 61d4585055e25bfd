"""DeLorme and Oxford: three sets around a 10RM, upwards to it or downwards from it."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Each, at_least, at_most, less, more, no
from everyrep.core.progression.outcome import Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

GUIDE = "DeLorme 1945; DeLorme & Watkins 1948; Zinovieff 1951"
EVIDENCE = N_("Both gained about the same in a direct comparison (Fish 2003, Am J Phys Med Rehabil).")
LIMIT = N_(
    "Only once the 10RM was set in the clinic; at home below the limit of strength. Not with blood pressure"
    " out of control, never with pain above the limit."
)


def _rule(rule_id: str, title: str, full_load_reps: str) -> Rule:
    """The same table; DeLorme lifts the whole 10RM in the last set, Oxford in the first."""
    return Rule(
        id=rule_id,
        version=1,
        kind=Kind.STEP,
        title=title,
        source=GUIDE,
        evidence=EVIDENCE,
        limit=LIMIT,
        parameters=(
            parameter("full", N_("Repetitions for a step up"), "10", "8", "12", GUIDE),
            parameter("few", N_("Most repetitions for a step down"), "5", "3", "7", GUIDE),
            parameter("sessions", N_("Sessions running"), "2", "2", "4", GUIDE),
            parameter("step_kg", N_("Step of load, in kg"), "1", "0.5", "7", "NSCA convention"),
        ),
        ordered=(("few", "full"),),
        rows=(
            Row(
                id="full",
                when=(Each(at_least(full_load_reps, "full"), "sessions"),),
                outcome=Outcome.PROGRESS,
                step=Step(Variable.LOAD, Direction.UP, "step_kg"),
            ),
            Row(
                id="between",
                when=(more(full_load_reps, "few"), less(full_load_reps, "full")),
                outcome=Outcome.HOLD,
            ),
            Row(
                id="few",
                when=(at_most(full_load_reps, "few"),),
                outcome=Outcome.REGRESS,
                step=Step(Variable.LOAD, Direction.DOWN),
            ),
            Row(id="ten_rm_unknown", when=(no("ten_rm_set"),), outcome=Outcome.HOLD),
            Row(id="blood_pressure", when=(no("blood_pressure_controlled"),), outcome=Outcome.HOLD),
            Row(id="pain_over_limit", when=(more("pain_over_limit", 0),), outcome=Outcome.HOLD),
        ),
    )


RULE = _rule("delorme", N_("DeLorme: 50, 75, then 100 percent of 10RM"), "last_set_reps")
OXFORD = _rule("oxford", N_("Oxford: 100, 75, then 50 percent of 10RM"), "set_1_reps")
