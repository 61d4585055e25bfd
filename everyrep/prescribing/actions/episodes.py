"""Opening and closing an episode of care."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.prescribing.models import Episode
from everyrep.tenancy.viewer import Viewer

SIDES = ("", "left", "right")


@transaction.atomic
def open_episode(
    *,
    by: Viewer,
    patient_id: UUID,
    problem: str,
    started_on: date,
    now: datetime,
    goal: str = "",
    involved_side: str = "",
) -> Episode:
    """A new episode for a patient who has none open. Raises Invalid."""
    check(by, Permission.PRESCRIBE)
    patient = Patient.objects.seen_by(by).select_for_update().find(id=patient_id)
    open_now = Episode.objects.seen_by(by).filter(patient=patient, status=Episode.ACTIVE).exists()
    problems = []
    if open_now:
        problems.append(Problem("problem", N_("This patient already has an open episode. Close it first.")))
    if not problem.strip():
        problems.append(
            Problem("problem", N_("Write what the episode is for, such as: after knee replacement."))
        )
    if involved_side not in SIDES:
        problems.append(Problem("involved_side", N_("Choose left, right or neither.")))
    if problems:
        raise Invalid(problems)
    episode = Episode.objects.create(
        clinic_id=by.clinic_id,
        patient=patient,
        problem=problem.strip(),
        goal=goal.strip(),
        involved_side=involved_side,
        started_on=started_on,
    )
    _record(by, "open", episode, now)
    return episode


@transaction.atomic
def close_episode(*, by: Viewer, episode_id: UUID, ended_on: date, now: datetime) -> None:
    """No more sessions are due after `ended_on`; what was signed and logged stays."""
    check(by, Permission.PRESCRIBE)
    episode = Episode.objects.seen_by(by).find(id=episode_id, status=Episode.ACTIVE)
    episode.status = Episode.CLOSED
    episode.ended_on = ended_on
    episode.save(update_fields=["status", "ended_on"])
    _record(by, "close", episode, now)


def _record(by: Viewer, action: str, episode: Episode, now: datetime) -> None:
    record(
        by=by,
        action=action,
        object_type="episode",
        object_id=episode.id,
        patient_id=episode.patient_id,
        now=now,
    )
