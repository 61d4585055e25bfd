"""What a figure is asked for by: its name is a file name and a part of its address."""

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

from everyrep.figures.bodies import DEFAULT

What = Literal["still", "track"]
Side = Literal["none", "left", "right"]
Style = Literal["colour", "dark", "contrast", "ink"]

EVERY_FRAME = "all"
FULL = "full"  # in a name: as far as the movement goes
SUFFIX: dict[What, str] = {"still": "svg", "track": "glb"}

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_FRAMES = rf"{EVERY_FRAME}|[1-9]"
_NAME = re.compile(
    rf"(?P<exercise>{_ID})--(?P<side>{'|'.join(get_args(Side))})--"
    rf"(?P<limit>{FULL}|to-(?:minus-)?(?:0|[1-9][0-9]{{0,2}}))--(?P<demonstrator>{_ID})"
    rf"(?:\.(?P<track>glb)|--(?P<frames>{_FRAMES})--(?P<style>{'|'.join(get_args(Style))})\.svg)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRequest:
    """One figure. `limit`: whole degrees of the primary angle at which it stops, None for all of it.

    `frames`: "all" side by side, or one of them counted from "1". A track has neither style nor frames: it
    keeps the defaults.
    """

    exercise: str
    demonstrator: str = DEFAULT
    side: Side = "none"
    limit: int | None = None
    what: What = "still"
    style: Style = "colour"
    frames: str = EVERY_FRAME

    @property
    def name(self) -> str:
        """Such as `straight-leg-raise--left--to-25--young-woman--all--colour.svg`."""
        start = f"{self.exercise}--{self.side}--{_degrees(self.limit)}--{self.demonstrator}"
        look = f"--{self.frames}--{self.style}" if self.what == "still" else ""
        return f"{start}{look}.{SUFFIX[self.what]}"


def parse(name: str) -> FigureRequest | None:
    """The request that has this name, None where none has."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    request = FigureRequest(
        exercise=found["exercise"],
        demonstrator=found["demonstrator"],
        side=cast("Side", found["side"]),
        limit=_limit(found["limit"]),
        what="track" if found["track"] else "still",
        style=cast("Style", found["style"] or "colour"),
        frames=found["frames"] or EVERY_FRAME,
    )
    return request if request.name == name else None


def _degrees(limit: int | None) -> str:
    if limit is None:
        return FULL
    return f"to-minus-{-limit}" if limit < 0 else f"to-{limit}"


def _limit(text: str) -> int | None:
    return None if text == FULL else int(text.removeprefix("to-").replace("minus-", "-"))
