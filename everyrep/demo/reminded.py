"""Reminders by e-mail, as some of the patients have chosen them."""

from datetime import datetime

from everyrep.reminders.actions import Choices, choose
from everyrep.reminders.defaults import defaults
from everyrep.tenancy.viewer import Viewer


def ask_for_reminders(by: Viewer, sessions: tuple[str, ...], now: datetime) -> None:
    """By e-mail, for these sessions of the day; all else as it is shipped."""
    usual = defaults()
    asked = Choices(
        push=False,
        email=True,
        sms=False,
        phone="",
        sessions=sessions,
        quiet=usual.quiet,
        weekly_cap=usual.weekly_cap,
        again=True,
        paused_until=None,
    )
    choose(by=by, choices=asked, now=now)
