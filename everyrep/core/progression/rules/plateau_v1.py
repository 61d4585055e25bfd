"""Standing still: an exercise unchanged while all is well, or scores that do not move."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Throughout, at_least, at_most, less, no
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter

OWN = "Everyrep clinical reference 3.12, own design"
REVIEW = (Effect.REVIEW,)

RULE = Rule(
    id="plateau",
    version=1,
    kind=Kind.ADVISORY,
    title=N_("Standing still"),
    source=OWN,
    evidence=N_("A convention of practice."),
    parameters=(
        parameter("days_unchanged", N_("Days unchanged"), "21", "7", "27", OWN),
        parameter("green_pain", N_("Highest pain of a green day"), "2", "0", "3", OWN),
        parameter("green_rise", N_("Highest rise of a green day"), "1", "0", "1", OWN),
        parameter("treated_days", N_("Days after which scores should move"), "28", "14", "56", OWN),
        parameter(
            "dose_kept", N_("Least share of the dose for asking about the program"), "0.8", "0.5", "1", OWN
        ),
        parameter(
            "dose_low", N_("Share of the dose below which barriers come first"), "0.5", "0.3", "0.8", OWN
        ),
    ),
    ordered=(("dose_low", "dose_kept"),),
    rows=(
        Row(
            id="unchanged",
            when=(
                at_least("days_unchanged", "days_unchanged"),
                Throughout(at_most("pain", "green_pain"), "days_unchanged"),
                Throughout(at_most("next_rise", "green_rise"), "days_unchanged"),
            ),
            outcome=Outcome.PROGRESS,
            effects=REVIEW,
            advice=N_("Ready to change?"),
        ),
        Row(
            id="scores_still",
            when=(
                no("measures_changed"),
                at_least("treated_days", "treated_days"),
                at_least("dose_share_4_weeks", "dose_kept"),
            ),
            outcome=Outcome.PROGRESS,
            effects=REVIEW,
            advice=N_("The dose was done and the scores did not move: look at the program."),
        ),
        Row(
            id="scores_still_little_done",
            when=(
                no("measures_changed"),
                at_least("treated_days", "treated_days"),
                less("dose_share_4_weeks", "dose_low"),
            ),
            outcome=Outcome.PROGRESS,
            effects=REVIEW,
            advice=N_("Talk first about what gets in the way."),
        ),
    ),
    otherwise=Outcome.PROGRESS,
)
