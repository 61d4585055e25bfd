"""The dose in a few signs, for cards and grids: 2 × 10, hold 5 s, 5 kg."""

from everyrep.core.dosage import Dosage, LoadUnit, RepsUntil, Span
from everyrep.core.language.words import Words, say
from everyrep.core.problems import N_
from everyrep.core.shorthand.amounts import kilometres, minutes, plain_number

SETS_TIMES = N_("%(sets)s × %(amount)s")
ONLY_SETS = N_("%(sets)s ×")
REPS = N_("%(n)s reps")
SECONDS = N_("%(n)s s")
MINUTES = N_("%(n)s min")
METRES = N_("%(n)s m")
KILOMETRES = N_("%(n)s km")
STEPS = N_("%(n)s steps")
HOLD = N_("hold %(time)s")
UNTIL = {RepsUntil.AMRAP: N_("max"), RepsUntil.TO_RIR: N_("to reserve")}
BAND = N_("%(colour)s band")
LOADS = {
    LoadUnit.KG: N_("%(n)s kg"),
    LoadUnit.LB: N_("%(n)s lb"),
    LoadUnit.PERCENT_1RM: N_("%(n)s%% 1RM"),
    LoadUnit.PERCENT_BW: N_("%(n)s%% body weight"),
    LoadUnit.TIMES_BW: N_("%(n)s × body weight"),
    LoadUnit.MACHINE_PIN: N_("pin %(n)s"),
    LoadUnit.BODY_WEIGHT: N_("body weight"),
}


def short_dose(dosage: Dosage, words: Words) -> str:
    """Sets and amount, hold and load; the side, the tempo and the limits are told elsewhere."""
    hold = [say(words, HOLD, time=_time(dosage.hold_s, words))] if dosage.hold_s else []
    return ", ".join([*_volume(dosage, words), *hold, *_load(dosage, words)])


def _volume(dosage: Dosage, words: Words) -> list[str]:
    amounts = [
        *([_reps(dosage.reps, dosage.sets, words)] if dosage.reps else []),
        *([words.gettext(UNTIL[dosage.reps_until])] if dosage.reps_until else []),
        *([_time(dosage.duration_s, words)] if dosage.duration_s else []),
        *([_distance(dosage.distance_m, words)] if dosage.distance_m else []),
        *([say(words, STEPS, n=dosage.steps)] if dosage.steps else []),
    ]
    if dosage.sets is None:
        return amounts
    text = SETS_TIMES if amounts else ONLY_SETS
    return [say(words, text, sets=dosage.sets, amount="".join(amounts[:1])), *amounts[1:]]


def _reps(reps: Span, sets: Span | None, words: Words) -> str:
    return say(words, REPS, n=reps) if sets is None else str(reps)


def _time(seconds: Span, words: Words) -> str:
    whole = minutes(seconds)
    return say(words, SECONDS, n=seconds) if whole is None else say(words, MINUTES, n=whole)


def _distance(metres: Span, words: Words) -> str:
    ends = kilometres(metres)
    if ends is None:
        return say(words, METRES, n=metres)
    return say(words, KILOMETRES, n=ends[0] if ends[0] == ends[1] else f"{ends[0]}-{ends[1]}")


def _load(dosage: Dosage, words: Words) -> list[str]:
    if dosage.load is None:
        return []
    if dosage.load.band is not None:
        return [say(words, BAND, colour=words.gettext(dosage.load.band.colour))]
    number = plain_number(dosage.load.value) if dosage.load.value is not None else ""
    return [say(words, LOADS[dosage.load.unit], n=number)]
