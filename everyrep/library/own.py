"""The clinic's own exercises, as values in the shape of those in content/.

A revision never changes, so what was read once holds for the process: ids in programs are looked up as
quickly as those of the library. An id that came from outside goes through `offered` or `in_reach`, which ask
for the viewer's clinic; only ids that stand in that clinic's own records are looked up by themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import F, Max

from everyrep import pictures
from everyrep.core.dosage import Span
from everyrep.core.own_exercise import OwnRef, own_ref, whatever_revision
from everyrep.core.safety.warnings import RowWeightBearing
from everyrep.library.catalogue import LANGUAGES
from everyrep.library.content import Exercise, ExerciseText, Laterality
from everyrep.library.models import OwnExercise, OwnPicture, OwnRevision
from everyrep.people.policy import Permission, check
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import NotFound, Viewer

KEPT = 20_000  # revisions that a process remembers: some 40 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote of an exercise. `dose` is a gentle one to start with, in the dose shorthand."""

    name: str
    synonyms: tuple[str, ...] = ()
    body_region: str
    position: str
    equipment: tuple[str, ...] = ()
    laterality: Laterality
    weight_bearing: RowWeightBearing
    steps: tuple[str, ...]
    cues: tuple[str, ...] = ()
    common_errors: tuple[str, ...] = ()
    precaution: str = ""
    precaution_tags: tuple[str, ...] = ()
    dose: str
    times_per_day: int
    days_per_week: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureShown:
    """A picture with what it shows in words: `width`, `height` in pixels, `file` its name in the storage."""

    id: UUID
    file: str
    width: int
    height: int
    alt: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One revision. `movement` is its text, "" for none; at most one of it and `picture` is there."""

    id: str
    own_id: UUID
    revision: int
    written: Written
    language: str
    movement: str
    picture: PictureShown | None
    agreed_by_name: str
    written_at: datetime
    written_by_name: str
    exercise: Exercise


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An exercise as its clinic lists it: its newest revision, and whether it is offered no longer."""

    own: Own
    retired: bool


_OWN: dict[str, Own] = {}


def own(exercise_id: str) -> Own | None:
    """One revision by its id; None where the id is none of a clinic's own. One query a clinic and process."""
    ref = own_ref(exercise_id)
    if ref is None:
        return None
    if exercise_id not in _OWN:
        _remember(OwnRevision.objects.in_clinic(ref.clinic))
    return _OWN.get(exercise_id)


def own_exercise(exercise_id: str) -> Exercise | None:
    """The same in the shape of the library's."""
    found = own(exercise_id)
    return found.exercise if found else None


def listed(viewer: Viewer) -> list[Listed]:
    """Every exercise of the clinic in its newest revision, in the order in which they were written."""
    check(viewer, Permission.SEE_EXERCISES)
    rows = _newest(OwnExercise.objects.in_clinic(viewer.clinic_id))
    return [
        Listed(own=found, retired=row.retired_at is not None)
        for row in rows.order_by("number")
        if (found := own(_newest_id(row)))
    ]


def offered(viewer: Viewer) -> tuple[Exercise, ...]:
    """What the clinic offers beside the library."""
    return tuple(one.own.exercise for one in listed(viewer) if not one.retired)


def newest(viewer: Viewer, exercise_ids: Iterable[str]) -> dict[str, str]:
    """The newest revision of each of these that is one of the clinic's own, by the id as it stands.

    A retired one is there as well: who has it in a program keeps it. No query where there is none.
    """
    refs = {one: ref for one in exercise_ids if (ref := own_ref(one)) and ref.clinic == viewer.clinic_id}
    if not refs:
        return {}
    numbers = {ref.number for ref in refs.values()}
    rows = _newest(OwnExercise.objects.in_clinic(viewer.clinic_id).filter(number__in=numbers))
    current = {row.number: _newest_id(row) for row in rows}
    return {one: current[ref.number] for one, ref in refs.items() if ref.number in current}


def newest_of(viewer: Viewer, own_id: UUID) -> Listed:
    """One exercise in its newest revision; raises NotFound."""
    check(viewer, Permission.SEE_EXERCISES)
    row = _newest(OwnExercise.objects.in_clinic(viewer.clinic_id)).find(id=own_id)
    found = own(_newest_id(row))
    if found is None:
        raise NotFound(str(own_id))
    return Listed(own=found, retired=row.retired_at is not None)


