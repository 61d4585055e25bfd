"""Taking in what devices push: every operation is kept, and nothing it holds can stop the next one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.logged import ExerciseLogged
from everyrep.core.problems import Invalid
from everyrep.core.sync import (
    Evidence,
    OperationKind,
    QuarantineReason,
    admission,
    content_hash,
    evidence_as_recorded,
    late,
)
from everyrep.logbook.models import OperationRow, QuarantinedOperation, SyncSequence
from everyrep.logbook.rebuilding import rebuild_entries
from everyrep.logbook.wire import SCHEMA_VERSION, Malformed, Receipt, WireOperation, read_body, read_operation
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.prescribing.chain import Chain
from everyrep.prescribing.queries import chain
from everyrep.tenancy.viewer import Viewer

CLAIMS_OF_PATIENTS = frozenset({Evidence.GUIDED, Evidence.TICKED, Evidence.RECALLED})
CLAIMS_OF_STAFF = frozenset({Evidence.PAPER, Evidence.THERAPIST})


@dataclass(frozen=True, slots=True)
class SetAside:
    """An operation that cannot count, and why."""

    reason: QuarantineReason
    detail: str = ""


@transaction.atomic
def receive(*, by: Viewer, patient_id: UUID, ops: Sequence[dict[str, Any]], now: datetime) -> list[Receipt]:
    """Keep every operation and answer with one receipt each, in order.

    1. Lock the patient's counter, so that `server_seq` follows the order of commits.
    2. Known already with the same content: duplicate. With other content: set aside.
    3. Read, judge, then store: accepted operations in the log, the others in quarantine with a reason.
    4. Rebuild the entries and tallies they touch, and audit, in the same transaction.
    """
    check(by, Permission.PRACTISE if by.is_patient else Permission.LOG_FOR_PATIENT)
    patient = Patient.objects.seen_by(by).find(id=patient_id)
    sequence = _locked_sequence(patient)
    intake = _Intake(by=by, patient=patient, sequence=sequence, chain=chain(by, patient.id), now=now)
    intake.load_known(ops)
    receipts = [intake.take(raw) for raw in ops]
    intake.store()
    return receipts


def _locked_sequence(patient: Patient) -> SyncSequence:
    sequences = SyncSequence.objects.in_clinic(patient.clinic_id).filter(patient=patient).select_for_update()
    found = sequences.first()
    if found is None:
        fresh = SyncSequence(clinic_id=patient.clinic_id, patient=patient)
        SyncSequence.objects.bulk_create([fresh], ignore_conflicts=True)
        found = sequences.get()
    return found


class _Intake:
    """One push being taken in: judged one by one, stored together."""

    def __init__(
        self, *, by: Viewer, patient: Patient, sequence: SyncSequence, chain: Chain, now: datetime
    ) -> None:
        self.by, self.patient, self.sequence, self.chain, self.now = by, patient, sequence, chain, now
        self.today = now.astimezone(ZoneInfo(patient.zone)).date()
        self.known: dict[UUID, tuple[str, int]] = {}
        self.rows: list[OperationRow] = []
        self.aside: list[QuarantinedOperation] = []

    def load_known(self, ops: Iterable[dict[str, Any]]) -> None:
        ids = [op_id for raw in ops if (op_id := _uuid(raw.get("op_id"))) is not None]
        mine = OperationRow.objects.in_clinic(self.patient.clinic_id).filter(
            patient=self.patient, op_id__in=ids
        )
        self.known = {
            op_id: (hash_, seq)
            for op_id, hash_, seq in mine.values_list("op_id", "content_hash", "server_seq")
        }

    def take(self, raw: dict[str, Any]) -> Receipt:
        try:
            operation = read_operation(raw)
        except Malformed as fault:
            return self._set_aside(raw, SetAside(QuarantineReason.MALFORMED, str(fault)))
        if operation.op_id in self.known:
            stored_hash, seq = self.known[operation.op_id]
            if stored_hash == operation.content_hash:
                return _receipt(operation, "duplicate", seq)
            return self._set_aside(raw, SetAside(QuarantineReason.SAME_ID_OTHER_CONTENT))
        judged = self._judge(operation)
        return self._set_aside(raw, judged) if judged else self._accept(operation, raw)

    def _judge(self, operation: WireOperation) -> SetAside | None:
        if operation.schema_v > SCHEMA_VERSION:
            return SetAside(QuarantineReason.NEWER_SCHEMA)
        if operation.evidence not in (CLAIMS_OF_PATIENTS if self.by.is_patient else CLAIMS_OF_STAFF):
            return SetAside(
                QuarantineReason.MALFORMED, f"evidence {operation.evidence.value} is not this sender's"
            )
        item_known = True
        if operation.kind is not OperationKind.RETRACT:
            try:
                logged = read_body(operation.body)
            except Malformed as fault:
                return SetAside(QuarantineReason.MALFORMED, str(fault))
            if isinstance(logged, ExerciseLogged):
                item_known = self.chain.item(logged.item_key) is not None
        return self._admit(operation, item_known)

    def _admit(self, operation: WireOperation, item_known: bool) -> SetAside | None:
        plan = self.chain.on(operation.local_date)
        reason = admission(
            local_date=operation.local_date,
            today=self.today,
            plan_in_force=plan is not None,
            item_known=item_known,
        )
        if reason is QuarantineReason.NO_PROGRAM and self._ended_before(operation.local_date):
            reason = QuarantineReason.ENDED_PROGRAM
        return SetAside(reason) if reason else None

    def _ended_before(self, day: date) -> bool:
        return any(ended < day for ended in self.chain.ended.values())

    def _accept(self, operation: WireOperation, raw: dict[str, Any]) -> Receipt:
        self.sequence.last += 1
        recorded_on = operation.recorded_on()
        row = OperationRow(
            clinic_id=self.patient.clinic_id,
            patient=self.patient,
            op_id=operation.op_id,
            entry_id=operation.entry_id,
            kind=operation.kind.value,
            base_rev=operation.base_rev,
            evidence=evidence_as_recorded(operation.evidence, operation.local_date, recorded_on).value,
            local_date=operation.local_date,
            recorded_at=operation.recorded_at,
            received_at=self.now,
            device_id=operation.device_id,
            device_seq=operation.device_seq,
            server_seq=self.sequence.last,
            late=late(operation.local_date, recorded_on),
            actor_role=self.by.role.value,
            actor_name=self.by.name,
            content_hash=operation.content_hash,
            raw=raw,
        )
        self.rows.append(row)
        self.known[operation.op_id] = (operation.content_hash, row.server_seq)
        return _receipt(operation, "accepted", row.server_seq)

    def _set_aside(self, raw: dict[str, Any], why: SetAside) -> Receipt:
        op_id, digest = str(raw.get("op_id", ""))[:64], _digest(raw)
        self.aside.append(
            QuarantinedOperation(
                clinic_id=self.patient.clinic_id,
                patient=self.patient,
                op_id=op_id,
                content_hash=digest,
                reason=why.reason.value,
                detail=why.detail[:300],
                raw=_as_text(raw),
                received_at=self.now,
            )
        )
        stated = str(raw.get("content_hash", digest))[:64]
        return Receipt(op_id=op_id, content_hash=stated, status="quarantined", reason=why.reason.value)

    def store(self) -> None:
        QuarantinedOperation.objects.bulk_create(self.aside, ignore_conflicts=True)
        if self.rows:
            OperationRow.objects.bulk_create(self.rows)
            self.sequence.save(update_fields=["last"])
            rebuild_entries(self.patient, self.chain, {row.entry_id for row in self.rows})
        if self.rows or self.aside:
            self._audit()

    def _audit(self) -> None:
        detail = {
            "accepted": [str(row.op_id) for row in self.rows],
            "set_aside": [row.op_id for row in self.aside],
        }
        record(
            by=self.by,
            action="log",
            object_type="operations",
            object_id=self.patient.id,
            patient_id=self.patient.id,
            now=self.now,
            detail=detail,
        )


def _receipt(operation: WireOperation, status: str, seq: int) -> Receipt:
    return Receipt(
        op_id=str(operation.op_id), content_hash=operation.content_hash, status=status, server_seq=seq
    )


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _as_text(raw: dict[str, Any]) -> str:
    return msgspec.json.encode(raw).decode(errors="replace")


def _digest(raw: dict[str, Any]) -> str:
    """A name for the content even where it has no canonical form."""
    try:
        return content_hash(raw)
    except Invalid:
        return content_hash(_as_text(raw))
