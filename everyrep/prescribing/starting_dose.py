"""The dose a newly added exercise starts with: the gentle end of its typical range."""

from dataclasses import replace

from everyrep.core.dosage import Side, Span
from everyrep.core.plan import Prescription
from everyrep.core.schedule import Pattern, Schedule
from everyrep.core.shorthand import parse
from everyrep.library.content import Exercise

DAILY_FROM = 5  # an exercise typically done on 5 to 7 days a week starts as daily


def starting_prescription(found: Exercise, *, key: str, side: Side | None) -> Prescription:
    """Lowest sets, reps, hold and times a day of the exercise's typical range."""
    dosage, _ = parse(found.dose)
    sided = found.laterality in ("unilateral", "either")
    dosage = replace(
        dosage,
        sets=_lowest(dosage.sets),
        reps=_lowest(dosage.reps),
        hold_s=_lowest(dosage.hold_s),
        duration_s=_lowest(dosage.duration_s),
        side=side if sided else None,
    )
    return Prescription(key=key, exercise=found.id, dosage=dosage, schedule=_starting_schedule(found))


def instead(before: Prescription, found: Exercise, *, key: str, side: Side) -> Prescription:
    """Another exercise in the place of `before`: its own gentle dose, with the days and limits that hold.

    A limit of the range stays whatever joint it names: it is for the therapist to lift. `side` is that of an
    exercise which `before` had none for.
    """
    new = starting_prescription(found, key=key, side=before.dosage.side or side)
    limits = before.dosage
    return replace(
        new,
        dosage=replace(new.dosage, rom_limit=limits.rom_limit, pain_limit=limits.pain_limit),
        schedule=before.schedule,
        essential=before.essential,
        weight=before.weight,
        stop_rules=before.stop_rules,
    )


def _lowest(span: Span | None) -> Span | None:
    return Span(span.low, span.low) if span else None


def _starting_schedule(found: Exercise) -> Schedule:
    times = found.times_per_day.low
    if found.days_per_week.low >= DAILY_FROM:
        return Schedule(pattern=Pattern.EVERY_DAY, times_per_day=times)
    return Schedule(pattern=Pattern.PER_WEEK, n=found.days_per_week.low, times_per_day=times)
