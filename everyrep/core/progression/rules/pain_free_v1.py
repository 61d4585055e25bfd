"""The pain-free rule: for tissue that must not hurt at all, such as after a bone stress injury."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import at_most, more
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

OWN = "Everyrep clinical reference 3.0 and 3.4, own design"
BACK = Step(Variable.DOSE, Direction.DOWN)

RULE = Rule(
    id="pain_free",
    version=1,
    kind=Kind.SYMPTOM,
    title=N_("Pain-free"),
    source=OWN,
    evidence=N_("Our own design: no published table. It is the strictest of the symptom models."),
    limit=N_("For tissue that must not hurt, such as after a bone stress injury."),
    parameters=(
        parameter("pain", N_("Highest pain during"), "0", "0", "1", OWN),
        parameter("next_rise", N_("Points above the usual on the next morning"), "0", "0", "1", OWN),
    ),
    rows=(
        Row(
            id="free",
            when=(at_most("pain", "pain"), at_most("next_rise", "next_rise")),
            outcome=Outcome.PROGRESS,
        ),
        Row(
            id="pain_during",
            when=(more("pain", "pain"),),
            outcome=Outcome.REGRESS,
            effects=(Effect.REVIEW, Effect.STOP_TODAY),
            step=BACK,
        ),
        Row(
            id="pain_today",
            when=(more("pain_today", "pain"),),
            outcome=Outcome.REGRESS,
            effects=(Effect.REVIEW, Effect.STOP_TODAY),
            step=BACK,
            where_known=True,
        ),
        Row(
            id="pain_after",
            when=(more("next_rise", "next_rise"),),
            outcome=Outcome.REGRESS,
            effects=(Effect.REVIEW,),
            step=BACK,
        ),
    ),
)
