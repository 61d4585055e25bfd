"""Steps on the way to the patient's own goal: the therapist writes them, the patient marks them reached."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from everyrep.core.problems import N_, Invalid, Problem
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.prescribing.actions.episodes import record_episode
from everyrep.prescribing.models import Episode, Milestone
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Viewer

MILESTONES_MOST = 8  # product default: more steps than this are no help


@transaction.atomic
def set_milestones(*, by: Viewer, episode_id: UUID, texts: list[str], now: datetime) -> None:
    """The episode's milestones, in order; one that stays keeps the day it was reached. Raises Invalid."""
    check(by, Permission.PRESCRIBE)
    wanted = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    problems = [problem for text in wanted for problem in text_problems(Milestone, {"text": text})]
    if len(wanted) > MILESTONES_MOST:
        values: dict[str, object] = {"most": MILESTONES_MOST}
        problems.append(Problem("text", N_("Write at most %(most)s steps, one on each line."), values))
    if problems:
        raise Invalid([Problem("milestones", one.text, one.values) for one in problems])
    episode = Episode.objects.seen_by(by).select_for_update().find(id=episode_id)
    _of(episode).exclude(text__in=wanted).delete()
    Milestone.objects.bulk_create(
        [
            Milestone(clinic_id=episode.clinic_id, episode=episode, place=n, text=text)
            for n, text in enumerate(wanted)
        ],
        update_conflicts=True,
        unique_fields=["clinic", "episode", "text"],
        update_fields=["place"],
    )
    record_episode(by, "set_milestones", episode, now)


@transaction.atomic
def mark_milestone(*, by: Viewer, milestone_id: UUID, reached_on: date | None, now: datetime) -> None:
    """Reached on a local date, or, with None, not yet. The patient's to say; the therapist may say it too."""
    check(by, Permission.SEE_PROGRESS if by.is_patient else Permission.PRESCRIBE)
    milestone = Milestone.objects.seen_by(by).select_related("episode").find(id=milestone_id)
    if milestone.reached_on == reached_on:
        return
    milestone.reached_on = reached_on
    milestone.save(update_fields=["reached_on"])
    record_episode(by, "mark_milestone", milestone.episode, now)


def _of(episode: Episode) -> TenantQuerySet[Milestone]:
    return Milestone.objects.in_clinic(episode.clinic_id).filter(episode=episode)
