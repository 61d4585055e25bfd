"""The guards that every item passes before any progress, and the limits of every step."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Some, at_least, less, more, no, yes
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter

OWN = "Everyrep clinical reference 3.0, own design"
HOLD = Outcome.HOLD

RULE = Rule(
    id="frame",
    version=1,
    kind=Kind.FRAME,
    title=N_("Before any progress"),
    source="Everyrep clinical reference 3.0; ACSM 2009, Med Sci Sports Exerc 41:687 (steps of 2-10 percent)",
    evidence=N_("Our own design; the steps of load follow a convention of strength training."),
    limit=N_("Weight bearing, range and phase limits are absolute: no rule and no number goes beyond them."),
    parameters=(
        parameter("load_percent", N_("Most added load in one step, in percent"), "10", "1", "10", OWN),
        parameter("volume_percent", N_("Most added volume in one step, in percent"), "20", "1", "20", OWN),
        parameter("plate_kg", N_("Smallest plate, in kg"), "0.5", "0.1", "5", OWN),
        parameter("plate_lb", N_("Smallest plate, in lb"), "1", "0.5", "10", OWN),
        parameter("answered_sessions", N_("Sessions with pain answered"), "2", "2", "6", OWN),
        parameter("dose_share", N_("Least share of the dose done"), "0.8", "0.5", "1", OWN),
        parameter("items_a_week", N_("Most exercises made harder in a week"), "2", "1", "5", OWN),
        parameter("days_unchanged", N_("Least days between two changes"), "7", "3", "28", OWN),
        parameter("absence_days", N_("Days not logged after which absence comes first"), "3", "1", "7", OWN),
        parameter("authorised_days", N_("Most days for which a rule may be signed"), "28", "1", "28", OWN),
        parameter("authorised_steps", N_("Most steps that may be authorised at once"), "4", "1", "6", OWN),
    ),
    rows=(
        Row(id="open_alert", when=(yes("open_alert"),), outcome=HOLD),
        Row(id="unanswered", when=(Some(no("answered"), "answered_sessions"),), outcome=HOLD),
        Row(id="dose_low", when=(less("dose_share", "dose_share"),), outcome=HOLD),
        Row(id="technique_doubt", when=(yes("technique_doubt"),), outcome=HOLD),
        Row(
            id="weight_bearing",
            when=(no("weight_bearing_kept"),),
            outcome=HOLD,
            effects=(Effect.REVIEW,),
        ),
        Row(id="range_limit", when=(no("range_kept"),), outcome=HOLD, effects=(Effect.REVIEW,)),
        Row(id="phase_limit", when=(no("phase_loading"),), outcome=HOLD),
        Row(id="rest_days", when=(no("rest_kept"),), outcome=HOLD),
        Row(id="changed_lately", when=(less("days_unchanged", "days_unchanged"),), outcome=HOLD),
        Row(id="many_this_week", when=(at_least("progressed_this_week", "items_a_week"),), outcome=HOLD),
        Row(id="absence", when=(more("absence_days", "absence_days"),), outcome=HOLD),
    ),
    otherwise=Outcome.PROGRESS,
)
