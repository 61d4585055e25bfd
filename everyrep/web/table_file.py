"""A table as a file for a spreadsheet: comma-separated, and without anything that one would carry out."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MARKED = "'"  # what spreadsheets take as: this is text


def table_file(name: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    """`name` without its ending, of plain letters. Begins with the mark by which spreadsheets know UTF-8."""
    written = StringIO()
    csv.writer(written).writerows([plain(cell) for cell in row] for row in rows)
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def plain(cell: object) -> str:
    """As text; what a spreadsheet would read as a formula is marked as text."""
    text = "" if cell is None else str(cell)
    return MARKED + text if text.startswith(STARTS_A_FORMULA) else text
