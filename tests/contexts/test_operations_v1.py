"""Operations of schema version 1, byte for byte as phones sent them: they read and count as they did then."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import NOW, ClinicWorld

from everyrep.logbook.models import Entry, OperationRow
from everyrep.logbook.queries import history
from everyrep.logbook.rebuilding import rebuild_entries
from everyrep.logbook.wire import WireOperation, read_body, read_operation, received
from everyrep.prescribing.models import ProgramVersion
from everyrep.prescribing.queries import chain

STORED = (Path(__file__).parent / "operations_v1.jsonl").read_bytes().splitlines()


def read(line: bytes) -> WireOperation:
    return read_operation(received(msgspec.Raw(line)))


@pytest.mark.parametrize("line", STORED)
def test_an_operation_of_version_one_reads_with_the_hash_that_it_was_sent_with(line: bytes) -> None:
    operation = read(line)
    assert operation.schema_v == 1
    if operation.kind.value != "retract":
        read_body(operation.body)


def test_a_log_of_version_one_makes_the_entries_it_always_made(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    rows = [stored(world, seq, line) for seq, line in enumerate(STORED, start=1)]
    OperationRow.objects.bulk_create(rows)
    rebuild_entries(world.patient, chain(world.ana, world.patient.id), {row.entry_id for row in rows})
    found = {str(entry.entry_id)[-1]: entry for entry in Entry.objects.seen_by(world.rosa)}
    assert {key: told(entry) for key, entry in found.items()} == EXPECTED
    assert found["1"].body["sets"][0] == {"side": "left", "reps": 10, "hold_s": 5, "load": "½ kg"}
    assert len(history(world.ana, world.patient.id, found["2"].entry_id).revisions) == 2


EXPECTED = {
    "1": ("heel-slide-1", 0, "guided", "done", 3, False),
    "2": ("bridge-1", 1, "ticked", "not", 7, False),
    "3": ("", 0, "recalled", None, None, False),
    "4": ("bridge-1", 0, "ticked", "done", None, True),
}
"""By the last digit of the entry: exercise, session, evidence, outcome, pain, taken back."""


def told(entry: Entry) -> tuple[Any, ...]:
    said = entry.body
    return (
        entry.item_key,
        entry.session,
        entry.evidence,
        said.get("outcome"),
        said.get("pain"),
        entry.retracted,
    )


def stored(world: ClinicWorld, seq: int, line: bytes) -> OperationRow:
    operation = read(line)
    return OperationRow(
        clinic_id=world.clinic.id,
        patient=world.patient,
        op_id=operation.op_id,
        entry_id=operation.entry_id,
        kind=operation.kind.value,
        base_rev=operation.base_rev,
        evidence=operation.evidence.value,
        local_date=operation.local_date,
        recorded_at=operation.recorded_at,
        received_at=NOW,
        device_id=operation.device_id,
        device_seq=operation.device_seq,
        server_seq=seq,
        skew_s=0,
        late=False,
        actor_role="patient",
        actor_name="Rosa",
        content_hash=operation.content_hash,
        raw=msgspec.json.decode(line),
    )
