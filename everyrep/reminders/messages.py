"""What a reminder says: nothing that a lock screen, a mail provider or a telephone company should not read.

No name, no clinic, no exercise, no word about health (trust 1.3, row 12).
"""

from dataclasses import dataclass
from enum import Enum

from django.utils import translation
from django.utils.translation import gettext as _

from everyrep.core.alerting import Level
from everyrep.core.reminding import Kind
from everyrep.library.symptoms import guidance, texts_of
from everyrep.people.models import Clinic

TITLE = "Everyrep"
TODAY = "/today/"  # where a reminder leads


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message, ready to send. `key` is the same at each try, so that a provider can drop a repetition.

    `ttl_s` is for how many more seconds it is worth delivering. `url` is a path. `stop` is the whole
    address that ends such messages, "" where there is none.
    """

    key: str
    title: str
    text: str
    url: str
    ttl_s: int
    stop: str = ""


def text_of(kind: Kind, language: str) -> str:
    """The one sentence of a reminder, in the patient's language."""
    with translation.override(language):
        return {
            Kind.FIRST: _("Time for a few minutes for yourself."),
            Kind.AGAIN: _("There is still time for a few minutes for yourself today."),
            Kind.DIGEST: _("Whenever it suits you today: a few minutes for yourself."),
            Kind.TRY: _("This is how a reminder looks."),
        }[kind]


def subject(language: str) -> str:
    with translation.override(language):
        return _("A few minutes for yourself")


def how_to_answer(language: str) -> str:
    """What the three numbers mean was said when the number was confirmed; here it would be read by others."""
    with translation.override(language):
        return _("Afterwards, answer 1, 2 or 3. STOP ends these messages.")


def confirm_text(language: str) -> str:
    """The one message to a number that has not answered yet: it may be somebody else's."""
    with translation.override(language):
        return _(
            "Everyrep: you asked for messages here. Answer START to get them. "
            "If this was not you, do nothing."
        )


class Said(Enum):
    """What the reply to a text message says."""

    DONE = "done"
    SOME = "some"
    PAIN = "pain"
    NOTHING_OPEN = "nothing_open"
    STOPPED = "stopped"
    STARTED = "started"
    HELP = "help"


def reply_text(said: Said, language: str, clinic: Clinic) -> str:
    """The reply. After pain, and where a message was not understood, the clinic's own words and telephone."""
    with translation.override(language):
        numbers = _("Answer 1 = done, 2 = some, 3 = pain. STOP ends these messages.")
        phone = _("Your clinic: %(phone)s.") % {"phone": clinic.phone}
        words = {
            Said.DONE: _("Everyrep: noted as done. Thank you."),
            Said.SOME: _("Everyrep: noted as partly done. Every bit counts."),
            Said.PAIN: _("Everyrep: noted, and your clinic will see it."),
            Said.NOTHING_OPEN: _("Everyrep: nothing is open today. Thank you."),
            Said.STOPPED: _("Everyrep: no more messages. START turns them on again."),
            Said.STARTED: _("Everyrep: messages are on. After each one:"),
            Said.HELP: _("Everyrep: this was not understood, and nobody reads it."),
        }[said]
        emergency = guidance(Level.EMERGENCY, language, texts_of(clinic))
        more = {
            Said.PAIN: (emergency, phone),
            Said.STARTED: (numbers,),
            Said.HELP: (numbers, emergency, phone),
        }
        return " ".join((words, *more.get(said, ())))
