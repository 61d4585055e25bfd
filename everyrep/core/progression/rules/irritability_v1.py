"""Irritability: three levels, each with its own dose. The therapist sets it, the log may question it."""

from everyrep.core.problems import N_
from everyrep.core.progression.conditions import (
    Condition,
    Each,
    Several,
    Test,
    at_least,
    between,
    differs,
    equals,
    less,
    more,
)
from everyrep.core.progression.facts import Irritability, NightPain, PainAt
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Kind, Row, Rule, parameter

GUIDE = "Maitland; Kelley 2013, J Orthop Sports Phys Ther 43:A1; McClure & Michener 2015, Phys Ther"


def _two_of(*tests: Test) -> Condition:
    """Any two criteria, each of them in every one of the last entries."""
    return Several("criteria", tuple(Each(test, "entries") for test in tests))


HIGH = _two_of(
    at_least("pain", "high_pain"),
    equals("night_pain", NightPain.CONSTANT.value),
    equals("pain_at", PainAt.BEFORE_END.value),
    more("settles_h", "slow_h"),
)
MODERATE = _two_of(
    between("pain", "moderate_pain", "moderate_pain_to"),
    equals("night_pain", NightPain.SOMETIMES.value),
    equals("pain_at", PainAt.END.value),
    between("settles_h", "quick_h", "slow_h"),
)
LOW = _two_of(
    less("pain", "moderate_pain"),
    equals("night_pain", NightPain.NONE.value),
    equals("pain_at", PainAt.OVERPRESSURE.value),
    less("settles_h", "quick_h"),
)

HIGH_TEXT = N_(
    "Short range without pain, holds of %(high_hold_from)s to %(high_hold_to)s seconds, 2 or 3 times a day,"
    " no overpressure; isometric work with low effort; contact every week."
)
MODERATE_TEXT = N_(
    "Holds of %(moderate_hold_from)s to %(moderate_hold_to)s seconds up to mild discomfort; light isotonic"
    " work with %(reserve)s or more repetitions in reserve."
)
LOW_TEXT = N_(
    "Holds of %(low_hold_from)s to %(low_hold_to)s seconds at the end of the range; progressive loading."
)


def _row(level: Irritability, when: Condition, outcome: Outcome, text: str) -> tuple[Row, Row]:
    """What the level asks for, and a second row where the therapist's level is another one."""
    code = level.value
    return (
        Row(id=code, when=(when,), outcome=outcome, advice=text),
        Row(
            id=f"{code}_new",
            when=(when, differs("irritability", code)),
            outcome=Outcome.HOLD,
            effects=(Effect.REVIEW,),
            advice=text,
        ),
    )


RULE = Rule(
    id="irritability",
    version=1,
    kind=Kind.CONTEXT,
    title=N_("Irritability"),
    source=GUIDE,
    evidence=N_("Consensus of experts."),
    limit=N_("The therapist sets the level at visits; the rule may only ask to look at it again."),
    parameters=(
        parameter("criteria", N_("Criteria that make a level"), "2", "2", "4", GUIDE),
        parameter("entries", N_("Entries running"), "3", "2", "6", "Everyrep clinical reference 3.6"),
        parameter("high_pain", N_("Lowest pain of the high level"), "7", "6", "8", GUIDE),
        parameter("moderate_pain", N_("Lowest pain of the moderate level"), "4", "3", "5", GUIDE),
        parameter("moderate_pain_to", N_("Highest pain of the moderate level"), "6", "5", "7", GUIDE),
        parameter("slow_h", N_("Hours to settle, above which it is high"), "24", "12", "48", GUIDE),
        parameter("quick_h", N_("Hours to settle, below which it is low"), "1", "1", "4", GUIDE),
        parameter("high_hold_from", N_("Shortest hold at the high level, in seconds"), "1", "1", "5", GUIDE),
        parameter("high_hold_to", N_("Longest hold at the high level, in seconds"), "5", "1", "10", GUIDE),
        parameter(
            "moderate_hold_from", N_("Shortest hold at the moderate level, in seconds"), "5", "1", "15", GUIDE
        ),
        parameter(
            "moderate_hold_to", N_("Longest hold at the moderate level, in seconds"), "15", "5", "20", GUIDE
        ),
        parameter("low_hold_from", N_("Shortest hold at the low level, in seconds"), "15", "5", "30", GUIDE),
        parameter("low_hold_to", N_("Longest hold at the low level, in seconds"), "30", "15", "60", GUIDE),
        parameter("reserve", N_("Repetitions in reserve at the moderate level"), "4", "3", "6", GUIDE),
    ),
    ordered=(
        ("moderate_pain", "moderate_pain_to"),
        ("moderate_pain_to", "high_pain"),
        ("quick_h", "slow_h"),
        ("high_hold_from", "high_hold_to"),
        ("moderate_hold_from", "moderate_hold_to"),
        ("low_hold_from", "low_hold_to"),
    ),
    rows=(
        *_row(Irritability.HIGH, HIGH, Outcome.HOLD, HIGH_TEXT),
        *_row(Irritability.MODERATE, MODERATE, Outcome.HOLD, MODERATE_TEXT),
        *_row(Irritability.LOW, LOW, Outcome.PROGRESS, LOW_TEXT),
    ),
)
