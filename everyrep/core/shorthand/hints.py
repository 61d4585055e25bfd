"""What helps when a part of the shorthand is not understood: where it is, and what comes nearest."""

import re
from difflib import get_close_matches

from everyrep.core.problems import N_, Problem
from everyrep.core.shorthand.scanner import Rule
from everyrep.core.shorthand.volume import RANGE

UNITS = ("s", "min", "m", "km", "steps", "kg", "lb", "%1rm", "%bw", "xbw", "/d", "/w")
USUAL = ("3x10", "3x30s", "5min", "h5", "2/d")
AMOUNT = re.compile(r"(?:[0-9-]+x)?[0-9][0-9.-]*(?P<unit>[a-z%/][a-z0-9%/]*)", re.IGNORECASE)
NEAR = 0.6  # share of the shape that must agree before a form is offered
LONGEST_SPLIT = 40  # characters; a longer part without spaces is not a slip


def explain(token: str, column: int, rules: tuple[Rule, ...]) -> Problem:
    """One problem that names the part, its column and what to write instead."""
    values: dict[str, object] = {"token": token, "column": column}
    split = _split(token, rules) if len(token) <= LONGEST_SPLIT else None
    if split:
        text = N_("“%(token)s” at column %(column)s runs together; write %(forms)s")
        return Problem("shorthand", text, {**values, "forms": " ".join(split)})
    unit = AMOUNT.fullmatch(token)
    if unit and unit["unit"].lower() not in UNITS and unit["unit"][0] not in "xX":
        text = N_("“%(unit)s” in “%(token)s” at column %(column)s is not a unit here; units are: %(units)s")
        return Problem("shorthand", text, {**values, "unit": unit["unit"], "units": ", ".join(UNITS)})
    text = N_("“%(token)s” at column %(column)s is not understood; write it like one of these: %(forms)s")
    return Problem("shorthand", text, {**values, "forms": ", ".join(_nearest(token, rules))})


def _split(token: str, rules: tuple[Rule, ...]) -> list[str] | None:
    """The same characters as two or more parts that are understood, the longest parts first."""
    for end in range(len(token) - 1, 0, -1):
        head = token[:end]
        if not _accepted(head, rules):
            continue
        tail = [token[end:]] if _accepted(token[end:], rules) else _split(token[end:], rules)
        if tail:
            return [head, *tail]
    return None


def _accepted(text: str, rules: tuple[Rule, ...]) -> bool:
    return any(rule.pattern.fullmatch(text) for rule in rules)


def _nearest(token: str, rules: tuple[Rule, ...]) -> list[str]:
    """The accepted forms whose shape is nearest, whatever their numbers; a bare number may mean several."""
    if re.fullmatch(RANGE, token):
        return [f"3x{token}", f"{token}s", f"h{token}"]
    shapes = {_shape(rule.example): rule.example for rule in rules}
    near = get_close_matches(_shape(token), shapes, n=3, cutoff=NEAR)
    return [shapes[shape] for shape in near] or list(USUAL)


def _shape(text: str) -> str:
    return re.sub(r"[0-9]+", "9", text.lower())
