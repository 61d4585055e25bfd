"""What the fields of the dose form hold, by name: as the prescription has them, or as they were typed.

Fields are named after what they fill in core.dosage, core.schedule and core.plan, so that a problem
found there is shown beside the control it came from.
"""

from dataclasses import dataclass

from django.http import QueryDict

from everyrep.core.bands import THERA_BAND_LB
from everyrep.core.dosage import Dosage, EffortScale, Load, LoadUnit, Span
from everyrep.core.plan import Prescription
from everyrep.core.problems import N_, Problem
from everyrep.core.schedule import Pattern, Schedule
from everyrep.core.shorthand.amounts import (
    METRES_PER_KM,
    SECONDS_PER_MINUTE,
    kilometres,
    minutes,
    plain_number,
)
from everyrep.core.shorthand.volume import tempo_token

TEXTS = (
    *("sets", "reps", "reps_until", "hold_s", "duration_s", "duration_unit", "distance_m", "distance_unit"),
    *("steps", "rest_s", "rest_between_s", "tempo", "starts_concentric"),
    *("load_unit", "load", "colour", "brand", "elongation_percent", "effort_scale", "effort", "side"),
    *("joint", "motion", "min_deg", "max_deg", "assistance", "rom_reason", "rom_expires"),
    *("during", "at_24h", "reference"),
    *("pattern", "times_per_day", "per_week", "every_days", "max_per_day", "trigger"),
    *("min_hours_between", "min_rest_days_between", "start", "end"),
    *("weight", "own_words", "helped_in_clinic", "why", "therapist_note", "stop_rules", "review_by"),
)
CHOICES = (
    *("reps_until", "duration_unit", "distance_unit", "starts_concentric", "load_unit", "effort_scale"),
    *("side", "assistance", "pattern", "weight"),
)
NOW_READS = N_("In the draft this now reads “%(text)s”.")
NOW_EMPTY = N_("In the draft this is now empty.")
LISTS = ("weekdays", "routine", "at")
ROUTINE_ROWS = 3  # lines for routines that are always there; more where the day has more of them

# Offered while typing; another word may be written too. Kept in English, shown in the reader's language.
SUGGESTIONS = {
    "band-colours": tuple(THERA_BAND_LB),
    "joints": ("ankle", "knee", "hip", "lumbar", "thoracic", "cervical", "shoulder", "elbow", "wrist"),
    "motions": (
        *("flexion", "extension", "abduction", "adduction", "rotation"),
        *("internal rotation", "external rotation", "dorsiflexion", "plantarflexion"),
        *("inversion", "eversion", "pronation", "supination"),
    ),
}

