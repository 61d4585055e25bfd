"""One step of a dose: one variable, never further than the limits on load and volume allow.

Limits (clinical reference 3.0, own design): at most 10 % more load or the next available plate, at most 20 %
more volume. They are settings of the frame rule, not constants.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from enum import Enum

from everyrep.core import bands
from everyrep.core.dosage import KG_PER_LB, RANGES, Dosage, Load, LoadUnit, Span
from everyrep.core.progression.conditions import Settings

PERCENT = Decimal(100)
COARSE_FROM_S, COARSE_S = 120, 30  # longer times go by half minutes, as a person would say them
TIMES_BW_PLATE = Decimal("0.05")
AMOUNTS = ("reps", "duration_s", "distance_m", "steps", "hold_s")
"""What volume is made of beside the sets; the first that is given is the one that moves."""


class Variable(Enum):
    """What a step moves. DOSE is the load where there is one, else the volume.

    RUNG is the easier or harder neighbour of the exercise, STAGE the next stage of a program in stages:
    both are for a person to choose.
    """

    LOAD = "load"
    VOLUME = "volume"
    DOSE = "dose"
    RANGE = "range"
    RUNG = "rung"
    STAGE = "stage"


EXCHANGED = frozenset({Variable.RUNG, Variable.STAGE})
BY_PERSON = EXCHANGED | {Variable.RANGE}
"""What a person decides each time, for it is no number of the dose."""


class Direction(Enum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Step:
    """What a row changes. `amount` names a parameter: kg of LOAD, percent of VOLUME, degrees of RANGE."""

    variable: Variable
    direction: Direction
    amount: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The proposed change of one variable. `after` is None where a person has to choose what comes next,
    and for a target range, whose new angle is `target_deg`."""

    variable: Variable
    direction: Direction
    before: Dosage
    after: Dosage | None = None
    target_deg: int | None = None


def step_dose(step: Step, dosage: Dosage, amount: Decimal | None, frame: Settings) -> Change | None:
    """The change of a step of LOAD, VOLUME, DOSE, RUNG or STAGE; None where there is no step to take.

    A dose without a load that could be raised (body weight) goes on to a harder exercise instead.
    """
    if step.variable in EXCHANGED:
        return Change(variable=step.variable, direction=step.direction, before=dosage)
    if step.variable is Variable.LOAD or (step.variable is Variable.DOSE and is_loaded(dosage)):
        return _load_change(step, dosage, amount, frame)
    return _volume_change(step, dosage, amount, frame)


def is_loaded(dosage: Dosage) -> bool:
    """Whether there is a load that can be moved."""
    return dosage.load is not None and dosage.load.unit is not LoadUnit.BODY_WEIGHT


def step_range(
    step: Step, dosage: Dosage, target_deg: int, amount: Decimal, hard_limit: int
) -> Change | None:
    """The target moved by `amount` degrees, up to the hard limit and never beyond; None at the limit."""
    moved = min(target_deg + int(amount), hard_limit)
    if moved <= target_deg:
        return None
    return Change(variable=step.variable, direction=step.direction, before=dosage, target_deg=moved)


def _load_change(step: Step, dosage: Dosage, amount: Decimal | None, frame: Settings) -> Change | None:
    up = step.direction is Direction.UP
    if not is_loaded(dosage) or dosage.load is None:
        if not up:
            return _volume_change(Step(Variable.VOLUME, step.direction), dosage, None, frame)
        return Change(variable=Variable.RUNG, direction=step.direction, before=dosage)
    moved = _moved_load(dosage.load, step.direction, amount, frame)
    if moved is None:
        return None if up else _volume_change(Step(Variable.VOLUME, step.direction), dosage, None, frame)
    after = replace(dosage, load=moved)
    return Change(variable=Variable.LOAD, direction=step.direction, before=dosage, after=after)


def _moved_load(load: Load, direction: Direction, amount: Decimal | None, frame: Settings) -> Load | None:
    if load.band is not None:
        return _next_band(load, direction)
    if load.value is None:
        return None
    plate = _plate(load.unit, frame)
    share = load.value * frame["load_percent"] / PERCENT
    wanted = share if amount is None else min(share, _in_unit(amount, load.unit, share))
    if direction is Direction.UP:
        value = max(_floor(load.value + wanted, plate), _floor(load.value, plate) + plate)
    else:
        value = min(
            _floor(load.value - (_amount_down(load, amount) or share), plate), _below(load.value, plate)
        )
    return replace(load, value=value) if value > 0 else None


def _amount_down(load: Load, amount: Decimal | None) -> Decimal | None:
    """A decrease is not capped: it lowers the load. None where the unit has no kilograms."""
    if amount is None or load.kilograms is None:
        return None
    return _in_unit(amount, load.unit, amount)


def _in_unit(kilograms: Decimal, unit: LoadUnit, otherwise: Decimal) -> Decimal:
    if unit is LoadUnit.KG:
        return kilograms
    return kilograms / KG_PER_LB if unit is LoadUnit.LB else otherwise


def _plate(unit: LoadUnit, frame: Settings) -> Decimal:
    """The smallest step of the unit: a plate, a whole percent, a pin."""
    plates = {
        LoadUnit.KG: frame["plate_kg"],
        LoadUnit.LB: frame["plate_lb"],
        LoadUnit.TIMES_BW: TIMES_BW_PLATE,
    }
    return plates.get(unit, Decimal(1))


