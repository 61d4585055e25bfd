"""Taking in what devices push: every operation is kept, and nothing it holds can stop the next one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.db import transaction

from everyrep.attention.looking import look_again
from everyrep.attention.reasons import put
from everyrep.audit.actions import record
from everyrep.core.attention.kinds import Source
from everyrep.core.logged import DayExcused, ExerciseLogged, Logged, check_until
from everyrep.core.problems import Invalid
from everyrep.core.sync import (
    Evidence,
    OperationKind,
    QuarantineReason,
    admission,
    clock_is_off,
    content_hash,
    evidence_as_recorded,
    late,
)
from everyrep.logbook.attending import attend
from everyrep.logbook.models import OperationRow, QuarantinedOperation, SyncSequence
from everyrep.logbook.raising import News, raise_alerts
from everyrep.logbook.rebuilding import rebuild_entries
from everyrep.logbook.wire import (
    SCHEMA_VERSION,
    Malformed,
    Receipt,
    Received,
    WireOperation,
    read_body,
    read_operation,
    received,
)
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.prescribing.chain import Chain
from everyrep.prescribing.queries import chain
from everyrep.prescribing.ruled import has_rules
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Role, Viewer

CLAIMS_OF_PATIENTS = frozenset({Evidence.GUIDED, Evidence.TICKED, Evidence.RECALLED})
ACCEPTED_LATER = "Counted when it was sent again."
CLAIMS_OF_STAFF = frozenset({Evidence.PAPER, Evidence.THERAPIST})


@dataclass(frozen=True, slots=True)
class SetAside:
    """An operation that cannot count, and why."""

    reason: QuarantineReason
    detail: str = ""


@transaction.atomic
def receive(
    *,
    by: Viewer,
    patient_id: UUID,
    ops: Sequence[msgspec.Raw | dict[str, Any]],
    now: datetime,
    sent_at: datetime | None = None,
    closed: bool = False,
) -> list[Receipt]:
    """Keep every operation and answer with one receipt each, in order.

    `sent_at` is the device's clock at the push, which shows how far it is off however long the operations
    had to wait for a connection. Without it a clock is known to be off only where it runs ahead.
    `closed`: the way in was closed before the push; what is not known yet is set aside, none of it counts.

    1. Lock the patient's counter, so that `server_seq` follows the order of commits.
    2. Known already with the same content: duplicate. With other content: set aside.
    3. Read, judge, then store: accepted operations in the log, the others in quarantine with a reason.
    4. Rebuild the entries and tallies they touch, raise the alerts they ask for, also of what was set
       aside, audit, and work out who needs somebody now, in the same transaction.
    """
    check(by, Permission.PRACTISE if by.is_patient else Permission.LOG_FOR_PATIENT)
    patient = Patient.objects.seen_by(by).find(id=patient_id)
    sequence = _locked_sequence(patient)
    versions = chain(by, patient.id)
    intake = _Intake(
        by=by, patient=patient, sequence=sequence, chain=versions, now=now, sent_at=sent_at, closed=closed
    )
    pushed = [received(op) for op in ops]
    intake.load_known(pushed)
    receipts = [intake.take(sent) for sent in pushed]
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
        self,
        *,
        by: Viewer,
        patient: Patient,
        sequence: SyncSequence,
        chain: Chain,
        now: datetime,
        sent_at: datetime | None,
        closed: bool,
    ) -> None:
        self.by, self.patient, self.sequence, self.chain = by, patient, sequence, chain
        self.now, self.sent_at, self.closed = now, sent_at, closed
        self.today = now.astimezone(ZoneInfo(patient.zone)).date()
        self.known: dict[UUID, tuple[str, int]] = {}
        self.rows: list[OperationRow] = []
        self.aside: list[QuarantinedOperation] = []
        self.news: list[News] = []

    def load_known(self, pushed: Iterable[Received]) -> None:
        ids = [op_id for sent in pushed if (op_id := _uuid(sent.op_id)) is not None]
        mine = OperationRow.objects.in_clinic(self.patient.clinic_id).filter(
            patient=self.patient, op_id__in=ids
        )
        self.known = {
            op_id: (hash_, seq)
            for op_id, hash_, seq in mine.values_list("op_id", "content_hash", "server_seq")
        }

    def take(self, sent: Received) -> Receipt:
        try:
            operation = read_operation(sent)
        except Malformed as fault:
            return self._set_aside(sent, SetAside(QuarantineReason.MALFORMED, str(fault)))
        if operation.op_id in self.known:
            stored_hash, seq = self.known[operation.op_id]
            if stored_hash == operation.content_hash:
                return _receipt(operation, "duplicate", seq)
            return self._set_aside(sent, SetAside(QuarantineReason.SAME_ID_OTHER_CONTENT))
        judged = self._judge(operation)
        return self._set_aside(sent, judged) if judged else self._accept(operation, sent)

    def _judge(self, operation: WireOperation) -> SetAside | None:
        if self.closed:
            return SetAside(QuarantineReason.CLOSED_WAY_IN)
        if operation.schema_v > SCHEMA_VERSION:
            return SetAside(QuarantineReason.NEWER_SCHEMA)
        if operation.evidence not in (CLAIMS_OF_PATIENTS if self.by.is_patient else CLAIMS_OF_STAFF):
            return SetAside(
                QuarantineReason.MALFORMED, f"evidence {operation.evidence.value} is not this sender's"
            )
        try:
            logged = _logged(operation)
        except (Malformed, Invalid) as fault:
            return SetAside(QuarantineReason.MALFORMED, str(fault))
        return self._admit(operation, logged)

    def _admit(self, operation: WireOperation, logged: Logged | None) -> SetAside | None:
        """Only exercises and days off need a program; all else is kept whatever the program is."""
        planned = isinstance(logged, ExerciseLogged | DayExcused)
        known = not isinstance(logged, ExerciseLogged) or self.chain.item(logged.item_key) is not None
        reason = admission(
            local_date=operation.local_date,
            today=self.today,
            plan_in_force=not planned or self.chain.on(operation.local_date) is not None,
            item_known=known,
        )
        if reason is QuarantineReason.NO_PROGRAM and self._ended_before(operation.local_date):
            reason = QuarantineReason.ENDED_PROGRAM
        if reason is None and planned and operation.program_rev not in self.chain.ids.values():
            return SetAside(QuarantineReason.MALFORMED, "program_rev is no version of this patient's program")
        return SetAside(reason) if reason else None

    def _ended_before(self, day: date) -> bool:
        return any(ended < day for ended in self.chain.ended.values())

    def _skew_s(self, operation: WireOperation) -> float:
        """Seconds by which the device's clock is behind; an operation cannot be younger than its arrival."""
        waited = (self.now - operation.recorded_at).total_seconds()
        return min(0, waited) if self.sent_at is None else (self.now - self.sent_at).total_seconds()

    def _evidence(self, operation: WireOperation, recorded_on: date) -> Evidence:
        """What a caregiver logs is known as theirs, whatever the phone claims."""
        if self.by.role is Role.CAREGIVER:
            return Evidence.CAREGIVER
        return evidence_as_recorded(operation.evidence, operation.local_date, recorded_on)

    def _accept(self, operation: WireOperation, sent: Received) -> Receipt:
        self.sequence.last += 1
        skew_s = self._skew_s(operation)
        recorded_on = self.today if clock_is_off(skew_s) else operation.recorded_on()
        row = OperationRow(
            clinic_id=self.patient.clinic_id,
            patient=self.patient,
            op_id=operation.op_id,
            entry_id=operation.entry_id,
            kind=operation.kind.value,
            base_rev=operation.base_rev,
            evidence=self._evidence(operation, recorded_on).value,
            local_date=operation.local_date,
            recorded_at=operation.recorded_at,
            received_at=self.now,
            device_id=operation.device_id,
            device_seq=operation.device_seq,
            server_seq=self.sequence.last,
            skew_s=round(skew_s),
            late=late(operation.local_date, recorded_on),
            actor_role=self.by.role.value,
            actor_name=self.by.name,
            content_hash=operation.content_hash,
            raw=sent.fields,
        )
        self.rows.append(row)
        self.news.append(News(sent))
        self.known[operation.op_id] = (operation.content_hash, row.server_seq)
        return _receipt(operation, "accepted", row.server_seq)

    def _set_aside(self, sent: Received, why: SetAside) -> Receipt:
        digest = _digest(sent)
        self.news.append(News(sent, set_aside=why.reason.value))
        self.aside.append(
            QuarantinedOperation(
                clinic_id=self.patient.clinic_id,
                patient=self.patient,
                op_id=sent.op_id,
                content_hash=digest,
                reason=why.reason.value,
                detail=why.detail[:300],
                raw=sent.text,
                received_at=self.now,
            )
        )
        stated = sent.stated_hash or digest
        return Receipt(op_id=sent.op_id, content_hash=stated, status="quarantined", reason=why.reason.value)

    def store(self) -> None:
        settled = self._settle() if self.rows else []
        aside = self._not_kept_yet() if self.aside else []
        QuarantinedOperation.objects.bulk_create(aside)
        if self.rows:
            OperationRow.objects.bulk_create(self.rows)
            self.sequence.save(update_fields=["last"])
            rebuild_entries(self.patient, self.chain, {row.entry_id for row in self.rows})
        raise_alerts(self.by, self.patient, self.news, today=self.today, now=self.now)
        if self.rows or aside:
            self._audit(aside, settled)
            self._attend()

    def _attend(self) -> None:
        """Whoever logs has been heard of, so that no reminder is left without an answer."""
        if self.rows:
            put(by=self.by, patient_id=self.patient.id, source=Source.REMINDERS, found=(), now=self.now)
        attend(self.by, [self.patient.id], self.now)
        if self._asks() or has_rules(self.by, self.patient.id):  # see logbook.proposing for why by the worker
            look_again(by=self.by, patient_ids=[self.patient.id], now=self.now)

    def _asks(self) -> bool:
        """Whether a question may have come or gone: only the contexts above know what was answered."""
        return any(
            row.kind != OperationKind.CREATE.value or row.raw["body"].get("type") == "question"
            for row in self.rows
        )

    def _settle(self) -> list[str]:
        """What was set aside on an earlier push and counts now asks nothing of the clinic any more."""
        accepted = [str(row.op_id) for row in self.rows]
        waiting = self._kept_aside().filter(op_id__in=accepted, settled_at__isnull=True)
        settled = list(waiting.values_list("op_id", flat=True))
        if settled:
            waiting.update(settled_at=self.now, settled_note=ACCEPTED_LATER)
        return settled

    def _not_kept_yet(self) -> list[QuarantinedOperation]:
        fresh = {(row.op_id, row.content_hash): row for row in self.aside}
        kept = self._kept_aside().filter(op_id__in=[row.op_id for row in self.aside])
        known = set(kept.values_list("op_id", "content_hash"))
        return [row for key, row in fresh.items() if key not in known]

    def _kept_aside(self) -> TenantQuerySet[QuarantinedOperation]:
        return QuarantinedOperation.objects.in_clinic(self.patient.clinic_id).filter(patient=self.patient)

    def _audit(self, aside: list[QuarantinedOperation], settled: list[str]) -> None:
        detail = {
            "accepted": [str(row.op_id) for row in self.rows],
            "set_aside": [row.op_id for row in aside],
            "settled": settled,
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


def _logged(operation: WireOperation) -> Logged | None:
    """What it says, None where it takes something back; raises Malformed or Invalid."""
    if operation.kind is OperationKind.RETRACT:
        return None
    logged = read_body(operation.body)
    if isinstance(logged, DayExcused):
        check_until(logged, operation.local_date)
    return logged


def _receipt(operation: WireOperation, status: str, seq: int) -> Receipt:
    return Receipt(
        op_id=str(operation.op_id), content_hash=operation.content_hash, status=status, server_seq=seq
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _digest(sent: Received) -> str:
    """A name for the content even where it has no canonical form."""
    try:
        return content_hash(sent.text if sent.fault else sent.fields)
    except Invalid:
        return content_hash(sent.text)
