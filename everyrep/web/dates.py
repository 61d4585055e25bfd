"""Dates in words, worked out once: a chart shows the same eighty dates to everyone all day."""

from datetime import date
from functools import lru_cache

from babel.dates import format_date


@lru_cache(maxsize=4096)
def date_in_words(value: date, pattern: str, language: str) -> str:
    """A date by one of Babel's patterns, such as "full" or "d MMM"."""
    return format_date(value, format=pattern, locale=language)
