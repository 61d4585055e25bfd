"""The traffic light: pain, the next day, swelling, and how much was done, in one."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Condition, at_least, at_most, less, more, yes
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

OWN = "Everyrep clinical reference 3.11, own design; after Thomee 1997 and Adams 2012"
BACK = Step(Variable.DOSE, Direction.DOWN)
RED = (Effect.NOTICE,)
RED_ALERT = (Effect.ALERT_ATTENTION,)
REGRESS, PAUSE, HOLD = Outcome.REGRESS, Outcome.PAUSE, Outcome.HOLD


def _red(row_id: str, *when: Condition, where_known: bool = False) -> Row:
    return Row(id=row_id, when=when, outcome=REGRESS, effects=RED, step=BACK, where_known=where_known)


def _pause(row_id: str, *when: Condition, where_known: bool = False) -> Row:
    return Row(id=row_id, when=when, outcome=PAUSE, effects=RED_ALERT, where_known=where_known)


def _amber(row_id: str, *when: Condition, where_known: bool = False) -> Row:
    return Row(id=row_id, when=when, outcome=HOLD, where_known=where_known)


RULE = Rule(
    id="traffic_light",
    version=1,
    kind=Kind.SYMPTOM,
    title=N_("Traffic light"),
    source=OWN,
    evidence=N_("Made of pain monitoring and of the soreness rules; practice of experts."),
    limit=N_("A color is never shown alone: it comes with its word and its sign."),
    parameters=(
        parameter("green_pain", N_("Highest green pain"), "2", "0", "3", OWN),
        parameter("amber_pain", N_("Highest amber pain"), "5", "3", "6", OWN),
        parameter("green_rise", N_("Highest green rise after 24 hours"), "1", "0", "1", OWN),
        parameter("red_rise", N_("Lowest red rise after 24 hours"), "3", "2", "4", OWN),
        parameter("red_hours", N_("Hours to settle, above which it is red"), "48", "24", "72", OWN),
        parameter("mild", N_("Grade of mild swelling"), "1", "1", "1", OWN),
        parameter("marked", N_("Grade of marked swelling"), "2", "2", "2", OWN),
        parameter("swollen_days", N_("Days on end swollen that are red"), "2", "2", "4", OWN),
        parameter("green_done", N_("Least green share done"), "0.8", "0.7", "1", OWN),
        parameter("amber_done", N_("Least amber share done"), "0.5", "0.3", "0.7", OWN),
    ),
    ordered=(("green_pain", "amber_pain"), ("amber_done", "green_done"), ("green_rise", "red_rise")),
    rows=(
        Row(
            id="green",
            when=(
                at_most("pain", "green_pain"),
                at_most("next_rise", "green_rise"),
                less("swelling", "mild"),
                at_least("done_share", "green_done"),
            ),
            outcome=Outcome.PROGRESS,
        ),
        _amber("amber_pain", more("pain", "green_pain"), at_most("pain", "amber_pain")),
        _amber("amber_next_day", more("next_rise", "green_rise"), less("next_rise", "red_rise")),
        _amber("amber_swelling", at_least("swelling", "mild"), less("swelling", "marked")),
        _amber("amber_done", less("done_share", "green_done")),
        _amber("amber_effort", more("effort_excess", 0), where_known=True),
        _red("red_pain", more("pain", "amber_pain")),
        _red("red_pain_today", more("pain_today", "amber_pain"), where_known=True),
        _pause("red_giving_way", yes("giving_way"), where_known=True),
        _red("red_next_day", at_least("next_rise", "red_rise")),
        _red("red_lasting", more("settles_h", "red_hours"), where_known=True),
        _pause("red_swelling", at_least("swelling", "marked")),
        _pause("red_swelling_days", at_least("swelling_days", "swollen_days"), where_known=True),
        _red("red_done", less("done_share", "amber_done"), yes("stopped_by_pain")),
    ),
)
