"""From the typed dose form to a prescription, or to every problem at its field."""

from dataclasses import replace
from datetime import date

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
)
from everyrep.core.plan import Prescription
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import Anchor, Pattern, Schedule, check_falls_due
from everyrep.web.clinic.builder.dose_fields import Typed
from everyrep.web.clinic.builder.form_reader import FormReader

BOTH_ANGLES = N_("Give both angles in degrees, such as 0 and 45.")
EFFORT_SCALE = N_("Choose the scale of this number.")
BAND_WITHOUT_UNIT = N_("Choose band as the kind of load, or leave the band empty.")
NUMBER_WITHOUT_UNIT = N_("Choose the unit of this number.")
NO_WEEKDAY = N_("Choose one weekday or more.")
# The control that shows a problem of a field that has none of its own.
CONTROLS = {"volume": "reps", "weekdays": "pattern", "paused": "pattern", "anchors": "routine"}
RANGE_FIELDS = ("min_deg", "max_deg", "joint", "motion")


def read_dose_form(typed: Typed, item: Prescription, *, today: date) -> Prescription:
    """The prescription as the form describes it; what the form does not show stays as it was.

    Raises Invalid with every problem found, named after the control, also for a schedule that never
    falls due from `today` on.
    """
    reader = FormReader(typed.texts)
    dosage = _dosage(reader)
    schedule = _schedule(reader, typed, item.schedule)
    if schedule is not None:
        reader.build(check_falls_due, schedule, today)
    changed = reader.build(_with_words, item, typed.texts, reader.day("review_by"))
    if reader.problems or dosage is None or schedule is None or changed is None:
        raise Invalid(_at_control(problem, typed) for problem in reader.problems)
    return replace(changed, dosage=dosage, schedule=schedule)


def _with_words(item: Prescription, texts: dict[str, str], review_by: date | None) -> Prescription:
    return replace(
        item,
        weight=2 if texts["weight"] == "2" else 1,
        own_words=texts["own_words"],
        helped_in_clinic=texts["helped_in_clinic"],
        review_by=review_by,
        why=texts["why"],
        therapist_note=texts["therapist_note"],
        stop_rules=tuple(line.strip() for line in texts["stop_rules"].splitlines() if line.strip()),
    )


def _dosage(reader: FormReader) -> Dosage | None:
    """None where a field is at fault; that a dose lacks an amount is not said while one could not be read."""
    before = len(reader.problems)
    fields = {
        "sets": reader.span("sets"),
        "reps": reader.span("reps"),
        "hold_s": reader.span("hold_s"),
        "duration_s": reader.amount("duration_s", "duration_unit"),
        "distance_m": reader.amount("distance_m", "distance_unit"),
        "steps": reader.span("steps"),
        "rest_s": reader.span("rest_s"),
        "rest_between_s": reader.span("rest_between_s"),
    }
    until = reader.choice("reps_until", RepsUntil)
    tempo = reader.tempo("tempo", starts_concentric=reader.texts["starts_concentric"] != "")
    load, effort = _load(reader), _effort(reader)
    side = reader.choice("side", Side)
    rom_limit, pain_limit = _rom_limit(reader), _pain_limit(reader)
    unread = len(reader.problems) > before
    dosage = reader.build(
        Dosage,
        **fields,
        reps_until=until,
        tempo=tempo,
        load=load,
        effort=effort,
        side=side,
        rom_limit=rom_limit,
        pain_limit=pain_limit,
    )
    if unread:
        reader.problems = [problem for problem in reader.problems if problem.field != "volume"]
    return None if unread else dosage


def _load(reader: FormReader) -> Load | None:
    unit = reader.choice("load_unit", LoadUnit)
    value = reader.decimal("load")
    if unit is LoadUnit.BAND:
        band = reader.build(
            Band,
            colour=reader.texts["colour"],
            brand=reader.texts["brand"],
            elongation_percent=reader.whole("elongation_percent"),
        )
        return reader.build(Load, unit=unit, band=band) if band else None
    if reader.texts["colour"] or reader.texts["brand"] or reader.texts["elongation_percent"]:
        reader.refuse("load_unit", BAND_WITHOUT_UNIT)
    if unit is None:
        if reader.texts["load"]:
            reader.refuse("load_unit", NUMBER_WITHOUT_UNIT)
        return None
    missing_or_faulty = value is None and reader.texts["load"] != ""
    return None if missing_or_faulty else reader.build(Load, unit=unit, value=value)


