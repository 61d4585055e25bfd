"""The goal, the steps on the way, and small wins on the patient's progress page."""

from datetime import timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in, through_link
from everyrep.logbook.actions import receive
from everyrep.people.actions import create_link
from everyrep.prescribing.models import Episode, ProgramVersion

LATER = NOW + timedelta(days=9)


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


@pytest.fixture
def rosa(world: ClinicWorld) -> Client:
    return signed_in(Client(), world.patient)


def writes_steps(ana: Client, world: ClinicWorld, text: str) -> int:
    address = reverse("goal", kwargs={"patient_id": world.patient.id})
    return ana.post(address, {"milestones": text}).status_code


def progress(rosa: Client) -> str:
    return rosa.get(reverse("progress")).content.decode()


def test_the_patient_marks_a_step_that_the_therapist_wrote(
    ana: Client, rosa: Client, world: ClinicWorld, episode: Episode
) -> None:
    assert writes_steps(ana, world, "to the corner\n\nto the market\n") == 302
    page = progress(rosa)
    assert "to the corner" in page
    assert "reached on" not in page
    address = page.split('action="')[1].split('"')[0]
    assert rosa.post(address, {"reached": "1"}).status_code == 302
    assert "reached on 16 Nov" in progress(rosa)
    rosa.post(address, {})
    assert "reached on" not in progress(rosa)


def test_too_many_steps_are_refused_where_they_were_typed(
    ana: Client, world: ClinicWorld, episode: Episode
) -> None:
    typed = "\n".join(f"step {n}" for n in range(9))
    answer = ana.post(reverse("goal", kwargs={"patient_id": world.patient.id}), {"milestones": typed})
    assert answer.status_code == 422
    assert "at most 8 steps" in answer.content.decode()
    assert "step 8" in answer.content.decode()


def test_a_win_is_named_on_top_while_it_is_new_and_once_only(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("everyrep.clock.now", lambda: LATER)
    key = signed.items[0]["key"]
    body = {"type": "exercise", "item_key": key, "session": 0, "outcome": "done"}
    done = make_operation(signed.id, key, local_date=TODAY.isoformat(), body=body)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[done], now=LATER)
    page = progress(rosa)
    assert page.count("Your first day of practice is logged.") == 1
    assert "Earlier wins" in page


def test_nobody_counts_days_in_a_row_or_says_what_was_not_done(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = progress(rosa).lower()
    for word in ("streak", "in a row", "missed", "failed"):
        assert word not in page


def test_a_link_sees_no_goal_and_marks_no_step(ana: Client, world: ClinicWorld, episode: Episode) -> None:
    writes_steps(ana, world, "to the corner")
    token = create_link(by=world.ana, patient_id=world.patient.id, label="sheet", now=NOW)
    assert "to the corner" not in progress(through_link(Client(), token))
