"""What changed between two versions of a program, in words a patient reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from everyrep.core.dosage import Dosage, Side
from everyrep.core.language import days, dose
from everyrep.core.language.words import (
    Phrase,
    Words,
    distance_in_words,
    numbers,
    say,
    steps_in_words,
    time_in_words,
)
from everyrep.core.own_exercise import same_exercise
from everyrep.core.plan import Plan, Prescription
from everyrep.core.problems import N_
from everyrep.core.schedule import Schedule

FIRST = N_("%(name)s: %(dose)s, %(often)s")
ADDED = N_("New: %(name)s, %(dose)s, %(often)s")
STOPPED = N_("Stopped: %(name)s")
CHANGED = N_("%(name)s: %(changes)s")
MOVED = N_("%(name)s: now number %(place)s in the list")

INSTEAD = N_("%(new)s instead of %(old)s")
NOW_ALSO = N_("now also: %(new)s")
NO_LONGER = N_("no longer: %(old)s")
SETS_INSTEAD = Phrase("%(new)s set instead of %(old)s", "%(new)s sets instead of %(old)s")
REPS_INSTEAD = Phrase("%(new)s repetition instead of %(old)s", "%(new)s repetitions instead of %(old)s")
NOW_OPTIONAL = N_("now optional")
NOT_OPTIONAL = N_("no longer optional")
NEW_INSTRUCTIONS = N_("the instructions are new")

VOLUME_KINDS = ("reps", "reps_until", "duration_s", "distance_m", "steps")
AMOUNTS: dict[str, Callable[[Any, Words], str]] = {
    "duration_s": time_in_words,
    "distance_m": distance_in_words,
    "steps": steps_in_words,
}
# Fields whose change reads better with the bare value than with the whole phrase twice.
VALUES: dict[str, tuple[str, Callable[[Any, Words], str]]] = {
    "hold_s": (N_("hold for %(new)s instead of %(old)s"), time_in_words),
    "load": (N_("with %(new)s instead of %(old)s"), dose.load_in_words),
    "rest_s": (N_("rest %(new)s between sets instead of %(old)s"), time_in_words),
    "rest_between_s": (N_("rest %(new)s before the next exercise instead of %(old)s"), time_in_words),
}
SCHEDULE_PHRASES: dict[str, Callable[[Schedule, Words], str]] = {
    **days.PHRASES,
    "anchors": lambda schedule, words: days.anchors_in_words(schedule.anchors, words),
    "paused": lambda schedule, words: days.pauses_in_words(schedule.paused, words),
}
# What the patient reads beside the dose; a change in any of these is told once.
INSTRUCTIONS = (
    "own_words",
    "helped_in_clinic",
    "position",
    "equipment",
    "precautions",
    "contraindications",
    "stop_rules",
    "cues",
    "common_errors",
)


class ChangeKind(Enum):
    """FIRST is an exercise of the first version, which has nothing to differ from."""

    FIRST = "first"
    ADDED = "added"
    STOPPED = "stopped"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one exercise; `key` is the prescription's key, `text` is for the patient."""

    key: str
    kind: ChangeKind
    text: str


@dataclass(frozen=True, slots=True)
class Teller:
    """How changes are told: `names` maps the exercise's library id to its name in the reader's language."""

    names: Mapping[str, str]
    words: Words
    involved: Side | None

    def name(self, item: Prescription) -> str:
        return self.names.get(item.exercise, item.exercise)

    def instead(self, new: str, old: str, text: str = INSTEAD) -> str:
        return say(self.words, text, new=new, old=old)


def difference(
    before: Plan | None,
    after: Plan,
    names: Mapping[str, str],
    words: Words,
    involved: Side | None = None,
) -> list[Change]:
    """Every change, in the order of `after`; then what stopped. Without `before` everything is first."""
    teller = Teller(names, words, involved)
    if before is None:
        return [_whole(item, ChangeKind.FIRST, FIRST, teller) for item in after.items]
    earlier = {item.key: item for item in before.items}
    kept = {item.key for item in after.items}
    moved = _moved([k for k in earlier if k in kept], [i.key for i in after.items if i.key in earlier])
    changes = []
    for place, item in enumerate(after.items, start=1):
        if item.key not in earlier:
            changes.append(_whole(item, ChangeKind.ADDED, ADDED, teller))
            continue
        changes += _changed(earlier[item.key], item, teller)
        if item.key in moved:
            text = say(words, MOVED, name=teller.name(item), place=place)
            changes.append(Change(key=item.key, kind=ChangeKind.MOVED, text=text))
    stopped = (item for item in before.items if item.key not in kept)
    return changes + [_stopped(item, teller) for item in stopped]