SECONDS, MINUTES, METRES, KILOMETRES = "s", "min", "m", "km"
FACTORS = {SECONDS: 1, MINUTES: SECONDS_PER_MINUTE, METRES: 1, KILOMETRES: METRES_PER_KM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One text per field, and a list of texts for weekdays, routines and their clock times."""

    texts: dict[str, str]
    lists: dict[str, list[str]]


def typed_in(form: QueryDict) -> Typed:
    """The fields as they were sent, to be shown again unchanged."""
    texts = {name: form.get(name, "").strip() for name in TEXTS}
    lists = {name: [text.strip() for text in form.getlist(name)] for name in LISTS}
    return Typed(texts=texts, lists=lists)


def typed_of(item: Prescription) -> Typed:
    """The fields as the prescription fills them."""
    known = {
        **_volume(item.dosage),
        **_intensity(item.dosage),
        **_limits(item.dosage),
        **_days(item.schedule),
        "weight": str(item.weight),
        "own_words": item.own_words,
        "helped_in_clinic": item.helped_in_clinic,
        "review_by": _text(item.review_by),
        "why": item.why,
        "therapist_note": item.therapist_note,
        "stop_rules": "\n".join(item.stop_rules),
    }
    return Typed(texts={**dict.fromkeys(TEXTS, ""), **known}, lists=_lists(item.schedule))


def differences(typed: Typed, item: Prescription) -> tuple[Problem, ...]:
    """What the prescription says in each written field where something else was typed.

    Choices are told by the dose in words.
    """
    now = typed_of(item)
    written = {name: now.texts[name] for name in TEXTS if name not in CHOICES}
    routines = {"routine": (_routines(now), _routines(typed))}
    both = {name: (text, typed.texts[name]) for name, text in written.items()} | routines
    return tuple(
        Problem(name, NOW_READS if text else NOW_EMPTY, {"text": text})
        for name, (text, other) in both.items()
        if text != other
    )


def _routines(typed: Typed) -> str:
    lines = zip(typed.lists["routine"], typed.lists["at"], strict=False)
    return ", ".join(" ".join(filter(None, line)) for line in lines if any(line))


def _volume(dosage: Dosage) -> dict[str, str]:
    duration, duration_unit = _duration(dosage.duration_s)
    distance, distance_unit = _distance(dosage.distance_m)
    plain = ("sets", "reps", "hold_s", "steps", "rest_s", "rest_between_s")
    return {
        **{name: _text(getattr(dosage, name)) for name in plain},
        "reps_until": dosage.reps_until.value if dosage.reps_until else "",
        "duration_s": duration,
        "duration_unit": duration_unit,
        "distance_m": distance,
        "distance_unit": distance_unit,
        "tempo": tempo_token(dosage.tempo).removesuffix(" con") if dosage.tempo else "",
        "starts_concentric": "on" if dosage.tempo and dosage.tempo.starts_concentric else "",
    }


def _intensity(dosage: Dosage) -> dict[str, str]:
    return {
        **(_load(dosage.load) if dosage.load else {}),
        "effort_scale": dosage.effort.scale.value if dosage.effort else EffortScale.EFFORT.value,
        "effort": _text(dosage.effort.target if dosage.effort else None),
        "side": dosage.side.value if dosage.side else "",
    }


def _load(load: Load) -> dict[str, str]:
    value = plain_number(load.value) if load.value is not None else ""
    if load.unit is not LoadUnit.BAND or load.band is None:
        return {"load_unit": load.unit.value, "load": value}
    return {
        "load_unit": load.unit.value,
        "colour": load.band.colour,
        "brand": load.band.brand,
        "elongation_percent": _text(load.band.elongation_percent),
    }


def _limits(dosage: Dosage) -> dict[str, str]:
    known: dict[str, str] = {}
    if limit := dosage.rom_limit:
        known = {
            "joint": limit.joint,
            "motion": limit.motion,
            "min_deg": str(limit.min_deg),
            "max_deg": str(limit.max_deg),
            "assistance": limit.assistance.value,
            "rom_reason": limit.reason,
            "rom_expires": _text(limit.expires),
        }
    if pain := dosage.pain_limit:
        known |= {name: _text(getattr(pain, name)) for name in ("during", "at_24h", "reference")}
    return known


def _days(schedule: Schedule) -> dict[str, str]:
    per_week, every_n = Pattern.PER_WEEK, Pattern.EVERY_N_DAYS
    plain = ("times_per_day", "max_per_day", "min_hours_between", "min_rest_days_between", "start", "end")
    return {
        **{name: _text(getattr(schedule, name)) for name in plain},
        "pattern": schedule.pattern.value,
        "per_week": _text(schedule.n) if schedule.pattern is per_week else "",
        "every_days": _text(schedule.n) if schedule.pattern is every_n else "",
        "trigger": schedule.trigger,
    }


def _lists(schedule: Schedule) -> dict[str, list[str]]:
    rows = max(len(schedule.anchors), min(schedule.times_per_day, ROUTINE_ROWS))
    anchors = [*schedule.anchors, *[None] * (rows - len(schedule.anchors))]
    return {
        "weekdays": [str(day) for day in schedule.weekdays],
        "routine": [anchor.routine if anchor else "" for anchor in anchors],
        "at": [anchor.at.strftime("%H:%M") if anchor and anchor.at else "" for anchor in anchors],
    }


def _duration(seconds: Span | None) -> tuple[str, str]:
    whole = minutes(seconds) if seconds else None
    return (_text(seconds), SECONDS) if whole is None else (str(whole), MINUTES)


def _distance(metres: Span | None) -> tuple[str, str]:
    ends = kilometres(metres) if metres else None
    if ends is None:
        return _text(metres), METRES
    return (ends[0] if ends[0] == ends[1] else "-".join(ends)), KILOMETRES


def _text(value: object) -> str:
    return "" if value is None else str(value)
