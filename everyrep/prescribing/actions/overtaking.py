"""Proposals that nobody has to decide any more."""

from datetime import datetime
from uuid import UUID

from everyrep.audit.actions import record
from everyrep.prescribing.models import Proposal
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Viewer

State = Proposal.State


def waiting_of(by: Viewer, patient_id: UUID) -> TenantQuerySet[Proposal]:
    """What waits for this patient."""
    return Proposal.objects.in_clinic(by.clinic_id).filter(patient_id=patient_id, state=State.WAITING)


def overtake(*, by: Viewer, patient_id: UUID, now: datetime, item_key: str = "") -> None:
    """What waits for this patient, or for one item, is no more so. The caller has the reasons put anew."""
    waiting = waiting_of(by, patient_id)
    for proposal in waiting.filter(item_key=item_key) if item_key else waiting:
        end(by, proposal, State.OVERTAKEN, now)


def end(by: Viewer, proposal: Proposal, state: State, now: datetime, **fields: object) -> None:
    """The proposal waits no more; the audit row says why."""
    proposal.state, proposal.decided_at = state, now
    for name, value in fields.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["state", "decided_at", *fields])
    note(by, proposal, state.value, now)


def note(by: Viewer, proposal: Proposal, action: str, now: datetime) -> None:
    """An audit row about a proposal: the rule, its row and the version that came of it."""
    record(
        by=by,
        action=action,
        object_type="proposal",
        object_id=proposal.id,
        patient_id=proposal.patient_id,
        now=now,
        detail={
            "item": proposal.item_key,
            "rule": f"{proposal.rule}/{proposal.rule_version}",
            "row": proposal.row,
            "outcome": proposal.outcome,
            "assignment": str(proposal.assignment_id),
            "reason": proposal.reason,
            "result": str(proposal.result_id or ""),
        },
    )
