"""Reads of episodes, drafts and versions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from everyrep.core.burden import Burden, burden
from everyrep.core.plan import Plan, Prescription
from everyrep.core.safety.warnings import Action, SafetyWarning, WeightBearing, warnings
from everyrep.library import own
from everyrep.library.content import Exercise
from everyrep.library.queries import flag_actions, known_exercise
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.people.queries import patient
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.documents import from_document, plan_of
from everyrep.prescribing.fill import own_template_id
from everyrep.prescribing.models import (
    ClinicTemplate,
    Draft,
    Episode,
    Favourite,
    Milestone,
    ProgramVersion,
    VersionSeen,
)
from everyrep.tenancy.viewer import NotFound, Viewer

RECENT_VERSIONS = 6  # more than a month ever holds


def active_episode(viewer: Viewer, patient_id: UUID) -> Episode | None:
    """The patient's open episode."""
    return Episode.objects.seen_by(viewer).filter(patient_id=patient_id, status=Episode.ACTIVE).first()


def episode(viewer: Viewer, episode_id: UUID) -> Episode:
    """One episode with its patient; raises NotFound."""
    return Episode.objects.seen_by(viewer).select_related("patient", "patient__clinic").find(id=episode_id)


def milestones_of(viewer: Viewer, episode_id: UUID) -> list[Milestone]:
    """The steps on the way to an episode's goal, in order."""
    return list(Milestone.objects.seen_by(viewer).filter(episode_id=episode_id).order_by("place"))


def versions_of(viewer: Viewer, patient_id: UUID) -> list[ProgramVersion]:
    """Every signed version of the patient's programs with its episode, oldest first."""
    versions = ProgramVersion.objects.seen_by(viewer).filter(patient_id=patient_id)
    return list(versions.select_related("episode").order_by("number"))


def versions_since(viewer: Viewer, patient_id: UUID, first: date) -> list[ProgramVersion]:
    """The version in force on a local date and every later one, the newest first.

    The last few versions hold it nearly always, so that a long history costs nothing here.
    """
    mine = ProgramVersion.objects.seen_by(viewer).filter(patient_id=patient_id).select_related("episode")
    newest_first = mine.defer("emergency_text").order_by("-number")
    recent = list(newest_first[:RECENT_VERSIONS])
    reaches_back = len(recent) < RECENT_VERSIONS or recent[-1].valid_from <= first
    return recent if reaches_back else list(newest_first)


def chains_since(viewer: Viewer, patient_ids: Collection[UUID], first: date) -> dict[UUID, Chain]:
    """The chains of several patients as far as they matter from a local date on. One query.

    A version that a later one had replaced by that day is left out, so that a long history costs nothing.
    """
    mine = ProgramVersion.objects.seen_by(viewer)
    later = mine.filter(
        patient_id=OuterRef("patient_id"), number__gt=OuterRef("number"), valid_from__lte=first
    )
    rows = mine.filter(~Exists(later), patient_id__in=list(patient_ids)).select_related("episode")
    found: dict[UUID, list[ProgramVersion]] = {patient_id: [] for patient_id in patient_ids}
    for version in rows.defer("emergency_text").order_by("number"):
        found[version.patient_id].append(version)
    return {patient_id: chain_of(versions) for patient_id, versions in found.items()}


def chain(viewer: Viewer, patient_id: UUID) -> Chain:
    """The patient's versions as the core reads them."""
    return chain_of(versions_of(viewer, patient_id))


def version_numbered(viewer: Viewer, patient_id: UUID, number: int) -> ProgramVersion:
    """One signed version with its episode; raises NotFound."""
    versions = ProgramVersion.objects.seen_by(viewer).select_related("episode")
    return versions.find(patient_id=patient_id, number=number)


def seen_of(viewer: Viewer, patient_id: UUID) -> dict[int, VersionSeen]:
    """When the patient has said they read what a version changed, by its number; others are not in it."""
    found = VersionSeen.objects.seen_by(viewer).filter(patient_id=patient_id).select_related("version")
    return {seen.version.number: seen for seen in found}


def was_seen(viewer: Viewer, version_id: UUID) -> bool:
    """Whether somebody has said they read what this version changed."""
    return VersionSeen.objects.seen_by(viewer).filter(version_id=version_id).exists()


