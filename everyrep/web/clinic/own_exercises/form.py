"""The form of an own exercise: what was typed, and what it means."""

from collections.abc import Iterable, Mapping
from typing import Literal, cast
from uuid import UUID

from django.http import QueryDict

from everyrep.core.problems import N_, Problem
from everyrep.core.safety.warnings import RowWeightBearing
from everyrep.library.actions import Shown
from everyrep.library.content import Laterality
from everyrep.library.own import Own, Written
from everyrep.tenancy.viewer import NotFound
from everyrep.web.pages import language

By = Literal["none", "picture", "movement"]
Typed = Mapping[str, str | list[str]]

LINES = ("synonyms", "steps", "cues", "common_errors")
EXERCISE = ("name", *LINES, "precaution", "body_region", "position", "laterality", "weight_bearing")
TEXTS = (
    *EXERCISE,
    "dose",
    "times_per_day",
    "days_per_week",
    "language",
    "by",
    "picture_id",
    "alt",
    "agreed",
    "movement",
    "from",
    "for",
)
LISTS = ("equipment", "precaution_tags")
ORDER = (
    *EXERCISE,
    *LISTS,
    "dose",
    "times_per_day",
    "days_per_week",
    "picture",
    "alt",
    "agreed",
    "text",
    "movement",
)
NUMBERS = ("times_per_day", "days_per_week")
FRESH = {"laterality": "either", "weight_bearing": "FWB", "times_per_day": "1", "days_per_week": "7"}
NO_NUMBER = N_("Write a whole number, such as 2.")
NO_PICTURE = N_("Choose a picture, or another way to show it.")
NO_MOVEMENT = N_("Write the movement, begin with one of the library, or choose another way to show it.")


def fresh(given: QueryDict) -> dict[str, str | list[str]]:
    """The form as it opens for a new exercise; `for` is the patient whose program it is wanted in."""
    texts: dict[str, str | list[str]] = {name: FRESH.get(name, "") for name in TEXTS}
    texts |= {"language": language(), "by": "picture", "for": given.get("for", "")}
    return {**texts, **{name: [] for name in LISTS}}


def typed_of(own: Own, given: QueryDict) -> dict[str, str | list[str]]:
    """The form as it opens for an exercise that is there."""
    written = own.written
    values: dict[str, str | list[str]] = {
        name: str(getattr(written, name)) for name in TEXTS if hasattr(written, name) and name not in LINES
    }
    values |= {name: "\n".join(getattr(written, name)) for name in LINES}
    values |= {name: list(getattr(written, name)) for name in LISTS}
    shown = own.picture
    return {
        **fresh(given),
        **values,
        "language": own.language,
        "by": "picture" if shown else "movement" if own.movement else "none",
        "picture_id": str(shown.id) if shown else "",
        "alt": shown.alt if shown else "",
        "agreed": "on" if shown else "",
        "movement": own.movement,
    }


def typed_in(data: QueryDict) -> dict[str, str | list[str]]:
    """What the form holds, to be shown again as it was; browsers send CRLF at the ends of lines."""
    texts: dict[str, str | list[str]] = {name: data.get(name, "").replace("\r\n", "\n") for name in TEXTS}
    return {**texts, **{name: data.getlist(name) for name in LISTS}}


def read(typed: Typed) -> tuple[Written, list[Problem]]:
    """What the form says of the exercise, and what is no number in it (there 1 stands for it)."""
    problems: list[Problem] = []
    numbers = {name: _number(str(typed[name]), name, problems) for name in NUMBERS}
    lines = {name: _lines(str(typed[name])) for name in LINES}
    written = Written(
        name=str(typed["name"]).strip(),
        synonyms=lines["synonyms"],
        body_region=str(typed["body_region"]),
        position=str(typed["position"]),
        equipment=tuple(typed["equipment"]),
        laterality=cast("Laterality", typed["laterality"]),
        weight_bearing=cast("RowWeightBearing", typed["weight_bearing"]),
        steps=lines["steps"],
        cues=lines["cues"],
        common_errors=lines["common_errors"],
        precaution=str(typed["precaution"]).strip(),
        precaution_tags=tuple(typed["precaution_tags"]),
        dose=str(typed["dose"]).strip(),
        times_per_day=numbers["times_per_day"],
        days_per_week=numbers["days_per_week"],
    )
    return written, problems


def shown(typed: Typed) -> tuple[Shown, list[Problem]]:
    """How it is to be shown, and what of it is not there yet. Raises NotFound for no picture's id."""
    if typed["by"] == "picture":
        missing = [] if typed["picture_id"] else [Problem("picture", NO_PICTURE)]
        agreed = bool(typed["agreed"])
        return Shown(picture_id=picture_id(typed), alt=str(typed["alt"]), agreed=agreed), missing
    if typed["by"] == "movement":
        missing = [] if str(typed["movement"]).strip() else [Problem("text", NO_MOVEMENT)]
        return Shown(movement=str(typed["movement"])), missing
    return Shown(), []


def by_field(problems: Iterable[Problem]) -> dict[str, Problem]:
    """The first problem of each field, in the order of the form."""
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.field, problem)
    return {name: first[name] for name in ORDER if name in first}


def picture_id(typed: Typed) -> UUID | None:
    """The picture that the form holds already; raises NotFound."""
    text = str(typed["picture_id"])
    try:
        return UUID(text) if text else None
    except ValueError as fault:
        raise NotFound("picture") from fault


def _number(text: str, name: str, problems: list[Problem]) -> int:
    try:
        return int(text)
    except ValueError:
        problems.append(Problem(name, NO_NUMBER))
        return 1


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())
