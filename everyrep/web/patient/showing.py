"""A prescription as the patient reads it: its exercise, the dose in words, the sets the log asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from everyrep.core.dosage import Dosage, Side, Span
from everyrep.core.language import (
    dose_in_words,
    limits_in_words,
    schedule_in_words,
    short_dose,
    side_in_words,
)
from everyrep.core.logged import ExerciseLogged, Logged, Outcome, Reason, SetDone
from everyrep.core.plan import Plan, Prescription
from everyrep.figures.requests import FigureRequest
from everyrep.library.catalogue import exercises
from everyrep.library.content import Exercise
from everyrep.library.queries import plain_exercise_name
from everyrep.logbook.today import Go, Today
from everyrep.prescribing.queries import SIDED
from everyrep.web.figures.asking import prescribed_figure
from everyrep.web.pages import WORDS, language
from everyrep.web.saying import outcome_words

STATUS = {Outcome.DONE: "done", Outcome.PARTLY: "partly", Outcome.NOT: "not_logged"}
MINUTES_FROM_S = 120  # a prescribed time from here on is logged in minutes
POSITION_UNKNOWN, REGION_UNKNOWN = "standing", "whole_body"  # for a signed exercise the library has dropped
SECONDS_PER_MINUTE = 60
DIALLED = frozenset("+0123456789*#")
PAIN_LEADS_TO_HELP = 5  # out of 10: above this the way to help is shown; clinical reference 3.11, red above 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseShown:
    """What a figure slot and a title need."""

    id: str
    name: str
    position: str
    body_region: str
    figure: FigureRequest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HowTo:
    """How the exercise is done: the therapist's cues and errors instead of the library's, the care beside."""

    steps: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    common_errors: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    stop_rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoShown:
    """A go for a card: `status` is a state of the status pill, "" while unlogged; `limits` are phrases.

    `hurt`: what was logged for it leads to the help page.
    """

    go: Go
    exercise: ExerciseShown
    dose: str
    side: str
    limits: tuple[str, ...]
    status: str
    status_words: str
    hurt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsked:
    """One set of the log form. `value` is in `unit`; the entry keeps `value` x `factor` in `field`."""

    number: int
    of: int
    side: str
    field: str
    unit: str
    factor: int
    step: int
    value: int | None


def exercise_shown(
    item: Prescription,
    demonstrator: str = "",
    involved: Side | None = None,
    today: date | None = None,
) -> ExerciseShown:
    """With the figure of what was prescribed, by the demonstrator the patient chose."""
    found = exercises().get(item.exercise)
    if found is None:
        return ExerciseShown(
            id=item.exercise, name=item.exercise, position=POSITION_UNKNOWN, body_region=REGION_UNKNOWN
        )
    name = plain_exercise_name(found.id, language())
    return ExerciseShown(
        id=found.id,
        name=name,
        position=found.position,
        body_region=found.body_region,
        figure=prescribed_figure(item, demonstrator, involved, today),
    )


def dialled(phone: str) -> str:
    """A telephone number as a tel: address takes it."""
    return "".join(sign for sign in phone if sign in DIALLED)


def plain_names(plans: Iterable[Plan | None]) -> dict[str, str]:
    """The names patients read of the plans' exercises, by library id."""
    ids = {item.exercise for plan in plans if plan for item in plan.items}
    return {exercise_id: plain_exercise_name(exercise_id, language()) for exercise_id in ids}


def how_to(item: Prescription) -> HowTo:
    """The library's precaution always stands, before what the therapist adds: the same care as on paper."""
    found = exercises().get(item.exercise)
    added = (*item.precautions, *item.contraindications)
    if found is None:
        return HowTo(cues=item.cues, common_errors=item.common_errors, care=added, stop_rules=item.stop_rules)
    text = found.text(language())
    return HowTo(
        steps=text.steps,
        cues=item.cues or text.cues,
        common_errors=item.common_errors or text.common_errors,
        care=tuple(dict.fromkeys((text.precaution, *added))),
        stop_rules=item.stop_rules,
    )


