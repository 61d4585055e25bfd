"""What a device hears when the database cannot take its push: nothing was lost, and when to send again."""

import sqlite3
from dataclasses import dataclass
from typing import Final

from django.db import Error

CANNOT_WRITE: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR_WRITE}
DISK_FULL = "53100"  # PostgreSQL's SQLSTATE
SEND_AGAIN = "the same operations, sent again later; each one counts once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """The HTTP status with its reason, and after how many seconds another try makes sense."""

    status: int
    error: str
    retry_after_s: int


BUSY = Trouble(status=503, error="the database is busy or away", retry_after_s=5)
FULL = Trouble(status=507, error="the server has no room to write", retry_after_s=60)


def trouble_of(fault: Error) -> Trouble:
    """FULL where somebody has to make room on the server's disk, else BUSY: it may be over in a moment."""
    cause = fault.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    full = code in CANNOT_WRITE or getattr(cause, "sqlstate", None) == DISK_FULL
    return FULL if full else BUSY
