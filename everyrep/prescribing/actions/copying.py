"""One program for several: copied from another patient, or a template given to a group. Never signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from everyrep.audit.actions import record_read
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.prescribing.actions import drafts, shelf
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.fill import impersonal_line
from everyrep.prescribing.models import Draft, ProgramVersion
from everyrep.prescribing.queries import active_episode, blocked_exercises, has_draft
from everyrep.tenancy.viewer import Viewer

GROUP_LIMIT = 50  # product bound: a group that somebody still looks at one by one before signing


def copy_from_patient(*, by: Viewer, episode_id: UUID, patient_id: UUID, now: datetime) -> Draft:
    """Fill the draft with what another patient's latest version asks for, without what is theirs alone.

    Flags are weighed anew, as nothing of an override comes along. Raises NotFound where that patient has no
    signed program or is not the viewer's to see.
    """
    check(by, Permission.PRESCRIBE)
    versions = ProgramVersion.objects.seen_by(by).filter(patient_id=patient_id).select_related("episode")
    latest = versions.order_by("-number").first()
    found = versions.find(id=latest.id if latest else None)
    record_read(by=by, what="version", patient_id=patient_id, now=now)
    lines = tuple(impersonal_line(item, found.episode.involved_side) for item in from_document(found.items))
    return drafts.refill(by=by, episode_id=episode_id, lines=lines, template_ref=found.template, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What became of a template for one patient: `why_not` is empty where a draft was begun."""

    patient: Patient
    why_not: Problem | None


@transaction.atomic
def give_to_group(
    *, by: Viewer, template_ref: str, patient_ids: Iterable[UUID], now: datetime, language: str = ""
) -> list[Given]:
    """Begin a draft from a template for each of some patients, each to be looked at and signed on its own.

    Left out are patients without an open episode, those somebody is building for already, and those whose
    flags block one of the exercises. Raises NotFound for a template or a patient that is not there, and
    Invalid on `patients` for none or too many.
    """
    check(by, Permission.PRESCRIBE)
    wanted = list(dict.fromkeys(patient_ids))
    if not wanted:
        raise Invalid([Problem("patients", N_("Choose one patient or more."))])
    if len(wanted) > GROUP_LIMIT:
        raise Invalid([Problem("patients", N_("Choose at most %(most)s patients."), {"most": GROUP_LIMIT})])
    patients = [Patient.objects.seen_by(by).find(id=patient_id) for patient_id in wanted]
    return [_give(by, template_ref, patient, now, language) for patient in patients]


class _NotGiven(Exception):
    """Takes back what was begun for one patient of the group."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


def _give(by: Viewer, template_ref: str, patient: Patient, now: datetime, language: str) -> Given:
    try:
        with transaction.atomic():
            _begin(by, template_ref, patient, now, language)
    except _NotGiven as refused:
        return Given(patient=patient, why_not=refused.problem)
    return Given(patient=patient, why_not=None)


def _begin(by: Viewer, template_ref: str, patient: Patient, now: datetime, language: str) -> None:
    episode = active_episode(by, patient.id)
    if episode is None:
        raise _NotGiven(Problem("patients", N_("has no open episode")))
    if has_draft(by, episode.id):
        raise _NotGiven(Problem("patients", N_("has a draft already, which stays as it is")))
    drafts.open_draft(by=by, episode_id=episode.id, now=now)
    draft = shelf.use(by=by, episode_id=episode.id, template_ref=template_ref, now=now, language=language)
    if blocked := blocked_exercises(from_document(draft.items), patient):
        item, flag = blocked[0]
        text = N_("%(exercise)s is blocked by the flag %(flag)s: build this program one by one")
        raise _NotGiven(Problem("patients", text, {"exercise": item.exercise, "flag": flag}))
