"""What a version says that came of a proposal: its reason, and whose order its signature is under."""

from django.utils.translation import gettext as _

from everyrep.core.language.verdict import verdict_in_words
from everyrep.library.words import WORDS
from everyrep.prescribing.models import Proposal
from everyrep.prescribing.ruled import verdict_of
from everyrep.prescribing.signable import REASON_LENGTH

SIGNATURE_LENGTH = 200  # characters, as on the version


def reason_in_words(found: Proposal) -> str:
    """The rule, what it read, and when it was proposed, in the reader's language and one line."""
    told = verdict_in_words(verdict_of(found), WORDS)
    text = _("%(headline)s. %(why)s (proposed on %(day)s by rule %(rule)s, version %(version)s)")
    said = text % {
        "headline": told.headline,
        "why": "; ".join(told.why),
        "day": found.made_on.isoformat(),
        "rule": found.rule,
        "version": found.rule_version,
    }
    return said if len(said) <= REASON_LENGTH else f"{said[: REASON_LENGTH - 1]}…"


def order_in_words(who: str, therapist: str) -> str:
    """Who acts, and under whose written order."""
    text = _("%(who)s, as ordered by %(therapist)s") % {"who": who, "therapist": therapist}
    return text[:SIGNATURE_LENGTH]
