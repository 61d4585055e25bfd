"""Hypothesis strategies: every dosage and schedule that can be typed in one line."""

from datetime import date

from hypothesis import strategies as st

from everyrep.core.dosage import (
    Assistance,
    Band,
    Dosage,
    Effort,
    EffortScale,
    Load,
    LoadUnit,
    PainLimit,
    RepsUntil,
    RomLimit,
    Side,
    Span,
    Tempo,
)
from everyrep.core.problems import Invalid
from everyrep.core.schedule import Pattern, Schedule

NUMBER_UNITS = [unit for unit in LoadUnit if unit not in (LoadUnit.BAND, LoadUnit.BODY_WEIGHT)]
SCALES = {scale: (6, 20) if scale is EffortScale.BORG_6_20 else (0, 10) for scale in EffortScale}


def spans(low: int, high: int, step: int = 1) -> st.SearchStrategy[Span]:
    whole = st.integers(low // step, high // step).map(lambda n: n * step)
    return st.tuples(whole, whole).map(lambda ends: Span(max(low, min(ends)), max(low, *ends)))


def maybe(strategy):
    return st.none() | strategy


def loads(names):
    value = st.decimals("0.01", 500, places=2)
    charted = st.builds(
        Band,
        colour=st.sampled_from(["tan", "red", "gold"]),
        brand=st.just("Thera-Band"),
        elongation_percent=maybe(st.integers(0, 250)),
    )
    free = st.builds(
        Band, colour=names, brand=st.just("") | names.filter(lambda n: n.casefold() != "thera-band")
    )
    return st.one_of(
        st.builds(Load, unit=st.sampled_from(NUMBER_UNITS), value=value),
        st.just(Load(unit=LoadUnit.BODY_WEIGHT)),
        st.builds(lambda band: Load(unit=LoadUnit.BAND, band=band), charted | free),
    )


efforts = st.sampled_from(EffortScale).flatmap(
    lambda scale: st.builds(Effort, scale=st.just(scale), target=spans(*SCALES[scale]))
)
parts = st.integers(0, 10) | st.just("X")
tempos = st.builds(Tempo, parts, parts, parts, parts, st.booleans())
pain = maybe(st.integers(0, 10))
pain_limits = st.builds(PainLimit, during=st.integers(0, 10), at_24h=pain, reference=pain) | st.builds(
    PainLimit, at_24h=st.integers(0, 10), reference=pain
)


@st.composite
def rom_limits(draw, joints, motions):
    low, high = sorted(draw(st.tuples(st.integers(-180, 180), st.integers(-180, 180))))
    assistance = draw(st.sampled_from(Assistance))
    return RomLimit(
        joint=draw(joints), motion=draw(motions), min_deg=low, max_deg=high, assistance=assistance
    )


@st.composite
def dosages(draw, names, joints):
    """A counted, a timed or a held exercise, with any of the other fields."""
    counted = draw(st.sampled_from(["reps", "until", "time", "distance", "steps", "hold"]))
    volume = {
        "reps": lambda: {"reps": draw(spans(1, 100))},
        "until": lambda: {"reps_until": draw(st.sampled_from(RepsUntil))},
        "time": lambda: {"duration_s": draw(spans(5, 7200) | spans(60, 7200, 60))},
        "distance": dict,
        "steps": lambda: {"steps": draw(spans(1, 50_000))},
        "hold": dict,
    }[counted]()
    held = counted == "hold"
    far = spans(1, 50_000) | spans(100, 50_000, 100)
    return Dosage(
        **volume,
        sets=draw(spans(1, 10) if held else maybe(spans(1, 10))),
        hold_s=draw(spans(1, 600) if held else maybe(spans(1, 600))),
        distance_m=draw(far if counted == "distance" else maybe(far)),
        tempo=draw(maybe(tempos)),
        rest_s=draw(maybe(spans(0, 600))),
        rest_between_s=draw(maybe(spans(0, 600))),
        load=draw(maybe(loads(names))),
        effort=draw(maybe(efforts)),
        side=draw(maybe(st.sampled_from(Side))),
        rom_limit=draw(maybe(rom_limits(joints, names))),
        pain_limit=draw(maybe(pain_limits)),
    )


@st.composite
def schedules(draw):
    """Any schedule without trigger, routines and pauses; the limits only where the days allow them."""
    pattern = draw(st.sampled_from(Pattern))
    as_needed = pattern is Pattern.AS_NEEDED
    n = {Pattern.PER_WEEK: st.integers(1, 7), Pattern.EVERY_N_DAYS: st.integers(2, 14)}.get(
        pattern, st.none()
    )
    weekdays = st.lists(st.integers(0, 6), min_size=1, unique=True).map(tuple)
    start, end = sorted(draw(st.tuples(*[st.dates(date(2026, 1, 1), date(2027, 12, 31))] * 2)))
    chosen = {
        "pattern": pattern,
        "times_per_day": 1 if as_needed else draw(st.integers(1, 12)),
        "n": draw(n),
        "weekdays": draw(weekdays) if pattern is Pattern.WEEKDAYS else (),
        "max_per_day": draw(st.integers(1, 24)) if as_needed else None,
    }
    limits = {
        "min_hours_between": draw(maybe(st.integers(1, 4))),
        "min_rest_days_between": draw(maybe(st.integers(1, 2))),
        "start": draw(maybe(st.just(start))),
        "end": draw(maybe(st.just(end))),
    }
    try:
        return Schedule(**chosen, **limits)
    except Invalid:
        return Schedule(**chosen)
