"""Approving the rules of an item: each word of the therapist is a row of its own, for good."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from everyrep.attention.looking import look_again
from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.progression import ItemRules
from everyrep.people.policy import Permission, check
from everyrep.prescribing.actions.overtaking import overtake
from everyrep.prescribing.attending import attend
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Episode, ProgramVersion, RuleAssignment
from everyrep.prescribing.rule_documents import rules_to_document
from everyrep.tenancy.viewer import NotFound, Viewer

PAIN_MOST = 10  # the scale is 0 to 10


@transaction.atomic
def assign(
    *,
    by: Viewer,
    patient_id: UUID,
    item_key: str,
    rules: ItemRules,
    usual_pain: int | None,
    lower_at_once: bool,
    assistants: bool,
    now: datetime,
) -> RuleAssignment:
    """Approve these rules for an item of the version signed last, in place of those before; none: switch off.

    What the rules before proposed is overtaken. Raises Invalid for a usual pain that is none, and NotFound
    where no version of an open episode holds the item.
    """
    check(by, Permission.PRESCRIBE)
    if problems := pain_problems(usual_pain):
        raise Invalid(problems)
    _item_of(by, patient_id, item_key)
    mine = RuleAssignment.objects.seen_by(by).filter(patient_id=patient_id, item_key=item_key)
    row = RuleAssignment.objects.create(
        clinic_id=by.clinic_id,
        patient_id=patient_id,
        item_key=item_key,
        number=mine.count() + 1,
        document=rules_to_document(rules),
        usual_pain=usual_pain,
        lower_at_once=lower_at_once,
        assistants=assistants,
        approved_by_id=by.actor_id,
        approved_at=now,
        signature=by.name,
    )
    _record(by, row, now)
    overtake(by=by, patient_id=patient_id, item_key=item_key, now=now)
    attend(by, [patient_id], now)
    look_again(by=by, patient_ids=[patient_id], now=now)
    return row


def pain_problems(usual_pain: int | None) -> list[Problem]:
    """What is wrong with a usual morning pain."""
    if usual_pain is None or 0 <= usual_pain <= PAIN_MOST:
        return []
    text = N_("%(value)s is not between 0 and %(most)s.")
    return [Problem("usual_pain", text, {"value": usual_pain, "most": PAIN_MOST})]


def switch_off(*, by: Viewer, patient_id: UUID, item_key: str, now: datetime) -> RuleAssignment:
    """No rule counts for the item any more."""
    return assign(
        by=by,
        patient_id=patient_id,
        item_key=item_key,
        rules=ItemRules(),
        usual_pain=None,
        lower_at_once=False,
        assistants=False,
        now=now,
    )


def _item_of(by: Viewer, patient_id: UUID, item_key: str) -> None:
    """The episode is locked, so that rules and versions follow one another."""
    episode = (
        Episode.objects.seen_by(by).select_for_update().find(patient_id=patient_id, status=Episode.ACTIVE)
    )
    latest = ProgramVersion.objects.seen_by(by).filter(episode=episode).order_by("-number").first()
    if latest is None or item_key not in {item.key for item in from_document(latest.items)}:
        raise NotFound(item_key)


def _record(by: Viewer, row: RuleAssignment, now: datetime) -> None:
    record(
        by=by,
        action="assign" if row.document["assigned"] else "switch_off",
        object_type="rules",
        object_id=row.id,
        patient_id=row.patient_id,
        now=now,
        detail={
            "item": row.item_key,
            "number": row.number,
            "rules": row.document,
            "usual_pain": row.usual_pain,
            "lower_at_once": row.lower_at_once,
            "assistants": row.assistants,
        },
    )
