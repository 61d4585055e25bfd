"""Walking: begins below what is comfortable, then a little longer each week."""

from decimal import ROUND_FLOOR, Decimal

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Settings, Throughout, at_least, at_most, less, more, no, yes
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

CONVENTION = "Convention (10 percent rule); Buist 2008, Am J Sports Med"
OWN = "Everyrep clinical reference 3.10, own design"

RULE = Rule(
    id="walking",
    version=1,
    kind=Kind.STEP,
    title=N_("Walking"),
    source=CONVENTION,
    evidence=N_("The 10 percent rule is a convention: a trial found no difference in injuries (Buist 2008)."),
    limit=N_("Not with a cardiac screen open. Speed or impact work needs the therapist's signature."),
    parameters=(
        parameter("start_percent", N_("Start, in percent of the comfortable time"), "80", "50", "100", OWN),
        parameter("step_percent", N_("More time in a week, in percent"), "10", "5", "10", CONVENTION),
        parameter("days", N_("Days looked at"), "7", "7", "14", CONVENTION),
        parameter("done", N_("Least share of each walk done"), "1", "0.8", "1", OWN),
        parameter("effort", N_("Highest effort (0-10)"), "4", "2", "5", OWN),
    ),
    rows=(
        Row(
            id="week_done",
            when=(
                Throughout(at_least("done_share", "done"), "days"),
                Throughout(at_most("effort", "effort"), "days"),
                at_least("days_unchanged", "days"),
            ),
            outcome=Outcome.PROGRESS,
            step=Step(Variable.VOLUME, Direction.UP, "step_percent"),
        ),
        Row(id="not_done", when=(less("done_share", "done"),), outcome=Outcome.HOLD),
        Row(id="too_hard", when=(more("effort", "effort"),), outcome=Outcome.HOLD),
        Row(id="out_of_breath", when=(no("talk_test"),), outcome=Outcome.HOLD, where_known=True),
        Row(
            id="cardiac_screen",
            when=(yes("cardiac_screen"),),
            outcome=Outcome.HOLD,
            effects=(Effect.REVIEW,),
        ),
        Row(
            id="speed_unsigned",
            when=(yes("fast_tempo"), no("speed_signed")),
            outcome=Outcome.HOLD,
            effects=(Effect.REVIEW,),
            where_known=True,
        ),
    ),
)


def first_duration_s(comfortable_s: int, settings: Settings = RULE.defaults) -> int:
    """Where to begin, in whole seconds, from the time that is comfortable now."""
    share = Decimal(comfortable_s) * settings["start_percent"] / 100
    return int(share.to_integral_value(ROUND_FLOOR))
