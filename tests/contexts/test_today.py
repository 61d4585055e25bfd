"""Today as a patient reads it: what is due, what stands, the week, and a cost that history does not raise."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation, sign_template
from django.db import connection
from django.test.utils import CaptureQueriesContext

from everyrep.core.day_state import DayState
from everyrep.core.logged import Excuse, Outcome
from everyrep.core.plan import Prescription
from everyrep.core.schedule import Pattern, Schedule
from everyrep.logbook.actions import receive
from everyrep.logbook.today import PartOfDay, ProgramState, Today, bad_day, today
from everyrep.prescribing.actions import drafts, episodes, signing
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.tenancy.viewer import NotAllowed, NotFound

QUERIES = 3  # the versions, the week's tallies, the day's entries


def log(world: ClinicWorld, version: ProgramVersion, key: str, **changes: Any) -> None:
    operation = make_operation(version.id, key, **changes)
    (receipt,) = receive(by=world.rosa, patient_id=world.patient.id, ops=[operation], now=NOW)
    assert receipt.status == "accepted"


def said(key: str, outcome: str, session: int = 0, **more: Any) -> dict[str, Any]:
    return {"type": "exercise", "item_key": key, "session": session, "outcome": outcome, **more}


def sign_changed(
    world: ClinicWorld, episode: Episode, item: Prescription, at: datetime = NOW
) -> ProgramVersion:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=at)
    draft = drafts.change_item(by=world.ana, episode_id=episode.id, item=item, now=at)
    return signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=draft.revision,
        reason="Change",
        valid_from=at.date(),
        today=at.date(),
        now=at,
    )


def items_of(version: ProgramVersion) -> tuple[Prescription, ...]:
    return from_document(version.items)


def seen(world: ClinicWorld, now: datetime = NOW) -> Today:
    return today(world.rosa, now)


@pytest.mark.parametrize(
    ("hour_utc", "part"),
    [(13, PartOfDay.MORNING), (17, PartOfDay.AFTERNOON), (23, PartOfDay.EVENING)],
)
def test_the_greeting_follows_the_clock_of_the_patients_zone(
    world: ClinicWorld, hour_utc: int, part: PartOfDay
) -> None:
    assert seen(world, NOW.replace(hour=hour_utc)).part_of_day is part


def test_just_after_midnight_in_london_it_is_still_yesterday_in_new_york(world: ClinicWorld) -> None:
    assert seen(world, datetime(2026, 11, 17, 0, 30, tzinfo=UTC)).local_date == TODAY


def test_without_a_program_today_says_so(world: ClinicWorld) -> None:
    assert seen(world).program is ProgramState.NONE


def test_a_program_signed_for_later_says_when_it_starts(world: ClinicWorld, signed: ProgramVersion) -> None:
    before = seen(world, NOW - timedelta(days=3))
    assert (before.program, before.first_day) == (ProgramState.STARTS, TODAY)
    assert before.sessions == ()


def test_after_the_episode_is_closed_today_says_when_the_program_ended(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode
) -> None:
    episodes.close_episode(by=world.ana, episode_id=episode.id, ended_on=TODAY, now=NOW)
    assert seen(world).program is ProgramState.IN_FORCE
    after = seen(world, NOW + timedelta(days=1))
    assert (after.program, after.last_day) == (ProgramState.ENDED, TODAY)


def test_every_exercise_of_a_session_is_open_until_it_is_logged(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    found = seen(world)
    first = found.sessions[0]
    assert found.current is first
    assert {go.outcome for go in first.goes} == {None}
    assert first.outcome is None
    assert first.minutes == first.minutes_left > 0
    assert found.version is not None
    assert found.version.therapist == "Ana Vidal"


def test_a_logged_exercise_shows_what_was_said_and_leaves_less_to_do(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    first, second, *_ = seen(world).sessions[0].goes
    log(world, signed, first.item.key, body=said(first.item.key, "done"))
    log(world, signed, second.item.key, body=said(second.item.key, "not", reason="pain"))
    session = seen(world).sessions[0]
    assert [go.outcome for go in session.goes[:2]] == [Outcome.DONE, Outcome.NOT]
    assert session.outcome is Outcome.PARTLY
    assert session.minutes_left < session.minutes
    assert len(session.left) == len(session.goes) - 2


def test_the_same_exercise_logged_by_two_devices_shows_the_one_that_did_most(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = seen(world).sessions[0].goes[0].item.key
    log(world, signed, key, body=said(key, "done"), device_id="phone-1")
    log(world, signed, key, body=said(key, "not"), device_id="phone-2")
    assert seen(world).sessions[0].goes[0].outcome is Outcome.DONE


def test_an_exercise_taken_back_is_open_again(world: ClinicWorld, signed: ProgramVersion) -> None:
    key = seen(world).sessions[0].goes[0].item.key
    log(world, signed, key, body=said(key, "done"))
    standing = seen(world).sessions[0].goes[0].standing
    assert standing is not None
    log(
        world,
        signed,
        key,
        kind="retract",
        base_rev=standing.revision,
        entry_id=str(standing.entry_id),
        body={},
    )
    assert seen(world).sessions[0].goes[0].outcome is None


def test_an_exercise_done_twice_a_day_is_logged_for_each_session_apart(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    twice = next(go.item for go in seen(world).sessions[1].goes)
    log(world, signed, twice.key, body=said(twice.key, "done", session=1))
    sessions = seen(world).sessions
    assert sessions[0].goes[0].outcome is None
    assert next(go for go in sessions[1].goes if go.item.key == twice.key).outcome is Outcome.DONE


def test_a_weekly_quota_counts_what_the_week_holds_and_offers_the_next_go(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode
) -> None:
    item = replace(items_of(signed)[0], schedule=Schedule(pattern=Pattern.PER_WEEK, n=3))
    version = sign_changed(world, episode, item)
    (before,) = [one for one in seen(world).offered if one.item.key == item.key]
    assert (before.per_week, before.done_this_week, before.last, before.next.session) == (3, 0, None, 0)
    log(world, version, item.key, body=said(item.key, "done"))
    (after,) = [one for one in seen(world).offered if one.item.key == item.key]
    assert (after.done_this_week, after.done_today, after.next.session) == (1, 1, 1)
    assert after.last is not None
    assert after.last.outcome is Outcome.DONE


def test_last_weeks_sessions_do_not_fill_this_weeks_quota(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode
) -> None:
    item = replace(items_of(signed)[0], schedule=Schedule(pattern=Pattern.PER_WEEK, n=3))
    version = sign_changed(world, episode, item)
    log(world, version, item.key, body=said(item.key, "done"))
    next_week = seen(world, NOW + timedelta(days=7))
    (offered,) = [one for one in next_week.offered if one.item.key == item.key]
    assert offered.done_this_week == 0


def test_the_week_runs_from_monday_and_keeps_each_day_as_its_own_program_had_it(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode
) -> None:
    for item in items_of(signed):
        log(world, signed, item.key, body=said(item.key, "done"))
    wednesday = NOW + timedelta(days=2)
    quota = Schedule(pattern=Pattern.PER_WEEK, n=3)
    sign_changed(world, episode, replace(items_of(signed)[0], schedule=quota), at=wednesday)
    week = seen(world, wednesday).week
    assert week[0].local_date == TODAY
    assert week[0].state in (DayState.DONE, DayState.PARTLY)
    assert week[1].state is DayState.NOT_LOGGED
    assert week[2].state is DayState.PLANNED


def test_a_rest_day_of_the_patients_own_is_shown_and_can_be_undone(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, "", body={"type": "day", "excuse": "flare", "note": "knee is hot"})
    found = seen(world)
    assert found.excuse is Excuse.FLARE
    assert found.excuse_standing is not None
    assert found.week[0].state is DayState.EXCUSED


def test_the_bad_day_version_is_shorter_than_what_is_left(world: ClinicWorld, signed: ProgramVersion) -> None:
    current = seen(world).current
    assert current is not None
    short = bad_day(current)
    assert short is not None
    assert 0 < short.minutes < current.minutes_left
    assert {item.key for item in short.items} <= {go.item.key for go in current.left}


def test_an_exercise_that_the_plan_does_not_hold_is_not_found(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    found = seen(world)
    with pytest.raises(NotFound):
        found.go("not-a-key", 0)
    with pytest.raises(NotFound):
        found.go(found.sessions[0].goes[0].item.key, 12)
    with pytest.raises(NotFound):
        found.session(99)


def test_staff_have_no_today_of_their_own(world: ClinicWorld) -> None:
    with pytest.raises(NotAllowed):
        today(world.ana, NOW)


def test_today_of_one_patient_never_holds_another_clinics(
    world: ClinicWorld, neighbour: ClinicWorld, signed: ProgramVersion
) -> None:
    assert seen(neighbour).program is ProgramState.NONE


def test_reading_today_takes_the_same_few_queries_however_long_the_history(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode
) -> None:
    assert queries(world, NOW) == QUERIES
    first = items_of(signed)[0]
    for week in range(1, 9):
        at = NOW + timedelta(days=7 * week)
        dosage = replace(first.dosage, sets=None) if week % 2 else first.dosage
        version = sign_changed(world, episode, replace(first, dosage=dosage), at=at)
        add_entry(world, version.id, first.key, at)
    assert queries(world, NOW + timedelta(days=57)) == QUERIES


def test_two_clinics_with_programs_do_not_share_them(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    for each in (world, neighbour):
        opened = episodes.open_episode(
            by=each.ana, patient_id=each.patient.id, problem="Knee", started_on=TODAY, now=NOW
        )
        sign_template(each, opened)
    mine, theirs = seen(world).version, seen(neighbour).version
    assert mine is not None
    assert theirs is not None
    assert mine.id != theirs.id


def queries(world: ClinicWorld, now: datetime) -> int:
    with CaptureQueriesContext(connection) as captured:
        seen(world, now)
    return len(captured)


def add_entry(world: ClinicWorld, version: UUID, key: str, at: datetime) -> None:
    operation = make_operation(version, key, local_date=at.date().isoformat(), body=said(key, "done"))
    receive(by=world.rosa, patient_id=world.patient.id, ops=[operation], now=at)
