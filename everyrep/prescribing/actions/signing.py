"""Signing: the draft becomes the next version, for good."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.dosage import Dosage
from everyrep.core.plan import Plan, Prescription
from everyrep.core.problems import Invalid
from everyrep.core.schedule import Schedule
from everyrep.people.models import Clinic, Patient
from everyrep.people.policy import Permission, check
from everyrep.prescribing.chain import chain_of
from everyrep.prescribing.documents import document_hash, from_document, to_document
from everyrep.prescribing.models import Draft, Episode, ProgramVersion
from everyrep.prescribing.queries import versions_of
from everyrep.prescribing.signable import (
    clinic_problems,
    plan_problems,
    reason_problems,
    revision_problems,
    start_problems,
)
from everyrep.tenancy.viewer import Viewer


@transaction.atomic
def sign(
    *, by: Viewer, episode_id: UUID, revision: int, reason: str, valid_from: date, today: date, now: datetime
) -> ProgramVersion:
    """Make the draft, as the signer saw it (`revision`), the next version from a local date on.

    Refused with every reason at once (Invalid): no emergency text in the clinic, nothing or nothing
    essential in it, a schedule that never falls due, a flag that blocks without a stated override, a
    start in the past, no reason, or a draft that someone has changed since. The draft is kept then.
    """
    check(by, Permission.PRESCRIBE)
    episode = Episode.objects.seen_by(by).select_for_update().find(id=episode_id, status=Episode.ACTIVE)
    draft = Draft.objects.seen_by(by).select_for_update().find(episode=episode)
    patient = Patient.objects.seen_by(by).find(id=episode.patient_id)
    clinic = Clinic.objects.get(id=by.clinic_id)
    versions = versions_of(by, episode.patient_id)
    replaced = chain_of(version for version in versions if version.episode_id == episode.id).on(valid_from)
    plan = Plan(
        number=max((version.number for version in versions), default=0) + 1,
        valid_from=valid_from,
        items=_dated(from_document(draft.items), replaced, valid_from),
    )
    problems = [
        *clinic_problems(clinic),
        *revision_problems(draft, revision),
        *reason_problems(reason),
        *start_problems(valid_from, today),
        *plan_problems(plan, patient),
    ]
    if problems:
        raise Invalid(problems)
    version = _store(by, episode, plan, draft, clinic, reason, now)
    draft.delete()
    return version


def _dated(
    items: tuple[Prescription, ...], before: Plan | None, valid_from: date
) -> tuple[Prescription, ...]:
    """Each item with the date since which what is to be done is unchanged; its place, notes and reasons
    change nothing. `before` is the version that this one takes over from on its first day.
    """
    since = {_doing(item): item.unchanged_since for item in before.items} if before else {}
    return tuple(replace(item, unchanged_since=since.get(_doing(item)) or valid_from) for item in items)


def _doing(item: Prescription) -> tuple[str, str, Dosage, Schedule]:
    return (item.key, item.exercise, item.dosage, item.schedule)


def _store(
    by: Viewer, episode: Episode, plan: Plan, draft: Draft, clinic: Clinic, reason: str, now: datetime
) -> ProgramVersion:
    document = to_document(plan.items)
    version = ProgramVersion.objects.create(
        clinic_id=by.clinic_id,
        episode=episode,
        patient_id=episode.patient_id,
        number=plan.number,
        valid_from=plan.valid_from,
        signed_at=now,
        signed_by_id=by.actor_id,
        signature=by.name,
        reason=reason.strip(),
        template=draft.template,
        items=document,
        content_hash=document_hash(document),
        emergency_text=clinic.emergency_text,
    )
    record(
        by=by,
        action="sign",
        object_type="version",
        object_id=version.id,
        patient_id=episode.patient_id,
        now=now,
        detail={
            "number": plan.number,
            "valid_from": plan.valid_from.isoformat(),
            "hash": version.content_hash,
        },
    )
    return version
