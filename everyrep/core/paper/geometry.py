"""The parts of a tick sheet. Lengths are millimetres from the top left corner of the page."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

LAYOUT_VERSION = 1
"""Printed on every sheet. Raise it whenever a part moves: a sheet is read by the layout it was printed in."""

SHEET_DAYS = 14
PAIN = "pain"
"""The row of the day's pain, 0-10; a cell's `item_key` that no exercise may have."""

TICKS_MOST = 4
"""Circles in a day of one row; more are no longer easy to tick, so the times are counted."""

MARK_MM = 6.0
"""Side of a corner mark: about 30 pixels in a 2-megapixel photo of the whole page."""


class Paper(Enum):
    """Sheet sizes: A4 of ISO 216, Letter of ANSI/ASME Y14.1."""

    A4 = "A4"
    LETTER = "LETTER"

    @property
    def width(self) -> float:
        return 210.0 if self is Paper.A4 else 215.9

    @property
    def height(self) -> float:
        return 297.0 if self is Paper.A4 else 279.4


class CellKind(Enum):
    """What a patient does in a cell: tick a circle, or write a number into a square."""

    TICK = "tick"
    COUNT = "count"
    PAIN = "pain"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TickRow:
    """One exercise on the sheet: how often it can be done on each of the days, 0 where it is not due.

    `counted` asks for the number of times instead of a tick for each; it must be set above TICKS_MOST a day.
    """

    key: str
    times: tuple[int, ...]
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CornerMark:
    """A black square; the one in the top left corner has a white hole, so that a photo shows what is up."""

    box: Box
    hole: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHead:
    day: date
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLabel:
    """Where a row's name is printed; `row` also covers the days, and is what a line is drawn around."""

    key: str
    box: Box
    row: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLabel:
    """Where the number of a session is printed, beside its line of circles; `session` counts from 0."""

    key: str
    session: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A place to write in, known by item, day and session. The circle of a tick fills its box."""

    item_key: str
    day: date
    session: int
    kind: CellKind
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class TickPage:
    """One page. `head` and `foot` hold text, `code` the page's own small QR, `code_text` its words below.

    `notes` is the room left for the patient's own words, None where there is hardly any.
    """

    number: int
    marks: tuple[CornerMark, ...]
    frame: Box
    head: Box
    foot: Box
    code: Box
    code_text: Box
    days: tuple[DayHead, ...]
    labels: tuple[RowLabel, ...]
    sessions: tuple[SessionLabel, ...]
    cells: tuple[Cell, ...]
    notes: Box | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TickSheet:
    """Fourteen days from `first_day` (a local date), on as many pages as it takes."""

    paper: Paper
    large: bool
    first_day: date
    pages: tuple[TickPage, ...]