def in_reach(viewer: Viewer, exercise_id: str) -> Exercise:
    """One of the clinic's own, in the revision named; raises NotFound, for another clinic's as well."""
    ref = own_ref(exercise_id)
    found = own_exercise(exercise_id) if ref and ref.clinic == viewer.clinic_id else None
    if found is None:
        raise NotFound(exercise_id)
    return found


def to_add(viewer: Viewer, exercise_id: str) -> Exercise:
    """What goes into a program under this id: the newest revision. Raises NotFound, for a retired one too."""
    in_reach(viewer, exercise_id)
    wanted = whatever_revision(exercise_id)
    found = next((one for one in offered(viewer) if whatever_revision(one.id) == wanted), None)
    if found is None:
        raise NotFound(exercise_id)
    return found


def revisions(viewer: Viewer, own_id: UUID) -> list[Own]:
    """Everything that an exercise has said, the newest first."""
    check(viewer, Permission.SEE_EXERCISES)
    rows = OwnRevision.objects.in_clinic(viewer.clinic_id).filter(exercise_id=own_id)
    ids = [row.ref.id for row in rows.select_related("exercise").order_by("-number")]
    return [found for one in ids if (found := own(one))]


def picture(viewer: Viewer, picture_id: UUID) -> bytes:
    """A JPEG. One that no exercise shows yet is for those who write them alone. Raises NotFound.

    Which pictures a patient has is for `prescribing` to say.
    """
    check(viewer, Permission.SEE_EXERCISES)
    found = OwnPicture.objects.in_clinic(viewer.clinic_id).find(id=picture_id)
    shown = OwnRevision.objects.in_clinic(viewer.clinic_id).filter(picture=found)
    if not shown.exists():
        check(viewer, Permission.WRITE_EXERCISES)
    try:
        return pictures.content_of(found.name)
    except FileNotFoundError as gone:
        raise NotFound(str(picture_id)) from gone


def picture_shown(viewer: Viewer, picture_id: UUID, alt: str = "") -> PictureShown:
    """A picture of the clinic as it is shown; raises NotFound."""
    check(viewer, Permission.SEE_EXERCISES)
    found = OwnPicture.objects.in_clinic(viewer.clinic_id).find(id=picture_id)
    return _shown(found, alt, "")


def _newest(rows: TenantQuerySet[OwnExercise]) -> TenantQuerySet[Any]:
    """Each with the number of its newest revision as `newest`."""
    return rows.annotate(newest=Max(F("revisions__number")))


def _newest_id(row: Any) -> str:
    return OwnRef(row.clinic_id, row.number, row.newest).id


def _remember(rows: TenantQuerySet[OwnRevision]) -> None:
    if len(_OWN) > KEPT:
        _OWN.clear()
    for row in rows.select_related("exercise", "picture"):
        _OWN[row.ref.id] = _as_own(row)


def _as_own(row: OwnRevision) -> Own:
    shown, written, ref = row.picture, msgspec.convert(row.content, Written), row.ref.id
    return Own(
        id=ref,
        own_id=row.exercise_id,
        revision=row.number,
        written=written,
        language=row.language,
        movement=row.movement,
        picture=_shown(shown, row.alt, row.language) if shown else None,
        agreed_by_name=row.agreed_by_name,
        written_at=row.written_at,
        written_by_name=row.written_by_name,
        exercise=_as_exercise(ref, written),
    )


def _shown(row: OwnPicture, alt: str, language: str) -> PictureShown:
    return PictureShown(
        id=row.id, file=row.name, width=row.width, height=row.height, alt=alt, language=language
    )


def _as_exercise(exercise_id: str, written: Written) -> Exercise:
    """Read in the language it is written in, whoever reads it."""
    text = ExerciseText(
        name=written.name,
        summary="",
        steps=written.steps,
        cues=written.cues,
        common_errors=written.common_errors,
        precaution=written.precaution,
        synonyms=written.synonyms,
    )
    return Exercise(
        id=exercise_id,
        body_region=written.body_region,
        joints=(),
        movement="",
        plane="",
        goals=(),
        position=written.position,
        equipment=written.equipment or ("none",),
        laterality=written.laterality,
        load_type="",
        weight_bearing=written.weight_bearing,
        dose=written.dose,
        times_per_day=Span(written.times_per_day, written.times_per_day),
        days_per_week=Span(written.days_per_week, written.days_per_week),
        easier=(),
        harder=(),
        precaution_tags=written.precaution_tags,
        sources=(),
        reviewed_by="",
        texts=dict.fromkeys(LANGUAGES, text),
    )
