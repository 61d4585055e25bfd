"""What is logged beside the exercises: the morning after, days off, questions, the patient's own moments."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from everyrep.attention.actions import settle
from everyrep.attention.queries import open_alerts
from everyrep.core.day_state import DayState, day_state
from everyrep.core.logged import OFF_DAYS_MAX
from everyrep.core.tally import DayTally
from everyrep.logbook.actions import receive
from everyrep.logbook.chart import chart
from everyrep.logbook.corrections import correction
from everyrep.logbook.models import DayTallyRow, Entry
from everyrep.logbook.progress import progress
from everyrep.logbook.queries import entries_between, history, set_aside, tallies_between
from everyrep.logbook.rebuilding import rebuild_entries
from everyrep.logbook.roster import roster
from everyrep.logbook.wire import Receipt
from everyrep.prescribing.actions.episodes import close_episode
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.prescribing.queries import chain

BODIES: dict[str, dict[str, Any]] = {
    "morning": {"type": "morning", "pain": 4, "stiffness": "little"},
    "symptoms": {"type": "symptoms", "asked": ["fell"], "yes": [], "note": "all quiet"},
    "routine": {"type": "routine", "session": 0, "at": "08:30", "routine": "after coffee"},
    "question": {"type": "question", "text": "May I swim?"},
}
TOMORROW = TODAY + timedelta(days=1)


def said(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """In the newest schema, without a program."""
    return make_operation(uuid4(), "none", **{"body": body, "schema_v": 2, "program_rev": None, **changes})


def off(signed: ProgramVersion, until: date | None, **changes: Any) -> dict[str, Any]:
    body = {"type": "day", "excuse": "vacation", "until": until.isoformat() if until else None}
    return make_operation(signed.id, "none", **{"body": body, "schema_v": 2, **changes})


def push(world: ClinicWorld, *ops: dict[str, Any], **how: Any) -> list[Receipt]:
    return receive(by=world.rosa, patient_id=world.patient.id, ops=list(ops), **{"now": NOW, **how})


def tallies(world: ClinicWorld, first: date, last: date) -> list[DayTally]:
    versions = chain(world.ana, world.patient.id)
    return tallies_between(world.ana, world.patient.id, versions, first, last)


def excused(world: ClinicWorld, days: int) -> list[str]:
    """The excuses of so many days from TODAY on."""
    return [tally.excused for tally in tallies(world, TODAY, TODAY + timedelta(days=days - 1))]


# Kept whatever the program is


@pytest.mark.parametrize("kind", BODIES)
def test_it_is_kept_before_any_program(world: ClinicWorld, kind: str) -> None:
    (receipt,) = push(world, said(BODIES[kind]))
    assert receipt.status == "accepted"
    assert len(set_aside(world.ana, world.patient.id)) == 0


@pytest.mark.parametrize("kind", BODIES)
def test_it_is_kept_after_the_program_has_ended(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode, kind: str
) -> None:
    close_episode(by=world.ana, episode_id=episode.id, ended_on=TODAY, now=NOW)
    op = said(BODIES[kind], local_date=TOMORROW.isoformat())
    assert push(world, op, now=NOW + timedelta(days=1))[0].status == "accepted"


@pytest.mark.parametrize("kind", BODIES)
def test_it_can_be_read_corrected_and_taken_back(
    world: ClinicWorld, signed: ProgramVersion, kind: str
) -> None:
    op = said(BODIES[kind])
    again = said(BODIES[kind], entry_id=op["entry_id"], kind="amend", base_rev=1, evidence="recalled")
    gone = said({}, entry_id=op["entry_id"], kind="retract", base_rev=2)
    push(world, op, again)
    found = correction(world.rosa, op["entry_id"])
    assert (found.item, found.version_id, found.retracted) == (None, "", False)
    assert push(world, gone)[0].status == "accepted"
    assert correction(world.rosa, op["entry_id"]).retracted
    assert len(history(world.ana, world.patient.id, op["entry_id"]).revisions) == 3


@pytest.mark.parametrize("kind", BODIES)
def test_it_counts_neither_for_nor_against(world: ClinicWorld, signed: ProgramVersion, kind: str) -> None:
    days = TODAY - timedelta(days=1), TODAY
    before = [(tally.sessions, tally.evidence, tally.excused) for tally in tallies(world, *days)]
    push(world, said(BODIES[kind]))
    assert [(tally.sessions, tally.evidence, tally.excused) for tally in tallies(world, *days)] == before


@pytest.mark.parametrize(
    "body", [{"type": "exercise", "outcome": "done"}, {"type": "day", "excuse": "flare"}]
)
def test_what_was_done_or_excused_still_names_its_program(
    world: ClinicWorld, signed: ProgramVersion, body: dict[str, Any]
) -> None:
    done = {**body, "item_key": signed.items[0]["key"], "session": 0} if "outcome" in body else body
    assert push(world, said(done))[0].reason == "malformed"
    assert push(world, said(done, program_rev=str(signed.id)))[0].status == "accepted"


# The morning after


def test_the_morning_after_stands_with_the_day_before(world: ClinicWorld, signed: ProgramVersion) -> None:
    op = said(BODIES["morning"], local_date=TOMORROW.isoformat())
    push(world, op, now=NOW + timedelta(days=1))
    today, tomorrow = tallies(world, TODAY, TOMORROW)
    assert (today.next_pain, today.next_stiffness) == (4, "little")
    assert (tomorrow.next_pain, tomorrow.next_stiffness) == (None, "")
    gone = said({}, entry_id=op["entry_id"], kind="retract", base_rev=1, local_date=TOMORROW.isoformat())
    push(world, gone, now=NOW + timedelta(days=1))
    assert tallies(world, TODAY, TODAY)[0].next_pain is None


def test_the_therapist_sees_the_mornings_in_the_tracker(world: ClinicWorld, signed: ProgramVersion) -> None:
    push(world, said(BODIES["morning"], local_date=TOMORROW.isoformat()), now=NOW + timedelta(days=1))
    shown = chart(world.ana, world.patient.id, today=TOMORROW, weeks=2).tracker
    assert shown.has_mornings
    assert shown.next_pain[shown.days.index(TODAY)] == 4
    assert shown.next_stiffness[shown.days.index(TODAY)] == "little"


def test_the_patients_trend_knows_the_mornings_of_the_last_week(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    for days, pain in ((1, 2), (2, 4)):
        day = TODAY + timedelta(days=days)
        push(
            world,
            said({"type": "morning", "pain": pain}, local_date=day.isoformat()),
            now=NOW + timedelta(days=2),
        )
    found = progress(world.rosa, NOW + timedelta(days=2), month=None, day=None)
    assert found.pain.mornings == 3.0


# Days off


def test_days_off_excuse_every_day_to_the_last_one(world: ClinicWorld, signed: ProgramVersion) -> None:
    push(world, off(signed, TODAY + timedelta(days=3)))
    assert excused(world, 6) == ["vacation"] * 4 + ["", ""]
    for day in (TODAY, TODAY + timedelta(days=3)):
        assert len(entries_between(world.rosa, world.patient.id, day, day)) == 1
    later = TODAY + timedelta(days=4)
    assert entries_between(world.rosa, world.patient.id, later, later) == []


def test_taking_days_off_back_frees_them_all(world: ClinicWorld, signed: ProgramVersion) -> None:
    op = off(signed, TODAY + timedelta(days=5))
    push(world, op)
    push(world, off(signed, None, entry_id=op["entry_id"], kind="retract", base_rev=1, body={}))
    assert excused(world, 7) == [""] * 7


@pytest.mark.parametrize("days", [0, 2, 8])
def test_days_off_can_be_made_shorter_or_longer(
    world: ClinicWorld, signed: ProgramVersion, days: int
) -> None:
    op = off(signed, TODAY + timedelta(days=5))
    push(world, op)
    until = TODAY + timedelta(days=days)
    push(world, off(signed, until, entry_id=op["entry_id"], kind="amend", base_rev=1))
    assert excused(world, 10) == ["vacation"] * (days + 1) + [""] * (9 - days)


@pytest.mark.parametrize("days", [-1, OFF_DAYS_MAX + 1])
def test_days_off_out_of_reach_are_set_aside_for_the_clinic_to_see(
    world: ClinicWorld, signed: ProgramVersion, days: int
) -> None:
    (receipt,) = push(world, off(signed, TODAY + timedelta(days=days)))
    assert receipt.reason == "malformed"
    (waiting,) = set_aside(world.ana, world.patient.id)
    assert "Choose a last day" in waiting.detail


def test_the_longest_days_off_are_found_on_their_last_day(world: ClinicWorld, signed: ProgramVersion) -> None:
    last = TODAY + timedelta(days=OFF_DAYS_MAX)
    push(world, off(signed, last))
    assert tallies(world, last, last)[0].excused == "vacation"
    assert len(entries_between(world.rosa, world.patient.id, last, last)) == 1


def test_what_is_done_on_a_day_off_is_kept_with_it(world: ClinicWorld, signed: ProgramVersion) -> None:
    done = make_operation(signed.id, signed.items[0]["key"])
    push(world, off(signed, TODAY + timedelta(days=2)), done)
    (tally,) = tallies(world, TODAY, TODAY)
    assert tally.excused == "vacation"
    assert sum(item.done_sessions for item in tally.items) == 1


def test_a_day_of_a_vacation_can_be_opened_in_the_month(world: ClinicWorld, signed: ProgramVersion) -> None:
    push(world, off(signed, TODAY + timedelta(days=2)))
    found = progress(world.rosa, NOW, month=None, day=TODAY + timedelta(days=1))
    opens = [day.local_date for day in found.days if day.has_entries]
    assert opens == [TODAY + timedelta(days=days) for days in range(3)]
    assert len(found.entries) == 1


def test_stored_days_say_the_same_as_days_computed_anew(world: ClinicWorld, signed: ProgramVersion) -> None:
    push(world, off(signed, TODAY + timedelta(days=2)), said(BODIES["morning"]))
    window = TODAY - timedelta(days=1), TODAY + timedelta(days=3)
    stored = tallies(world, *window)
    DayTallyRow.objects.in_clinic(world.clinic.id).update(version=99)
    assert tallies(world, *window) == stored


SPANS = st.lists(
    st.tuples(
        st.sampled_from(["day", "day", "morning", "exercise"]),
        st.integers(0, 3),
        st.integers(1, 4),
        st.sampled_from(["shortened", "taken back", "stands"]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SPANS)
def test_whatever_is_said_and_unsaid_stored_days_say_what_the_entries_say(
    world: ClinicWorld, signed: ProgramVersion, said_days: list[tuple[str, int, int, str]]
) -> None:
    now = NOW + timedelta(days=3)
    window = TODAY - timedelta(days=5), TODAY + timedelta(days=8)
    with rolled_back():
        for kind, offset, length, fate in said_days:
            for op in history_of(signed, kind, TODAY + timedelta(days=offset), length, fate):
                push(world, op, now=now)
        stored = tallies(world, *window)
        DayTallyRow.objects.in_clinic(world.clinic.id).delete()
        rebuild_entries(world.patient, chain(world.ana, world.patient.id), everything(world))
        assert tallies(world, *window) == stored


def history_of(
    signed: ProgramVersion, kind: str, day: date, length: int, fate: str
) -> Iterator[dict[str, Any]]:
    """One entry from its creation to its fate."""
    named: dict[str, Any] = {"entry_id": str(uuid4()), "local_date": day.isoformat()}

    def op(days: int, **changes: Any) -> dict[str, Any]:
        body = {
            "day": {"type": "day", "excuse": "flare", "until": (day + timedelta(days=days)).isoformat()},
            "morning": {"type": "morning", "pain": days},
            "exercise": {
                "type": "exercise",
                "item_key": signed.items[0]["key"],
                "session": 0,
                "outcome": "done",
            },
        }[kind]
        return make_operation(signed.id, "none", **{"body": body, "schema_v": 2, **named, **changes})

    yield op(length)
    if fate != "stands":
        yield op(0, kind="amend" if fate == "shortened" else "retract", base_rev=1)


def everything(world: ClinicWorld) -> set[UUID]:
    return set(Entry.objects.in_clinic(world.clinic.id).values_list("entry_id", flat=True))


@contextmanager
def rolled_back() -> Iterator[None]:
    """What one example writes is gone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Held by a clinician


