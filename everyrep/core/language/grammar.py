"""The grammar of the English plain words: a rule for each text that is printed, made from that text."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from everyrep.core.dosage import (
    Assistance,
    Band,
    Effort,
    EffortScale,
    Load,
    LoadUnit,
    RepsUntil,
    RomLimit,
    Span,
)
from everyrep.core.language import days, dose, words
from everyrep.core.language.words import Phrase
from everyrep.core.schedule import Pattern
from everyrep.core.shorthand.amounts import METRES_PER_KM, SECONDS_PER_MINUTE
from everyrep.core.shorthand.scanner import Fields, Rule, span

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
    "amount": (rf"{re.escape(dose.UNTIL[RepsUntil.TO_RIR])}|{TEXT}", "10"),  # that text holds a comma
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
    """Whole numbers, multiplied: 1 to 1.5 kilometers is 1000 to 1500 metres."""
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
    stretched = replace(band, elongation_percent=int(said["percent"]))
    return {"load": Load(unit=LoadUnit.BAND, band=stretched)}


def _effort(scale: EffortScale) -> Read:
    def read(said: dict[str, str]) -> Fields | None:
        target = _span(said["n"])
        return None if target is None else {"effort": Effort(scale=scale, target=target)}

    return read


def _rom(assistance: Assistance) -> Read:
    def read(said: dict[str, str]) -> Fields:
        limit = RomLimit(
            joint=said["joint"],
            motion=said["motion"],
            min_deg=int(said["low"]),
            max_deg=int(said["high"]),
            assistance=assistance,
        )
        return {"rom_limit": limit}

    return read


def _rom_until(said: dict[str, str]) -> Fields | None:
    found, expires = _first(said["limit"], ROM), _date(said["date"])
    if found is None or expires is None:
        return None
    limit: RomLimit = found["rom_limit"]
    return {"rom_limit": replace(limit, expires=expires)}


def _date(text: str) -> date | None:
    day, month, year = text.split()
    names = [name.lower() for name in words.MONTHS]
    try:
        return date(int(year), names.index(month.lower()) + 1, int(day))
    except ValueError:
        return None


def _dated(name: str) -> Read:
    return lambda said: None if (day := _date(said["date"])) is None else {name: day}


def _counted(pattern: Pattern) -> Read:
    return lambda said: {"pattern": pattern, "n": int(said["n"])} if said["n"].isdigit() else None


def _weekdays(match: re.Match[str]) -> Fields:
    names = [name.lower() for name in days.DAYS]
    found = re.findall(WEEKDAY, match.group(), re.IGNORECASE)
    return {"pattern": Pattern.WEEKDAYS, "weekdays": tuple(names.index(name.lower()) for name in found)}


WEEKDAY = "|".join(days.DAYS)
WEEKDAYS = re.compile(rf"(?:{WEEKDAY})(?:(?:,? and |, )(?:{WEEKDAY}))*{ENDS}", re.IGNORECASE)

TIMES = [
    *_rules(words.SECONDS, _spans("duration_s")),
    *_rules(words.MINUTES, _spans("duration_s", SECONDS_PER_MINUTE)),
]
IN_SETS = [_rule("%(n)s", _spans("reps"))]
AMOUNTS = [
    *_rules(dose.REPETITIONS, _spans("reps")),
    # The longer text first: it begins with the other.
    *(_rule(dose.UNTIL[until], _always(reps_until=until)) for until in (RepsUntil.TO_RIR, RepsUntil.AMRAP)),
    *TIMES,
    *_rules(words.METRES, _spans("distance_m")),
    *_rules(words.KILOMETRES, _spans("distance_m", METRES_PER_KM)),
    *_rules(words.STEPS, _spans("steps")),
]
TEMPO = [
    _rule(dose.LOWER, _tempo_time("eccentric")),
    _rule(dose.PAUSE_BOTTOM, _tempo_time("pause_bottom")),
    _rule(dose.LIFT, _tempo_time("concentric")),
    _rule(dose.PAUSE_TOP, _tempo_time("pause_top")),
    _rule(dose.LOWER_FAST, _always(eccentric="X")),
    _rule(dose.PAUSE_BOTTOM_FAST, _always(pause_bottom="X")),
    _rule(dose.LIFT_FAST, _always(concentric="X")),
    _rule(dose.PAUSE_TOP_FAST, _always(pause_top="X")),
]
BANDS = [_rule(dose.BRAND_BAND, _band), _rule(dose.BAND, _band)]
LOADS = [
    *(_rule(text, _weight(unit)) for unit, text in dose.WEIGHTS.items()),
    _rule(dose.BODY_WEIGHT, _always(load=Load(unit=LoadUnit.BODY_WEIGHT))),
    _rule(dose.STRETCHED, _stretched),
    *BANDS,
]
ROM = [_rule(text, _rom(assistance)) for assistance, text in dose.ROM.items()]
DOSE = [
    *_rules(dose.SETS_OF, _sets_of),
    *_rules(dose.SETS, _sets),
    *AMOUNTS,
    _rule(dose.HOLD_EACH, _timed("hold_s")),
    _rule(dose.HOLD, _timed("hold_s")),
    *TEMPO,
    _rule(dose.WITH_LOAD, _load),
    *(_rule(text, _effort(scale)) for scale, text in dose.EFFORTS.items()),
    *(_rule(text, _always(side=side)) for side, text in dose.SIDES.items()),
    _rule(dose.REST, _timed("rest_s")),
    _rule(dose.REST_BETWEEN, _timed("rest_between_s")),
    _rule(dose.ROM_UNTIL, _rom_until),
    *reversed(ROM),  # "moved for you" before the plain limit, whose motion could not hold it
    *(_rule(text, _number(name)) for name, text in dose.PAIN.items()),
]
SCHEDULE = [
    Rule("Monday, Wednesday and Friday", WEEKDAYS, _weekdays),
    _rule(days.ONCE_A_WEEK, _always(pattern=Pattern.PER_WEEK, n=1)),
    _rule(days.TWICE_A_WEEK, _always(pattern=Pattern.PER_WEEK, n=2)),
    _rule(days.TIMES_A_WEEK, _counted(Pattern.PER_WEEK)),
    *_rules(days.ON_ANY_DAYS, _counted(Pattern.PER_WEEK)),
    _rule(days.EVERY_N_DAYS, _counted(Pattern.EVERY_N_DAYS)),
    _rule(days.EVERY_DAY, _always(pattern=Pattern.EVERY_DAY)),
    _rule(days.ONCE_A_DAY, _always(times_per_day=1)),
    _rule(days.TWICE_A_DAY, _always(times_per_day=2)),
    _rule(days.TIMES_A_DAY, _number("times_per_day")),
    _rule(days.AS_NEEDED, _always(pattern=Pattern.AS_NEEDED)),
    _rule(days.AS_NEEDED_FOR, lambda said: {"pattern": Pattern.AS_NEEDED, "trigger": said["trigger"]}),
    _rule(days.UP_TO_ONCE, _always(max_per_day=1)),
    _rule(days.UP_TO_TWICE, _always(max_per_day=2)),
    _rule(days.UP_TO_TIMES, _number("max_per_day")),
    *_rules(days.HOURS_APART, _number("min_hours_between")),
    *_rules(days.REST_DAYS, _number("min_rest_days_between")),
    _rule(days.FROM, _dated("start")),
    _rule(days.UNTIL, _dated("end")),
]
RULES = (*DOSE, *SCHEDULE)
