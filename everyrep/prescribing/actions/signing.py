"""Signing: the draft becomes the next version, for good."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.plan import Plan, Prescription, check_plan
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.people.models import Clinic, Patient
from everyrep.people.policy import Permission, check
from everyrep.prescribing.documents import document_hash, from_document, plan_of, to_document
from everyrep.prescribing.models import Draft, Episode, ProgramVersion
from everyrep.prescribing.queries import blocked_exercises
from everyrep.tenancy.viewer import Viewer

LATEST_START_DAYS = 60  # a program signed today starts within two months


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
    draft = Draft.objects.seen_by(by).find(episode=episode)
    patient = Patient.objects.seen_by(by).find(id=episode.patient_id)
    clinic = Clinic.objects.get(id=by.clinic_id)
    versions = ProgramVersion.objects.seen_by(by).filter(patient=patient).order_by("-number")
    latest = versions.filter(episode=episode).first()
    plan = Plan(
        number=max(versions.values_list("number", flat=True)[:1], default=0) + 1,
        valid_from=valid_from,
        items=_dated(from_document(draft.items), plan_of(latest) if latest else None, valid_from),
    )
    problems = [
        *_office_problems(draft, clinic, revision, reason),
        *_start_problems(valid_from, today, latest),
        *_plan_problems(plan, patient),
    ]
    if problems:
        raise Invalid(problems)
    version = _store(by, episode, plan, draft, clinic, reason, now)
    draft.delete()
    return version


def _office_problems(draft: Draft, clinic: Clinic, revision: int, reason: str) -> list[Problem]:
    problems = []
    if not clinic.emergency_text.strip():
        text = N_(
            "The clinic has no emergency text yet. A program can be signed once the clinic's owner has written,"
            " in the clinic's settings, what a patient should do in an emergency."
        )
        problems.append(Problem("emergency_text", text))
    if draft.revision != revision:
        text = N_("%(name)s changed this draft after you opened it. Look at it again, then sign.")
        problems.append(Problem("revision", text, {"name": draft.updated_by_name}))
    if not reason.strip():
        problems.append(Problem("reason", N_("Write why, in a few words, such as: first program, or pain settled.")))
    return problems


def _start_problems(valid_from: date, today: date, latest: ProgramVersion | None) -> list[Problem]:
    earliest = max(today, latest.valid_from) if latest else today
    last = today + timedelta(days=LATEST_START_DAYS)
    if earliest <= valid_from <= last:
        return []
    text = N_("Choose a start from %(earliest)s to %(latest)s. Past days keep the program they had.")
    return [Problem("valid_from", text, {"earliest": earliest.isoformat(), "latest": last.isoformat()})]


def _plan_problems(plan: Plan, patient: Patient) -> list[Problem]:
    problems: list[Problem] = []
    try:
        check_plan(plan)
    except Invalid as fault:
        problems.extend(fault.problems)
    for item, flag in blocked_exercises(plan.items, patient):
        text = N_("%(exercise)s is blocked by the patient's flag %(flag)s. Take it out, or say why it is right here.")
        problems.append(Problem(f"item-{item.key}", text, {"exercise": item.exercise, "flag": flag}))
    return problems


def _dated(items: tuple[Prescription, ...], before: Plan | None, valid_from: date) -> tuple[Prescription, ...]:
    """Each item with the date since which it is unchanged: kept where nothing but the order changed."""
    old = {item.key: item for item in before.items} if before else {}

    def dated(item: Prescription) -> Prescription:
        previous = old.get(item.key)
        same = previous is not None and replace(item, unchanged_since=previous.unchanged_since) == previous
        return replace(item, unchanged_since=previous.unchanged_since if previous and same else valid_from)

    return tuple(dated(item) for item in items)


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
        detail={"number": plan.number, "valid_from": plan.valid_from.isoformat(), "hash": version.content_hash},
    )
    return version
