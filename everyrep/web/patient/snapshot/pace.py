"""How a set runs by the clock: from the dose, and from the usual pace where the dose does not say."""

import json

from everyrep.core.burden import PACE
from everyrep.core.dosage import Dosage, Span, Tempo
from everyrep.figures import studio
from everyrep.web.patient.snapshot import schema

FAST_S = 1  # "as fast as controlled" counts as one second: core.dosage.Tempo


def pace_of(exercise: str, dosage: Dosage) -> schema.Pace:
    """A range of work asks for its lower end, as the sets do; of a range of rest nobody is hurried."""
    tempo = dosage.tempo
    return schema.Pace(
        reps=dosage.reps.low if dosage.reps else None,
        rep_s=tempo.seconds_per_rep if tempo else PACE.seconds_per_rep,
        hold_s=dosage.hold_s.low if dosage.hold_s and _counted(dosage) else 0,
        seconds=_seconds(dosage),
        rest_s=_high(dosage.rest_s, PACE.rest_s),
        rest_after_s=_high(dosage.rest_between_s, 0),
        tempo=_as_played(tempo, lift_is_out=_lift_is_out(exercise, tempo)) if tempo else "",
        assumed=tempo is None,
    )


def _counted(dosage: Dosage) -> bool:
    return dosage.reps is not None or dosage.reps_until is not None


def _seconds(dosage: Dosage) -> int | None:
    """A hold that is not repeated is as long as the set."""
    if dosage.duration_s is not None:
        return dosage.duration_s.low
    return dosage.hold_s.low if dosage.hold_s and not _counted(dosage) else None


def _high(span: Span | None, usual: int) -> int:
    return usual if span is None else span.high


def _lift_is_out(exercise: str, tempo: Tempo) -> bool:
    """Whether the figure lifts on its way out. A figure breathes out as it lifts."""
    movement = studio.movement_of(exercise)
    return tempo.starts_concentric or (movement is not None and movement.tempo.breathe_out == "out")


def _as_played(tempo: Tempo, *, lift_is_out: bool) -> str:
    lower, bottom, lift, top = (FAST_S if part == "X" else part for part in tempo.parts)
    out, hold, back, rest = (lift, top, lower, bottom) if lift_is_out else (lower, bottom, lift, top)
    return json.dumps({"out": out, "hold": hold, "back": back, "rest": rest}, separators=(",", ":"))
