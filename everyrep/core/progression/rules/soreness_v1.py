"""Soreness and effusion in the 24 hours after: when it is sore, and whether the joint has swollen."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import at_least, at_most, equals, no, yes
from everyrep.core.progression.facts import Soreness
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

TABLE = "Fees 1998; Adams 2012, J Orthop Sports Phys Ther 42:601; Int J Sports Phys Ther 2018;13:422"
OWN = "Everyrep clinical reference 3.5, own design"
BACK = Step(Variable.DOSE, Direction.DOWN)
HOLD, REGRESS, PROGRESS = Outcome.HOLD, Outcome.REGRESS, Outcome.PROGRESS


RULE = Rule(
    id="soreness",
    version=1,
    kind=Kind.SYMPTOM,
    title=N_("Soreness in the 24 hours after"),
    source=TABLE,
    evidence=N_("Published clinical rules, taken over by consensus."),
    limit=N_(
        "A muscle ache of 24 to 72 hours after new loading, the same on both sides and without swelling, is"
        " usual and only holds."
    ),
    parameters=(
        parameter("one_day", N_("Days off after soreness later on"), "1", "1", "3", TABLE),
        parameter("two_days", N_("Days off after soreness that stays or returns"), "2", "1", "4", TABLE),
        parameter("swollen", N_("Grade of stiff or swollen that holds"), "1", "1", "2", OWN),
        parameter("swollen_days", N_("Days on end that raise an alert"), "2", "2", "4", OWN),
    ),
    rows=(
        Row(id="none", when=(equals("soreness", Soreness.NONE.value),), outcome=PROGRESS),
        Row(id="warm_up_gone", when=(equals("soreness", Soreness.WARM_UP_GONE.value),), outcome=HOLD),
        Row(
            id="warm_up_stays",
            when=(equals("soreness", Soreness.WARM_UP_STAYS.value),),
            outcome=REGRESS,
            effects=(Effect.STOP_TODAY,),
            step=BACK,
            rest_days="two_days",
        ),
        Row(
            id="after",
            when=(equals("soreness", Soreness.AFTER.value),),
            outcome=HOLD,
            rest_days="one_day",
        ),
        Row(
            id="warm_up_returns",
            when=(equals("soreness", Soreness.WARM_UP_RETURNS.value),),
            outcome=REGRESS,
            step=BACK,
            rest_days="two_days",
        ),
        Row(id="muscle_ache", when=(equals("soreness", Soreness.MUSCLE.value),), outcome=HOLD),
        Row(
            id="swollen",
            when=(at_least("swelling", "swollen"),),
            outcome=HOLD,
            effects=(Effect.NOTICE,),
        ),
        Row(
            id="swollen_on_end",
            when=(at_least("swelling_days", "swollen_days"),),
            outcome=HOLD,
            effects=(Effect.ALERT_ATTENTION,),
        ),
    ),
)

EFFUSION = Rule(
    id="effusion",
    version=1,
    kind=Kind.CONTEXT,
    title=N_("Effusion, sweep test"),
    source=TABLE,
    evidence=N_("Published clinical rules, taken over by consensus."),
    limit=N_("Only the grade of a clinician's sweep test counts, never the patient's own."),
    parameters=(
        parameter("trace", N_("Highest grade that is none or a trace"), "0", "0", "0", TABLE),
        parameter("small", N_("Highest grade that may progress when stable"), "1", "1", "1", TABLE),
        parameter("large", N_("Lowest grade that holds and raises an alert"), "2", "2", "2", TABLE),
    ),
    rows=(
        Row(id="none", when=(at_most("effusion", "trace"),), outcome=PROGRESS),
        Row(
            id="small_stable",
            when=(at_most("effusion", "small"), yes("effusion_stable")),
            outcome=PROGRESS,
        ),
        Row(
            id="small_growing",
            when=(at_least("effusion", "small"), no("effusion_stable")),
            outcome=HOLD,
        ),
        Row(
            id="large",
            when=(at_least("effusion", "large"),),
            outcome=HOLD,
            effects=(Effect.ALERT_ATTENTION,),
        ),
    ),
)
