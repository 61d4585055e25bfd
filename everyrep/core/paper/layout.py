"""Laying out the tick sheet: the same rows, day, paper and print size always give the same places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from everyrep.core.paper.geometry import (
    LAYOUT_VERSION,
    MARK_MM,
    PAIN,
    SHEET_DAYS,
    TICKS_MOST,
    Box,
    Cell,
    CellKind,
    CornerMark,
    DayHead,
    Paper,
    RowLabel,
    SessionLabel,
    TickPage,
    TickRow,
    TickSheet,
)
from everyrep.core.problems import N_, Invalid, Problem

ROWS = range(1, 31)  # the longest program the builder makes
COUNT_MOST = 24  # times a day, as in the schedule grammar

EDGE = 7.0  # mm: more than the 6.35 mm that common printers leave unprinted
HOLE = 2.4
HEAD = 28.0
FOOT = 30.0
GAP = 2.0
CODE = 17.0  # a QR of version 2 with its quiet zone: 0.5 mm a module
CODE_TEXT = 5.0
NOTES = (18.0, 70.0)  # least and most height
SESSION_LABEL = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Sizes in mm of one print size; `days` is the number of day columns on a page.

    Product choices: a 6.5 mm circle takes a tick by an unsteady hand, an 8 mm square a written "10".
    """

    days: int
    column: float
    day_head: float
    line: float
    row: float
    tick: float
    square: float
    pain: float


NORMAL = Measures(days=14, column=10.0, day_head=12.0, line=9.0, row=14.5, tick=6.5, square=8.0, pain=15.0)
LARGE = Measures(days=7, column=17.0, day_head=18.0, line=15.0, row=25.0, tick=11.0, square=14.5, pain=25.0)


def tick_sheet(paper: Paper, rows: Iterable[TickRow], first_day: date, *, large: bool = False) -> TickSheet:
    """Every place on the sheet for 14 days from `first_day`.

    Rows keep their order and are never cut in two. Large print shows one week on a page. The pain row
    closes the last page of its days. Raises Invalid with every fault: no row, more than 30, a key that
    is empty, taken or the pain row's, times that are not 14 numbers from 0 to 24 (to 4 when they are
    ticked) or are all 0.
    """
    rows = tuple(rows)
    if problems := list(_problems(rows)):
        raise Invalid(problems)
    page = _Page(paper, LARGE if large else NORMAL)
    spans = [range(start, start + page.sizes.days) for start in range(0, SHEET_DAYS, page.sizes.days)]
    groups = page.groups(rows)
    planned = [(span, group, group is groups[-1]) for span in spans for group in groups]
    pages = (
        page.draw(number, group, [(offset, first_day + timedelta(days=offset)) for offset in span], pain)
        for number, (span, group, pain) in enumerate(planned, start=1)
    )
    return TickSheet(paper=paper, large=large, first_day=first_day, pages=tuple(pages))


def page_code(sheet: TickSheet, page: TickPage, version_number: int) -> str:
    """What a reader needs to find the cells of a page, in the characters of a QR's alphanumeric mode.

    ER1.3.1.2.A4.N.20261116 is layout 1, program version 3, page 1 of 2, paper, normal (N) or large (L)
    print, first day. Nothing in it says who the patient is: the link through which a photo comes does.
    """
    size = "L" if sheet.large else "N"
    parts = (version_number, page.number, len(sheet.pages), sheet.paper.value, size)
    return ".".join([f"ER{LAYOUT_VERSION}", *map(str, parts), f"{sheet.first_day:%Y%m%d}"])


def _box(x: float, y: float, w: float, h: float) -> Box:
    return Box(*(round(value, 3) for value in (x, y, w, h)))


def _centred(x: float, y: float, w: float, h: float, side: float) -> Box:
    return _box(x + (w - side) / 2, y + (h - side) / 2, side, side)


def _lines(row: TickRow) -> int:
    return 1 if row.counted else max(row.times)


