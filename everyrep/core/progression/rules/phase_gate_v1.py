"""The gate to the next phase: the minimum time, all criteria, and a clinician's signature."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import at_most, more, no, yes
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule

RULE = Rule(
    id="phase_gate",
    version=1,
    kind=Kind.CONTEXT,
    title=N_("Gate to the next phase"),
    source="Everyrep clinical reference 3.12, own design",
    evidence=N_("A convention of practice; the numbers come from the protocol that the clinic follows."),
    limit=N_("Absolute: neither time nor criteria nor signature can be replaced by another of them."),
    rows=(
        Row(
            id="open",
            when=(at_most("phase_days_left", 0), yes("phase_criteria"), yes("phase_signed")),
            outcome=Outcome.PROGRESS,
        ),
        Row(id="too_early", when=(more("phase_days_left", 0),), outcome=Outcome.HOLD),
        Row(id="criteria_open", when=(no("phase_criteria"),), outcome=Outcome.HOLD),
        Row(
            id="unsigned",
            when=(at_most("phase_days_left", 0), yes("phase_criteria"), no("phase_signed")),
            outcome=Outcome.HOLD,
            effects=(Effect.REVIEW,),
        ),
    ),
)
