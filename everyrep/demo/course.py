"""A course of care planned ahead: on which days the program changes, how, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from everyrep.demo.conditions import Condition
from everyrep.demo.stories import Story

MOST_CHANGES = 3  # one to four versions in all
BETWEEN_VISITS = (11, 17)  # days

HARDER = (
    "Done with ease two weeks in a row: a little more.",
    "Effort 3 of 10 at home: more repetitions.",
    "Good form in the clinic: next step up.",
)
EASIER = (
    "Pain above the limit the next day: back a step.",
    "Logged as too hard at home: fewer repetitions.",
)
NEXT_PHASE = (
    "Meets the criteria: next phase.",
    "Pain settled and range is back: ready for the next phase.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change to a program: a phase of its template, a step up (+1) or down (-1), or doses by exercise.

    `doses` and `added` are shorthand by exercise id.
    """

    reason: str
    phase: str = ""
    step: int = 0
    doses: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, str] = field(default_factory=dict)


def planned_course(condition: Condition, story: Story, days: int, rng: Random) -> dict[int, Change]:
    """The changes by day of care, up to MOST_CHANGES of them."""
    course: dict[int, Change] = {}
    phase = 0
    day = rng.randint(*BETWEEN_VISITS)
    while day < days - 2 and len(course) < MOST_CHANGES:
        upcoming = condition.phases[phase + 1] if phase + 1 < len(condition.phases) else None
        if story.too_hard or story.improves < 0:
            course[day] = Change(reason=rng.choice(EASIER), step=-1)
        elif upcoming and day >= 7 * upcoming[0] and story.improves > 0.5:
            phase += 1
            course[day] = Change(reason=rng.choice(NEXT_PHASE), phase=upcoming[1])
        elif rng.random() < 0.6:
            course[day] = Change(reason=rng.choice(HARDER), step=1)
        day += rng.randint(*BETWEEN_VISITS)
    return course
