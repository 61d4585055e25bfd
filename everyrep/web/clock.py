"""Moved to everyrep.clock, so that the API reads the same clock as the pages."""

from everyrep.clock import now, today_in

__all__ = ["now", "today_in"]
