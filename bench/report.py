"""The table: what was measured, beside its goal and whether the goal is met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.pages import Page
from bench.work import Work

# Goals of the product; never loosened to fit a measurement.
TODAY_TIMES = 2.0
CHART_TIMES = 4.0
TENFOLD_TIMES = 1.1
QUERIES = 12
ASSETS_KB = 60
MEMORY_MB = 200


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


def page_table(pages: Iterable[Page], bare: Page) -> str:
    head = ("page", "p50 ms", "p99 ms", "CPU ms", "/s", "queries", "kB", "kB gz", "× bare", "× bare CPU")
    rows = [
        (
            page.name,
            f"{page.median_ms:.2f}",
            f"{page.p99_ms:.2f}",
            f"{page.cpu_ms:.2f}",
            f"{page.per_second:.0f}" if page.per_second else "",
            f"{page.queries}",
            f"{page.html_kb:.1f}",
            f"{page.compressed_kb:.1f}",
            f"{page.times(bare):.2f}",
            f"{page.cpu_ms / bare.cpu_ms:.2f}",
        )
        for page in pages
    ]
    return table(head, rows)


def work_table(works: Iterable[Work]) -> str:
    head = ("work", "p50 ms", "tenfold history, ms", "× tenfold")
    rows = [
        (work.name, f"{work.median_ms:.2f}", f"{work.tenfold_ms:.2f}", f"{work.tenfold:.2f}")
        for work in works
    ]
    return table(head, rows)


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
