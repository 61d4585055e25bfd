"""The snapshot as a test asks for it, and what it logs to find there."""

from typing import Any

import msgspec
from conftest import NOW, ClinicWorld, make_operation
from django.test import Client

from everyrep.logbook.actions import receive
from everyrep.prescribing.models import ProgramVersion
from everyrep.web.patient.snapshot import schema

ADDRESS = "/today/snapshot/"


def snapshot_of(client: Client) -> schema.Snapshot:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return msgspec.json.decode(answer.content, type=schema.Snapshot)


def today_of(found: schema.Snapshot) -> schema.Day:
    return found.days[schema.DAYS_BACK]


def item_named(found: schema.Snapshot, exercise: str) -> schema.Item:
    return next(item for item in found.items if item.exercise == exercise)


def log(world: ClinicWorld, version: ProgramVersion, key: str, **body: Any) -> None:
    words = {"type": "exercise", "item_key": key, "session": 0, "outcome": "done", **body}
    (receipt,) = receive(
        by=world.rosa, patient_id=world.patient.id, ops=[make_operation(version.id, key, body=words)], now=NOW
    )
    assert receipt.status == "accepted"


def log_body(world: ClinicWorld, version: ProgramVersion, body: dict[str, Any], **changes: Any) -> None:
    operation = make_operation(version.id, "", body=body, **changes)
    (receipt,) = receive(by=world.rosa, patient_id=world.patient.id, ops=[operation], now=NOW)
    assert receipt.status == "accepted"