def _floor(value: Decimal, plate: Decimal) -> Decimal:
    return (value / plate).to_integral_value(ROUND_FLOOR) * plate


def _below(value: Decimal, plate: Decimal) -> Decimal:
    """The next plate below: strictly less."""
    floor = _floor(value, plate)
    return floor if floor < value else floor - plate


def _next_band(load: Load, direction: Direction) -> Load | None:
    """The next colour of the same brand; None at the end of them, or where their order is not known."""
    band = load.band
    if band is None or not bands.is_charted(band.brand):
        return None
    colours = list(bands.THERA_BAND_LB)
    place = colours.index(band.colour.casefold()) + (1 if direction is Direction.UP else -1)
    if not 0 <= place < len(colours):
        return None
    return replace(load, band=replace(band, colour=colours[place]))


def _volume_change(step: Step, dosage: Dosage, amount: Decimal | None, frame: Settings) -> Change | None:
    up = step.direction is Direction.UP
    most = frame["volume_percent"]
    percent = min(amount, most) if up and amount is not None else (most if amount is None else amount)
    factor = 1 + (percent if up else -percent) / PERCENT
    after = _scaled(dosage, factor, up=up)
    if after is None or (up and volume(after) > volume(dosage) * (1 + most / PERCENT)):
        return None
    return Change(variable=Variable.VOLUME, direction=step.direction, before=dosage, after=after)


def _scaled(dosage: Dosage, factor: Decimal, *, up: bool) -> Dosage | None:
    """The first amount that moves when it is scaled; for less, a set less where no amount can shrink."""
    for name in AMOUNTS:
        span: Span | None = getattr(dosage, name)
        if span is not None:
            moved = _scaled_span(name, span, factor)
            if (moved.low, moved.high) > (span.low, span.high) if up else moved.high < span.high:
                return _with_amount[name](dosage, moved)
    if up or dosage.sets is None or dosage.sets.high == 1:
        return None
    return replace(dosage, sets=Span(max(dosage.sets.low - 1, 1), dosage.sets.high - 1))


_with_amount: Mapping[str, Callable[[Dosage, Span], Dosage]] = {
    "reps": lambda dosage, span: replace(dosage, reps=span),
    "duration_s": lambda dosage, span: replace(dosage, duration_s=span),
    "distance_m": lambda dosage, span: replace(dosage, distance_m=span),
    "steps": lambda dosage, span: replace(dosage, steps=span),
    "hold_s": lambda dosage, span: replace(dosage, hold_s=span),
}


def _scaled_span(name: str, span: Span, factor: Decimal) -> Span:
    low, high, _ = RANGES[name]
    ends = [min(max(_whole(name, end, factor), low), high) for end in (span.low, span.high)]
    return Span(ends[0], ends[1])


def _whole(name: str, amount: int, factor: Decimal) -> int:
    """Rounded down, so that more is never beyond the limit and less is at least as much less as asked."""
    whole = int((amount * factor).to_integral_value(ROUND_FLOOR))
    coarse = whole // COARSE_S * COARSE_S
    if not name.endswith("_s") or whole < COARSE_FROM_S or (factor > 1 and coarse <= amount):
        return whole
    return coarse


def volume(dosage: Dosage) -> Decimal:
    """Sets x what each holds, by the upper ends; to be compared only between doses of the same shape."""
    product = Decimal(1)
    for name in ("sets", *AMOUNTS):
        span: Span | None = getattr(dosage, name)
        if span is not None:
            product *= span.high
    return product


def load_order(before: Load | None, after: Load | None) -> int | None:
    """1 where the load grew, -1 where it shrank, 0 the same; None where the two cannot be compared."""
    if before == after:
        return 0
    ends = [_comparable(load) for load in (before, after)]
    if ends[0] is None or ends[1] is None or ends[0][0] != ends[1][0]:
        return None
    return (ends[1][1] > ends[0][1]) - (ends[1][1] < ends[0][1])


def _comparable(load: Load | None) -> tuple[str, Decimal] | None:
    """What a load may be compared by: kilograms, a place in a brand's colours, or its own unit."""
    if load is None or load.unit is LoadUnit.BODY_WEIGHT:
        return None
    if load.band is not None:
        if not bands.is_charted(load.band.brand):
            return None
        return "band", Decimal(list(bands.THERA_BAND_LB).index(load.band.colour.casefold()))
    if load.kilograms is not None:
        return "kg", load.kilograms
    return None if load.value is None else (load.unit.value, load.value)


def is_harder(before: Dosage, after: Dosage) -> bool:
    """Whether the dose grew: more load or more volume. A load that cannot be compared counts as more."""
    if (order := load_order(before.load, after.load)) is None or order > 0:
        return True
    return volume(after) > volume(before)


def within_limits(change: Change, frame: Settings) -> bool:
    """Whether a change of the dose stays inside the frame: the last look before it is proposed."""
    after = change.after
    if after is None or change.direction is Direction.DOWN:
        return True
    if volume(after) > volume(change.before) * (1 + frame["volume_percent"] / PERCENT):
        return False
    before = change.before.load
    if before is None or before.value is None or after.load is None or after.load.value is None:
        return True
    added = after.load.value - before.value
    return added <= max(before.value * frame["load_percent"] / PERCENT, _plate(before.unit, frame))