def _effort(reader: FormReader) -> Effort | None:
    target = reader.span("effort")
    if target is None:
        return None
    scale = reader.choice("effort_scale", EffortScale)
    if scale is None:
        reader.refuse("effort_scale", EFFORT_SCALE)
        return None
    return reader.build(Effort, scale=scale, target=target)


def _rom_limit(reader: FormReader) -> RomLimit | None:
    texts = reader.texts
    expires = reader.day("rom_expires")
    if not any(texts[name] for name in (*RANGE_FIELDS, "rom_reason", "rom_expires")):
        return None
    low, high = reader.whole("min_deg"), reader.whole("max_deg")
    if not texts["min_deg"] or not texts["max_deg"]:
        reader.refuse("min_deg" if not texts["min_deg"] else "max_deg", BOTH_ANGLES)
    if low is None or high is None:
        return None
    return reader.build(
        RomLimit,
        joint=texts["joint"],
        motion=texts["motion"],
        min_deg=low,
        max_deg=high,
        assistance=reader.choice("assistance", Assistance) or Assistance.ACTIVE,
        reason=texts["rom_reason"],
        expires=expires,
    )


def _pain_limit(reader: FormReader) -> PainLimit | None:
    points = {name: reader.whole(name) for name in ("during", "at_24h", "reference")}
    typed = any(reader.texts[name] for name in points)
    unread = any(reader.texts[name] and value is None for name, value in points.items())
    return reader.build(PainLimit, **points) if typed and not unread else None


def _schedule(reader: FormReader, typed: Typed, item: Schedule) -> Schedule | None:
    """Only what belongs to the chosen pattern is read: the other lines may hold what was tried before."""
    before = len(reader.problems)
    pattern = reader.choice("pattern", Pattern) or Pattern.EVERY_DAY
    as_needed = pattern is Pattern.AS_NEEDED
    times = 1 if as_needed else reader.whole("times_per_day")
    count = {Pattern.PER_WEEK: "per_week", Pattern.EVERY_N_DAYS: "every_days"}.get(pattern)
    n = reader.whole(count) if count else None
    most = reader.whole("max_per_day") if as_needed else None
    hours, rest = reader.whole("min_hours_between"), reader.whole("min_rest_days_between")
    start, end = reader.day("start"), reader.day("end")
    anchors = _anchors(reader, typed)
    weekdays = _weekdays(typed) if pattern is Pattern.WEEKDAYS else ()
    if pattern is Pattern.WEEKDAYS and not weekdays:
        reader.refuse("pattern", NO_WEEKDAY)
    if len(reader.problems) > before:
        return None
    return reader.build(
        Schedule,
        pattern=pattern,
        times_per_day=1 if times is None else times,
        weekdays=weekdays,
        n=n,
        max_per_day=most,
        trigger=reader.texts["trigger"] if as_needed else "",
        min_hours_between=hours,
        min_rest_days_between=rest,
        anchors=anchors,
        start=start,
        end=end,
        paused=item.paused,
    )


def _weekdays(typed: Typed) -> tuple[int, ...]:
    return tuple(sorted({int(day) for day in typed.lists["weekdays"] if day in set("0123456")}))


def _anchors(reader: FormReader, typed: Typed) -> tuple[Anchor, ...]:
    """A line for each session of the day, in order; empty lines at the end say nothing."""
    lines = list(zip(typed.lists["routine"], typed.lists["at"], strict=False))
    while lines and not any(lines[-1]):
        lines.pop()
    return tuple(
        Anchor(routine=routine, at=reader.clock("anchors", at) if at else None) for routine, at in lines
    )


def _at_control(problem: Problem, typed: Typed) -> Problem:
    """The problem under the name of the control where it was typed."""
    never_due = "end" if typed.texts["end"] else "pattern"
    counted = "per_week" if typed.texts["pattern"] == Pattern.PER_WEEK.value else "every_days"
    controls = {**CONTROLS, "schedule": never_due, "n": counted}
    return replace(problem, field=controls.get(problem.field, problem.field))
