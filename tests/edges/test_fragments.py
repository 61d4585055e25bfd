"""A page kept ready is never stale: every write of a record makes it anew."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from conftest import NOW, TODAY, ClinicWorld, details, make_operation
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in
from everyrep.audit.actions import record_read
from everyrep.audit.queries import record_state
from everyrep.logbook.actions import receive
from everyrep.people.actions import change_patient, create_link
from everyrep.prescribing.actions import drafts, episodes
from everyrep.prescribing.models import ProgramVersion
from everyrep.tenancy.viewer import NotFound
from everyrep.web.fragments import Kept

WRITES: dict[str, Callable[[ClinicWorld, ProgramVersion], object]] = {
    "an entry": lambda world, signed: receive(
        by=world.rosa,
        patient_id=world.patient.id,
        ops=[make_operation(signed.id, signed.items[0]["key"])],
        now=NOW,
    ),
    "an entry set aside": lambda world, signed: receive(
        by=world.rosa, patient_id=world.patient.id, ops=[{"op_id": "nonsense"}], now=NOW
    ),
    "a draft": lambda world, signed: drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=NOW),
    "the details": lambda world, signed: change_patient(
        by=world.ana, patient_id=world.patient.id, details=replace(details(), minutes_per_day=45), now=NOW
    ),
    "a link": lambda world, signed: create_link(
        by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW
    ),
    "the end of the episode": lambda world, signed: episodes.close_episode(
        by=world.ana, episode_id=signed.episode_id, ended_on=TODAY, now=NOW
    ),
}


@pytest.mark.parametrize("what", WRITES)
def test_every_write_of_a_record_moves_the_records_clock(
    world: ClinicWorld, signed: ProgramVersion, what: str
) -> None:
    before = record_state(world.ana, world.patient.id)
    WRITES[what](world, signed)
    assert record_state(world.ana, world.patient.id) > before


def test_looking_at_a_record_does_not_move_its_clock(world: ClinicWorld, signed: ProgramVersion) -> None:
    before = record_state(world.ana, world.patient.id)
    record_read(by=world.ana, what="chart", patient_id=world.patient.id, now=NOW)
    assert record_state(world.ana, world.patient.id) == before


def test_next_door_has_no_such_clock(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    with pytest.raises(NotFound):
        record_state(neighbour.ana, world.patient.id)


def test_the_same_chart_in_two_languages_is_kept_apart(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    ana = signed_in(client, world.therapist)
    address = reverse("chart", args=[world.patient.id])
    assert "Quadriceps set" in ana.get(address).content.decode()
    ana.post(reverse("language"), {"language": "es"})
    spanish = ana.get(address).content.decode()
    assert "Quadriceps set" not in spanish
    assert 'lang="es"' in spanish


def test_the_oldest_answer_goes_when_there_are_too_many() -> None:
    drawn: list[str] = []

    def draw(name: str) -> str:
        drawn.append(name)
        return name

    kept: Kept[str] = Kept(kept=2)
    for name in ("a", "b", "a", "c", "a", "b"):
        assert kept.get(name, lambda name=name: draw(name)) == name  # type: ignore[misc]
    assert drawn == ["a", "b", "c", "b"]
