"""A small line of pain scores as the points of a server-drawn SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from everyrep.core.logged import SCORE_MAX

WIDTH, HEIGHT, MARGIN = 320, 96, 8  # units of the drawing's viewBox


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline:
    """`points` is for a polyline; `marks` are the single days, the last one is the newest."""

    width: int
    height: int
    points: str
    marks: tuple[tuple[float, float], ...]
    rules: tuple[tuple[int, float], ...]


def sparkline(days: Sequence[tuple[date, int]]) -> Sparkline | None:
    """Pain 0-10 over time, drawn to scale from the first to the last day; None for fewer than two days."""
    if len(days) < 2:
        return None
    first, span = days[0][0], (days[-1][0] - days[0][0]).days or 1
    across = (WIDTH - 2 * MARGIN) / span
    marks = tuple((round(MARGIN + (day - first).days * across, 1), _height(pain)) for day, pain in days)
    return Sparkline(
        width=WIDTH,
        height=HEIGHT,
        points=" ".join(f"{x},{y}" for x, y in marks),
        marks=marks,
        rules=tuple((score, _height(score)) for score in (0, SCORE_MAX // 2, SCORE_MAX)),
    )


def _height(pain: int) -> float:
    return round(HEIGHT - MARGIN - pain * (HEIGHT - 2 * MARGIN) / SCORE_MAX, 1)