def has_draft(viewer: Viewer, episode_id: UUID) -> bool:
    """Whether someone is editing the program of this episode."""
    return Draft.objects.seen_by(viewer).filter(episode_id=episode_id).exists()


def draft_of(viewer: Viewer, episode_id: UUID) -> Draft:
    """The draft with its episode and patient; raises NotFound."""
    check(viewer, Permission.PRESCRIBE)
    drafts = Draft.objects.seen_by(viewer).select_related("episode__patient__clinic")
    return drafts.find(episode_id=episode_id)


def items_at(draft: Draft, revision: int) -> tuple[Prescription, ...] | None:
    """The draft as it read at an earlier revision; None where that is no longer kept."""
    for state in (*draft.undo, *draft.redo):
        if state.get("revision") == revision:
            return from_document(state["items"])
    return None


def favourites(viewer: Viewer) -> frozenset[str]:
    """The ids of the exercises that the viewer wants to find first, in whatever words they have by now."""
    mine = Favourite.objects.seen_by(viewer).filter(staff_id=viewer.actor_id)
    ids = set(mine.values_list("exercise", flat=True))
    return frozenset({*ids, *own.newest(viewer, ids).values()})


def clinic_templates(viewer: Viewer) -> list[ClinicTemplate]:
    """What the clinic has kept to begin programs with, by name."""
    check(viewer, Permission.PRESCRIBE)
    return list(ClinicTemplate.objects.seen_by(viewer).order_by("name"))


def clinic_template_named(viewer: Viewer, ref: str) -> ClinicTemplate | None:
    """The clinic's own template that a draft or a version was filled from, if it is still kept."""
    own = own_template_id(ref)
    return ClinicTemplate.objects.seen_by(viewer).filter(id=own).first() if own else None


def with_programs(viewer: Viewer, *, besides: UUID) -> list[Patient]:
    """The patients who have a signed program that could be copied, by name."""
    check(viewer, Permission.PRESCRIBE)
    signed = ProgramVersion.objects.seen_by(viewer).filter(patient_id=OuterRef("id"))
    found = Patient.objects.seen_by(viewer).filter(Exists(signed)).exclude(id=besides)
    return list(found.order_by("family_name", "given_name"))


