"""`everyrep attention rebuild`, as an administrator types it."""

import argparse

import pytest
from conftest import NOW, ClinicWorld, make_operation

from everyrep.attention.models import ReasonRow
from everyrep.attention.needs import open_needs
from everyrep.cli import attention
from everyrep.logbook.actions import receive
from everyrep.prescribing.models import ProgramVersion


def test_what_was_lost_is_worked_out_anew(
    world: ClinicWorld, signed: ProgramVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt = make_operation(signed.id, signed.items[0]["key"], local_date="2036-01-01")
    receive(by=world.rosa, patient_id=world.patient.id, ops=[spoilt], now=NOW)
    assert len(open_needs(world.ana)) == 1
    ReasonRow.objects.in_clinic(world.clinic.id).delete()
    parser = argparse.ArgumentParser()
    attention.add(parser.add_subparsers(), lambda _data: None)
    asked = parser.parse_args(["attention", "rebuild"])
    asked.run(asked)
    assert len(open_needs(world.ana)) == 1
    assert "worked out anew: 1" in capsys.readouterr().out
