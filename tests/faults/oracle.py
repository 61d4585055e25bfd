"""What a server that keeps its word must hold, worked out from what was delivered to it (trust 3.2)."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from conftest import ClinicWorld

from everyrep.audit.models import AuditEvent
from everyrep.core.sync import Evidence, content_hash, merge
from everyrep.core.tally import tally_day
from everyrep.logbook.models import DayTallyRow, Entry, OperationRow, QuarantinedOperation
from everyrep.logbook.queries import operations_after, read_tally
from everyrep.logbook.wire import read_body
from everyrep.people.access import viewer_of_patient
from everyrep.people.models import Patient
from everyrep.prescribing.chain import Chain
from everyrep.prescribing.models import ProgramVersion
from everyrep.prescribing.queries import chain
from faults.phone import ZONES, Sent, operation

NOW = datetime(2026, 12, 6, 15, 0, tzinfo=UTC)
TODAY = date(2026, 12, 6)
PROGRAM_FROM = date(2026, 11, 16)  # conftest.TODAY
NOBODY_PRESCRIBED = "nobody-prescribed-this"


@dataclass
class Scene:
    """The clinic of every history: Rosa with a signed program, her husband Luis, and a clinic next door."""

    world: ClinicWorld
    luis: Patient
    neighbour: ClinicWorld
    signed: ProgramVersion

    @cached_property
    def plans(self) -> Chain:
        return chain(self.world.ana, self.world.patient.id)

    def of_rosa(self, model: Any) -> Any:
        return model.objects.in_clinic(self.world.clinic.id).filter(patient=self.world.patient)


@dataclass
class Oracle:
    """A plain set: operations that count, and hashes set aside, each by its op_id."""

    log: dict[str, Sent] = field(default_factory=dict)
    aside: set[tuple[str, str]] = field(default_factory=set)

    def copy(self) -> "Oracle":
        return Oracle(dict(self.log), set(self.aside))

    def holds(self, sent: Sent) -> bool:
        known = self.log.get(sent["op_id"])
        return (known or {}).get("content_hash") == sent["content_hash"] or _name(sent) in self.aside

    def take(self, sent: Sent, *, closed: bool, reads_schema: int) -> None:
        """It was delivered, and the server committed."""
        known = self.log.get(sent["op_id"])
        if known is not None and known["content_hash"] == sent["content_hash"]:
            return
        if known is None and not closed and sent["schema_v"] <= reads_schema and _counts(sent):
            self.log[sent["op_id"]] = sent
        else:
            self.aside.add(_name(sent))


def _counts(sent: Sent) -> bool:
    """Whether an operation counts: by what it says, never by the phone's clock or zone (I10)."""
    body, day = sent["body"], date.fromisoformat(sent["local_date"])
    readable = sent["zone"] in ZONES and body.get("pain", 0) <= 10
    in_time = PROGRAM_FROM <= day <= TODAY + timedelta(days=1)
    return readable and in_time and body.get("item_key") != NOBODY_PRESCRIBED


def _name(sent: Sent) -> tuple[str, str]:
    """What the server keeps an operation under that it set aside."""
    return sent["op_id"], content_hash(sent)


def it_holds_exactly_what_it_was_given(scene: Scene, oracle: Oracle) -> None:
    """I2, I6, I8, I10, I14: nothing is lost or doubled, and each thing that counts is in the audit."""
    rows = list(scene.of_rosa(OperationRow).values_list("op_id", "content_hash", "server_seq"))
    held = {str(op_id): hash_ for op_id, hash_, _ in rows}
    assert held == {op_id: sent["content_hash"] for op_id, sent in oracle.log.items()}
    assert sorted(seq for _, _, seq in rows) == list(range(1, len(oracle.log) + 1))
    aside = scene.of_rosa(QuarantinedOperation).values_list("op_id", "content_hash")
    assert set(aside) == oracle.aside
    assert sorted(_audited(scene)) == sorted(held)


def _audited(scene: Scene) -> list[str]:
    events = AuditEvent.objects.in_clinic(scene.world.clinic.id).filter(action="log")
    return [op_id for detail in events.values_list("detail", flat=True) for op_id in detail["accepted"]]


def entries_and_tallies_are_what_the_set_of_operations_makes(scene: Scene, oracle: Oracle) -> None:
    """I5."""
    expected = merge(operation(sent) for sent in oracle.log.values())
    entries = {str(entry.entry_id): entry for entry in scene.of_rosa(Entry)}
    stated = {key: (e.revision, e.retracted, e.conflict, e.revisions) for key, e in entries.items()}
    assert stated == {
        key: (state.top.base_rev + 1, state.retracted, state.conflict, len(state.history))
        for key, state in expected.items()
    }
    said = [(state.top, entries[key].evidence) for key, state in expected.items() if not state.retracted]
    for row in scene.of_rosa(DayTallyRow):
        of_day = [
            (read_body(top.body), Evidence(how)) for top, how in said if top.local_date == row.local_date
        ]
        assert read_tally(row) == tally_day(row.local_date, scene.plans.on(row.local_date), of_day)


def a_pull_sees_all_that_follows(scene: Scene, oracle: Oracle, cursor: int) -> None:
    """I6."""
    pulled = operations_after(scene.world.rosa, scene.world.patient.id, cursor, "a fresh device")
    assert [op["server_seq"] for op in pulled.ops] == list(range(cursor + 1, len(oracle.log) + 1))
    assert (pulled.seen, pulled.cursor) == ([], max(len(oracle.log), cursor))


def nothing_was_changed(scene: Scene) -> None:
    """I11: every operation is still, byte for byte, what its hash says."""
    for row in scene.of_rosa(OperationRow):
        fields = {key: value for key, value in row.raw.items() if key != "content_hash"}
        assert content_hash(fields) == row.content_hash == row.raw["content_hash"]


def nobody_else_sees_it(scene: Scene) -> None:
    """I7."""
    for other in (viewer_of_patient(scene.luis), scene.neighbour.rosa):
        for patient_id in (scene.world.patient.id, other.patient_id):
            pulled = operations_after(other, patient_id, 0, "phone")
            assert (pulled.ops, pulled.seen) == ([], [])
