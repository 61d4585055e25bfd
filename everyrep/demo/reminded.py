"""Reminders by e-mail, as some of the patients have chosen them."""

from datetime import datetime

from everyrep.reminders.actions import Choices, choose
from everyrep.reminders.defaults import defaults, rules
from everyrep.reminders.facts import facts_of
from everyrep.reminders.telling import tell_therapist
from everyrep.tenancy.viewer import Viewer, system_viewer


def ask_for_reminders(by: Viewer, sessions: tuple[str, ...], now: datetime, *, answered: bool) -> None:
    """By e-mail, for these sessions of the day; all else as it is shipped. Where none was answered, the
    therapist has been told.
    """
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
    row = choose(by=by, choices=asked, now=now)
    if not answered:
        system = system_viewer(by.clinic_id, by.zone)
        tell_therapist(system, facts_of(system, row, now), rules().ignored_days, now)
