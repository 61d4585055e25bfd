"""Reading a line of prescription text part by part, and putting the parts together.

Both readers use it: the shorthand (parts separated by spaces) and the plain words (by commas).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from everyrep.core.dosage import Dosage, PainLimit, Span
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import Schedule

# Field name -> value, for the fields of Dosage, Schedule and PainLimit together: no name occurs twice.
# The values have the types of those fields, which one dictionary cannot say more exactly.
Fields = dict[str, Any]

PAIN_FIELDS = tuple(f.name for f in fields(PainLimit))
SCHEDULE_FIELDS = tuple(f.name for f in fields(Schedule))


@dataclass(frozen=True, slots=True)
class Rule:
    """One part of the grammar: an example of it, how it looks, and what it says.

    `read` returns None where the text looks right but says nothing it knows; the next rule is tried.
    """

    example: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Fields | None]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text that a rule has read; `column` counts from 1."""

    text: str
    column: int
    fields: Fields


@dataclass(frozen=True, slots=True)
class Grammar:
    """`gap` separates the parts; `unread` takes a part that no rule reads, and `explain` says what helps."""

    name: str
    rules: tuple[Rule, ...]
    gap: re.Pattern[str]
    unread: re.Pattern[str]
    explain: Callable[[str, int], Problem]


def gather(text: str, grammar: Grammar) -> Fields:
    """The fields a text gives. Raises Invalid with a problem for each part not understood or said twice."""
    problems: list[Problem] = []
    found: Fields = {}
    given_by: dict[str, str] = {}
    for part in _parts(text, grammar, problems):
        twice = {given_by[name] for name in part.fields if name in given_by}
        problems.extend(_said_twice(grammar, part, earlier) for earlier in sorted(twice))
        found |= part.fields
        given_by |= dict.fromkeys(part.fields, part.text)
    if problems:
        raise Invalid(problems)
    return found


def span(text: str, separator: str = "-") -> Span:
    """The span written as `8-12` or `10`."""
    low, _, high = text.partition(separator)
    return Span(int(low), int(high or low))


def assemble(found: Fields) -> tuple[Dosage, Schedule]:
    """Dosage and schedule from their fields; each keeps its own rules and raises Invalid for them."""
    pain = _take(found, PAIN_FIELDS)
    schedule = _take(found, SCHEDULE_FIELDS)
    rest = {name: value for name, value in found.items() if name not in {*pain, *schedule}}
    if pain:
        rest["pain_limit"] = PainLimit(**pain)
    return Dosage(**rest), Schedule(**schedule)


def _take(found: Fields, names: Iterable[str]) -> Fields:
    return {name: found[name] for name in names if name in found}


def _parts(text: str, grammar: Grammar, problems: list[Problem]) -> Iterator[Part]:
    position = _past_gap(text, 0, grammar)
    while position < len(text):
        end = position
        try:
            for match, rule in _matches(text, position, grammar):
                end = match.end()
                found = rule.read(match)
                if found is not None:
                    yield Part(match.group().strip(), position + 1, found)
                    break
            else:
                unread = grammar.unread.match(text, position)
                end = unread.end() if unread else len(text)
                problems.append(grammar.explain(text[position:end], position + 1))
        except Invalid as error:
            problems.extend(
                _placed(problem, grammar, text[position:end], position) for problem in error.problems
            )
        position = _past_gap(text, max(end, position + 1), grammar)


def _matches(text: str, position: int, grammar: Grammar) -> Iterator[tuple[re.Match[str], Rule]]:
    for rule in grammar.rules:
        match = rule.pattern.match(text, position)
        if match:
            yield match, rule


def _past_gap(text: str, position: int, grammar: Grammar) -> int:
    gap = grammar.gap.match(text, position)
    return gap.end() if gap else position


def _placed(problem: Problem, grammar: Grammar, token: str, position: int) -> Problem:
    """A range typed backwards is a slip in the text; any other problem belongs to the field it names."""
    if problem.field != "range":
        return problem
    text = N_("“%(token)s” at column %(column)s runs backwards; write the smaller number first")
    return Problem(grammar.name, text, {"token": token, "column": position + 1})


def _said_twice(grammar: Grammar, part: Part, earlier: str) -> Problem:
    text = N_("“%(token)s” at column %(column)s says again what “%(earlier)s” already says; keep one of them")
    return Problem(grammar.name, text, {"token": part.text, "column": part.column, "earlier": earlier})
