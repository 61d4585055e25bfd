"""Who looked at a record, in plain words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from everyrep.core.problems import N_
from everyrep.people.looks import Look
from everyrep.tenancy.viewer import Role

PAGES = {  # the audit's names of what was read
    "chart": N_("your chart"),
    "summary": N_("a summary of your log"),
    "version": N_("a program of yours"),
    "entry": N_("an entry of yours"),
    "paper_sheet": N_("your paper sheet"),
    "handout": N_("your handout"),
    "account": N_("your ways to sign in"),
    "details": N_("your details"),
    "progress": N_("your progress"),
    "snapshot": N_("your program"),
    "plain": N_("your program"),
    "sync": N_("your program"),
    "draft": N_("your program"),
    "messages": N_("your messages"),
    "photo": N_("a photo in your messages"),
    "alerts": N_("what you answered about symptoms"),
    "monitoring": N_("the time spent on your care"),
    "monitoring_file": N_("the time spent on your care"),
    "audit": N_("who looked at your record"),
    "attention": N_("what asks for somebody of the clinic"),
    "reason": N_("what asks for somebody of the clinic"),
}
OTHER = N_("your record")


@dataclass(frozen=True, slots=True, kw_only=True)
class LookShown:
    """One line: on this day, this person looked at these."""

    day: date
    who: str
    what: str


def looks_in_words(looks: list[Look]) -> list[LookShown]:
    return [LookShown(day=look.day, who=_who(look), what=_what(look)) for look in looks]


def _who(look: Look) -> str:
    if look.role is Role.LINK:
        return _("Someone who came in with your link")
    if look.role is Role.CAREGIVER:
        return _("%(name)s, who helps you") % {"name": look.who}
    return look.who


def _what(look: Look) -> str:
    """Each thing once, in the order in which it was last looked at."""
    return ", ".join(dict.fromkeys(_(PAGES.get(page, OTHER)) for page in look.what))