class _Page:
    """The fixed places of a paper and a print size."""

    def __init__(self, paper: Paper, sizes: Measures) -> None:
        self.sizes = sizes
        self.paper = paper
        left = EDGE + MARK_MM / 2
        self.frame = _box(left, left, paper.width - 2 * left, paper.height - 2 * left)
        inner = EDGE + MARK_MM + GAP
        foot_y = paper.height - EDGE - FOOT
        code_x = paper.width - inner - CODE
        self.head = _box(inner, EDGE, paper.width - 2 * inner, HEAD)
        self.foot = _box(inner, foot_y, code_x - inner - GAP, FOOT)
        self.code = _box(code_x, foot_y, CODE, CODE)
        self.code_text = _box(code_x, foot_y + CODE, CODE, CODE_TEXT)
        self.days_x = self.frame.right - sizes.days * sizes.column
        self.days_y = self.head.bottom + GAP
        self.rows_y = self.days_y + sizes.day_head
        self.room = foot_y - GAP - self.rows_y - sizes.pain

    def groups(self, rows: tuple[TickRow, ...]) -> list[tuple[TickRow, ...]]:
        """The rows page by page, as many as fit above the pain row."""
        groups: list[list[TickRow]] = [[]]
        used = 0.0
        for row in rows:
            height = self.height(row)
            if used + height > self.room:
                groups.append([])
                used = 0.0
            groups[-1].append(row)
            used += height
        return [tuple(group) for group in groups]

    def height(self, row: TickRow) -> float:
        return max(_lines(row) * self.sizes.line, self.sizes.row)

    def draw(
        self, number: int, rows: tuple[TickRow, ...], days: list[tuple[int, date]], pain: bool
    ) -> TickPage:
        labels: list[RowLabel] = []
        sessions: list[SessionLabel] = []
        cells: list[Cell] = []
        y = self.rows_y
        for row in rows:
            height = self.height(row)
            labels.append(self._label(row.key, y, height, narrow=_lines(row) > 1))
            sessions += self._sessions(row, y, height)
            cells += self._cells(row, y, height, days)
            y += height
        if pain:
            labels.append(self._label(PAIN, y, self.sizes.pain, narrow=False))
            cells += self._pain(y, days)
            y += self.sizes.pain
        return TickPage(
            number=number,
            marks=tuple(self._marks()),
            frame=self.frame,
            head=self.head,
            foot=self.foot,
            code=self.code,
            code_text=self.code_text,
            days=tuple(self._head_of(column, day) for column, (_, day) in enumerate(days)),
            labels=tuple(labels),
            sessions=tuple(sessions),
            cells=tuple(cells),
            notes=self._notes(y),
        )

    def _marks(self) -> Iterator[CornerMark]:
        far_x, far_y = self.paper.width - EDGE - MARK_MM, self.paper.height - EDGE - MARK_MM
        hole = _centred(EDGE, EDGE, MARK_MM, MARK_MM, HOLE)
        yield CornerMark(box=_box(EDGE, EDGE, MARK_MM, MARK_MM), hole=hole)
        for x, y in ((far_x, EDGE), (EDGE, far_y), (far_x, far_y)):
            yield CornerMark(box=_box(x, y, MARK_MM, MARK_MM))

    def _column(self, column: int) -> float:
        return self.days_x + column * self.sizes.column

    def _head_of(self, column: int, day: date) -> DayHead:
        box = _box(self._column(column), self.days_y, self.sizes.column, self.sizes.day_head)
        return DayHead(day=day, box=box)

    def _label(self, key: str, y: float, height: float, *, narrow: bool) -> RowLabel:
        width = self.days_x - self.frame.x - (SESSION_LABEL if narrow else 0)
        row = _box(self.frame.x, y, self.frame.w, height)
        return RowLabel(key=key, box=_box(self.frame.x, y, width, height), row=row)

    def _sessions(self, row: TickRow, y: float, height: float) -> Iterator[SessionLabel]:
        lines = _lines(row)
        if lines == 1:
            return
        line, x = height / lines, self.days_x - SESSION_LABEL
        for session in range(lines):
            box = _box(x, y + session * line, SESSION_LABEL, line)
            yield SessionLabel(key=row.key, session=session, box=box)

    def _cells(self, row: TickRow, y: float, height: float, days: list[tuple[int, date]]) -> Iterator[Cell]:
        counted, line = row.counted, height / _lines(row)
        kind, side = (CellKind.COUNT, self.sizes.square) if counted else (CellKind.TICK, self.sizes.tick)
        for column, (offset, day) in enumerate(days):
            times = min(row.times[offset], 1) if counted else row.times[offset]
            for session in range(times):
                box = _centred(self._column(column), y + session * line, self.sizes.column, line, side)
                yield Cell(item_key=row.key, day=day, session=session, kind=kind, box=box)

    def _notes(self, y: float) -> Box | None:
        least, most = NOTES
        room = self.foot.y - GAP - (y + 2 * GAP)
        return _box(self.frame.x, y + 2 * GAP, self.frame.w, min(room, most)) if room >= least else None

    def _pain(self, y: float, days: list[tuple[int, date]]) -> Iterator[Cell]:
        for column, (_, day) in enumerate(days):
            box = _centred(self._column(column), y, self.sizes.column, self.sizes.pain, self.sizes.square)
            yield Cell(item_key=PAIN, day=day, session=0, kind=CellKind.PAIN, box=box)


def _problems(rows: tuple[TickRow, ...]) -> Iterator[Problem]:
    if len(rows) not in ROWS:
        text = N_("%(count)s rows do not make a tick sheet; give 1 to %(most)s")
        yield Problem("rows", text, {"count": len(rows), "most": ROWS[-1]})
    keys = [row.key for row in rows]
    for index, row in enumerate(rows):
        if not row.key.strip() or row.key == PAIN or row.key in keys[:index]:
            yield Problem(
                f"rows.{index}.key", N_("every row needs a key of its own, other than the pain row's")
            )
        most = COUNT_MOST if row.counted else TICKS_MOST
        in_range = all(0 <= times <= most for times in row.times)
        if len(row.times) != SHEET_DAYS or not in_range or not any(row.times):
            text = N_("give %(days)s numbers from 0 to %(most)s, not all of them 0")
            yield Problem(f"rows.{index}.times", text, {"days": SHEET_DAYS, "most": most})
