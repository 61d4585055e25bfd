"""The reader's language, as the core's sentences ask for it."""

from django.utils import translation

from everyrep.core.language.words import Words


class _Words:
    def gettext(self, message: str) -> str:
        return translation.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return translation.ngettext(msgid1, msgid2, n)


WORDS: Words = _Words()