def test_days_on_hold_are_excused_until_a_clinician_clears_them(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = signed.items[0]["key"]
    push(world, make_operation(signed.id, key), said({**BODIES["symptoms"], "yes": ["fell"]}))
    assert excused(world, 3) == ["therapist_hold"] * 3
    assert day_state(tallies(world, TODAY, TODAY)[0], TODAY) is DayState.EXCUSED
    (alert,) = open_alerts(world.ana)
    settle(
        by=world.ana,
        patient_id=world.patient.id,
        alert_id=alert.id,
        outcome="Examined.",
        now=NOW + timedelta(days=2),
    )
    assert excused(world, 3) == ["therapist_hold"] * 2 + [""]


def test_a_hold_is_no_sign_of_life(world: ClinicWorld, signed: ProgramVersion) -> None:
    push(world, said({**BODIES["symptoms"], "yes": ["fell"]}))
    (row,) = roster(world.ana, now=NOW + timedelta(days=4))
    assert row.last_logged == TODAY
    assert row.alert is not None


# Questions


def test_questions_are_on_the_chart_with_who_asked_when_and_about_what(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = signed.items[0]["key"]
    about = said({"type": "question", "text": "How high?", "item_key": key})
    gone = said(BODIES["question"])
    push(world, about, gone, said({}, entry_id=gone["entry_id"], kind="retract", base_rev=1))
    (question,) = chart(world.ana, world.patient.id, today=TODAY, weeks=2).questions
    assert (question.text, question.exercise) == ("How high?", signed.items[0]["exercise"])
    assert (question.asked_by, question.day, question.received_at) == ("Rosa", TODAY, NOW)


def test_a_question_about_an_exercise_nobody_knows_is_kept(world: ClinicWorld) -> None:
    push(world, said({"type": "question", "text": "What is this?", "item_key": "x" * 100}))
    (question,) = chart(world.ana, world.patient.id, today=TODAY, weeks=2).questions
    assert question.exercise == ""
    assert Entry.objects.in_clinic(world.clinic.id).get().item_key == ""
