"""What is wrong with an input, said so that it can be shown where it was typed.

A problem keeps its English text and its values apart, so that an edge can translate the text
before it fills the values in.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass


def N_(text: str) -> str:
    """Mark a text for translation without translating it here."""
    return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one field: what is wrong and what would be accepted."""

    field: str
    text: str
    values: dict[str, object] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values


class Invalid(ValueError):
    """Raised when a value cannot be accepted; carries every problem found, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.field}: {p}" for p in self.problems))


def invalid(field_name: str, text: str, **values: object) -> Invalid:
    """One problem, ready to raise."""
    return Invalid([Problem(field_name, text, values)])
