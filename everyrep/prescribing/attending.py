"""What the program itself says of who needs somebody: how sure the patient was of keeping to it, and what
its rules propose.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from everyrep.attention.defaults import thresholds
from everyrep.attention.reasons import put_all
from everyrep.core.attention.kinds import Kind, Reason, Source
from everyrep.prescribing.models import Episode, ProgramVersion, Proposal
from everyrep.tenancy.viewer import Viewer


def attend(by: Viewer, patient_ids: Collection[UUID], now: datetime) -> None:
    """Put all that this source says of these patients. Three queries, and more where there is news."""
    found: dict[UUID, list[Reason]] = {patient_id: [] for patient_id in patient_ids}
    for version in _newest(by, patient_ids):
        if version.confidence is not None and version.confidence < thresholds().confidence_below:
            found[version.patient_id].append(_low_confidence(version))
    for proposal in _waiting(by, patient_ids):
        found[proposal.patient_id].append(_proposal(proposal))
    put_all(by=by, source=Source.PRESCRIBING, found=found, now=now)


def _newest(by: Viewer, patient_ids: Collection[UUID]) -> list[ProgramVersion]:
    """The version signed last of each open episode."""
    mine = ProgramVersion.objects.in_clinic(by.clinic_id)
    later = mine.filter(patient_id=OuterRef("patient_id"), number__gt=OuterRef("number"))
    active = mine.filter(patient_id__in=list(patient_ids), episode__status=Episode.ACTIVE)
    return list(active.filter(~Exists(later)).only("patient_id", "number", "valid_from", "confidence"))


def _low_confidence(version: ProgramVersion) -> Reason:
    return Reason(
        kind=Kind.LOW_CONFIDENCE,
        since=version.valid_from,
        mark=version.number,
        evidence={"score": version.confidence},
    )


def _waiting(by: Viewer, patient_ids: Collection[UUID]) -> list[Proposal]:
    waiting = Proposal.objects.in_clinic(by.clinic_id).filter(state=Proposal.State.WAITING)
    return list(waiting.filter(patient_id__in=list(patient_ids)))


def _proposal(proposal: Proposal) -> Reason:
    """`change` is core.progression.Change as plain values; None where there is nothing but the outcome."""
    return Reason(
        kind=Kind.PROPOSAL,
        subject=str(proposal.id),
        since=proposal.made_on,
        mark=proposal.made_on.toordinal(),
        evidence={
            "exercise": proposal.exercise,
            "made_on": proposal.made_on.isoformat(),
            "outcome": proposal.outcome,
            "change": proposal.verdict["change"],
        },
    )
