"""The whole way once: prescribe, hand over, practise, track, change, and the past stays true."""

from dataclasses import replace
from datetime import timedelta

from conftest import NOW, TODAY, ClinicWorld, make_operation

from everyrep.core.dosage import Span
from everyrep.logbook.actions import receive
from everyrep.logbook.queries import tallies_between
from everyrep.prescribing.actions import drafts, signing
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.prescribing.queries import chain

TOMORROW = TODAY + timedelta(days=1)


def test_a_logged_session_shows_in_the_tally_of_its_day(world: ClinicWorld, signed: ProgramVersion) -> None:
    items = from_document(signed.items)
    quad_set = next(item for item in items if item.exercise == "quad-set")
    receipts = receive(
        by=world.rosa, patient_id=world.patient.id, ops=[make_operation(signed.id, quad_set.key)], now=NOW
    )
    assert [receipt.status for receipt in receipts] == ["accepted"]
    (tally,) = tallies_between(world.ana, world.patient.id, chain(world.ana, world.patient.id), TODAY, TODAY)
    assert tally.pain == 3
    by_key = {item.key: item for item in tally.items}
    assert by_key[quad_set.key].credits[0] == 1.0


def test_changing_the_dose_leaves_the_old_days_as_they_were(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode
) -> None:
    first = from_document(signed.items)[0]
    receive(by=world.rosa, patient_id=world.patient.id, ops=[make_operation(signed.id, first.key)], now=NOW)
    before = tallies_between(world.ana, world.patient.id, chain(world.ana, world.patient.id), TODAY, TODAY)

    later = NOW + timedelta(days=1)
    draft = drafts.open_draft(by=world.ana, episode_id=episode.id, now=later)
    harder = replace(first, dosage=replace(first.dosage, reps=Span(30, 30)))
    draft = drafts.change_item(by=world.ana, episode_id=episode.id, item=harder, now=later)
    second = signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=draft.revision,
        reason="Ready for more",
        valid_from=TOMORROW,
        today=TOMORROW,
        now=later,
    )

    after = chain(world.ana, world.patient.id)
    assert second.number == 2
    assert tallies_between(world.ana, world.patient.id, after, TODAY, TODAY) == before
    assert after.on(TODAY).number == 1
    assert after.on(TOMORROW).number == 2
    assert after.on(TOMORROW).items[0].unchanged_since == TOMORROW
    assert after.on(TOMORROW).items[1].unchanged_since == TODAY
