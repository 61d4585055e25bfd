"""A traced movement before it has colours: what a cache keeps. Every style is written from the same one."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """kind: a region or material, "inner" (lines on the figure), "edge" (lines of
    equipment), "outline" or "muscle". tone: 0 lit, 1 shaded, 2 dark.

    data: SVG path data in tenths of a pixel from the still's corner.
    """

    kind: str
    tone: int
    data: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A range arc: the sector's path data (tenths of a pixel), the middle of its words (pixels), them."""

    data: str
    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """One pose. number: counted from 1. left: pixels from the picture's left edge.

    start, width: from where in the still, and how far, there is something to see, pixels.
    arrows: path data of each, tenths of a pixel.
    """

    number: int
    left: float
    start: float
    width: float
    shapes: tuple[Shape, ...]
    arrows: tuple[str, ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All stills of a movement side by side; pixels. top: where in the stills the picture begins.

    palette: region or material -> (red, green, blue), 0 to 255.
    """

    width: float
    height: float
    top: float
    stills: tuple[Still, ...]
    palette: Mapping[str, tuple[int, int, int]]
