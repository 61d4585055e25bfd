"""Saved replies: the words that the clinic writes again and again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.conversations.models import SavedReply
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import NotAllowed, Viewer

REPLIES_MOST = 100  # a list that is still read


def saved_replies(viewer: Viewer) -> TenantQuerySet[SavedReply]:
    """The clinic's, by title; staff only."""
    _check(viewer)
    return SavedReply.objects.seen_by(viewer).order_by("title", "id")


@transaction.atomic
def save_reply(
    *, by: Viewer, title: str, text: str, now: datetime, reply_id: UUID | None = None
) -> SavedReply:
    """A new one, or new words for one. Raises Invalid, and NotFound for one that is not the clinic's."""
    mine = saved_replies(by)
    problems = text_problems(SavedReply, {"title": title, "text": text})
    if not title.strip():
        problems.append(Problem("title", N_("Give it a short name.")))
    if not text.strip():
        problems.append(Problem("text", N_("Write the reply.")))
    if reply_id is None and mine.count() >= REPLIES_MOST:
        full = N_("At most %(most)s replies can be kept. Remove one first.")
        problems.append(Problem("title", full, {"most": REPLIES_MOST}))
    reply = SavedReply(clinic_id=by.clinic_id) if reply_id is None else mine.find(id=reply_id)
    if problems:
        raise Invalid(problems)
    reply.title, reply.text = title.strip(), text.strip()
    reply.save()
    _record(by, "save_reply", reply, now)
    return reply


@transaction.atomic
def remove_reply(*, by: Viewer, reply_id: UUID, now: datetime) -> None:
    """Nothing that was sent changes."""
    reply = saved_replies(by).find(id=reply_id)
    _record(by, "remove_reply", reply, now)
    reply.delete()


def _check(viewer: Viewer) -> None:
    check(viewer, Permission.WRITE_MESSAGES)
    if viewer.is_patient:
        raise NotAllowed("saved replies are the clinic's")


def _record(by: Viewer, action: str, reply: SavedReply, now: datetime) -> None:
    record(by=by, action=action, object_type="saved_reply", object_id=reply.id, now=now)
