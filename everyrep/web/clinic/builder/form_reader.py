"""Reading typed texts into values, one at a time, gathering every problem on the way."""

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import ParamSpec, TypeVar

from everyrep.core.dosage import Span, Tempo, TempoPart
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.web.clinic.builder.dose_fields import FACTORS

Made = TypeVar("Made")
Choice = TypeVar("Choice", bound=Enum)
Arguments = ParamSpec("Arguments")

WHOLE = re.compile(r"-?[0-9]{1,6}")
RANGE = re.compile(r"([0-9]{1,6})(?:\s*(?:-|–|to)\s*([0-9]{1,6}))?")  # noqa: RUF001 - an en dash is pasted
DECIMAL = r"[0-9]{1,6}(?:\.[0-9]{1,3})?"
AMOUNT = re.compile(rf"({DECIMAL})(?:\s*(?:-|–|to)\s*({DECIMAL}))?")  # noqa: RUF001
TEMPO_PART = r"([0-9]{1,3}|[xX])"
TEMPO = re.compile("-".join([TEMPO_PART] * 4))
CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?")

NOT_WHOLE = N_("“%(typed)s” is not a whole number; write digits, such as 3.")
NOT_RANGE = N_("“%(typed)s” is not a number or a range; write it like 10 or 8-12.")
BACKWARDS = N_("“%(typed)s” runs backwards; write the smaller number first.")
NOT_AMOUNT = N_("“%(typed)s” is not an amount; write it like 400, 1.5 or 5-10.")
NOT_LOAD = N_("“%(typed)s” is not a load; write a number such as 5 or 2.5, without its unit.")
NOT_TEMPO = N_("“%(typed)s” is not a tempo; write seconds for lower, pause, lift, pause, such as 3-1-2-0.")
NOT_CLOCK = N_("“%(typed)s” is not a clock time; write it like 08:30.")
NOT_OFFERED = N_("“%(typed)s” is not one of the choices; choose from the list.")


class FormReader:
    """Texts by field name. A field left empty is None; a fault is kept in `problems` and reads as None."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self.problems: list[Problem] = []

    def refuse(self, field: str, text: str, **values: object) -> None:
        self.problems.append(Problem(field, text, values))

    def whole(self, field: str) -> int | None:
        typed = self.texts[field]
        if not typed:
            return None
        if WHOLE.fullmatch(typed):
            return int(typed)
        self.refuse(field, NOT_WHOLE, typed=typed)
        return None

    def span(self, field: str) -> Span | None:
        """A whole number or a range of them, such as 8-12."""
        return self._span(field, RANGE, NOT_RANGE, 1)

    def amount(self, field: str, unit_field: str) -> Span | None:
        """A number or range in the unit chosen beside it, in seconds or metres."""
        return self._span(field, AMOUNT, NOT_AMOUNT, FACTORS.get(self.texts[unit_field], 1))

    def _span(self, field: str, pattern: re.Pattern[str], fault: str, factor: int) -> Span | None:
        typed = self.texts[field]
        if not typed:
            return None
        match = pattern.fullmatch(typed)
        if match is None:
            self.refuse(field, fault, typed=typed)
            return None
        low, high = (Decimal(end) * factor for end in (match[1], match[2] or match[1]))
        if low % 1 or high % 1:
            self.refuse(field, fault, typed=typed)
        elif low > high:
            self.refuse(field, BACKWARDS, typed=typed)
        else:
            return Span(int(low), int(high))
        return None

    def decimal(self, field: str) -> Decimal | None:
        typed = self.texts[field].replace(",", ".")
        if not typed or re.fullmatch(DECIMAL, typed):
            return Decimal(typed) if typed else None
        self.refuse(field, NOT_LOAD, typed=typed)
        return None

    def tempo(self, field: str, *, starts_concentric: bool) -> Tempo | None:
        typed = self.texts[field]
        if not typed:
            return None
        match = TEMPO.fullmatch(typed)
        if match is None:
            self.refuse(field, NOT_TEMPO, typed=typed)
            return None
        lower, bottom, lift, top = (_tempo_part(part) for part in match.groups())
        return self.build(Tempo, lower, bottom, lift, top, starts_concentric=starts_concentric)

    def day(self, field: str) -> date | None:
        typed = self.texts[field]
        return self.build(parse_local_date, typed, field) if typed else None

    def clock(self, field: str, typed: str) -> time | None:
        match = CLOCK.fullmatch(typed)
        if match is None:
            self.refuse(field, NOT_CLOCK, typed=typed)
            return None
        return time(int(match[1]), int(match[2]))

    def choice(self, field: str, kind: type[Choice]) -> Choice | None:
        typed = self.texts[field]
        try:
            return kind(typed) if typed else None
        except ValueError:
            self.refuse(field, NOT_OFFERED, typed=typed)
            return None

    def build(
        self, make: Callable[Arguments, Made], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Made | None:
        """What `make` makes, or None with its problems kept."""
        try:
            return make(*args, **kwargs)
        except Invalid as fault:
            self.problems.extend(fault.problems)
            return None


def _tempo_part(text: str) -> TempoPart:
    return "X" if text in "xX" else int(text)
