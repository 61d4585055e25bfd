"""The typed shorthand of a prescription: `3x10 h5 2/d L`.

Parts are separated by spaces, in any order, and capitals do not matter:

    volume      3x10  2-3x8-12  x10 (no sets)  3xamrap  3xrir  3x30s  5-15min  400m  1.5km  2000steps
                3x h30 (sets of a hold)
    hold, tempo h5  h5-10  3-1-2-0  2-0-X-1 con (starts with the lift)
    rest        rest 60 (seconds between sets)  between 30 (before the next exercise)
    load        5kg  10lb  70%1rm  10%bw  1.5xbw  bw  pin4  band red  band Thera-Band:red@100%
    effort      rir1-3  rpe7  cr10:4  borg13  effort5
    side        L  R  both  alt  inv  uninv
    limits      rom knee-flexion 0-45 passive  pain<=3  pain24<=5  painref=2 (usual pain)
    frequency   2/d  3/w  mon,wed,fri  every 2d  prn 4/d  4h apart  1d rest
    dates       from 2026-11-20  until 2026-12-20

A name with spaces or separators is written in double quotes: band "dark green". `m` is metres, `min`
minutes. Left out, because a line of shorthand cannot carry them: the trigger of an as-needed schedule,
anchors, pauses, the reason and expiry of a range limit, and double quotes inside a name.
"""

import re

from everyrep.core.dosage import Dosage
from everyrep.core.problems import Problem
from everyrep.core.schedule import Schedule
from everyrep.core.shorthand import days, hints, intensity, volume
from everyrep.core.shorthand.scanner import Grammar, assemble, gather

RULES = (*volume.RULES, *intensity.RULES, *days.RULES)


def _explain(token: str, column: int) -> Problem:
    return hints.explain(token, column, RULES)


GRAMMAR = Grammar(
    name="shorthand",
    rules=RULES,
    gap=re.compile(r"\s*"),
    # A keyword takes the next word with it, so that "rest sixty" is one problem and not two.
    unread=re.compile(r"(?:rest|between|band|every|from|until|rom\s+\S+)\s+\S+|\S+", re.IGNORECASE),
    explain=_explain,
)


def parse(text: str) -> tuple[Dosage, Schedule]:
    """Read a line of shorthand. Raises Invalid: field `shorthand` for a slip, else the field out of range."""
    return assemble(gather(text, GRAMMAR))


def shorthand(dosage: Dosage, schedule: Schedule) -> str:
    """Write a prescription so that `parse` gives it back, less what the module says it leaves out."""
    parts = (volume.volume_tokens(dosage), intensity.intensity_tokens(dosage), days.day_tokens(schedule))
    return " ".join(text for group in parts for text in group)
