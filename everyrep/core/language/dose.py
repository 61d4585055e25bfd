"""The dose of one exercise in plain words, as a patient reads it."""

from collections.abc import Callable

from everyrep.core.dosage import (
    Assistance,
    Band,
    Dosage,
    Effort,
    EffortScale,
    Load,
    LoadUnit,
    PainLimit,
    RepsUntil,
    RomLimit,
    Side,
    Span,
    Tempo,
    TempoPart,
)
from everyrep.core.language.words import (
    Phrase,
    Words,
    date_in_words,
    distance_in_words,
    numbers,
    say,
    steps_in_words,
    time_in_words,
)
from everyrep.core.problems import N_
from everyrep.core.shorthand.amounts import plain_number

SETS = Phrase("%(sets)s set", "%(sets)s sets")
SETS_OF = Phrase("%(sets)s set of %(amount)s", "%(sets)s sets of %(amount)s")
REPETITIONS = Phrase("%(n)s repetition", "%(n)s repetitions")
UNTIL = {
    RepsUntil.AMRAP: N_("as many as you can"),
    RepsUntil.TO_RIR: N_("as many as you can, stopping while you could still do a few more"),
}
HOLD_EACH = N_("hold each for %(time)s")
HOLD = N_("hold for %(time)s")

LOWER = N_("lower for %(time)s")
LIFT = N_("lift for %(time)s")
PAUSE_BOTTOM = N_("pause at the bottom for %(time)s")
PAUSE_TOP = N_("pause at the top for %(time)s")
LOWER_FAST = N_("lower as fast as you can control")
LIFT_FAST = N_("lift as fast as you can control")
PAUSE_BOTTOM_FAST = N_("pause at the bottom as briefly as you can control")
PAUSE_TOP_FAST = N_("pause at the top as briefly as you can control")

WITH_LOAD = N_("with %(load)s")
WEIGHTS = {
    LoadUnit.KG: N_("%(n)s kg"),
    LoadUnit.LB: N_("%(n)s lb"),
    LoadUnit.PERCENT_1RM: N_("%(n)s%% of the most you could lift once"),
    LoadUnit.PERCENT_BW: N_("%(n)s%% of your body weight"),
    LoadUnit.TIMES_BW: N_("%(n)s times your body weight"),
    LoadUnit.MACHINE_PIN: N_("machine pin %(n)s"),
}
BODY_WEIGHT = N_("your body weight")
BAND = N_("the %(colour)s band")
BRAND_BAND = N_("the %(colour)s band (%(brand)s)")
STRETCHED = N_("%(band)s stretched by %(percent)s%% of its length")
# Names that are stored with the dose; listed here so that catalogs hold them. Others are shown as typed.
NAMES = (
    N_("tan"),
    N_("yellow"),
    N_("red"),
    N_("green"),
    N_("blue"),
    N_("black"),
    N_("silver"),
    N_("gold"),
    N_("ankle"),
    N_("knee"),
    N_("hip"),
    N_("lumbar"),
    N_("thoracic"),
    N_("cervical"),
    N_("shoulder"),
    N_("elbow"),
    N_("wrist"),
    N_("flexion"),
    N_("extension"),
    N_("abduction"),
    N_("adduction"),
    N_("rotation"),
    N_("internal rotation"),
    N_("external rotation"),
    N_("dorsiflexion"),
    N_("plantarflexion"),
    N_("inversion"),
    N_("eversion"),
    N_("pronation"),
    N_("supination"),
)

EFFORTS = {
    EffortScale.RIR: N_("stop when you could still do %(n)s more"),
    EffortScale.EFFORT: N_("effort %(n)s of 10"),
    EffortScale.RPE_RT: N_("effort %(n)s of 10 (lifting scale, RPE)"),
    EffortScale.CR10: N_("effort %(n)s of 10 (Borg CR10 scale)"),
    EffortScale.BORG_6_20: N_("effort %(n)s of 20 (Borg scale, 6 to 20)"),
}
SIDES = {
    Side.LEFT: N_("left side"),
    Side.RIGHT: N_("right side"),
    Side.BOTH: N_("both sides"),
    Side.ALTERNATE: N_("alternating sides"),
    Side.INVOLVED: N_("the side we are treating"),
    Side.UNINVOLVED: N_("the other side"),
}
OTHER_SIDE = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}

REST = N_("rest %(time)s between sets")
REST_BETWEEN = N_("rest %(time)s before the next exercise")
ROM = {
    Assistance.ACTIVE: N_("keep %(joint)s %(motion)s between %(low)s and %(high)s degrees"),
    Assistance.ASSISTED: N_("keep %(joint)s %(motion)s between %(low)s and %(high)s degrees with help"),
    Assistance.PASSIVE: N_("keep %(joint)s %(motion)s between %(low)s and %(high)s degrees, moved for you"),
}
ROM_UNTIL = N_("%(limit)s until %(date)s")
PAIN = {
    "during": N_("pain no more than %(n)s out of 10"),
    "at_24h": N_("pain no more than %(n)s out of 10 a day later"),
    "reference": N_("your usual pain is %(n)s out of 10"),
}


def volume_in_words(dosage: Dosage, words: Words) -> str:
    """Sets and what each of them holds; a second amount, such as a distance, stands for itself."""
    amounts = [
        *([numbers(dosage.reps, words)] if dosage.reps else []),
        *([words.gettext(UNTIL[dosage.reps_until])] if dosage.reps_until else []),
        *([time_in_words(dosage.duration_s, words)] if dosage.duration_s else []),
        *([distance_in_words(dosage.distance_m, words)] if dosage.distance_m else []),
        *([steps_in_words(dosage.steps, words)] if dosage.steps else []),
    ]
    if dosage.sets is not None:
        sets = numbers(dosage.sets, words)
        phrase = SETS_OF if amounts else SETS
        first = phrase.say(words, dosage.sets.high, sets=sets, amount="".join(amounts[:1]))
        return ", ".join([first, *amounts[1:]])
    if dosage.reps is not None:
        amounts[0] = REPETITIONS.say(words, dosage.reps.high, n=amounts[0])
    return ", ".join(amounts)


