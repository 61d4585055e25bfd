"""Opening and closing an episode of care."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from everyrep.attention.looking import look_again
from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
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
    problems = text_problems(Episode, {"problem": problem, "goal": goal})
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
    record_episode(by, "open", episode, now)
    return episode


@transaction.atomic
def close_episode(*, by: Viewer, episode_id: UUID, ended_on: date, now: datetime) -> None:
    """No more sessions are due after `ended_on`; what was signed and logged stays.

    A version that was to start later never does. Raises Invalid on `ended_on`, NotFound once it is closed.
    """
    check(by, Permission.PRESCRIBE)
    episodes = Episode.objects.seen_by(by).select_related("patient").select_for_update(of=("self",))
    episode = episodes.find(id=episode_id, status=Episode.ACTIVE)
    today = now.astimezone(ZoneInfo(episode.patient.zone)).date()
    if problems := closing_problems(episode, ended_on, today):
        raise Invalid(problems)
    episode.status = Episode.CLOSED
    episode.ended_on = ended_on
    episode.save(update_fields=["status", "ended_on"])
    record_episode(by, "close", episode, now)
    look_again(by=by, patient_ids=[episode.patient_id], now=now)


def closing_problems(episode: Episode, ended_on: date, today: date) -> list[Problem]:
    """What speaks against this last day of the episode; `today` is the patient's local date."""
    if episode.started_on <= ended_on <= today:
        return []
    text = N_("Choose a last day from %(earliest)s, when the episode began, to today, %(latest)s.")
    values: dict[str, object] = {"earliest": episode.started_on.isoformat(), "latest": today.isoformat()}
    return [Problem("ended_on", text, values)]


def record_episode(by: Viewer, action: str, episode: Episode, now: datetime) -> None:
    """Note in the audit what was done to an episode, inside the caller's transaction."""
    record(
        by=by,
        action=action,
        object_type="episode",
        object_id=episode.id,
        patient_id=episode.patient_id,
        now=now,
    )
