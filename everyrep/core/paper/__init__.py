"""The tick sheet on paper: where every mark and cell lies, in mm, so that a photo can be read back."""

from everyrep.core.paper.geometry import (
    LAYOUT_VERSION,
    MARK_MM,
    PAIN,
    SHEET_DAYS,
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
from everyrep.core.paper.layout import page_code, tick_sheet
from everyrep.core.paper.rows import rows_of

__all__ = [
    "LAYOUT_VERSION",
    "MARK_MM",
    "PAIN",
    "SHEET_DAYS",
    "Box",
    "Cell",
    "CellKind",
    "CornerMark",
    "DayHead",
    "Paper",
    "RowLabel",
    "SessionLabel",
    "TickPage",
    "TickRow",
    "TickSheet",
    "page_code",
    "rows_of",
    "tick_sheet",
]
