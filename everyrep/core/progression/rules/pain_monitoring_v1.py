"""The pain-monitoring model: how much pain during, and what the next morning says about it."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Setting, Times, at_least, at_most, more
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

MODEL = "Thomee 1997, Phys Ther 77:1690; Silbernagel 2007, Am J Sports Med 35:897"
OWN = "Everyrep clinical reference 3.4, own design"
BACK = Step(Variable.DOSE, Direction.DOWN)
HOLD, REGRESS, PROGRESS = Outcome.HOLD, Outcome.REGRESS, Outcome.PROGRESS

LOW = at_most("pain", "low_pain")
MIDDLE = (more("pain", "low_pain"), at_most("pain", "acceptable"))
HIGH = more("pain", "acceptable")
SETTLED = at_most("next_rise", "next_rise")
WORSE = more("next_rise", "next_rise")
RISING = more("morning_rise", "rising_by")
NOT_RISING = at_most("morning_rise", "rising_by")

RULE = Rule(
    id="pain_monitoring",
    version=1,
    kind=Kind.SYMPTOM,
    title=N_("Pain monitoring"),
    source=MODEL,
    evidence=N_(
        "Going on under the model did not worsen the outcome in Achilles tendon pain (Silbernagel 2007)."
        " Exercise with some pain gave a small short-term benefit and none later (Smith 2017, Br J Sports"
        " Med 51:1679)."
    ),
    limit=N_(
        "Not for fracture, infection, shortly after surgery unless ordered, neurological change or bone"
        " stress injury. With usual pain of 4 or more the therapist sets the limit first."
    ),
    parameters=(
        parameter("low_pain", N_("Highest low pain"), "2", "0", "3", MODEL),
        parameter("acceptable", N_("Highest acceptable pain"), "5", "2", "7", MODEL),
        parameter("next_rise", N_("Points above the usual on the next morning"), "1", "0", "2", MODEL),
        parameter("rising_by", N_("Points by which a week's mornings are rising"), "1", "0", "2", OWN),
        parameter("weeks_rise", N_("Points above the usual for two weeks"), "2", "1", "3", OWN),
        parameter("again_days", N_("Days within which it is the second time"), "7", "3", "14", MODEL),
        parameter("again_times", N_("Times within these days"), "2", "2", "3", MODEL),
        parameter("allow_amber", N_("Progress with middle pain"), "0", "0", "1", MODEL),
        parameter("resting_pain", N_("Usual pain that needs a limit of its own"), "4", "3", "6", OWN),
        parameter("own_limit", N_("The limit was set for the usual pain"), "0", "0", "1", OWN),
    ),
    ordered=(("low_pain", "acceptable"),),
    rows=(
        Row(id="low_settled", when=(LOW, SETTLED, NOT_RISING), outcome=PROGRESS),
        Row(id="low_worse", when=(LOW, WORSE), outcome=HOLD),
        Row(
            id="low_worse_again",
            when=(LOW, WORSE, Times(WORSE, "again_days", "again_times")),
            outcome=REGRESS,
            step=BACK,
        ),
        Row(
            id="middle_settled",
            when=(*MIDDLE, SETTLED, NOT_RISING, Setting("allow_amber", False)),
            outcome=HOLD,
        ),
        Row(
            id="middle_allowed",
            when=(*MIDDLE, SETTLED, NOT_RISING, Setting("allow_amber", True)),
            outcome=PROGRESS,
        ),
        Row(
            id="middle_worse",
            when=(*MIDDLE, WORSE),
            outcome=REGRESS,
            step=BACK,
            advice=N_("Look again after 48 hours."),
        ),
        Row(
            id="rising",
            when=(at_most("pain", "acceptable"), SETTLED, RISING),
            outcome=HOLD,
            effects=(Effect.REVIEW,),
        ),
        Row(id="high", when=(HIGH,), outcome=REGRESS, effects=(Effect.STOP_TODAY,), step=BACK),
        Row(
            id="high_today",
            when=(more("pain_today", "acceptable"),),
            outcome=REGRESS,
            effects=(Effect.STOP_TODAY,),
            step=BACK,
            where_known=True,
        ),
        Row(
            id="high_again",
            when=(HIGH, Times(HIGH, "again_days", "again_times")),
            outcome=REGRESS,
            effects=(Effect.STOP_TODAY, Effect.ALERT_ATTENTION),
            step=BACK,
        ),
        Row(
            id="two_weeks_worse",
            when=(at_least("two_weeks_above", "weeks_rise"),),
            outcome=HOLD,
            effects=(Effect.REVIEW, Effect.ALERT_ATTENTION),
            where_known=True,
        ),
        Row(
            id="resting_pain",
            when=(at_least("usual_pain", "resting_pain"), Setting("own_limit", False)),
            outcome=HOLD,
            effects=(Effect.REVIEW,),
            advice=N_("Set a limit for this usual pain, such as two points above it and never above 7."),
        ),
    ),
)
