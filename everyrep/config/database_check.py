"""What the database must promise before anything is served from it (design, trust 3.5; ADR 0005)."""

import sqlite3

from django.db import connection

FULL = 2  # PRAGMA synchronous: a commit is on the disk before it is acknowledged
FIXED_WAL = (3, 51, 3)  # from here on SQLite's WAL checkpoint race is mended


class UnsafeDatabase(Exception):
    """The database would not keep what it acknowledges; the text says what is wrong."""


def check_database() -> list[str]:
    """Warnings to print at start. Raises UnsafeDatabase where an acknowledged entry could be lost."""
    if connection.vendor != "sqlite":
        return []
    journal, synchronous, keys = (_pragma(name) for name in ("journal_mode", "synchronous", "foreign_keys"))
    if journal != "wal":
        raise UnsafeDatabase(
            f"the database's journal is {journal}, not wal. Put the data folder on a local disk."
        )
    if synchronous != FULL or not keys:
        raise UnsafeDatabase("the database must run with synchronous=FULL and foreign_keys=ON.")
    if sqlite3.sqlite_version_info >= FIXED_WAL:
        return []
    fixed = ".".join(map(str, FIXED_WAL))
    return [f"SQLite is {sqlite3.sqlite_version}; {fixed} mends a rare fault under many writers."]


def _pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]