def dose_difference(before: Dosage, after: Dosage, words: Words, involved: Side | None = None) -> list[str]:
    """What is different between two doses, number by number."""
    teller = Teller({}, words, involved)
    return [*_volume_changes(before, after, teller), *_dose_changes(before, after, teller)]


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The keys that left their place in the order; the longest unbroken runs count as having stayed."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in after[block.b : block.b + block.size]}
    return set(after) - stayed


def _whole(item: Prescription, kind: ChangeKind, text: str, teller: Teller) -> Change:
    words = teller.words
    often = [days.frequency_in_words(item.schedule, words), *days.limits_in_words(item.schedule, words)]
    told = say(
        words,
        text,
        name=teller.name(item),
        dose=dose.dose_in_words(item.dosage, words, teller.involved),
        often=", ".join(often),
    )
    return Change(key=item.key, kind=kind, text=told)


def _stopped(item: Prescription, teller: Teller) -> Change:
    text = say(teller.words, STOPPED, name=teller.name(item))
    return Change(key=item.key, kind=ChangeKind.STOPPED, text=text)


def _changed(old: Prescription, new: Prescription, teller: Teller) -> list[Change]:
    told = [
        *_exchanged(old, new, teller),
        *dose_difference(old.dosage, new.dosage, teller.words, teller.involved),
        *_schedule_changes(old.schedule, new.schedule, teller),
        *_other_changes(old, new, teller.words),
    ]
    if not told:
        return []
    # An exchanged exercise is told under the name the patient knows.
    text = say(teller.words, CHANGED, name=teller.name(old), changes="; ".join(told))
    return [Change(key=new.key, kind=ChangeKind.CHANGED, text=text)]


def _exchanged(old: Prescription, new: Prescription, teller: Teller) -> list[str]:
    """An exercise of the clinic's own that was written anew is no other one, unless it has another name."""
    names = (teller.name(new), teller.name(old))
    if old.exercise == new.exercise or (same_exercise(old.exercise, new.exercise) and names[0] == names[1]):
        return []
    return [teller.instead(*names)]


def _volume_changes(old: Dosage, new: Dosage, teller: Teller) -> list[str]:
    """Number by number where both count the same things, else the whole amount against the whole amount."""
    if _volume_kind(old) != _volume_kind(new):
        after, before = (dose.volume_in_words(dosage, teller.words) for dosage in (new, old))
        return [teller.instead(after, before)]
    words = teller.words
    told = []
    for name, phrase in (("sets", SETS_INSTEAD), ("reps", REPS_INSTEAD)):
        first, second = getattr(old, name), getattr(new, name)
        if first != second:
            told.append(phrase.say(words, second.high, new=numbers(second, words), old=numbers(first, words)))
    for name, amount in AMOUNTS.items():
        first, second = getattr(old, name), getattr(new, name)
        if first != second:
            told.append(teller.instead(amount(second, words), amount(first, words)))
    return told


def _volume_kind(dosage: Dosage) -> tuple[object, ...]:
    given = tuple(getattr(dosage, name) is not None for name in ("sets", *VOLUME_KINDS))
    return (*given, dosage.reps_until)


def _dose_changes(old: Dosage, new: Dosage, teller: Teller) -> list[str]:
    told = []
    for name, phrase in dose.PHRASES.items():
        before, after = (phrase(dosage, teller.words, teller.involved) for dosage in (old, new))
        first, second = getattr(old, name), getattr(new, name)
        if first == second:
            continue
        if name in VALUES and first is not None and second is not None:
            text, value = VALUES[name]
            told.append(teller.instead(value(second, teller.words), value(first, teller.words), text))
        else:
            told += _phrase_change(before, after, teller)
    return told


def _schedule_changes(old: Schedule, new: Schedule, teller: Teller) -> list[str]:
    words = teller.words
    often = [days.frequency_in_words(schedule, words) for schedule in (old, new)]
    told = _phrase_change(often[0], often[1], teller)
    for phrase in SCHEDULE_PHRASES.values():
        told += _phrase_change(phrase(old, words), phrase(new, words), teller)
    return told


def _phrase_change(before: str, after: str, teller: Teller) -> list[str]:
    if before == after:
        return []
    if before and after:
        return [teller.instead(after, before)]
    return [say(teller.words, NOW_ALSO if after else NO_LONGER, new=after, old=before)]


def _other_changes(old: Prescription, new: Prescription, words: Words) -> list[str]:
    told = []
    if old.essential != new.essential:
        told.append(words.gettext(NOT_OPTIONAL if new.essential else NOW_OPTIONAL))
    rewritten = old.exercise != new.exercise and same_exercise(old.exercise, new.exercise)
    if rewritten or any(getattr(old, name) != getattr(new, name) for name in INSTRUCTIONS):
        told.append(words.gettext(NEW_INSTRUCTIONS))
    return told
