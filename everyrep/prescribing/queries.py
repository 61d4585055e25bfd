"""Reads of episodes, drafts and versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from everyrep.core.burden import Burden, burden
from everyrep.core.plan import Plan, Prescription
from everyrep.core.safety.warnings import Action, SafetyWarning, WeightBearing, warnings
from everyrep.library.catalogue import exercises
from everyrep.library.queries import flag_actions
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.prescribing.chain import Chain, chain_of
from everyrep.prescribing.documents import from_document, plan_of
from everyrep.prescribing.models import Draft, Episode, ProgramVersion
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Viewer


def active_episode(viewer: Viewer, patient_id: UUID) -> Episode | None:
    """The patient's open episode."""
    return Episode.objects.seen_by(viewer).filter(patient_id=patient_id, status=Episode.ACTIVE).first()


def episode(viewer: Viewer, episode_id: UUID) -> Episode:
    """One episode with its patient; raises NotFound."""
    return Episode.objects.seen_by(viewer).select_related("patient", "patient__clinic").find(id=episode_id)


def versions_of(viewer: Viewer, patient_id: UUID) -> list[ProgramVersion]:
    """Every signed version of the patient's programs with its episode, oldest first."""
    versions = ProgramVersion.objects.seen_by(viewer).filter(patient_id=patient_id)
    return list(versions.select_related("episode").order_by("number"))


def chain(viewer: Viewer, patient_id: UUID) -> Chain:
    """The patient's versions as the core reads them."""
    return chain_of(versions_of(viewer, patient_id))


def version_in_force(viewer: Viewer, patient_id: UUID, day: date) -> ProgramVersion | None:
    """The version of the open episode that holds on a local date."""
    found = ProgramVersion.objects.seen_by(viewer).filter(
        patient_id=patient_id, valid_from__lte=day, episode__status=Episode.ACTIVE
    )
    return found.order_by("-valid_from", "-number").first()


def draft_of(viewer: Viewer, episode_id: UUID) -> Draft:
    """The draft with its episode and patient; raises NotFound."""
    check(viewer, Permission.PRESCRIBE)
    drafts = Draft.objects.seen_by(viewer).select_related("episode__patient__clinic")
    return drafts.find(episode_id=episode_id)


SIDED = ("unilateral", "either", "alternating")  # works one side at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReview:
    """All a therapist weighs before signing."""

    items: tuple[Prescription, ...]
    signed: Plan | None
    warnings: dict[str, tuple[SafetyWarning, ...]]
    burden: Burden


def review_draft(viewer: Viewer, draft: Draft) -> DraftReview:
    """The draft against the patient: flags, minutes a day, and the version it would follow."""
    items = from_document(draft.items)
    patient: Patient = draft.episode.patient
    versions = ProgramVersion.objects.seen_by(viewer).filter(episode_id=draft.episode_id)
    latest = versions.order_by("-number").first()
    known = exercises()
    return DraftReview(
        items=items,
        signed=plan_of(latest) if latest else None,
        warnings={item.key: warnings_for(item, patient) for item in items},
        burden=burden(
            [(item, item.exercise in known and known[item.exercise].laterality in SIDED) for item in items],
            {item.exercise: known[item.exercise].position for item in items if item.exercise in known},
            budget_minutes=patient.minutes_per_day,
        ),
    )


def warnings_for(item: Prescription, patient: Patient) -> tuple[SafetyWarning, ...]:
    """Where the patient's flags and weight-bearing order meet the exercise's precautions."""
    exercise = exercises().get(item.exercise)
    if exercise is None:
        return ()
    return warnings(
        flags=frozenset(patient.flags),
        tags=frozenset(exercise.precaution_tags),
        actions=flag_actions(),
        weight_bearing=WeightBearing(patient.weight_bearing) if patient.weight_bearing else None,
        exercise_weight_bearing=exercise.weight_bearing,
    )


def blocked_exercises(items: Iterable[Prescription], patient: Patient) -> list[tuple[Prescription, str]]:
    """The items that a flag blocks and for which nobody has written why they are right all the same."""
    return [
        (item, warning.flag)
        for item in items
        if not item.override_reason.strip()
        for warning in warnings_for(item, patient)
        if warning.action is Action.BLOCK
    ]
