"""Sets, repetitions, times, distances, holds, tempo and rest: 3x8-12, 3x30s, h5, 3-1-2-0, rest 60."""

import re
from decimal import Decimal

from everyrep.core.dosage import Dosage, RepsUntil, Span, Tempo, TempoPart
from everyrep.core.shorthand.amounts import METRES_PER_KM, SECONDS_PER_MINUTE, kilometres, minutes
from everyrep.core.shorthand.scanner import Fields, Rule, span

RANGE = r"[0-9]{1,5}(?:-[0-9]{1,5})?"
SETS = rf"(?:(?P<sets>{RANGE})x)?"
DISTANCE = r"[0-9]{1,5}(?:\.[0-9]{1,3})?"
UNTIL = {"amrap": RepsUntil.AMRAP, "rir": RepsUntil.TO_RIR}


def token(pattern: str) -> re.Pattern[str]:
    """A part of the shorthand: capitals do not matter, and it ends at a space or at the end."""
    return re.compile(rf"{pattern}(?=\s|$)", re.IGNORECASE)


def _with_sets(match: re.Match[str], **volume: object) -> Fields:
    return {"sets": span(match["sets"]), **volume} if match["sets"] else volume


def _reps(match: re.Match[str]) -> Fields:
    return _with_sets(match, reps=span(match["reps"]))


def _until(match: re.Match[str]) -> Fields:
    return _with_sets(match, reps_until=UNTIL[match["until"].lower()])


def _duration(match: re.Match[str]) -> Fields:
    seconds = SECONDS_PER_MINUTE if match["unit"].lower() == "min" else 1
    amount = span(match["amount"])
    return _with_sets(match, duration_s=Span(amount.low * seconds, amount.high * seconds))


def _distance(match: re.Match[str]) -> Fields | None:
    metres = METRES_PER_KM if match["unit"].lower() == "km" else 1
    ends = [Decimal(end) * metres for end in match["amount"].split("-")]
    if any(end % 1 for end in ends):
        return None
    return _with_sets(match, distance_m=Span(int(ends[0]), int(ends[-1])))


def _steps(match: re.Match[str]) -> Fields:
    return _with_sets(match, steps=span(match["amount"]))


def _tempo(match: re.Match[str]) -> Fields:
    eccentric, bottom, concentric, top = (_tempo_part(part) for part in match["parts"].split("-"))
    return {"tempo": Tempo(eccentric, bottom, concentric, top, starts_concentric=bool(match["con"]))}


def _tempo_part(text: str) -> TempoPart:
    return "X" if text.upper() == "X" else int(text)


RULES = (
    Rule(
        "2-0-X-1 con", token(r"(?P<parts>(?:[0-9]{1,3}|x)(?:-(?:[0-9]{1,3}|x)){3})(?P<con>\s+con)?"), _tempo
    ),
    Rule("3x8-12", token(rf"(?P<sets>{RANGE})?x(?P<reps>{RANGE})"), _reps),
    Rule("3xamrap", token(rf"(?P<sets>{RANGE})?x(?P<until>amrap|rir)"), _until),
    Rule("3x30s", token(rf"{SETS}(?P<amount>{RANGE})(?P<unit>s)"), _duration),
    Rule("5-15min", token(rf"{SETS}(?P<amount>{RANGE})(?P<unit>min)"), _duration),
    Rule("400m", token(rf"{SETS}(?P<amount>{RANGE})(?P<unit>m)"), _distance),
    Rule("1.5km", token(rf"{SETS}(?P<amount>{DISTANCE}(?:-{DISTANCE})?)(?P<unit>km)"), _distance),
    Rule("2000steps", token(rf"{SETS}(?P<amount>{RANGE})steps"), _steps),
    Rule("3x", token(rf"(?P<sets>{RANGE})x"), lambda match: {"sets": span(match["sets"])}),
    Rule("h5", token(rf"h(?P<amount>{RANGE})"), lambda match: {"hold_s": span(match["amount"])}),
    Rule("rest 60", token(rf"rest\s+(?P<amount>{RANGE})s?"), lambda match: {"rest_s": span(match["amount"])}),
    Rule(
        "between 30",
        token(rf"between\s+(?P<amount>{RANGE})s?"),
        lambda match: {"rest_between_s": span(match["amount"])},
    ),
)


def volume_tokens(dosage: Dosage) -> list[str]:
    """The parts that say how much, sets first; then hold, tempo and rest."""
    amounts = _amounts(dosage)
    if dosage.sets is not None:
        amounts = (
            [f"{dosage.sets}x{amounts[0].removeprefix('x')}", *amounts[1:]]
            if amounts
            else [f"{dosage.sets}x"]
        )
    return [*amounts, *_timing(dosage)]


def _amounts(dosage: Dosage) -> list[str]:
    until = {reps_until: text for text, reps_until in UNTIL.items()}
    return [
        *([f"x{dosage.reps}"] if dosage.reps else []),
        *([f"x{until[dosage.reps_until]}"] if dosage.reps_until else []),
        *([duration_token(dosage.duration_s)] if dosage.duration_s else []),
        *([distance_token(dosage.distance_m)] if dosage.distance_m else []),
        *([f"{dosage.steps}steps"] if dosage.steps else []),
    ]


def _timing(dosage: Dosage) -> list[str]:
    return [
        *([f"h{dosage.hold_s}"] if dosage.hold_s else []),
        *([tempo_token(dosage.tempo)] if dosage.tempo else []),
        *([f"rest {dosage.rest_s}"] if dosage.rest_s else []),
        *([f"between {dosage.rest_between_s}"] if dosage.rest_between_s else []),
    ]


def duration_token(seconds: Span) -> str:
    whole = minutes(seconds)
    return f"{seconds}s" if whole is None else f"{whole}min"


def distance_token(metres: Span) -> str:
    ends = kilometres(metres)
    if ends is None:
        return f"{metres}m"
    return f"{ends[0]}km" if ends[0] == ends[1] else f"{ends[0]}-{ends[1]}km"


def tempo_token(tempo: Tempo) -> str:
    return "-".join(str(part) for part in tempo.parts) + (" con" if tempo.starts_concentric else "")
