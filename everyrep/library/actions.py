"""Writing the clinic's own exercises: each change is a revision, and what was signed keeps the old one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

import msgspec
from django.db import transaction

from everyrep import pictures
from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, Problem, invalid
from everyrep.core.schedule import Schedule
from everyrep.core.shorthand import parse
from everyrep.library import catalogue
from everyrep.library.models import OwnExercise, OwnPicture, OwnRevision
from everyrep.library.own import Written
from everyrep.people.models import Clinic
from everyrep.people.policy import Permission, check
from everyrep.people.texts import NUL, text_problems
from everyrep.tenancy.viewer import Viewer

MOST = 500  # of a clinic; product bound: more are a library of its own
NAME_LENGTH, LINE_LENGTH, LINES = 80, 200, 12  # characters, characters, lines; product bounds as in content/
TIMES_MOST, DAYS_MOST = 12, 7
UNUSED_AFTER = timedelta(days=1)  # a picture that no exercise took up: somebody left the form

CHOOSE = N_("Choose from the list.")
LISTS = {  # the fields that name a value of the vocabulary of their own name
    "body_region": N_("Choose the region."),
    "position": N_("Choose the position it begins in."),
    "laterality": N_("Choose which sides it works."),
    "weight_bearing": N_("Choose how much weight the limb takes."),
}


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """How an exercise is shown: by a picture, by the figure of a movement's text, or by neither.

    `alt` says what the picture shows; `agreed`: that it shows nobody without their agreement. That the text
    of a movement can be drawn is the caller's to see; one that cannot leaves a plain card.
    """

    movement: str = ""
    picture_id: UUID | None = None
    alt: str = ""
    agreed: bool = False


PLAIN = Shown()


def write(*, by: Viewer, written: Written, shown: Shown = PLAIN, language: str, now: datetime) -> OwnRevision:
    """A new exercise of the clinic. Raises Invalid with every problem, by the name of the field."""
    with transaction.atomic():
        return _write(by, None, written, shown, language, now)


def revise(
    *, by: Viewer, own_id: UUID, written: Written, shown: Shown = PLAIN, language: str, now: datetime
) -> OwnRevision:
    """What an exercise says from now on; programs keep what they have until somebody takes this up.

    Nothing is written where it says the same. Raises Invalid and NotFound.
    """
    with transaction.atomic():
        return _write(by, own_id, written, shown, language, now)


@transaction.atomic
def retire(*, by: Viewer, own_id: UUID, now: datetime) -> None:
    """It is found no longer; programs and templates that hold it keep it. Raises NotFound."""
    _set_retired(by, own_id, now, now)


@transaction.atomic
def restore(*, by: Viewer, own_id: UUID, now: datetime) -> None:
    """It is found again. Raises NotFound."""
    _set_retired(by, own_id, None, now)


def keep_picture(*, by: Viewer, sent: BinaryIO, field: str, now: datetime) -> OwnPicture:
    """A picture made anew, for an exercise that is about to be written. Raises Invalid on `field`."""
    check(by, Permission.WRITE_EXERCISES)
    made = pictures.picture_of(sent, field)
    name = pictures.file(made)
    try:
        return _keep(by, made, name, now)
    except BaseException:
        pictures.remove(name)
        raise


@transaction.atomic
def _keep(by: Viewer, made: pictures.Picture, name: str, now: datetime) -> OwnPicture:
    _forget_unused(by, now)
    kept = OwnPicture.objects.create(
        clinic_id=by.clinic_id,
        name=name,
        size=len(made.content),
        width=made.width,
        height=made.height,
        kept_at=now,
        kept_by_name=by.name,
    )
    record(by=by, action="keep", object_type="own_picture", object_id=kept.id, now=now)
    return kept


def _forget_unused(by: Viewer, now: datetime) -> None:
    """Pictures that were sent with a form which nobody finished."""
    unused = OwnPicture.objects.in_clinic(by.clinic_id).filter(revisions=None, kept_at__lt=now - UNUSED_AFTER)
    for row in unused:
        record(by=by, action="forget", object_type="own_picture", object_id=row.id, now=now)
        transaction.on_commit(lambda name=row.name: pictures.remove(name))  # type: ignore[misc]
        row.delete()


def _write(
    by: Viewer, own_id: UUID | None, written: Written, shown: Shown, language: str, now: datetime
) -> OwnRevision:
    check(by, Permission.WRITE_EXERCISES)
    Clinic.objects.select_for_update().get(id=by.clinic_id)  # numbers are given one after another
    exercise = OwnExercise.objects.in_clinic(by.clinic_id).find(id=own_id) if own_id else None
    if shown.picture_id:
        OwnPicture.objects.in_clinic(by.clinic_id).find(id=shown.picture_id)
    if problems := problems_of(written, shown):
        raise Invalid(problems)
    before = _latest(exercise) if exercise else None
    made = OwnRevision(
        clinic_id=by.clinic_id,
        exercise=exercise or _begin(by),
        number=before.number + 1 if before else 1,
        content=msgspec.to_builtins(written),
        language=language,
        movement=shown.movement.strip(),
        picture_id=shown.picture_id,
        alt=shown.alt.strip() if shown.picture_id else "",
        agreed_by_name=_agreed_by(by, shown, before),
        written_at=now,
        written_by_name=by.name,
    )
    if before and _says(before) == _says(made):
        return before
    made.save()
    _record(by, "revise" if before else "write", made.exercise, now, {"revision": made.number})
    return made


def problems_of(written: Written, shown: Shown) -> list[Problem]:
    """Everything that would refuse it, in the order of the form and by the names of its fields."""
    return [*_problems(written), *_shown_problems(shown)]


def _begin(by: Viewer) -> OwnExercise:
    rows = OwnExercise.objects.in_clinic(by.clinic_id)
    if rows.count() >= MOST:
        raise invalid("name", N_("The clinic keeps at most %(most)s exercises of its own."), most=MOST)
    last = rows.order_by("-number").first()
    return OwnExercise.objects.create(clinic_id=by.clinic_id, number=last.number + 1 if last else 1)


def _latest(exercise: OwnExercise) -> OwnRevision:
    return OwnRevision.objects.in_clinic(exercise.clinic_id).filter(exercise=exercise).latest("number")


def _agreed_by(by: Viewer, shown: Shown, before: OwnRevision | None) -> str:
    """Who said so first of this picture."""
    if shown.picture_id is None:
        return ""
    return before.agreed_by_name if before and before.picture_id == shown.picture_id else by.name


def _says(row: OwnRevision) -> tuple[object, ...]:
    return (msgspec.convert(row.content, Written), row.language, row.movement, row.picture_id, row.alt)


def _set_retired(by: Viewer, own_id: UUID, at: datetime | None, now: datetime) -> None:
    check(by, Permission.WRITE_EXERCISES)
    row = OwnExercise.objects.in_clinic(by.clinic_id).select_for_update().find(id=own_id)
    if (row.retired_at is None) == (at is None):
        return
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    _record(by, "retire" if at else "restore", row, now, {})


def _record(by: Viewer, action: str, row: OwnExercise, now: datetime, detail: dict[str, object]) -> None:
    record(
        by=by,
        action=action,
        object_type="own_exercise",
        object_id=row.id,
        now=now,
        detail={"number": row.number, **detail},
    )


def _problems(written: Written) -> Iterator[Problem]:
    """In the order of the form."""
    if not written.name:
        yield Problem("name", N_("Write what the exercise is called."))
    if len(written.name) > NAME_LENGTH:
        yield _too_long("name", NAME_LENGTH)
    for name in ("synonyms", "steps", "cues", "common_errors"):
        yield from _lines_problems(name, getattr(written, name))
    if not written.steps:
        yield Problem("steps", N_("Write at least one step: what the patient does, one thing a line."))
    if len(written.precaution) > LINE_LENGTH:
        yield _too_long("precaution", LINE_LENGTH)
    known = catalogue.vocabulary()
    for name, choose in LISTS.items():
        if getattr(written, name) not in known[name]:
            yield Problem(name, choose)
    if not set(written.equipment) <= known["equipment"].keys() - {"none"}:
        yield Problem("equipment", CHOOSE)
    if not set(written.precaution_tags) <= catalogue.flags().keys():
        yield Problem("precaution_tags", CHOOSE)
    yield from _dose_problems(written)
    texts = (written.name, written.precaution, *written.synonyms, *written.steps, *written.cues)
    if any(NUL in text for text in (*texts, *written.common_errors)):
        yield Problem("name", N_("This holds a character that cannot be kept. Type the text again."))


def _too_long(name: str, most: int) -> Problem:
    return Problem(name, N_("At most %(most)s characters can be kept"), {"most": most})


def _lines_problems(name: str, lines: tuple[str, ...]) -> Iterator[Problem]:
    if len(lines) > LINES:
        yield Problem(name, N_("At most %(most)s lines can be kept."), {"most": LINES})
    for place, line in enumerate(lines, start=1):
        if len(line) > LINE_LENGTH:
            text = N_("Line %(place)s is longer than %(most)s characters; make two of it.")
            yield Problem(name, text, {"place": place, "most": LINE_LENGTH})
            return


def _dose_problems(written: Written) -> Iterator[Problem]:
    try:
        if parse(written.dose)[1] != Schedule():
            yield Problem("dose", N_("Leave the days out here; they have fields of their own."))
    except Invalid as fault:
        yield Problem("dose", fault.problems[0].text, fault.problems[0].values)
    for name, most in (("times_per_day", TIMES_MOST), ("days_per_week", DAYS_MOST)):
        if not 1 <= getattr(written, name) <= most:
            yield Problem(name, N_("Write a whole number from 1 to %(most)s."), {"most": most})


def _shown_problems(shown: Shown) -> Iterator[Problem]:
    yield from text_problems(OwnRevision, {"movement": shown.movement, "alt": shown.alt})
    if shown.picture_id is None:
        return
    if not shown.alt.strip():
        text = N_("Write what the picture shows, for those who do not see it.")
        yield Problem("alt", text)
    if not shown.agreed:
        text = N_("Say that the picture shows nobody without their agreement, or take another one.")
        yield Problem("agreed", text)
