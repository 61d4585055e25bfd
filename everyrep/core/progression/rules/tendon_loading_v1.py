"""Tendon loading: four stages with gates up and down, and two written programs."""

from everyrep.core.dosage import Dosage, Span, Tempo
from everyrep.core.problems import N_
from everyrep.core.progression.conditions import Compare, Condition, Test, Times, at_least, at_most, more
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter
from everyrep.core.progression.steps import Direction, Step, Variable

GATES = "Cook & Rio; Malliaras 2015"
ALFREDSON = "Alfredson 1998, Am J Sports Med 26:360"
BEYER = "Beyer 2015, Am J Sports Med 43:1704"
HOLD, REGRESS, PROGRESS = Outcome.HOLD, Outcome.REGRESS, Outcome.PROGRESS
ON = Step(Variable.STAGE, Direction.UP)
BACK = Step(Variable.STAGE, Direction.DOWN)

NOT_WORSE = at_most("next_rise", "next_rise")
WORSE = more("next_rise", "next_rise")
GATE: tuple[Condition, ...] = (
    at_most("load_test_pain", "load_test_pain"),
    at_least("settled_days", "settled_days"),
)
STRONG = at_least("strength_ratio", "strength_ratio")


def _at(stage: str) -> tuple[Condition, ...]:
    return (at_least("tendon_stage", stage), at_most("tendon_stage", stage))


RULE = Rule(
    id="tendon_loading",
    version=1,
    kind=Kind.STEP,
    title=N_("Tendon loading in stages"),
    source=f"{GATES}; Rio 2015; Clifford 2020, BMJ Open Sport Exerc Med 6:e000760",
    evidence=N_(
        "Slow heavy work did as well as eccentric work after 12 and 52 weeks, with more of it done. Isometric"
        " work is not superior overall, so stage 1 is for irritable tendons and may be left out."
    ),
    limit=N_("At the insertion: no stretch and no drop below floor level."),
    parameters=(
        parameter("isometric", N_("Stage of isometric work"), "1", "1", "1", GATES),
        parameter("heavy_slow", N_("Stage of heavy slow work"), "2", "2", "2", GATES),
        parameter("energy", N_("Stage of energy storage"), "3", "3", "3", GATES),
        parameter("sport", N_("Stage of sport"), "4", "4", "4", GATES),
        parameter("load_test_pain", N_("Highest pain in the load test"), "5", "2", "5", GATES),
        parameter("settled_days", N_("Days back at the usual pain within 24 hours"), "7", "7", "14", GATES),
        parameter(
            "strength_ratio", N_("Strength against the other side, in percent"), "90", "80", "100", GATES
        ),
        parameter("next_rise", N_("Points above the usual on the next morning"), "1", "0", "2", GATES),
        parameter("worse_days", N_("Days within which it is the second time"), "14", "7", "21", GATES),
        parameter("worse_times", N_("Times worse after 24 hours"), "2", "2", "3", GATES),
    ),
    rows=(
        Row(
            id="isometric",
            when=(*_at("isometric"), *GATE),
            outcome=PROGRESS,
            step=ON,
            advice=N_("About 70 percent of the most, 2 minutes of rest, 1 to 3 times a day."),
            dose=Dosage(sets=Span(4, 5), hold_s=Span(30, 45), rest_s=Span(120, 120)),
        ),
        Row(
            id="heavy_slow",
            when=(*_at("heavy_slow"), *GATE, STRONG),
            outcome=PROGRESS,
            step=ON,
            advice=N_("From 15 to 6 repetitions maximum, 3 seconds up and 3 down, 3 times a week."),
            dose=Dosage(sets=Span(3, 4), reps=Span(6, 15), tempo=Tempo(3, 0, 3, 0)),
        ),
        Row(
            id="energy",
            when=(*_at("energy"), *GATE, STRONG),
            outcome=PROGRESS,
            step=ON,
            advice=N_("Hops and fast work every 2 to 3 days."),
        ),
        Row(id="sport", when=_at("sport"), outcome=HOLD),
        Row(
            id="worse_twice",
            when=(Times(WORSE, "worse_days", "worse_times"),),
            outcome=REGRESS,
            step=BACK,
        ),
    ),
)

ALFREDSON_RULE = Rule(
    id="alfredson",
    version=1,
    kind=Kind.STEP,
    title=N_("Eccentric heel drops (Alfredson)"),
    source=ALFREDSON,
    evidence=N_("A trial program of 12 weeks; done less often than slow heavy work (78 against 92 percent)."),
    limit=N_("Not for pain at the insertion: no drop below floor level there."),
    parameters=(
        parameter("pain", N_("Highest pain that counts as pain-free"), "0", "0", "2", ALFREDSON),
        parameter("next_rise", N_("Points above the usual on the next morning"), "1", "0", "2", GATES),
        parameter(
            "step_kg", N_("Step of load, in kg (about 10 percent of body weight)"), "5", "1", "10", ALFREDSON
        ),
    ),
    rows=(
        Row(
            id="pain_free",
            when=(at_most("pain", "pain"), NOT_WORSE),
            outcome=PROGRESS,
            step=Step(Variable.LOAD, Direction.UP, "step_kg"),
            advice=N_("Once with the knee straight and once bent, twice a day, every day, for 12 weeks."),
            dose=Dosage(sets=Span(3, 3), reps=Span(15, 15), tempo=Tempo(3, 0, 1, 0)),
        ),
        Row(id="worse", when=(WORSE,), outcome=HOLD),
    ),
)


def _weeks(first: int, last: int, sets: int, reps: int) -> Row:
    """A stretch's dose by repetitions maximum; sets and repetitions move together: for a person to do."""
    return Row(
        id=f"weeks_{first}_{last}",
        when=(
            at_least("program_week", f"week_{first}"),
            at_most("program_week", f"until_{last}"),
            Test("reps_asked", Compare.IS_NOT, reps),
        ),
        outcome=HOLD,
        effects=(Effect.REVIEW,),
        advice=N_(
            "Three times a week, 5 minutes between exercises; the load is the most for these repetitions."
        ),
        dose=Dosage(
            sets=Span(sets, sets),
            reps=Span(reps, reps),
            tempo=Tempo(3, 0, 3, 0),
            rest_s=Span(120, 180),
        ),
    )


WEEKS = ((1, 1, 3, 15), (2, 3, 3, 12), (4, 5, 4, 10), (6, 8, 4, 8), (9, 12, 4, 6))

HSR = Rule(
    id="heavy_slow_resistance",
    version=1,
    kind=Kind.CONTEXT,
    title=N_("Heavy slow resistance"),
    source=BEYER,
    evidence=N_("As good as eccentric work at 12 and 52 weeks; 92 against 78 percent of it was done."),
    limit=N_("Pain is allowed if it is not worse afterwards."),
    parameters=(
        *(
            parameter(
                f"week_{first}", N_("First week of a stretch"), str(first), str(first), str(first), BEYER
            )
            for first, _, _, _ in WEEKS
        ),
        *(
            parameter(f"until_{last}", N_("Last week of a stretch"), str(last), str(last), str(last), BEYER)
            for _, last, _, _ in WEEKS
        ),
        parameter("next_rise", N_("Points above the usual on the next morning"), "1", "0", "2", GATES),
    ),
    rows=(
        *(_weeks(*week) for week in WEEKS),
        Row(id="over", when=(more("program_week", "until_12"),), outcome=HOLD, effects=(Effect.REVIEW,)),
        Row(id="worse", when=(WORSE,), outcome=HOLD),
    ),
    otherwise=PROGRESS,
)
