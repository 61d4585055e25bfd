"""Reads of the rules that therapists have approved, and of what they propose."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec
from django.db.models import Exists, OuterRef

from everyrep.core.dosage import Dosage
from everyrep.core.progression import ItemRules, Verdict
from everyrep.people.policy import Permission, check, may
from everyrep.prescribing.models import Proposal, RuleAssignment
from everyrep.prescribing.rule_documents import rules_from_document, verdict_from_document
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Role, Viewer

ProposalRow = Proposal
"""As the edges name it, which know no models."""

PROPOSALS_SHOWN = 10  # of an item, decided or not, newest first


@dataclass(frozen=True, slots=True)
class Assigned:
    """The rules that hold for an item, by the therapist's last word."""

    row: RuleAssignment
    rules: ItemRules

    def in_force(self, day: date) -> ItemRules:
        """Those that count on a local date of the patient."""
        return self.rules.in_force(day)

    @property
    def expires(self) -> date | None:
        """The last local date on which one of them counts; None where they are switched off."""
        return max((rule.expires for rule in self.rules.assigned), default=None)


def rules_of(viewer: Viewer, patient_ids: Collection[UUID]) -> dict[UUID, dict[str, Assigned]]:
    """The rules of these patients, by item key; those switched off are left out. One query."""
    mine = RuleAssignment.objects.in_clinic(viewer.clinic_id)
    later = mine.filter(
        patient_id=OuterRef("patient_id"), item_key=OuterRef("item_key"), number__gt=OuterRef("number")
    )
    found: dict[UUID, dict[str, Assigned]] = {}
    for row in mine.filter(~Exists(later), patient_id__in=list(patient_ids)):
        rules = rules_from_document(row.document)
        if rules.assigned:
            found.setdefault(row.patient_id, {})[row.item_key] = Assigned(row, rules)
    return found


def has_rules(viewer: Viewer, patient_id: UUID) -> bool:
    """Whether a therapist has ever approved rules for one of the patient's items."""
    return RuleAssignment.objects.in_clinic(viewer.clinic_id).filter(patient_id=patient_id).exists()


def history_of(viewer: Viewer, patient_id: UUID, item_key: str) -> list[RuleAssignment]:
    """Every word of a therapist on the rules of an item, the newest first."""
    check(viewer, Permission.SEE_PATIENTS)
    mine = RuleAssignment.objects.seen_by(viewer).filter(patient_id=patient_id, item_key=item_key)
    return list(mine.order_by("-number"))


def proposals_waiting(viewer: Viewer, patient_id: UUID | None = None) -> list[Proposal]:
    """What waits in the clinic, or for one patient, the oldest first. One query."""
    check(viewer, Permission.SEE_PATIENTS)
    waiting = Proposal.objects.seen_by(viewer).filter(state=Proposal.State.WAITING)
    if patient_id is not None:
        waiting = waiting.filter(patient_id=patient_id)
    return list(_whole(waiting).order_by("made_at", "id"))


def proposals_of(viewer: Viewer, patient_id: UUID, item_key: str) -> list[Proposal]:
    """What was proposed for an item lately, the newest first. One query."""
    check(viewer, Permission.SEE_PATIENTS)
    mine = Proposal.objects.seen_by(viewer).filter(patient_id=patient_id, item_key=item_key)
    return list(_whole(mine).order_by("-made_at", "id")[:PROPOSALS_SHOWN])


def proposals_since(viewer: Viewer, patient_id: UUID, first: date) -> list[Proposal]:
    """What was proposed for a patient from a local date on, the newest first. One query."""
    check(viewer, Permission.SEE_PATIENTS)
    mine = Proposal.objects.seen_by(viewer).filter(patient_id=patient_id, made_on__gte=first)
    return list(_whole(mine).order_by("-made_at", "id"))


def proposal(viewer: Viewer, proposal_id: UUID) -> Proposal:
    """One proposal; raises NotFound."""
    check(viewer, Permission.SEE_PATIENTS)
    return _whole(Proposal.objects.seen_by(viewer)).find(id=proposal_id)


def _whole(proposals: TenantQuerySet[Proposal]) -> TenantQuerySet[Proposal]:
    return proposals.select_related("patient", "assignment", "base__episode", "decided_by", "result")


def may_accept(viewer: Viewer, found: Proposal) -> bool:
    """Whether the viewer may accept it as it is: an assistant only where the therapist has allowed it."""
    if not may(viewer, Permission.ACCEPT_PROPOSALS) or not is_step(found):
        return False
    return viewer.role is not Role.ASSISTANT or found.assignment.assistants


def is_step(found: Proposal) -> bool:
    """Whether it says all that the next version needs; otherwise a person has to choose."""
    return found.after is not None or found.outcome == "pause"


def verdict_of(found: Proposal) -> Verdict:
    """The verdict as it was given."""
    return verdict_from_document(found.verdict)


def dose_of(document: object) -> Dosage:
    """A dose as it was proposed."""
    return msgspec.convert(document, Dosage)
