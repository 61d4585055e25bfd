"""How a sheet is printed: the choices of the form, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from everyrep.core.paper import Paper
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.people.actions import LANGUAGES

PER_PAGE = ("1", "2", "3", "4")
PRINT = ("normal", "large")
COLOUR, INK = "colour", "ink"  # pictures in colour, or in lines that a photocopier keeps
NOT_A_CHOICE = N_("Choose one of the choices shown.")
NOW, NEXT = "now", "next"  # the version in force, and the one that starts next
US_UNITS = "us"

Typed = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`per_page` is what was asked for; a page holds fewer where their text needs the room."""

    per_page: Literal[1, 2, 3, 4]
    paper: Paper
    large: bool
    pictures: Literal["colour", "ink"]
    language: str
    which: str

    @property
    def most(self) -> int:
        """The most exercises on a page: one in large print, as 18-point text fills it."""
        return 1 if self.large else self.per_page


def usual(*, language: str, units: str) -> Typed:
    """Two exercises a page, on the paper of the patient's country and in the patient's language."""
    return {
        "per_page": "2",
        "paper": (Paper.LETTER if units == US_UNITS else Paper.A4).value,
        "print": "normal",
        "pictures": COLOUR,
        "which": NOW,
        "language": language if language in LANGUAGES else LANGUAGES[0],
    }


def read(typed: Mapping[str, str]) -> Options:
    """Raises Invalid, naming each field that is not one of its choices."""
    choices: dict[str, tuple[str, ...]] = {
        "per_page": PER_PAGE,
        "paper": tuple(paper.value for paper in Paper),
        "print": PRINT,
        "pictures": (COLOUR, INK),
        "language": LANGUAGES,
        "which": (NOW, NEXT),
    }
    problems = [
        Problem(name, NOT_A_CHOICE) for name, accepted in choices.items() if typed[name] not in accepted
    ]
    if problems:
        raise Invalid(problems)
    return Options(
        per_page=cast("Literal[1, 2, 3, 4]", int(typed["per_page"])),
        paper=Paper(typed["paper"]),
        large=typed["print"] == "large",
        pictures=cast("Literal['colour', 'ink']", typed["pictures"]),
        language=typed["language"],
        which=typed["which"],
    )
