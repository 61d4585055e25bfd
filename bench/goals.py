"""Goals beside what was measured, as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """`measured` must not be above `most`."""

    name: str
    measured: float
    most: float
    unit: str

    @property
    def met(self) -> bool:
        return self.measured <= self.most


def goal_table(goals: Iterable[Goal]) -> str:
    head = ("goal", "measured", "at most", "")
    rows = [
        (
            goal.name,
            f"{goal.measured:.2f} {goal.unit}".strip(),
            f"{goal.most:g} {goal.unit}".strip(),
            "met" if goal.met else "NOT MET",
        )
        for goal in goals
    ]
    return table(head, rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns under each other; the first to the left, the others to the right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        first, *rest = zip(cells, widths, strict=True)
        return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)])

    return "\n".join([line(head), "  ".join("─" * width for width in widths), *map(line, rows)])
