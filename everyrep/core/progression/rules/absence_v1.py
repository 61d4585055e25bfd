"""Coming back after days without the exercise: the longer, the lower it starts again."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Condition, at_most, more, no, yes
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

OWN = "Everyrep clinical reference 3.12, own design"
NOT_YET_CHANGED = no("changed_in_absence")


def _between(over: str, upto: str) -> tuple[Condition, ...]:
    return (more("absence_days", over), at_most("absence_days", upto), NOT_YET_CHANGED)


RULE = Rule(
    id="absence",
    version=1,
    kind=Kind.CONTEXT,
    title=N_("After an absence"),
    source=OWN,
    evidence=N_("A convention of practice."),
    parameters=(
        parameter("same_days", N_("Days after which the plan stays"), "3", "1", "5", OWN),
        parameter("less_days", N_("Days after which the volume is reduced"), "7", "4", "10", OWN),
        parameter("back_days", N_("Days after which it is one step back"), "14", "8", "21", OWN),
        parameter("less_percent", N_("Less volume, in percent"), "20", "10", "30", OWN),
        parameter("back_percent", N_("Less volume one step back, in percent"), "40", "30", "50", OWN),
    ),
    ordered=(("same_days", "less_days"), ("less_days", "back_days"), ("less_percent", "back_percent")),
    rows=(
        Row(id="same", when=(at_most("absence_days", "same_days"),), outcome=Outcome.PROGRESS),
        Row(
            id="less",
            when=_between("same_days", "less_days"),
            outcome=Outcome.REGRESS,
            step=Step(Variable.VOLUME, Direction.DOWN, "less_percent"),
        ),
        Row(
            id="back",
            when=_between("less_days", "back_days"),
            outcome=Outcome.REGRESS,
            step=Step(Variable.VOLUME, Direction.DOWN, "back_percent"),
            advice=N_("Take the exercise one step back too; 50 to 70 percent of the volume stays."),
        ),
        Row(
            id="long",
            when=(more("absence_days", "back_days"),),
            outcome=Outcome.HOLD,
            effects=(Effect.REVIEW,),
        ),
        Row(
            id="changed",
            when=(more("absence_days", "same_days"), yes("changed_in_absence")),
            outcome=Outcome.HOLD,
        ),
    ),
)
