"""The calendar feed: read by a second library and by a real calendar program, over a change of clocks."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import vobject
from conftest import NOW, TODAY, ClinicWorld, make_operation
from dateutil.rrule import rruleset
from reminding import HOME, at, chooses, only

from everyrep.core.schedule import Anchor, Schedule
from everyrep.library.queries import plain_exercise_name
from everyrep.logbook.actions import receive
from everyrep.prescribing.actions import drafts, episodes, signing
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import ProgramVersion
from everyrep.prescribing.queries import active_episode, draft_of
from everyrep.reminders.actions import close_calendar, open_calendar, stop_all
from everyrep.reminders.calendar import calendar_of, feed_of, recurring
from everyrep.tenancy.viewer import NotAllowed
from tools.system_packages import NEEDS

EXERCISE = "straight-leg-raise"
CLOCKS_CHANGE = date(2026, 11, 1)  # in New York, at two in the night


def feed(world: ClinicWorld, now: datetime = NOW, *, names: bool = False) -> str:
    token = open_calendar(by=world.rosa, names=names, now=NOW)
    found = feed_of(token)
    assert found is not None
    return calendar_of(*found, now).decode()


def starts(ics: str) -> list[datetime]:
    """Every start, by the second library: its own reading of the zone, the rules and their exceptions."""
    return sorted(start for event in events(ics) for start in _starts(event))


def events(ics: str) -> list[Any]:
    return list(vobject.readOne(ics).contents.get("vevent", []))


def _starts(event: Any) -> Iterator[datetime]:
    rules: rruleset | None = event.getrruleset(addRDate=True)
    for one in rules or [event.dtstart.value]:
        yield one if one.tzinfo else one.replace(tzinfo=HOME)


def clock(found: list[datetime], day: date) -> list[str]:
    local = [start.astimezone(HOME) for start in found]
    return [start.strftime("%H:%M") for start in local if start.date() == day]


def test_every_session_of_the_next_sixty_days_is_there(world: ClinicWorld, signed: ProgramVersion) -> None:
    chooses(world, NOW, sessions=("09:00", "12:30"), email=False)
    found = starts(feed(world))
    last = TODAY + timedelta(days=60)
    assert {start.astimezone(HOME).date() for start in found} == {
        TODAY + timedelta(days=n) for n in range(61)
    }
    assert {"09:00", "12:30"} <= set(clock(found, last))
    assert len(clock(found, last)) == 8, "sessions without a reminder are sessions all the same"


def test_nothing_in_it_is_about_health_unless_the_patient_wants_the_names(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    chooses(world, NOW)
    plain, named = feed(world), feed(world, names=True)
    summaries = {event.summary.value for event in events(plain)}
    assert summaries == {"Everyrep: a few minutes for yourself"}
    name = plain_exercise_name(EXERCISE, "en")
    for word in (name, "knee", "Riverside", "Rosa", "Diaz", "exercise", "therap"):
        assert word.lower() not in plain.lower()
    assert any(name in event.summary.value for event in events(named))


def sign_in_october(world: ClinicWorld, now: datetime) -> None:
    """A program with one session a day."""
    today = now.astimezone(HOME).date()
    opened = episodes.open_episode(
        by=world.ana, patient_id=world.patient.id, problem="Knee", started_on=today, now=now
    )
    drafts.open_draft(by=world.ana, episode_id=opened.id, now=now)
    drafts.add_exercise(by=world.ana, episode_id=opened.id, exercise_id="quad-set", side=None, now=now)
    schedule_all(world, Schedule(), today, now)


def schedule_all(world: ClinicWorld, schedule: Schedule, valid_from: date, now: datetime) -> None:
    """A new version in which every exercise follows this schedule."""
    drafts.open_draft(by=world.ana, episode_id=_episode(world), now=now)
    draft = draft_of(world.ana, _episode(world))
    for item in from_document(draft.items):
        changed = replace(item, schedule=schedule)
        draft = drafts.change_item(by=world.ana, episode_id=_episode(world), item=changed, now=now)
    signing.sign(
        by=world.ana,
        episode_id=_episode(world),
        revision=draft.revision,
        reason="Another rhythm",
        valid_from=valid_from,
        today=now.astimezone(HOME).date(),
        now=now,
    )


def _episode(world: ClinicWorld) -> UUID:
    found = active_episode(world.ana, world.patient.id)
    assert found is not None
    return found.id


def test_an_event_moves_with_the_plan_and_says_that_it_is_the_newer_one(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    chooses(world, NOW, email=False)
    before = feed(world)
    breakfast = Schedule(anchors=(Anchor(routine="after breakfast", at=time(8, 15)),))
    later = TODAY + timedelta(days=3)
    schedule_all(world, breakfast, later, NOW + timedelta(hours=1))
    after = feed(world, NOW + timedelta(hours=2))
    assert clock(starts(after), later) == ["08:15"]
    assert len(clock(starts(after), later - timedelta(days=1))) == 8
    assert "after breakfast" in after
    old, new = (
        {event.uid.value.split("@")[0][36:]: int(event.sequence.value) for event in events(ics)}
        for ics in (before, after)
    )
    kept = old.keys() & new.keys()
    assert kept
    assert all(new[uid] > old[uid] for uid in kept)


def test_days_off_pauses_and_an_opt_out_leave_it_empty(world: ClinicWorld, signed: ProgramVersion) -> None:
    chooses(world, NOW, email=False, paused_until=TODAY + timedelta(days=5))
    off = TODAY + timedelta(days=9)
    body = {"type": "day", "excuse": "vacation", "until": (off + timedelta(days=2)).isoformat()}
    said = make_operation(signed.id, "", local_date=off.isoformat(), body=body, schema_v=2)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[said], now=at(off, "08:00"))
    days = {start.astimezone(HOME).date() for start in starts(feed(world, at(off, "09:00")))}
    assert not days & {off + timedelta(days=n) for n in range(3)}
    assert off + timedelta(days=3) in days
    assert off - timedelta(days=1) in days
    days = {start.astimezone(HOME).date() for start in starts(feed(world))}
    assert min(days) == TODAY + timedelta(days=6)
    stop_all(by=world.rosa, now=NOW)
    assert events(feed(world)) == []


def test_a_plan_on_hold_has_no_events(world: ClinicWorld, signed: ProgramVersion) -> None:
    chooses(world, NOW, email=False)
    body = {"type": "symptoms", "asked": ["chest_pressure"], "yes": ["chest_pressure"], "trigger": "button"}
    said = make_operation(signed.id, "", body=body, schema_v=2)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[said], now=NOW)
    assert events(feed(world)) == []


def test_an_address_opens_until_it_is_closed_or_a_new_one_is_made(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    chooses(world, NOW)
    first = open_calendar(by=world.rosa, names=False, now=NOW)
    assert feed_of(first) is not None
    second = open_calendar(by=world.rosa, names=False, now=NOW)
    assert feed_of(first) is None
    assert feed_of(second) is not None
    close_calendar(by=world.rosa, now=NOW)
    assert feed_of(second) is None


def test_only_the_patients_own_account_opens_one(world: ClinicWorld) -> None:
    for viewer in (world.ana, world.oscar):
        with pytest.raises(NotAllowed):
            open_calendar(by=viewer, names=False, now=NOW)


@pytest.mark.parametrize(
    ("offsets", "rule", "left_out"),
    [
        (range(10), {"freq": "daily", "interval": 1, "count": 10}, 0),
        (range(0, 20, 3), {"freq": "daily", "interval": 3, "count": 7}, 0),
        ([0, 2, 4, 7, 9, 11], {"freq": "weekly", "byday": ["MO", "WE", "FR"], "count": 6}, 0),
        (
            [0, 1, 2, 4, 5, 6, 7],
            {"freq": "weekly", "byday": ["MO", "TU", "WE", "FR", "SA", "SU"], "count": 7},
            0,
        ),
        ([0, 2, 7, 9, 11], {"freq": "weekly", "byday": ["MO", "WE", "FR"], "count": 6}, 1),
    ],
)
def test_plain_days_recur(offsets: Any, rule: dict[str, object], left_out: int) -> None:
    found = recurring([TODAY + timedelta(days=n) for n in offsets])
    assert found is not None
    assert (found.rule, len(found.left_out)) == (rule, left_out)


def test_days_without_a_plain_rule_are_events_of_their_own() -> None:
    assert recurring([TODAY, TODAY + timedelta(days=1)]) is None
    assert recurring([TODAY + timedelta(days=n) for n in (0, 1, 9, 23, 31)]) is None


# A real calendar program


@pytest.fixture
def calcurse(tmp_path: Path) -> tuple[str, Path]:
    path = shutil.which("calcurse")
    if path is None:
        pytest.fail(NEEDS["calcurse"].without)
    return path, tmp_path


def printed(calcurse: tuple[str, Path], ics: str, first: date, days: int, zone: str) -> dict[date, list[str]]:
    """What calcurse says of these days after it has imported the file, on a machine in this zone."""
    path, folder = calcurse
    (folder / "feed.ics").write_text(ics)
    here = {**os.environ, "TZ": zone, "LC_ALL": "C", "HOME": str(folder)}
    run = [path, "-D", str(folder / zone.replace("/", "-"))]
    subprocess.run([*run, "-q", "-i", str(folder / "feed.ics")], env=here, check=True, capture_output=True)
    query = ["-Q", "--from", first.strftime("%m/%d/%Y"), "--days", str(days), "--filter-type", "cal"]
    shown = subprocess.run([*run, *query], env=here, check=True, capture_output=True, text=True).stdout
    found: dict[date, list[str]] = {}
    day = first
    for line in shown.splitlines():
        if heading := re.fullmatch(r"(\d\d)/(\d\d)/(\d\d):", line.strip()):
            month, of_month, year = (int(part) for part in heading.groups())
            day = date(2000 + year, month, of_month)
        elif times := re.match(r"\s*[-*] (\d\d:\d\d) -> ", line):
            found.setdefault(day, []).append(times[1])
    return found


def test_a_calendar_program_shows_the_same_times_before_and_after_the_clocks_change(
    world: ClinicWorld, calcurse: tuple[str, Path]
) -> None:
    """Signed in October, over the night of the first of November: nine o'clock stays nine o'clock."""
    now = at(date(2026, 10, 26), "10:00")
    sign_in_october(world, now)
    chooses(world, now, email=False, sessions=("09:00",))
    ics = feed(world, now)
    first = CLOCKS_CHANGE - timedelta(days=3)
    week = [first + timedelta(days=n) for n in range(7)]
    assert printed(calcurse, ics, first, 7, "America/New_York") == {day: ["09:00"] for day in week}


def test_it_shows_them_by_the_clock_of_the_place_where_the_patient_is(
    world: ClinicWorld, signed: ProgramVersion, calcurse: tuple[str, Path]
) -> None:
    chooses(world, NOW, email=False, sessions=only("09:00"))
    shown = printed(calcurse, feed(world), TODAY, 1, "Europe/Madrid")
    assert "15:00" in shown[TODAY]
