"""Effort: how much was left against how much was asked for; and tempo, where control comes first."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Each, at_least, more, no, yes
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

GUIDE = "Zourdos 2016, J Strength Cond Res (repetitions in reserve)"
OWN = "Everyrep clinical reference 3.10, own design"

RULE = Rule(
    id="effort",
    version=1,
    kind=Kind.STEP,
    title=N_("Effort, repetitions in reserve"),
    source=GUIDE,
    evidence=N_("A convention of practice."),
    limit=N_("Only on the scale that was prescribed: scales are never mixed."),
    parameters=(
        parameter("spare", N_("Points easier than asked for"), "2", "1", "4", OWN),
        parameter("sessions", N_("Sessions running"), "2", "2", "4", OWN),
    ),
    rows=(
        Row(
            id="spare",
            when=(Each(at_least("effort_spare", "spare"), "sessions"),),
            outcome=Outcome.PROGRESS,
            step=Step(Variable.DOSE, Direction.UP),
        ),
        Row(id="harder", when=(Each(more("effort_excess", 0), "sessions"),), outcome=Outcome.HOLD),
        Row(
            id="nothing_left",
            when=(yes("nothing_left"), more("pain_over_limit", 0)),
            outcome=Outcome.REGRESS,
            step=Step(Variable.DOSE, Direction.DOWN),
        ),
    ),
)

TEMPO = Rule(
    id="tempo",
    version=1,
    kind=Kind.CONTEXT,
    title=N_("Tempo: control, then load, speed last"),
    source=OWN,
    evidence=N_("A convention of practice: 3-1-3-0 first, then load, then as fast as controlled."),
    limit=N_("Tempo and load are never changed together. Speed and impact need the therapist's signature."),
    rows=(
        Row(
            id="together",
            when=(yes("tempo_and_load_changed"),),
            outcome=Outcome.HOLD,
            effects=(Effect.REVIEW,),
        ),
        Row(
            id="speed_unsigned",
            when=(yes("fast_tempo"), no("speed_signed")),
            outcome=Outcome.HOLD,
            effects=(Effect.REVIEW,),
        ),
        Row(id="controlled", when=(no("fast_tempo"),), outcome=Outcome.PROGRESS),
        Row(id="speed_signed", when=(yes("speed_signed"),), outcome=Outcome.PROGRESS),
    ),
)
