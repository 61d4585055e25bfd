"""A review: what was decided of each exercise goes into the draft in one change, to be signed as ever."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from everyrep.core.dosage import Side
from everyrep.core.plan import Prescription
from everyrep.core.problems import Invalid
from everyrep.library.queries import to_add
from everyrep.people.policy import Permission, check
from everyrep.prescribing.actions import drafts
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Draft, Episode
from everyrep.prescribing.reviewing import Decision, Do, review_problems, reviewed
from everyrep.prescribing.starting_dose import starting_prescription
from everyrep.tenancy.viewer import Viewer


@transaction.atomic
def review(
    *,
    by: Viewer,
    episode_id: UUID,
    decisions: Mapping[str, Decision],
    added: Mapping[str, Decision],
    today: date,
    now: datetime,
) -> Draft:
    """Apply the decisions, by item key, and add exercises, by library id. Raises Invalid and NotFound.

    What stops leaves the draft, what goes on gets its next date; what is to change stays for the builder.
    """
    check(by, Permission.PRESCRIBE)
    if problems := review_problems({**decisions, **added}, today):
        raise Invalid(problems)
    draft = drafts.open_draft(by=by, episode_id=episode_id, now=now)
    side = Side.INVOLVED if _episode(by, episode_id).involved_side else Side.BOTH
    new = [starting_prescription(to_add(by, each), key=str(uuid4()), side=side) for each in added]
    known = {item.key: item for item in from_document(draft.items)}

    def decide(items: tuple[Prescription, ...]) -> tuple[Prescription, ...]:
        left = (_decided(item, decisions.get(item.key)) for item in items)
        return (*(item for item in left if item is not None), *new)

    said = {key: reviewed(known[key], decision) for key, decision in decisions.items() if key in known}
    said |= {item.key: reviewed(item, decision) for item, decision in zip(new, added.values(), strict=True)}
    return drafts.edit(by, episode_id, decide, now, decisions=said)


def _decided(item: Prescription, decision: Decision | None) -> Prescription | None:
    if decision is None or decision.do is Do.CHANGE:
        return item
    if decision.do is Do.STOP:
        return None
    return replace(item, review_by=decision.review_by)


def _episode(by: Viewer, episode_id: UUID) -> Episode:
    return Episode.objects.seen_by(by).find(id=episode_id, status=Episode.ACTIVE)
