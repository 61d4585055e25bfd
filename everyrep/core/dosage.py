"""How much of an exercise is asked for: sets, reps, hold, tempo, rest, load, effort, side, limits.

Fields, units and ranges follow the dosage vocabulary of the design's clinical reference (1.3), which
rests on CERT (Slade 2016, Br J Sports Med 50:1428) and TIDieR (Hoffmann 2014, BMJ 348:g1687).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Literal

from everyrep.core import bands
from everyrep.core.bands import KG_PER_LB as KG_PER_LB
from everyrep.core.problems import N_, Invalid, Problem, invalid

SETS = N_("%(value)s is not between %(low)s and %(high)s sets.")
REPETITIONS = N_("%(value)s is not between %(low)s and %(high)s repetitions.")
SECONDS = N_("%(value)s is not between %(low)s and %(high)s seconds.")
METRES = N_("%(value)s is not between %(low)s and %(high)s metres.")
STEPS = N_("%(value)s is not between %(low)s and %(high)s steps.")
PERCENT = N_("%(value)s is not between %(low)s and %(high)s percent.")
DEGREES = N_("%(value)s is not between %(low)s and %(high)s degrees.")
POINTS = N_("%(value)s is not between %(low)s and %(high)s on this scale.")

# Field -> lowest, highest, and what to say outside them (clinical reference 1.3). Distance and steps
# have no published range: the upper ends only catch slips of the finger.
RANGES: dict[str, tuple[int, int, str]] = {
    "sets": (1, 10, SETS),
    "reps": (1, 100, REPETITIONS),
    "hold_s": (1, 600, SECONDS),
    "duration_s": (5, 7200, SECONDS),
    "distance_m": (1, 50_000, METRES),
    "steps": (1, 50_000, STEPS),
    "rest_s": (0, 600, SECONDS),
    "rest_between_s": (0, 600, SECONDS),
    "tempo": (0, 10, SECONDS),
    "elongation_percent": (0, 250, PERCENT),
    "min_deg": (-180, 180, DEGREES),
    "max_deg": (-180, 180, DEGREES),
    "during": (0, 10, POINTS),
    "at_24h": (0, 10, POINTS),
    "reference": (0, 10, POINTS),
}
SPANS = ("sets", "reps", "hold_s", "duration_s", "distance_m", "steps", "rest_s", "rest_between_s")


class Side(Enum):
    """Which side works. Log entries are kept per side."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    ALTERNATE = "alternate"
    INVOLVED = "involved"
    UNINVOLVED = "uninvolved"


class RepsUntil(Enum):
    """Reps without a number: as many as possible, or until the prescribed reps in reserve are left."""

    AMRAP = "amrap"
    TO_RIR = "to_rir"


class LoadUnit(Enum):
    """How the load was entered; shown as entered, compared in kilograms where that is possible."""

    KG = "kg"
    LB = "lb"
    PERCENT_1RM = "%1RM"
    PERCENT_BW = "%BW"
    TIMES_BW = "xBW"
    BAND = "band"
    MACHINE_PIN = "pin"
    BODY_WEIGHT = "BW"


class EffortScale(Enum):
    """Effort scales; never mixed in one trend. EFFORT is the product's own plain 0-10 scale."""

    EFFORT = "effort"
    BORG_6_20 = "borg_6_20"
    CR10 = "cr10"
    RPE_RT = "rpe_rt_0_10"
    RIR = "rir"


class Assistance(Enum):
    ACTIVE = "active"
    ASSISTED = "assisted"
    PASSIVE = "passive"


# Lowest and highest point of each effort scale.
SCALE_ENDS = {
    EffortScale.EFFORT: (0, 10),
    EffortScale.BORG_6_20: (6, 20),
    EffortScale.CR10: (0, 10),
    EffortScale.RPE_RT: (0, 10),
    EffortScale.RIR: (0, 10),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A whole number or a range of them; `8-12` is Span(8, 12), `10` is Span(10, 10)."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise invalid(
                "range",
                N_("%(low)s-%(high)s runs backwards; write the smaller number first."),
                low=self.low,
                high=self.high,
            )

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


