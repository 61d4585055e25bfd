"""The balance ladder: narrower stance, less support, then unsteady ground and moving."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Condition, Each, at_least, no, yes
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

OWN = "Everyrep clinical reference 3.9, own design"
RISK = "Everyrep clinical reference 3.9; Sherrington 2019, Cochrane Database Syst Rev"
NEXT = Step(Variable.RUNG, Direction.UP)

STANCES = (
    N_("feet together"),
    N_("semi-tandem"),
    N_("tandem"),
    N_("single leg"),
    N_("on foam, with head turns or with eyes closed"),
    N_("moving, or with a second task"),
)
SUPPORTS = (N_("two hands"), N_("one hand"), N_("fingertips"), N_("no support"))

STEADY: tuple[Condition, ...] = (
    Each(no("support_lost"), "sessions"),
    Each(at_least("confidence", "confidence"), "sessions"),
)
UNSTEADY_NEXT = yes("next_rung_unsteady")


def _at_risk(row_id: str, sign: Condition, *, where_known: bool) -> Row:
    """Eyes closed and foam are never for unsupervised work of somebody at high risk of falling."""
    return Row(id=row_id, when=(UNSTEADY_NEXT, sign), outcome=Outcome.HOLD, where_known=where_known)


RULE = Rule(
    id="balance",
    version=1,
    kind=Kind.STEP,
    title=N_("Balance ladder"),
    source=RISK,
    evidence=N_("Challenge and three hours a week matter: falls went down by 23 percent (Sherrington 2019)."),
    limit=N_("Eyes closed or foam: never unsupervised for somebody at high risk of falling."),
    parameters=(
        parameter("sessions", N_("Sessions running"), "2", "2", "4", OWN),
        parameter("hold_s", N_("Seconds held in 3 sets"), "30", "10", "60", OWN),
        parameter("steps", N_("Steps in 4 sets"), "10", "5", "20", OWN),
        parameter("confidence", N_("Least confidence (0-10)"), "7", "5", "10", OWN),
        parameter("tug_s", N_("Timed Up and Go of high risk, in seconds"), "12", "10", "14", RISK),
        parameter("falls", N_("Falls in a year of high risk"), "2", "1", "2", RISK),
    ),
    rows=(
        Row(
            id="held",
            when=(Each(at_least("third_best_s", "hold_s"), "sessions"), *STEADY),
            outcome=Outcome.PROGRESS,
            step=NEXT,
        ),
        Row(
            id="stepped",
            when=(Each(at_least("fourth_best_steps", "steps"), "sessions"), *STEADY),
            outcome=Outcome.PROGRESS,
            step=NEXT,
        ),
        Row(
            id="near_fall",
            when=(yes("near_fall"),),
            outcome=Outcome.REGRESS,
            step=Step(Variable.RUNG, Direction.DOWN),
        ),
        Row(id="fall", when=(yes("fall"),), outcome=Outcome.STOP, effects=(Effect.ALERT_URGENT,)),
        _at_risk("slow_and_unsteady", at_least("tug_s", "tug_s"), where_known=True),
        _at_risk("falls_and_unsteady", at_least("falls_last_year", "falls"), where_known=True),
        _at_risk("flagged_and_unsteady", yes("fall_risk"), where_known=False),
    ),
)
