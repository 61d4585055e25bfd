"""Signing: the draft becomes the next version, for good."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from everyrep.attention.charge import put_in_charge
from everyrep.attention.looking import look_again
from everyrep.attention.reasons import withdraw
from everyrep.audit.actions import record
from everyrep.core.attention.kinds import Kind
from everyrep.core.dosage import Dosage
from everyrep.core.own_exercise import whatever_revision
from everyrep.core.plan import Plan, Prescription
from everyrep.core.problems import Invalid, Problem
from everyrep.core.schedule import Schedule
from everyrep.people.models import Clinic, Patient
from everyrep.people.policy import Permission, check
from everyrep.prescribing.actions.overtaking import overtake
from everyrep.prescribing.attending import attend
from everyrep.prescribing.chain import chain_of
from everyrep.prescribing.documents import document_hash, from_document, to_document
from everyrep.prescribing.models import Draft, Episode, ProgramVersion
from everyrep.prescribing.queries import versions_of
from everyrep.prescribing.reviewing import decisions_that_hold
from everyrep.prescribing.signable import (
    clinic_problems,
    confidence_problems,
    plan_problems,
    reason_problems,
    revision_problems,
    start_problems,
)
from everyrep.tenancy.viewer import Viewer


@transaction.atomic
def sign(
    *,
    by: Viewer,
    episode_id: UUID,
    revision: int,
    reason: str,
    valid_from: date,
    today: date,
    now: datetime,
    taught_back_on: date | None = None,
    confidence: int | None = None,
) -> ProgramVersion:
    """Make the draft, as the signer saw it (`revision`), the next version from a local date on.

    `taught_back_on` is the local date on which the patient showed it back, and `confidence` (0-10) how sure
    they are of keeping it up; None where it was not done or asked, which refuses nothing.

    Refused with every reason at once (Invalid): no emergency text in the clinic, nothing or nothing
    essential in it, a schedule that never falls due, a flag that blocks without a stated override, a
    start in the past, no reason, or a draft that someone has changed since. The draft is kept then.
    """
    check(by, Permission.PRESCRIBE)
    episode = Episode.objects.seen_by(by).select_for_update().find(id=episode_id, status=Episode.ACTIVE)
    draft = Draft.objects.seen_by(by).select_for_update().find(episode=episode)
    program = Program(
        items=from_document(draft.items),
        template=draft.template,
        reason=reason,
        valid_from=valid_from,
        taught_back_on=taught_back_on,
        confidence=confidence,
        decisions=decisions_that_hold(draft) or None,
    )
    beside = [*revision_problems(draft, revision), *start_problems(valid_from, today)]
    version = next_version(by, episode, program, Signer(by.actor_id, by.name), now, beside)
    draft.delete()
    put_in_charge(by=by, patient_id=episode.patient_id, staff_id=by.actor_id, now=now)
    return version


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose signature a version carries: the staff member's id, and the words of the signature."""

    staff_id: UUID
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What a version is made of; the fields are those of ProgramVersion."""

    items: tuple[Prescription, ...]
    template: str
    reason: str
    valid_from: date
    taught_back_on: date | None = None
    confidence: int | None = None
    decisions: dict[str, Any] | None = None


def next_version(
    by: Viewer,
    episode: Episode,
    program: Program,
    signer: Signer,
    now: datetime,
    problems: Iterable[Problem] = (),
) -> ProgramVersion:
    """Make the program the next version, in the caller's transaction, which has locked the episode.

    Raises Invalid with these problems and every other one. What was proposed for the version before is
    overtaken, and what stood unchanged is worked out anew.
    """
    patient = Patient.objects.seen_by(by).find(id=episode.patient_id)
    clinic = Clinic.objects.get(id=by.clinic_id)
    versions = versions_of(by, episode.patient_id)
    mine = (version for version in versions if version.episode_id == episode.id)
    plan = Plan(
        number=max((version.number for version in versions), default=0) + 1,
        valid_from=program.valid_from,
        items=_dated(program.items, chain_of(mine).on(program.valid_from), program.valid_from),
    )
    found = [
        *clinic_problems(clinic),
        *problems,
        *reason_problems(program.reason),
        *plan_problems(plan, patient),
        *confidence_problems(program.confidence),
    ]
    if found:
        raise Invalid(found)
    version = _store(by, episode, plan, program, signer, clinic, now)
    _attend(by, episode.patient_id, now)
    return version


def _attend(by: Viewer, patient_id: UUID, now: datetime) -> None:
    """What was proposed or stood unchanged is no more so; all else is worked out anew."""
    overtake(by=by, patient_id=patient_id, now=now)
    withdraw(by=by, patient_id=patient_id, kinds=(Kind.UNCHANGED, Kind.REVIEW_DUE))
    attend(by, [patient_id], now)
    look_again(by=by, patient_ids=[patient_id], now=now)


def _dated(
    items: tuple[Prescription, ...], before: Plan | None, valid_from: date
) -> tuple[Prescription, ...]:
    """Each item with the date since which what is to be done is unchanged; its place, notes and reasons
    change nothing, nor the day on which it is looked at again. `before` is the version that this one takes
    over from on its first day.
    """
    since = {_doing(item): item.unchanged_since for item in before.items} if before else {}
    return tuple(_dated_item(item, since.get(_doing(item)), valid_from) for item in items)


def _dated_item(item: Prescription, since: date | None, valid_from: date) -> Prescription:
    """A changed item is new: a date on which the one before it was to be looked at asks no more."""
    asks_already = item.review_by is not None and item.review_by <= valid_from
    review_by = None if since is None and asks_already else item.review_by
    return replace(item, unchanged_since=since or valid_from, review_by=review_by)


def _doing(item: Prescription) -> tuple[str, str, Dosage, Schedule]:
    """An exercise of the clinic's own that was written anew is still the same thing to do."""
    return (item.key, whatever_revision(item.exercise), item.dosage, item.schedule)


def _store(
    by: Viewer,
    episode: Episode,
    plan: Plan,
    program: Program,
    signer: Signer,
    clinic: Clinic,
    now: datetime,
) -> ProgramVersion:
    document = to_document(plan.items)
    version = ProgramVersion.objects.create(
        clinic_id=by.clinic_id,
        episode=episode,
        patient_id=episode.patient_id,
        number=plan.number,
        valid_from=plan.valid_from,
        signed_at=now,
        signed_by_id=signer.staff_id,
        signature=signer.words,
        reason=program.reason.strip(),
        template=program.template,
        items=document,
        content_hash=document_hash(document),
        emergency_text=clinic.emergency_text,
        decisions=program.decisions,
        taught_back_on=program.taught_back_on,
        confidence=program.confidence,
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
            "taught_back": version.taught_back_on is not None,
            "confidence": version.confidence,
        },
    )
    return version