TempoPart = int | Literal["X"]


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds lowering, pausing at the bottom, lifting, pausing at the top; X is as fast as controlled.

    3-1-2-0 is 6 s a rep. X counts 1 s for time under tension. `starts_concentric` keeps the order of
    the numbers and says that the exercise begins with the lift.
    """

    eccentric: TempoPart
    pause_bottom: TempoPart
    concentric: TempoPart
    pause_top: TempoPart
    starts_concentric: bool = False

    def __post_init__(self) -> None:
        _refuse([p for part in self.parts if part != "X" for p in _outside("tempo", part)])

    @property
    def parts(self) -> tuple[TempoPart, TempoPart, TempoPart, TempoPart]:
        return (self.eccentric, self.pause_bottom, self.concentric, self.pause_top)

    @property
    def seconds_per_rep(self) -> int:
        return sum(1 if part == "X" else part for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """An elastic band. Colours differ between brands, so the brand is kept with the colour.

    `elongation_percent` is 100 x (stretched - rest) / rest.
    """

    colour: str
    brand: str = ""
    elongation_percent: int | None = None

    def __post_init__(self) -> None:
        problems = [] if self.colour.strip() else [Problem("colour", N_("Give the colour of the band."))]
        if self.colour.strip() and bands.is_charted(self.brand):
            problems += _uncharted(self.colour)
        _refuse([*problems, *_outside("elongation_percent", self.elongation_percent)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is lifted or pulled, as entered. `value` is None for body weight and for bands."""

    unit: LoadUnit
    value: Decimal | None = None
    band: Band | None = None

    def __post_init__(self) -> None:
        _refuse([*_load_value_problems(self), *_load_band_problems(self)])

    @property
    def kilograms(self) -> Decimal | None:
        """The canonical load, or None where it depends on the person or the band."""
        if self.value is None:
            return None
        if self.unit is LoadUnit.KG:
            return self.value
        return self.value * KG_PER_LB if self.unit is LoadUnit.LB else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How hard it should feel: a point or a range on one scale, such as 2-3 repetitions in reserve."""

    scale: EffortScale
    target: Span

    def __post_init__(self) -> None:
        low, high = SCALE_ENDS[self.scale]
        _refuse(_beyond("effort", self.target, low, high, POINTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class RomLimit:
    """A hard limit of a joint's range, in degrees with clinical signs; shown at every step."""

    joint: str
    motion: str
    min_deg: int
    max_deg: int
    assistance: Assistance = Assistance.ACTIVE
    reason: str = ""
    expires: date | None = None

    def __post_init__(self) -> None:
        problems = [
            Problem(name, N_("Name the joint and the motion, such as knee flexion."))
            for name in ("joint", "motion")
            if not getattr(self, name).strip()
        ]
        problems += [*_outside("min_deg", self.min_deg), *_outside("max_deg", self.max_deg)]
        if self.min_deg > self.max_deg:
            backwards = N_("%(low)s to %(high)s degrees runs backwards; write the smaller angle first.")
            problems.append(Problem("max_deg", backwards, {"low": self.min_deg, "high": self.max_deg}))
        _refuse(problems)

    def holds_on(self, day: date) -> bool:
        """Whether the limit is still in force; the day it expires is its last."""
        return self.expires is None or day <= self.expires


