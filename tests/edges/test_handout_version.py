"""Which version a sheet prints: the one in force, else the one that starts next, or the one chosen."""

from datetime import date, timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in
from everyrep.audit.models import AuditEvent
from everyrep.prescribing.actions import drafts, signing
from everyrep.prescribing.models import Episode, ProgramVersion


def sign_next(world: ClinicWorld, episode: Episode, start: date) -> ProgramVersion:
    """A version without the first exercise."""
    draft = drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    draft = drafts.remove_item(by=world.ana, episode_id=episode.id, key=draft.items[0]["key"], now=NOW)
    return signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=draft.revision,
        reason="Next phase",
        valid_from=start,
        today=TODAY,
        now=NOW,
    )


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


def preview(client: Client, world: ClinicWorld, **query: str) -> str:
    return client.get(reverse("handout", args=[world.patient.id]), query).content.decode()


def printed(client: Client, world: ClinicWorld, **sent: str) -> str:
    client.post(reverse("handout_print", args=[world.patient.id]), {"paper": "A4", **sent})
    events = AuditEvent.objects.in_clinic(world.clinic.id).filter(action="print")
    return events.order_by("-seq")[0].object_id


def test_the_version_in_force_is_printed_while_the_next_is_still_to_come(
    ana: Client, world: ClinicWorld, episode: Episode, signed: ProgramVersion
) -> None:
    later = sign_next(world, episode, TODAY + timedelta(days=14))
    page = preview(ana, world)
    assert "Ankle pump" in page
    assert "Version 1, in force now" in page
    assert "Version 2, from" in page
    assert printed(ana, world) == str(signed.id)
    assert printed(ana, world, which="next") == str(later.id)
    assert "Ankle pump" not in preview(ana, world, which="next")


def test_with_one_version_there_is_nothing_to_choose(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = preview(ana, world)
    assert "Version 1, in force since" in page
    assert 'name="which" value="next"' not in page


def test_a_first_program_that_is_still_to_come_is_printed_with_its_start(
    ana: Client, world: ClinicWorld, episode: Episode
) -> None:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    drafts.use_template(
        by=world.ana, episode_id=episode.id, template_id="after-total-knee-replacement", phase_id="1", now=NOW
    )
    first = sign_next(world, episode, TODAY + timedelta(days=3))
    assert "Version 1 starts on" in preview(ana, world)
    assert printed(ana, world) == str(first.id)


def test_a_choice_that_is_none_is_refused(ana: Client, world: ClinicWorld, signed: ProgramVersion) -> None:
    answer = ana.get(reverse("handout", args=[world.patient.id]), {"which": "newest"})
    assert answer.status_code == 422
