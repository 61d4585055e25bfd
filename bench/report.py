"""The table: what was measured, beside its goal and whether the goal is met."""

from collections.abc import Iterable

from bench.goals import table
from bench.pages import Page
from bench.work import Work

# Goals of the product; never loosened to fit a measurement.
TODAY_TIMES = 2.0
CHART_TIMES = 4.0
TENFOLD_TIMES = 1.1
QUERIES = 12
ASSETS_KB = 60
MEMORY_MB = 200


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
