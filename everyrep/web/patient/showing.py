"""A prescription as the patient reads it: its exercise, and how it is done."""

from collections.abc import Iterable
from dataclasses import dataclass

from everyrep.core.logged import ExerciseLogged, Logged, Reason
from everyrep.core.plan import Plan, Prescription
from everyrep.library.queries import known_exercise, plain_exercise_name
from everyrep.web.pages import language

POSITION_UNKNOWN, REGION_UNKNOWN = "standing", "whole_body"  # for a signed exercise the library has dropped
PAIN_LEADS_TO_HELP = 5  # out of 10: above this the way to help is shown; clinical reference 3.11, red above 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HowTo:
    """How the exercise is done: the therapist's cues and errors instead of the library's, the care beside."""

    steps: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    common_errors: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    stop_rules: tuple[str, ...] = ()


def how_to(item: Prescription) -> HowTo:
    """The library's precaution always stands, before what the therapist adds: the same care as on paper."""
    found = known_exercise(item.exercise)
    added = (*item.precautions, *item.contraindications)
    if found is None:
        return HowTo(cues=item.cues, common_errors=item.common_errors, care=added, stop_rules=item.stop_rules)
    text = found.text(language())
    return HowTo(
        steps=text.steps,
        cues=item.cues or text.cues,
        common_errors=item.common_errors or text.common_errors,
        care=tuple(dict.fromkeys(filter(None, (text.precaution, *added)))),
        stop_rules=item.stop_rules,
    )


def plain_name(item: Prescription) -> str:
    """The name patients read of an exercise."""
    return plain_exercise_name(item.exercise, language())


def plain_names(plans: Iterable[Plan | None]) -> dict[str, str]:
    """The names patients read of the plans' exercises, by library id."""
    return {item.exercise: plain_name(item) for plan in plans if plan for item in plan.items}


def hurt(logged: Logged) -> bool:
    """Whether an entry says so much of pain that the way to help is shown with it."""
    if not isinstance(logged, ExerciseLogged):
        return False
    return logged.reason is Reason.PAIN or (logged.pain or 0) > PAIN_LEADS_TO_HELP
