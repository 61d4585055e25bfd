"""A question from before entries were marked waits for an answer after the upgrade."""

import pytest
from conftest import make_world
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from talking import asks

from everyrep.conversations.queries import waiting
from everyrep.logbook.models import Entry


def newest() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.usefixtures("transactional_db")
def test_questions_of_the_version_before_wait_for_an_answer() -> None:
    world = make_world("Riverside Physical Therapy")
    asks(world, "May I swim?")
    try:
        MigrationExecutor(connection).migrate([("logbook", "0003_last_date")])
    finally:
        newest()
    assert [entry.asks for entry in Entry.objects.in_clinic(world.clinic.id)] == [True]
    assert world.patient.id in waiting(world.ana)
