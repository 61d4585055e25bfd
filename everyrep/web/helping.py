"""Inviting someone to help a patient, by the patient or by the clinic: the form, and the letter."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from everyrep.core.problems import N_
from everyrep.people.caregivers import Invitation
from everyrep.web.post import post

SCOPES = {  # in words, for the patient and for the clinic
    "log": (N_("See the program and log for me"), N_("See the program and log")),
    "view": (N_("Also see my progress and my earlier notes"), N_("Also see progress and earlier notes")),
    "message": (
        N_("All this, and read and write messages with my clinic"),
        N_("All this, and read and write the patient's messages"),
    ),
}
SEES = {  # by scope, as SCOPES
    "log": (N_("Sees your program and logs for you."), N_("Sees the program and logs.")),
    "view": (
        N_("Sees your program and logs for you; also sees your progress and your earlier notes."),
        N_("Sees the program and logs; also sees progress and earlier notes."),
    ),
    "message": (
        N_(
            "Sees your program, progress and earlier notes, logs for you, and reads and writes your messages."
        ),
        N_(
            "Sees the program, progress and earlier notes, logs, and reads and writes the patient's messages."
        ),
    ),
}
FIELDS = ("name", "email", "scope", "last_day")


def read_invitation(sent: Mapping[str, str]) -> Invitation:
    return Invitation(**{field: sent.get(field, "") for field in FIELDS})


def as_typed(sent: Mapping[str, str], usual_last_day: date) -> dict[str, str]:
    """What the form shows: what was typed, else the usual."""
    usual = {"name": "", "email": "", "scope": "log", "last_day": usual_last_day.isoformat()}
    return {field: sent.get(field, usual[field]) for field in FIELDS}


def send_invitation(request: HttpRequest, email: str) -> None:
    """A letter that names nobody: a wrong address must learn nothing of anyone's care."""
    values = {"address": request.build_absolute_uri(reverse("sign_in"))}
    text = _(
        "Someone you know would like your help with their exercises at home, and has let you in to"
        " Everyrep.\n\n"
        "Open %(address)s and ask for a code with this e-mail address. There is no password to remember.\n\n"
        "You do not know what this is about? Then there is nothing to do."
    )
    post(email.strip(), _("Someone asks for your help"), text % values)
