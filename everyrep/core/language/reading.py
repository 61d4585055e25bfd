"""Reading back the English plain words, so that what a patient sees can be typed as well.

The rules are made from the very texts that are printed; small variants are brought to that wording first.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from everyrep.core.dosage import (
    Assistance,
    Band,
    Dosage,
    Effort,
    EffortScale,
    Load,
    LoadUnit,
    RomLimit,
    Side,
    Span,
    Tempo,
)
from everyrep.core.language import days, dose, words
from everyrep.core.language.words import Phrase
from everyrep.core.problems import N_, Invalid, Problem, invalid
from everyrep.core.schedule import Pattern, Schedule
from everyrep.core.shorthand.amounts import METRES_PER_KM, SECONDS_PER_MINUTE
from everyrep.core.shorthand.scanner import Fields, Grammar, Rule, assemble, gather, span

Read = Callable[[dict[str, str]], Fields | None]

DECIMAL = r"[0-9]{1,6}(?:\.[0-9]{1,30})?"
NUMBER = rf"{DECIMAL}(?: to {DECIMAL})?"
ANGLE = r"-?[0-9]{1,3}"
ENDS = r"(?=\s*(?:[,;]|$))"
TEXT = r".+?"
# Placeholder -> what may stand there, and an example for the hints.
PLACES = {
    "n": (NUMBER, "3"),
    "sets": (NUMBER, "3"),
    "amount": (TEXT, "10"),
    "time": (rf"{NUMBER} (?:seconds?|minutes?)", "5 seconds"),
    "load": (TEXT, "5 kg"),
    "percent": (r"[0-9]{1,3}", "100"),
    "joint": (r"\S+", "knee"),
    "motion": (TEXT, "flexion"),
    "low": (ANGLE, "0"),
    "high": (ANGLE, "45"),
    "date": (r"[0-9]{1,2} [^\W\d]+ [0-9]{4}", "20 November 2026"),
    "trigger": (TEXT, "stiff knee"),
    "colour": (TEXT, "red"),
    "brand": (TEXT, "Thera-Band"),
    "band": (TEXT, "the red band"),
    "limit": (TEXT, ""),
}
PLACE = re.compile(r"%\((\w+)\)s")
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
# Small variants, brought to the wording that is printed.
VARIANTS: tuple[tuple[str, str], ...] = (
    *((rf"\b{word}\b(?!-)", str(number)) for number, word in enumerate(NUMBER_WORDS, start=1)),
    (r"\breps?\b", "repetitions"),
    (r"\b(kilo)?meter(s?)\b", r"\1metre\2"),
    (r"\bsecs?\b", "seconds"),
    (r"\bmins?\b", "minutes"),
    (r"(?<=[0-9])\s*[-–]\s*(?=[0-9])", " to "),  # noqa: RUF001 - an en dash is what people paste
    (r"\b1 times?\b", "once"),
    (r"\b2 times\b", "twice"),
    (r"\b(?:daily|each day)\b", "every day"),
    (r"\bevery other day\b", "every 2 days"),
    (r"\bas needed\b", "when needed"),
    (r"\s+[x×]\s+", ", "),
    (r"\bon (?=(?:mon|tues|wednes|thurs|fri|satur|sun)day)", ""),
)
HINTS = 3


def parse_words(text: str) -> tuple[Dosage, Schedule]:
    """Read `dose_in_words; schedule_in_words` in English; without a schedule it is once a day, every day.

    Raises Invalid: field `words` for a part that is not understood, else the field out of range.
    """
    try:
        return _read(text)
    except Invalid as error:
        usual = _usual_wording(text)
        if usual == text:
            raise
        try:
            return _read(usual)
        except Invalid:
            # The problems count columns of the text as it was typed.
            raise error from None


def _read(text: str) -> tuple[Dosage, Schedule]:
    return assemble(_with_tempo(gather(text, GRAMMAR)))


def _usual_wording(text: str) -> str:
    for variant, usual in VARIANTS:
        text = re.sub(variant, usual, text, flags=re.IGNORECASE)
    return text


def _with_tempo(found: Fields) -> Fields:
    """The phrases of the tempo as one; a pause that is not said is 0, and the first phrase starts the move."""
    said = [name for name in found if name in TEMPO_PHRASES]
    if not said:
        return found
    missing = {"eccentric", "concentric"} - set(said)
    if missing:
        raise invalid("words", N_("Say both how long to lower and how long to lift"))
    parts = {name: found.pop(name, 0) for name in TEMPO_PHRASES}
    starts = said.index("concentric") < said.index("eccentric")
    return {**found, "tempo": Tempo(**parts, starts_concentric=starts)}


def _pattern(text: str) -> re.Pattern[str]:
    pieces = PLACE.split(text)
    literal = (re.escape(piece.replace("%%", "%")) for piece in pieces[::2])
    groups = (f"(?P<{name}>{PLACES[name][0]})" for name in pieces[1::2])
    joined = next(literal) + "".join(group + piece for group, piece in zip(groups, literal, strict=True))
    return re.compile(joined + ENDS, re.IGNORECASE)


def _rule(text: str, read: Read) -> Rule:
    example = PLACE.sub(lambda place: PLACES[place[1]][1], text).replace("%%", "%")
    return Rule(example, _pattern(text), lambda match: read(match.groupdict()))


def _rules(phrase: Phrase, read: Read) -> list[Rule]:
    return [_rule(phrase.many, read), _rule(phrase.one, read)]


def _first(text: str, rules: list[Rule]) -> Fields | None:
    """What the first rule that fits the whole text reads."""
    matches = ((rule, rule.pattern.fullmatch(text)) for rule in rules)
    return next((rule.read(match) for rule, match in matches if match), None)


def _span(text: str, times: int = 1) -> Span | None:
    """Whole numbers, multiplied: 1 to 1.5 kilometres is 1000 to 1500 metres."""
    ends = [Decimal(end) * times for end in text.split(" to ")]
    if any(end % 1 for end in ends):
        return None
    return span("-".join(str(int(end)) for end in ends))


def _spans(name: str, times: int = 1) -> Read:
    def read(said: dict[str, str]) -> Fields | None:
        found = _span(said["n"], times)
        return None if found is None else {name: found}

    return read


def _number(name: str) -> Read:
    return lambda said: {name: int(said["n"])} if said["n"].isdigit() else None


def _always(**fields: object) -> Read:
    return lambda _: dict(fields)


def _time(said: dict[str, str]) -> Span | None:
    found = _first(said["time"], TIMES)
    return found["duration_s"] if found else None


def _timed(name: str) -> Read:
    return lambda said: None if (time := _time(said)) is None else {name: time}


def _tempo_time(name: str) -> Read:
    def read(said: dict[str, str]) -> Fields | None:
        time = _time(said)
        return None if time is None or time.low != time.high else {name: time.low}

    return read


def _sets_of(said: dict[str, str]) -> Fields | None:
    sets, amount = _span(said["sets"]), _first(said["amount"], [*IN_SETS, *AMOUNTS])
    return None if sets is None or amount is None else {"sets": sets, **amount}


def _sets(said: dict[str, str]) -> Fields | None:
    sets = _span(said["sets"])
    return None if sets is None else {"sets": sets}


def _load(said: dict[str, str]) -> Fields | None:
    return _first(said["load"], LOADS)


def _weight(unit: LoadUnit) -> Read:
    def read(said: dict[str, str]) -> Fields | None:
        number = said["n"]
        return None if " to " in number else {"load": Load(unit=unit, value=Decimal(number))}

    return read


def _band(said: dict[str, str]) -> Fields:
    band = Band(colour=said["colour"], brand=said.get("brand", ""))
    return {"load": Load(unit=LoadUnit.BAND, band=band)}


def _stretched(said: dict[str, str]) -> Fields | None:
    found = _first(said["band"], BANDS)
    if found is None:
        return None
    band: Band = found["load"].band
    stretched = Band(colour=band.colour, brand=band.brand, elongation_percent=int(said["percent"]))
    return {"load": Load(unit=LoadUnit.BAND, band=stretched)}


def _effort(scale: EffortScale) -> Read:
    def read(said: dict[str, str]) -> Fields | None:
        target = _span(said["n"])
        return None if target is None else {"effort": Effort(scale=scale, target=target)}

    return read


def _rom(assistance: Assistance) -> Read:
    return lambda said: {"rom_limit": _limit(said, assistance)}


def _limit(said: dict[str, str], assistance: Assistance, expires: date | None = None) -> RomLimit:
    return RomLimit(
        joint=said["joint"],
        motion=said["motion"],
        min_deg=int(said["low"]),
        max_deg=int(said["high"]),
        assistance=assistance,
        expires=expires,
    )
