"""The days around today that a phone keeps: each under its own version, with what stands for it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation, sign_template
from django.db import connection
from django.test.utils import CaptureQueriesContext

from everyrep.core.day_state import DayState
from everyrep.core.plan import Prescription
from everyrep.core.schedule import Anchor, Pattern, Schedule
from everyrep.core.sync import OperationKind
from everyrep.logbook.actions import receive
from everyrep.logbook.standing import TopOperation
from everyrep.logbook.window import ProgramState, Window, WindowDay, window
from everyrep.prescribing.actions import drafts, episodes, signing
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.tenancy.viewer import NotAllowed, Role, Viewer

BACK, AHEAD = 14, 14


def seen(world: ClinicWorld, now: datetime = NOW, viewer: Viewer | None = None) -> Window:
    return window(viewer or world.rosa, now, back=BACK, ahead=AHEAD)


def today_of(found: Window) -> WindowDay:
    return found.days[BACK]


def link_of(world: ClinicWorld) -> Viewer:
    return replace(world.rosa, role=Role.LINK, actor_id=uuid4())


def helper_of(world: ClinicWorld, *, wider: bool) -> Viewer:
    return replace(world.rosa, role=Role.CAREGIVER, actor_id=uuid4(), name="Luis", wider=wider)


def log(world: ClinicWorld, version: ProgramVersion, body: dict[str, Any], **changes: Any) -> str:
    """The entry id of what Rosa, or `by`, said."""
    by = changes.pop("by", world.rosa)
    entry_id = changes.pop("entry_id", str(uuid4()))
    operation = make_operation(version.id, "", entry_id=entry_id, body=body, **changes)
    (receipt,) = receive(by=by, patient_id=world.patient.id, ops=[operation], now=NOW + timedelta(days=70))
    assert receipt.status == "accepted"
    return entry_id


def said(key: str, **more: Any) -> dict[str, Any]:
    return {"type": "exercise", "item_key": key, "session": 0, "outcome": "done", **more}


def items_of(version: ProgramVersion) -> tuple[Prescription, ...]:
    return from_document(version.items)


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


def top(found: Window, entry_id: str) -> TopOperation:
    (only,) = [one for one in found.tops if one.operation.entry_id == entry_id]
    return only


def test_the_window_is_two_weeks_to_either_side_of_the_patients_own_today(world: ClinicWorld) -> None:
    found = seen(world, datetime(2026, 11, 17, 0, 30, tzinfo=UTC))
    assert found.today == TODAY
    assert (found.days[0].local_date, found.days[-1].local_date) == (
        TODAY - timedelta(days=14),
        TODAY + timedelta(days=13),
    )


def test_without_a_program_the_window_says_so(world: ClinicWorld) -> None:
    found = seen(world)
    assert found.program is ProgramState.NONE
    assert {day.state for day in found.days} == {DayState.NO_PROGRAM}


def test_a_program_signed_for_later_says_when_it_starts(world: ClinicWorld, signed: ProgramVersion) -> None:
    before = seen(world, NOW - timedelta(days=3))
    assert (before.program, before.first_day) == (ProgramState.STARTS, TODAY)
    assert today_of(before).sessions == ()
    assert before.days[BACK + 3].sessions


def test_after_the_episode_is_closed_the_window_says_when_the_program_ended(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode
) -> None:
    episodes.close_episode(by=world.ana, episode_id=episode.id, ended_on=TODAY, now=NOW)
    assert seen(world).program is ProgramState.IN_FORCE
    assert seen(world).days[BACK + 1].plan is None
    after = seen(world, NOW + timedelta(days=1))
    assert (after.program, after.last_day) == (ProgramState.ENDED, TODAY)


def test_each_day_goes_by_the_version_in_force_on_it(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode
) -> None:
    wednesday = NOW + timedelta(days=2)
    quota = replace(items_of(signed)[0], schedule=Schedule(pattern=Pattern.PER_WEEK, n=3))
    second = sign_changed(world, episode, quota, at=wednesday)
    found = seen(world, wednesday)
    before, after = found.days[BACK - 1], found.days[BACK]
    assert [found.versions[day.plan.number].id for day in (before, after) if day.plan] == [
        signed.id,
        second.id,
    ]
    assert quota.key not in [item.key for session in after.sessions for item in session.items]
    assert [item.key for item in after.offered] == [quota.key]
    assert before.offered == ()


def test_a_version_younger_than_the_window_is_a_change_and_the_first_is_none(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode
) -> None:
    assert seen(world).change is None
    at = NOW + timedelta(days=30)
    sign_changed(world, episode, replace(items_of(signed)[0], own_words="Slowly."), at=at)
    change = seen(world, at).change
    assert change is not None
    assert (change.before.number, change.after.number) == (1, 2)
    assert seen(world, at + timedelta(days=13)).change is not None
    assert seen(world, at + timedelta(days=14)).change is None


def test_what_was_logged_makes_the_day_and_what_was_taken_back_is_still_told(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    for item in items_of(signed):
        for session in range(item.schedule.times_per_day):
            log(world, signed, {**said(item.key), "session": session})
    gone = log(world, signed, said(items_of(signed)[0].key, note="twice"))
    log(world, signed, said(items_of(signed)[0].key), entry_id=gone, kind="retract", base_rev=1)
    found = seen(world)
    assert today_of(found).state is DayState.DONE
    assert top(found, gone).operation.kind is OperationKind.RETRACT


def test_a_correction_is_on_top_of_what_it_corrects(world: ClinicWorld, signed: ProgramVersion) -> None:
    key = items_of(signed)[0].key
    entry_id = log(world, signed, said(key, pain=7))
    log(world, signed, said(key, pain=3), entry_id=entry_id, kind="amend", base_rev=1)
    operation = top(seen(world), entry_id).operation
    assert (operation.base_rev, operation.body["pain"]) == (1, 3)


def test_the_patients_own_moment_of_the_day_goes_before_the_plans_from_its_day_on(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, {"type": "routine", "session": 0, "at": "07:15", "routine": "after tea"})
    days = seen(world, NOW + timedelta(days=3)).days
    anchors = [day.sessions[0].anchor for day in days[BACK - 3 :]]
    assert set(anchors) == {Anchor(routine="after tea", at=time(7, 15))}
    assert days[BACK].sessions[1].anchor is None


def test_of_several_moments_the_newest_that_stands_counts_however_old_it_is(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    routine = {"type": "routine", "session": 0, "routine": ""}
    log(world, signed, {**routine, "at": "07:15"})
    late = log(world, signed, {**routine, "at": "21:00"})
    in_two_months = NOW + timedelta(days=60)

    def anchor() -> Anchor | None:
        return today_of(seen(world, in_two_months)).sessions[0].anchor

    assert anchor() == Anchor(at=time(21, 0))
    assert len(seen(world, in_two_months).tops) == 1
    log(world, signed, {**routine, "at": "21:00"}, entry_id=late, kind="retract", base_rev=1)
    assert anchor() == Anchor(at=time(7, 15))


def test_days_off_that_began_before_the_window_reach_into_it(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    until = (TODAY + timedelta(days=20)).isoformat()
    entry_id = log(world, signed, {"type": "day", "excuse": "vacation", "until": until})
    found = seen(world, NOW + timedelta(days=18))
    assert top(found, entry_id).operation.local_date == TODAY
    assert [found.days[BACK + n].state for n in (0, 2, 3)] == [
        DayState.EXCUSED,
        DayState.EXCUSED,
        DayState.PLANNED,
    ]
    assert seen(world, NOW + timedelta(days=40)).tops == ()


def test_a_link_sees_of_what_came_by_the_account_only_that_it_was_done(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = items_of(signed)[0].key
    entry_id = log(world, signed, said(key, pain=7, note="told in private"))
    day_off = log(world, signed, {"type": "day", "excuse": "procedure", "note": "told in private"})
    log(world, signed, {"type": "question", "text": "told in private"})
    log(world, signed, {"type": "morning", "pain": 4})
    found = seen(world, viewer=link_of(world))
    assert top(found, entry_id).operation.body == said(key)
    assert top(found, day_off).operation.body == {"type": "day"}
    assert [one.reduced for one in found.tops] == [True, True]


def test_a_link_sees_what_came_by_a_link_whole_until_somebody_else_has_a_say_in_it(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    key, by_link = items_of(signed)[0].key, link_of(world)
    entry_id = log(world, signed, said(key, note="by the link"), by=by_link)
    assert top(seen(world, viewer=link_of(world)), entry_id).operation.body["note"] == "by the link"
    log(world, signed, said(key, note="private"), entry_id=entry_id, kind="amend", base_rev=1)
    after = top(seen(world, viewer=by_link), entry_id)
    assert "note" not in after.operation.body
    assert (after.reduced, after.operation.base_rev) == (True, 1)


def test_a_link_is_told_of_an_entry_that_was_taken_back_by_the_account(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    by_link = link_of(world)
    entry_id = log(world, signed, {"type": "question", "text": "May I walk?"}, by=by_link)
    body = {"type": "question", "text": "May I walk?"}
    log(world, signed, body, entry_id=entry_id, kind="retract", base_rev=1)
    found = top(seen(world, viewer=by_link), entry_id)
    assert (found.operation.kind, found.operation.body) == (OperationKind.RETRACT, {})


def test_the_words_of_a_moved_routine_stay_with_the_account(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, {"type": "routine", "session": 0, "at": "07:15", "routine": "after my tablets"})
    found = seen(world, viewer=link_of(world))
    assert today_of(found).sessions[0].anchor == Anchor(at=time(7, 15))
    assert "tablets" not in str(found.tops)


def test_a_wider_view_of_a_link_is_not_given_to_its_phone_to_keep(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, said(items_of(signed)[0].key, note="told in private"))
    found = seen(world, viewer=replace(link_of(world), wider=True))
    assert "told in private" not in str(found.tops)


def test_someone_who_helps_sees_their_own_entries_and_the_others_only_where_allowed(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = items_of(signed)[0].key
    other = replace(helper_of(world, wider=False), name="Marta")
    log(world, signed, said(key, note="from Rosa"))
    log(world, signed, said(key, note="from Luis"), by=helper_of(world, wider=False))
    log(world, signed, said(key, note="from Marta"), by=other)

    def notes(viewer: Viewer) -> set[str]:
        return {one.operation.body["note"] for one in seen(world, viewer=viewer).tops if not one.reduced}

    assert notes(helper_of(world, wider=False)) == {"from Luis"}
    assert notes(helper_of(world, wider=True)) == {"from Rosa", "from Luis", "from Marta"}


def test_staff_have_no_window_of_their_own(world: ClinicWorld) -> None:
    with pytest.raises(NotAllowed):
        window(world.ana, NOW, back=0, ahead=1)


def test_two_clinics_with_programs_do_not_share_them(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    for each in (world, neighbour):
        opened = episodes.open_episode(
            by=each.ana, patient_id=each.patient.id, problem="Knee", started_on=TODAY, now=NOW
        )
        version = sign_template(each, opened)
        log(each, version, said(items_of(version)[0].key, note=each.clinic.name))
    mine, theirs = seen(world), seen(neighbour)
    assert mine.version is not None
    assert theirs.version is not None
    assert mine.version.id != theirs.version.id
    assert [one.operation.body["note"] for one in mine.tops] == [world.clinic.name]


def test_the_window_takes_the_same_few_queries_however_long_the_history(
    world: ClinicWorld, signed: ProgramVersion, episode: Episode
) -> None:
    before = queries(world, NOW)
    first = items_of(signed)[0]
    for week in range(1, 9):
        at = NOW + timedelta(days=7 * week)
        dosage = replace(first.dosage, sets=None) if week % 2 else first.dosage
        version = sign_changed(world, episode, replace(first, dosage=dosage), at=at)
        log(world, version, said(first.key), local_date=at.date().isoformat())
        log(world, version, {"type": "routine", "session": 0, "at": "07:15"})
    assert queries(world, NOW + timedelta(days=57)) == before <= 6


def queries(world: ClinicWorld, now: datetime) -> int:
    with CaptureQueriesContext(connection) as captured:
        seen(world, now)
    return len(captured)
