"""QR codes as plain SVG paths: no style attribute, one unit a module."""

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET_ZONE = 4  # modules of white on every side, as ISO/IEC 18004 asks


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    """`path` is the dark modules; `size` is the side in modules with the quiet zone."""

    path: str
    size: int


def qr_code(text: str) -> QrCode:
    """The text as a QR code of error level M: 15 % of it may be worn off."""
    matrix = segno.make(text, error="m", boost_error=False, micro=False).matrix
    runs = (run for y, row in enumerate(matrix) for run in _runs(y + QUIET_ZONE, row))
    return QrCode(path="".join(runs), size=len(matrix) + 2 * QUIET_ZONE)


def _runs(y: int, row: bytearray) -> list[str]:
    """One rectangle for each run of dark modules in a row."""
    runs, x = [], QUIET_ZONE
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            runs.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return runs
