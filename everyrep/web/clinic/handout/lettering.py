"""Setting text into a box of fixed size, by the widths of the bundled font."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONTS = Path(__file__).parents[2] / "fonts"
REGULAR = FONTS / "atkinson-hyperlegible-next-regular.ttf"
BOLD = FONTS / "atkinson-hyperlegible-next-bold.ttf"
MM_PER_PT = 25.4 / 72
LEADING = 1.22
UNKNOWN_WIDTH = 1.0  # em, for a letter of another script that the system's fonts draw: wide, so that it fits
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text to set; `scale` is its size beside that of its neighbours."""

    text: str
    bold: bool = False
    scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One set line: size in mm, and how far its baseline lies below the top of the text, in mm."""

    text: str
    bold: bool
    size: float
    baseline: float


@cache
def _advances(path: Path) -> dict[str, float]:
    font = TTFont(path)
    em, metrics = font["head"].unitsPerEm, font["hmtx"]
    return {chr(code): metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text, in the unit of `size`; kerning only makes it narrower."""
    advances = _advances(BOLD if bold else REGULAR)
    return size * sum(advances.get(char, UNKNOWN_WIDTH) for char in text)


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than `room`; a word that is wider is cut."""
    lines = [""]
    for word in _short_words(text, room, size, bold):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _short_words(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    for word in text.split():
        while width(word, size, bold=bold) > room and len(word) > 1:
            fitting = next(
                n for n in range(len(word) - 1, 0, -1) if n == 1 or width(word[:n], size, bold=bold) <= room
            )
            yield word[:fitting]
            word = word[fitting:]
        yield word


def set_lines(paragraphs: Iterable[Paragraph], room: float, points: float) -> list[Line]:
    """The paragraphs under each other, `room` mm wide, at a size in points."""
    lines: list[Line] = []
    top = 0.0
    for paragraph in paragraphs:
        size = points * MM_PER_PT * paragraph.scale
        for text in wrap(paragraph.text, room, size, bold=paragraph.bold):
            lines.append(Line(text=text, bold=paragraph.bold, size=size, baseline=top + size * 0.95))
            top += size * LEADING
    return lines


def height(lines: Sequence[Line]) -> float:
    """From the top of the first line to below the last, in mm."""
    return lines[-1].baseline + lines[-1].size * (LEADING - 0.95) if lines else 0.0


def fit(
    paragraphs: Sequence[Paragraph], room: tuple[float, float], sizes: Iterable[float]
) -> list[Line] | None:
    """The lines at the first size (points, largest first) that fits a width and height in mm, or None."""
    for points in sizes:
        lines = set_lines(paragraphs, room[0], points)
        if height(lines) <= room[1]:
            return lines
    return None


def fit_or_cut(
    paragraphs: Sequence[Paragraph], room: tuple[float, float], sizes: Sequence[float]
) -> list[Line]:
    """As `fit`; where nothing fits, the smallest size with the last line that fits ending in an ellipsis.

    For what the reader also finds in full elsewhere, such as an exercise's name. Never for emergency text.
    """
    lines = fit(paragraphs, room, sizes)
    if lines is not None:
        return lines
    lines = set_lines(paragraphs, room[0], sizes[-1])
    while len(lines) > 1 and height(lines) > room[1]:
        lines.pop()
    last = lines[-1]
    kept = last.text
    while kept and width(kept + ELLIPSIS, last.size, bold=last.bold) > room[0]:
        kept = kept[:-1]
    return [*lines[:-1], Line(text=kept + ELLIPSIS, bold=last.bold, size=last.size, baseline=last.baseline)]
