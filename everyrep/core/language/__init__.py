"""Prescriptions in plain words: the dose, the schedule, the side, and what changed between versions.

English is the wording of the source; other languages come from gettext catalogs. `parse_words` reads
English only.
"""

from everyrep.core.language.days import schedule_in_words
from everyrep.core.language.difference import Change, ChangeKind, difference
from everyrep.core.language.dose import dose_in_words, limits_in_words, side_in_words
from everyrep.core.language.reading import parse_words
from everyrep.core.language.short import short_dose
from everyrep.core.language.words import Words

__all__ = [
    "Change",
    "ChangeKind",
    "Words",
    "difference",
    "dose_in_words",
    "limits_in_words",
    "parse_words",
    "schedule_in_words",
    "short_dose",
    "side_in_words",
]
