"""An entry from before days off could run on speaks of its own day after the upgrade."""

from datetime import timedelta

import pytest
from conftest import NOW, TODAY, make_operation, make_world, open_episode, sign_template
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from everyrep.logbook.actions import receive
from everyrep.logbook.models import Entry


def before_last_date() -> None:
    MigrationExecutor(connection).migrate([("logbook", "0002_append_only")])


def newest() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.usefixtures("transactional_db")
def test_entries_of_the_version_before_speak_of_one_day() -> None:
    world = make_world("Riverside Physical Therapy")
    signed = sign_template(world, open_episode(world))
    until = (TODAY + timedelta(days=3)).isoformat()
    off = {"type": "day", "excuse": "flare", "until": until}
    ops = [make_operation(signed.id, "none", body=off), make_operation(signed.id, signed.items[0]["key"])]
    receive(by=world.rosa, patient_id=world.patient.id, ops=ops, now=NOW)
    try:
        before_last_date()
    finally:
        newest()
    entries = Entry.objects.in_clinic(world.clinic.id)
    assert [entry.last_date for entry in entries] == [TODAY, TODAY]