@dataclass(frozen=True, slots=True, kw_only=True)
class PainLimit:
    """Highest pain (0-10) accepted during the exercise and 24 hours later, against `reference`."""

    during: int | None = None
    at_24h: int | None = None
    reference: int | None = None

    def __post_init__(self) -> None:
        problems = [
            p for name in ("during", "at_24h", "reference") for p in _outside(name, getattr(self, name))
        ]
        if self.during is None and self.at_24h is None:
            problems.append(
                Problem("during", N_("Give the highest pain during the exercise or 24 hours later."))
            )
        _refuse(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dosage:
    """The dose of one exercise. Every field is optional, but one volume field must be given.

    Volume is reps, reps_until, duration, distance, steps, or a hold with sets. Units: hold, duration and
    rest in seconds; distance in metres; reps are per side. Raises Invalid with every problem found.
    """

    sets: Span | None = None
    reps: Span | None = None
    reps_until: RepsUntil | None = None
    hold_s: Span | None = None
    duration_s: Span | None = None
    distance_m: Span | None = None
    steps: Span | None = None
    tempo: Tempo | None = None
    rest_s: Span | None = None
    rest_between_s: Span | None = None
    load: Load | None = None
    effort: Effort | None = None
    side: Side | None = None
    rom_limit: RomLimit | None = None
    pain_limit: PainLimit | None = None

    def __post_init__(self) -> None:
        ranges = [p for name in SPANS for p in _outside(name, getattr(self, name))]
        _refuse([*ranges, *_volume_problems(self)])


def band_force_kg(band: Band) -> tuple[Decimal, Decimal] | None:
    """Lowest and highest pull in kilograms; None for a brand or a stretch without published values."""
    return bands.force_kg(band.brand, band.colour, band.elongation_percent)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Invalid(problems)


def _outside(name: str, value: int | Span | None) -> list[Problem]:
    low, high, text = RANGES[name]
    return [] if value is None else _beyond(name, value, low, high, text)


def _beyond(name: str, value: int | Span, low: int, high: int, text: str) -> list[Problem]:
    first, last = (value.low, value.high) if isinstance(value, Span) else (value, value)
    if low <= first and last <= high:
        return []
    return [Problem(name, text, {"value": str(value), "low": low, "high": high})]


def _uncharted(colour: str) -> list[Problem]:
    if colour.casefold() in bands.THERA_BAND_LB:
        return []
    known = ", ".join(bands.THERA_BAND_LB)
    text = N_("%(brand)s has no %(colour)s band; its colours are: %(known)s.")
    return [Problem("colour", text, {"brand": bands.THERA_BAND, "colour": colour, "known": known})]


def _load_value_problems(load: Load) -> list[Problem]:
    if load.unit in (LoadUnit.BAND, LoadUnit.BODY_WEIGHT):
        extra = N_("Leave the number out: a load of %(unit)s has none.")
        return [] if load.value is None else [Problem("load", extra, {"unit": load.unit.value})]
    if load.value is None:
        return [Problem("load", N_("Give the number that goes with %(unit)s."), {"unit": load.unit.value})]
    if load.value.is_finite() and load.value > 0:
        return []
    return [
        Problem("load", N_("%(value)s is not a load; give a number above 0."), {"value": str(load.value)})
    ]


def _load_band_problems(load: Load) -> list[Problem]:
    if load.unit is LoadUnit.BAND and load.band is None:
        return [Problem("load", N_("Give the band: its colour and, if known, its brand."))]
    if load.unit is not LoadUnit.BAND and load.band is not None:
        return [
            Problem(
                "load", N_("A band goes with the unit band, not with %(unit)s."), {"unit": load.unit.value}
            )
        ]
    return []


def _volume_problems(dosage: Dosage) -> list[Problem]:
    counted = dosage.reps is not None or dosage.reps_until is not None
    measured = (dosage.duration_s, dosage.distance_m, dosage.steps)
    held = dosage.hold_s is not None and dosage.sets is not None
    problems = []
    if not (counted or held or any(value is not None for value in measured)):
        missing = N_("Say how much: repetitions, a time, a distance, steps, or sets with a hold.")
        problems.append(Problem("volume", missing))
    if dosage.reps is not None and dosage.reps_until is not None:
        both = N_("Give a number of repetitions or when to stop, not both.")
        problems.append(Problem("reps_until", both))
    if dosage.duration_s is not None and counted:
        timed = N_("Give repetitions or a time, not both; for the time of each repetition use the hold.")
        problems.append(Problem("duration_s", timed))
    return problems