def go_shown(go: Go, found: Today, demonstrator: str) -> GoShown:
    """One exercise of the day that was found."""
    item, involved = go.item, found.version.involved if found.version else None
    side = side_in_words(item.dosage.side, WORDS, involved) if item.dosage.side else ""
    return GoShown(
        go=go,
        exercise=exercise_shown(item, demonstrator, involved, found.local_date),
        dose=short_dose(item.dosage, WORDS),
        side=side if item.essential else ", ".join([*([side] if side else []), _("if you have time")]),
        limits=tuple(limits_in_words(item.dosage, WORDS)),
        status=STATUS[go.outcome] if go.outcome else "",
        status_words=outcome_words(go.outcome) if go.outcome else "",
        hurt=hurt(go.standing.logged) if go.standing else False,
    )


def hurt(logged: Logged) -> bool:
    """Whether an entry says so much of pain that the way to help is shown with it."""
    if not isinstance(logged, ExerciseLogged):
        return False
    return logged.reason is Reason.PAIN or (logged.pain or 0) > PAIN_LEADS_TO_HELP


def whole_dose(item: Prescription, involved: Side | None) -> str:
    return dose_in_words(item.dosage, WORDS, involved)


def how_often(item: Prescription) -> str:
    return schedule_in_words(item.schedule, WORDS)


def sets_asked(item: Prescription, logged: ExerciseLogged | None = None) -> tuple[SetAsked, ...]:
    """The sets of the plan, each with what it asks for; or with what was really logged for it."""
    asked = tuple(_planned_sets(item))
    if logged is None or not logged.sets:
        return asked
    done = {side: [one for one in logged.sets if one.side == side] for side in ("", "left", "right")}
    return tuple(_with_value(one, done[one.side]) for one in asked)


def _with_value(asked: SetAsked, done: list[SetDone]) -> SetAsked:
    amount: int | None = getattr(done[asked.number - 1], asked.field) if asked.number <= len(done) else 0
    return replace(asked, value=None if amount is None else round(amount / asked.factor))


def _planned_sets(item: Prescription) -> Iterator[SetAsked]:
    """Left and right in turn where the exercise works one side at a time and both are asked for."""
    dosage = item.dosage
    count = dosage.sets.low if dosage.sets else 1
    field, unit, factor, step, value = _measure(dosage)
    for number in range(1, count + 1):
        for side in _sides(item):
            yield SetAsked(
                number=number,
                of=count,
                side=side,
                field=field,
                unit=unit,
                factor=factor,
                step=step,
                value=value,
            )


def _sides(item: Prescription) -> tuple[str, ...]:
    found: Exercise | None = exercises().get(item.exercise)
    both = item.dosage.side in (Side.BOTH, Side.ALTERNATE) and found is not None and found.laterality in SIDED
    return ("left", "right") if both else ("",)


def _measure(dosage: Dosage) -> tuple[str, str, int, int, int | None]:
    """The field an entry keeps, the unit shown, its factor, the stepper's step, and what a set asks for."""
    if dosage.reps is not None:
        return "reps", "reps", 1, 1, dosage.reps.low
    if dosage.reps_until is not None:
        return "reps", "reps", 1, 1, None
    for span, field in ((dosage.duration_s, "seconds"), (dosage.hold_s, "hold_s")):
        if span is not None:
            return _time(span, field)
    if dosage.distance_m is not None:
        return "metres", "metres", 1, 10, dosage.distance_m.low
    return "steps", "steps", 1, 100, dosage.steps.low if dosage.steps else None


def _time(span: Span, field: str) -> tuple[str, str, int, int, int]:
    if span.low >= MINUTES_FROM_S and span.low % SECONDS_PER_MINUTE == 0:
        return field, "minutes", SECONDS_PER_MINUTE, 1, span.low // SECONDS_PER_MINUTE
    return field, "seconds", 1, 5, span.low
