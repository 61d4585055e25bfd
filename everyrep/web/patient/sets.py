"""The sets that an exercise asks for, as the patient logs them."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import msgspec
from django.utils.translation import gettext as _

from everyrep.core.dosage import Dosage, Side, Span
from everyrep.core.logged import ExerciseLogged, SetDone
from everyrep.core.plan import Prescription
from everyrep.library.queries import known_exercise
from everyrep.prescribing.queries import SIDED
from everyrep.web.patient.snapshot.schema import SetAsked

MINUTES_FROM_S = 120  # a prescribed time from here on is logged in minutes
SECONDS_PER_MINUTE = 60

LoggedSide = Literal["", "left", "right"]
Field = Literal["reps", "hold_s", "seconds", "metres", "steps"]
Unit = Literal["reps", "seconds", "minutes", "metres", "steps"]


class Measure(NamedTuple):
    """The field that an entry keeps, the unit shown, its factor, one step of it, and what a set asks for."""

    field: Field
    unit: Unit
    factor: int
    step: int
    value: int | None


def sets_asked(item: Prescription, logged: ExerciseLogged | None = None) -> list[SetAsked]:
    """The sets of the plan, each with what it asks for; or with what was really logged for it."""
    asked = list(_planned_sets(item))
    if logged is None or not logged.sets:
        return asked
    done = {side: [one for one in logged.sets if one.side == side] for side in ("", "left", "right")}
    return [_with_value(one, done[one.side]) for one in asked]


def _with_value(asked: SetAsked, done: list[SetDone]) -> SetAsked:
    amount: int | None = getattr(done[asked.number - 1], asked.field) if asked.number <= len(done) else 0
    value = None if amount is None else round(amount / asked.factor)
    return msgspec.structs.replace(asked, value=value)


def _planned_sets(item: Prescription) -> Iterator[SetAsked]:
    """Left and right in turn where the exercise works one side at a time and both are asked for."""
    count = item.dosage.sets.low if item.dosage.sets else 1
    measure = _measure(item.dosage)
    for number in range(1, count + 1):
        for side in _sides(item):
            words = _words(number, count, side)
            yield SetAsked(number=number, of=count, side=side, words=words, **measure._asdict())


def _sides(item: Prescription) -> tuple[LoggedSide, ...]:
    found = known_exercise(item.exercise)
    both = item.dosage.side in (Side.BOTH, Side.ALTERNATE) and found is not None and found.laterality in SIDED
    return ("left", "right") if both else ("",)


def _words(number: int, count: int, side: LoggedSide) -> str:
    place = {"number": number, "of": count}
    if count == 1:
        return {"": _("How much"), "left": _("Left side"), "right": _("Right side")}[side]
    if side == "left":
        return _("Set %(number)s of %(of)s, left") % place
    if side == "right":
        return _("Set %(number)s of %(of)s, right") % place
    return _("Set %(number)s of %(of)s") % place


def _measure(dosage: Dosage) -> Measure:
    if dosage.reps is not None:
        return Measure("reps", "reps", 1, 1, dosage.reps.low)
    if dosage.reps_until is not None:
        return Measure("reps", "reps", 1, 1, None)
    if dosage.duration_s is not None:
        return _time(dosage.duration_s, "seconds")
    if dosage.hold_s is not None:
        return _time(dosage.hold_s, "hold_s")
    if dosage.distance_m is not None:
        return Measure("metres", "metres", 1, 10, dosage.distance_m.low)
    return Measure("steps", "steps", 1, 100, dosage.steps.low if dosage.steps else None)


def _time(span: Span, field: Field) -> Measure:
    if span.low >= MINUTES_FROM_S and span.low % SECONDS_PER_MINUTE == 0:
        return Measure(field, "minutes", SECONDS_PER_MINUTE, 1, span.low // SECONDS_PER_MINUTE)
    return Measure(field, "seconds", 1, 5, span.low)
