"""Range of motion: the target moves on once it is reached, and never beyond the limit."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Each, at_least, at_most, differs, equals, less, more, yes
from everyrep.core.progression.facts import Irritability
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

OWN = "Everyrep clinical reference 3.8, own design"
KNEE = "tka"
ALERT = (Effect.ALERT_ATTENTION,)
REACHED = (
    Each(yes("reached_target"), "sessions"),
    at_most("pain_over_limit", 0),
    at_most("next_rise", "next_rise"),
    more("range_left", 0),
)

RULE = Rule(
    id="range",
    version=1,
    kind=Kind.STEP,
    title=N_("Range of motion"),
    source=OWN,
    evidence=N_("A convention of practice. Measurement error is about 5 to 10 degrees."),
    limit=N_("The range limit is absolute. Angles that patients measure themselves fire nothing."),
    parameters=(
        parameter("sessions", N_("Sessions running"), "2", "2", "5", OWN),
        parameter("next_rise", N_("Points above the usual on the next morning"), "1", "0", "2", OWN),
        parameter("step_deg", N_("Step, in degrees"), "5", "1", "5", OWN),
        parameter("large_step_deg", N_("Step with low irritability, in degrees"), "10", "5", "10", OWN),
        parameter("loss_deg", N_("Loss that raises an alert, in degrees"), "10", "10", "20", OWN),
        parameter(
            "flexion_deg", N_("Least flexion after knee replacement, in degrees"), "90", "80", "110", OWN
        ),
        parameter("from_week", N_("First week for this flexion"), "3", "2", "6", OWN),
        parameter("extension_deg", N_("Largest extension loss, in degrees"), "10", "5", "15", OWN),
    ),
    rows=(
        Row(
            id="reached",
            when=(*REACHED, differs("irritability", Irritability.LOW.value)),
            outcome=Outcome.PROGRESS,
            step=Step(Variable.RANGE, Direction.UP, "step_deg"),
        ),
        Row(
            id="reached_calm",
            when=(*REACHED, equals("irritability", Irritability.LOW.value)),
            outcome=Outcome.PROGRESS,
            step=Step(Variable.RANGE, Direction.UP, "large_step_deg"),
        ),
        Row(
            id="loss",
            when=(at_least("angle_loss_deg", "loss_deg"),),
            outcome=Outcome.HOLD,
            effects=ALERT,
            where_known=True,
        ),
        Row(
            id="knee_flexion",
            when=(
                equals("procedure", KNEE),
                at_least("weeks_since_surgery", "from_week"),
                less("flexion_deg", "flexion_deg"),
            ),
            outcome=Outcome.HOLD,
            effects=ALERT,
            where_known=True,
        ),
        Row(
            id="extension",
            when=(more("extension_loss_deg", "extension_deg"),),
            outcome=Outcome.HOLD,
            effects=ALERT,
            where_known=True,
        ),
    ),
)