def in_care(viewer: Viewer) -> list[Patient]:
    """The patients with an open episode, by name."""
    check(viewer, Permission.PRESCRIBE)
    open_now = Episode.objects.seen_by(viewer).filter(patient_id=OuterRef("id"), status=Episode.ACTIVE)
    found = Patient.objects.seen_by(viewer).filter(Exists(open_now))
    return list(found.order_by("family_name", "given_name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """A draft with all that a therapist builds against."""

    patient: Patient
    episode: Episode
    draft: Draft
    review: "DraftReview"

    def item(self, key: str) -> Prescription:
        """One prescription of the draft; raises NotFound when someone has taken it out."""
        found = next((item for item in self.review.items if item.key == key), None)
        if found is None:
            raise NotFound(key)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewable:
    """What a review goes through: the draft where one is begun, else what was signed last."""

    patient: Patient
    episode: Episode
    items: tuple[Prescription, ...]
    signed: Plan
    drafted: bool


def reviewable(viewer: Viewer, patient_id: UUID) -> Reviewable | None:
    """None where the open episode has no signed version; raises NotFound."""
    check(viewer, Permission.PRESCRIBE)
    found, open_now = patient(viewer, patient_id), active_episode(viewer, patient_id)
    if open_now is None:
        return None
    latest = ProgramVersion.objects.seen_by(viewer).filter(episode=open_now).order_by("-number").first()
    if latest is None:
        return None
    draft = Draft.objects.seen_by(viewer).filter(episode=open_now).first()
    signed = plan_of(latest)
    return Reviewable(
        patient=found,
        episode=open_now,
        items=from_document(draft.items) if draft else signed.items,
        signed=signed,
        drafted=draft is not None,
    )


def workbench(viewer: Viewer, patient_id: UUID) -> Workbench | None:
    """The draft of the patient's open episode, or None where nobody has begun one; raises NotFound."""
    check(viewer, Permission.PRESCRIBE)
    drafts = Draft.objects.seen_by(viewer).select_related("episode__patient__clinic")
    draft = drafts.filter(episode__patient_id=patient_id, episode__status=Episode.ACTIVE).first()
    if draft is None:
        patient(viewer, patient_id)
        return None
    review = review_draft(viewer, draft)
    return Workbench(patient=draft.episode.patient, episode=draft.episode, draft=draft, review=review)


SIDED = ("unilateral", "either", "alternating")  # works one side at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReview:
    """All a therapist weighs before signing.

    `rewritten` are the clinic's own exercises that say something else by now, with their newest revision, by
    the id that stands in the draft.
    """

    items: tuple[Prescription, ...]
    signed: Plan | None
    warnings: dict[str, tuple[SafetyWarning, ...]]
    burden: Burden
    rewritten: dict[str, str]


def review_draft(viewer: Viewer, draft: Draft) -> DraftReview:
    """The draft against the patient: flags, minutes a day, and the version it would follow."""
    items = from_document(draft.items)
    patient: Patient = draft.episode.patient
    versions = ProgramVersion.objects.seen_by(viewer).filter(episode_id=draft.episode_id)
    latest = versions.order_by("-number").first()
    exercises = {item.exercise: found for item in items if (found := known_exercise(item.exercise))}
    return DraftReview(
        items=items,
        signed=plan_of(latest) if latest else None,
        warnings={item.key: warnings_for(item, patient) for item in items},
        burden=burden(
            [(item, _sided(exercises.get(item.exercise))) for item in items],
            {exercise_id: found.position for exercise_id, found in exercises.items()},
            budget_minutes=patient.minutes_per_day,
        ),
        rewritten=rewritten(viewer, exercises),
    )


def rewritten(viewer: Viewer, exercise_ids: Iterable[str]) -> dict[str, str]:
    """The newest revision of those that are not in it, by the id as it stands. One query at most."""
    return {one: now for one, now in own.newest(viewer, exercise_ids).items() if now != one}


def _sided(exercise: Exercise | None) -> bool:
    return exercise is not None and exercise.laterality in SIDED


def own_picture(viewer: Viewer, picture_id: UUID) -> bytes:
    """The picture of one of the clinic's own exercises, a JPEG. Whoever comes on a patient's side gets those
    of that patient's signed programs alone. Raises NotFound.
    """
    if viewer.is_patient and picture_id not in _signed_pictures(viewer):
        raise NotFound(str(picture_id))
    return own.picture(viewer, picture_id)


def _signed_pictures(viewer: Viewer) -> set[UUID]:
    documents = ProgramVersion.objects.seen_by(viewer).values_list("items", flat=True)
    found = (own.own(item["exercise"]) for document in documents for item in document)
    return {one.picture.id for one in found if one and one.picture}


def warnings_for(item: Prescription, patient: Patient) -> tuple[SafetyWarning, ...]:
    """Where the patient's flags and weight-bearing order meet the exercise's precautions."""
    exercise = known_exercise(item.exercise)
    return warnings_of_exercise(exercise, patient) if exercise else ()


def warnings_of_exercise(exercise: Exercise, patient: Patient) -> tuple[SafetyWarning, ...]:
    """What to weigh before this exercise is given to this patient at all."""
    return warnings(
        flags=frozenset(patient.flags),
        tags=frozenset(exercise.precaution_tags),
        actions=flag_actions(),
        weight_bearing=WeightBearing(patient.weight_bearing) if patient.weight_bearing else None,
        exercise_weight_bearing=exercise.weight_bearing,
    )


def blocking_flags(item: Prescription, patient: Patient) -> tuple[str, ...]:
    """The flags that block this item, whether or not somebody has written why it is still right."""
    return tuple(warning.flag for warning in warnings_for(item, patient) if warning.action is Action.BLOCK)


def overridden(item: Prescription, patient: Patient) -> Prescription:
    """The item with its override reason holding for the flags that block it now."""
    flags = blocking_flags(item, patient) if item.override_reason.strip() else ()
    return replace(item, override_flags=flags)


def blocked_exercises(items: Iterable[Prescription], patient: Patient) -> list[tuple[Prescription, str]]:
    """The items that a flag blocks and for which nobody has written why they are still right.

    A reason holds for the flags it was written for: one that is set later blocks again.
    """
    return [
        (item, flag)
        for item in items
        for flag in blocking_flags(item, patient)
        if not (item.override_reason.strip() and flag in item.override_flags)
    ]