def hold_in_words(dosage: Dosage, words: Words) -> str:
    if dosage.hold_s is None:
        return ""
    counted = dosage.reps is not None or dosage.reps_until is not None
    return say(words, HOLD_EACH if counted else HOLD, time=time_in_words(dosage.hold_s, words))


def tempo_in_words(tempo: Tempo, words: Words) -> str:
    """In the order of the movement; a pause of 0 seconds is not said."""
    lower = [
        _tempo_part(tempo.eccentric, LOWER, LOWER_FAST, words),
        *_pause(tempo.pause_bottom, PAUSE_BOTTOM, PAUSE_BOTTOM_FAST, words),
    ]
    lift = [
        _tempo_part(tempo.concentric, LIFT, LIFT_FAST, words),
        *_pause(tempo.pause_top, PAUSE_TOP, PAUSE_TOP_FAST, words),
    ]
    return ", ".join(lift + lower if tempo.starts_concentric else lower + lift)


def _pause(part: TempoPart, text: str, fast: str, words: Words) -> list[str]:
    return [] if part == 0 else [_tempo_part(part, text, fast, words)]


def _tempo_part(part: TempoPart, text: str, fast: str, words: Words) -> str:
    return (
        words.gettext(fast) if part == "X" else say(words, text, time=time_in_words(Span(part, part), words))
    )


def load_in_words(load: Load, words: Words) -> str:
    """5 kg, 70% of the most you could lift once, the red band (Thera-Band)."""
    if load.band is not None:
        return _band_in_words(load.band, words)
    if load.value is None:
        return words.gettext(BODY_WEIGHT)
    return say(words, WEIGHTS[load.unit], n=plain_number(load.value))


def _band_in_words(band: Band, words: Words) -> str:
    text = BRAND_BAND if band.brand else BAND
    name = say(words, text, colour=words.gettext(band.colour), brand=band.brand)
    if band.elongation_percent is None:
        return name
    return say(words, STRETCHED, band=name, percent=band.elongation_percent)


def effort_in_words(effort: Effort, words: Words) -> str:
    return say(words, EFFORTS[effort.scale], n=numbers(effort.target, words))


def side_in_words(side: Side, words: Words, involved: Side | None = None) -> str:
    """The side as it is asked for: the involved side becomes left or right once that is known."""
    if involved in OTHER_SIDE and side in (Side.INVOLVED, Side.UNINVOLVED):
        side = involved if side is Side.INVOLVED else OTHER_SIDE[involved]
    return words.gettext(SIDES[side])


def rom_in_words(limit: RomLimit, words: Words) -> str:
    """The limit in degrees and until when it holds; the reason is for staff."""
    joint, motion = (words.gettext(name.replace("_", " ")) for name in (limit.joint, limit.motion))
    text = ROM[limit.assistance]
    told = say(words, text, joint=joint, motion=motion, low=limit.min_deg, high=limit.max_deg)
    if limit.expires is None:
        return told
    return say(words, ROM_UNTIL, limit=told, date=date_in_words(limit.expires, words))


def pain_in_words(limit: PainLimit, words: Words) -> str:
    points = ((text, getattr(limit, name)) for name, text in PAIN.items())
    return ", ".join(say(words, text, n=value) for text, value in points if value is not None)


def limits_in_words(dosage: Dosage, words: Words) -> list[str]:
    """The range and the pain not to go beyond, where they are prescribed: shown wherever the dose is."""
    rom = [rom_in_words(dosage.rom_limit, words)] if dosage.rom_limit else []
    return [*rom, *([pain_in_words(dosage.pain_limit, words)] if dosage.pain_limit else [])]


# The phrases after the volume, in the order they are said; each is "" where its field is not given.
PHRASES: dict[str, Callable[[Dosage, Words, Side | None], str]] = {
    "hold_s": lambda d, words, _: hold_in_words(d, words),
    "tempo": lambda d, words, _: tempo_in_words(d.tempo, words) if d.tempo else "",
    "load": lambda d, words, _: say(words, WITH_LOAD, load=load_in_words(d.load, words)) if d.load else "",
    "effort": lambda d, words, _: effort_in_words(d.effort, words) if d.effort else "",
    "side": lambda d, words, involved: side_in_words(d.side, words, involved) if d.side else "",
    "rest_s": lambda d, words, _: say(words, REST, time=time_in_words(d.rest_s, words)) if d.rest_s else "",
    "rest_between_s": lambda d, words, _: (
        say(words, REST_BETWEEN, time=time_in_words(d.rest_between_s, words)) if d.rest_between_s else ""
    ),
    "rom_limit": lambda d, words, _: rom_in_words(d.rom_limit, words) if d.rom_limit else "",
    "pain_limit": lambda d, words, _: pain_in_words(d.pain_limit, words) if d.pain_limit else "",
}


def dose_in_words(dosage: Dosage, words: Words, involved: Side | None = None) -> str:
    """3 sets of 8 to 12, hold each for 5 seconds, left side. `involved` resolves the involved side."""
    phrases = (phrase(dosage, words, involved) for phrase in PHRASES.values())
    return ", ".join([volume_in_words(dosage, words), *(text for text in phrases if text)])
