"""A patient who answers yes in the symptom check."""

from datetime import datetime
from uuid import uuid4

from conftest import ClinicWorld, make_operation

from everyrep.logbook.actions import receive


def answer(world: ClinicWorld, now: datetime) -> None:
    body = {"type": "symptoms", "asked": ["fell"], "yes": ["fell"], "trigger": "button"}
    op = make_operation(uuid4(), "none", body=body, schema_v=2, program_rev=None)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=now)
