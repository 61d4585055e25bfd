"""What a prop's settings may be: each knows what it takes and says what is wrong with a value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from everyrep.core.movement.props.places import PLACES

Values = Mapping[str, Any]
"""Setting -> value, checked and with every default filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting of a prop.

    about: what it does. takes: in words, what it accepts. fits: what is wrong with a value, or "".
    default: None where it may stay away or must be written. many: one value may stand for a list of one.
    """

    about: str
    takes: str
    fits: Callable[[Any], bool]
    default: Any = None
    many: bool = False

    def problem(self, value: object) -> str:
        """What is wrong with a value, "" when all is well."""
        return "" if self.fits(value) else f"takes {self.takes}, not {_written(value)}"


def number(about: str, low: float, high: float, default: float | None = None) -> Setting:
    """A number between two bounds."""
    takes = f"a number from {low:g} to {high:g}"
    return Setting(
        about=about,
        takes=takes,
        fits=lambda value: _is_number(value) and low <= value <= high,
        default=default,
    )


def choice(about: str, *options: str) -> Setting:
    """One of some words; the first is the default."""
    takes = ", ".join(options[:-1]) + f" or {options[-1]}"
    return Setting(about=about, takes=takes, fits=lambda value: value in options, default=options[0])


def flag(about: str, default: bool) -> Setting:
    """Yes or no."""
    return Setting(
        about=about, takes="true or false", fits=lambda value: isinstance(value, bool), default=default
    )


def place(about: str, default: str | None = None) -> Setting:
    """A place on the body."""
    return Setting(about=about, takes="a place on the body", fits=_is_place, default=default)


def hand(about: str) -> Setting:
    """One hand."""
    return Setting(about=about, takes="hand_L or hand_R", fits=_is_hand)


def places(about: str, *default: str) -> Setting:
    """One place on the body or a list of them."""
    takes = "a place on the body or a list of them"
    return Setting(about=about, takes=takes, fits=_all(_is_place), default=list(default) or None, many=True)


def hands(about: str, *default: str) -> Setting:
    """One hand or both."""
    takes = "hand_L, hand_R or [hand_L, hand_R]"
    return Setting(about=about, takes=takes, fits=_all(_is_hand), default=list(default) or None, many=True)


def pair(about: str, *default: str) -> Setting:
    """Two places on the body."""
    return Setting(
        about=about,
        takes="a list of two places on the body",
        fits=lambda value: _is_list(value, 2) and _all(_is_place)(value),
        default=list(default) or None,
    )


def spot(about: str) -> Setting:
    """A place on the body or a point in the room, whose height may be that of a place."""
    takes = "a place on the body or [left, up, forward] in metres, where up may be a place"
    return Setting(about=about, takes=takes, fits=lambda value: _is_place(value) or _is_point(value))


def shift(about: str) -> Setting:
    """Metres to the left and forward in the room."""
    return Setting(about=about, takes="[left, forward] in metres", fits=_is_shift, default=[0.0, 0.0])


def points(about: str, default: Sequence[Sequence[float]]) -> Setting:
    """Some points on the floor."""
    takes = "a list of [left, forward] in metres"
    return Setting(about=about, takes=takes, fits=_all(_is_shift), default=default)


def as_list(value: Any) -> list[Any]:
    """A single value is a list of one."""
    return list(value) if isinstance(value, list | tuple) else [value]


def _written(value: object) -> str:
    return f"[{', '.join(map(_written, value))}]" if isinstance(value, list | tuple) else str(value)


def _all(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: bool(as_list(value)) and all(map(fits, as_list(value)))


def _is_place(value: object) -> bool:
    return isinstance(value, str) and value in PLACES


def _is_hand(value: object) -> bool:
    return value in ("hand_L", "hand_R")


def _is_point(value: Any) -> bool:
    return (
        _is_list(value, 3)
        and _is_shift([value[0], value[2]])
        and (_is_number(value[1]) or _is_place(value[1]))
    )


def _is_shift(value: Any) -> bool:
    return _is_list(value, 2) and all(map(_is_number, value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list(value: object, length: int) -> bool:
    return isinstance(value, list | tuple) and len(value) == length
