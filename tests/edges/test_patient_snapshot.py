"""What the phone keeps: the program ready to show, what stands, and nothing that is not its reader's."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from conftest import EMERGENCY, NOW, TODAY, ClinicWorld
from django.test import Client

from edges.conftest import signed_in, through_link
from edges.snapshots import ADDRESS, item_named, log, log_body, snapshot_of, today_of
from everyrep.core.plan import Prescription
from everyrep.core.schedule import Anchor, Pattern
from everyrep.core.shorthand import parse
from everyrep.library.catalogue import exercises
from everyrep.people.actions import create_link
from everyrep.prescribing.actions import drafts, episodes, signing
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.web.patient.snapshot import schema


@pytest.fixture
def rosa(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.patient)


@pytest.fixture
def prescribed(world: ClinicWorld, episode: Episode) -> ProgramVersion:
    """A program with everything a dose can ask for."""
    lines = {
        "heel-slide": ("2x10 inv rom knee-flexion 0-90 pain<=3", {}),
        "clamshell": ("2x10 both rest 45 between 20", {}),
        "wall-sit": ("2x h30", {}),
        "stationary-bike": ("5-10min 3/w", {"essential": False}),
        "long-arc-quad": ("3x8-12 3-1-2-0 h2", {"own_words": "Slowly, please."}),
        "ankle-pump": ("x20 prn 4/d", {}),
        "quad-set": ("x10 h5 2/d", {"contraindications": ("Do not hold your breath.",)}),
    }
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    for exercise, (dose, said) in lines.items():
        draft = drafts.add_exercise(
            by=world.ana, episode_id=episode.id, exercise_id=exercise, side=None, now=NOW
        )
        dosage, schedule = parse(dose)
        if schedule.pattern is Pattern.AS_NEEDED:
            schedule = replace(schedule, trigger="when it feels stiff")
        if exercise == "quad-set":
            schedule = replace(schedule, anchors=(Anchor(routine="after brushing teeth"),))
        key = draft.items[-1]["key"]
        item = Prescription(key=key, exercise=exercise, dosage=dosage, schedule=schedule, **said)
        draft = drafts.change_item(by=world.ana, episode_id=episode.id, item=item, now=NOW)
    return signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=draft.revision,
        reason="First program",
        valid_from=TODAY,
        today=TODAY,
        now=NOW,
    )


def test_the_reader_the_clinic_and_the_therapist_are_named(rosa: Client, signed: ProgramVersion) -> None:
    found = snapshot_of(rosa)
    assert (found.reader.name, found.reader.patient_name) == ("Rosa", "Rosa Diaz")
    assert (found.reader.way_in, found.reader.zone) == ("account", "America/New_York")
    assert found.clinic == schema.Clinic(
        name="Riverside Physical Therapy", phone="+1 555 0100", dialled="+15550100", therapist="Ana Vidal"
    )


def test_the_account_names_whose_pushes_the_phone_may_make(rosa: Client, world: ClinicWorld) -> None:
    assert snapshot_of(rosa).account == str(world.patient.id)


def test_the_days_reach_two_weeks_back_and_two_weeks_ahead_each_naming_its_version(
    rosa: Client, signed: ProgramVersion
) -> None:
    found = snapshot_of(rosa)
    assert len(found.days) == schema.DAYS_BACK + schema.DAYS_AHEAD
    assert today_of(found).local_date == TODAY
    assert {day.version for day in found.days[schema.DAYS_BACK :]} == {signed.id}
    assert {day.version for day in found.days[: schema.DAYS_BACK]} == {None}


def test_every_exercise_of_a_session_is_there_with_its_dose_and_its_side(
    rosa: Client, prescribed: ProgramVersion
) -> None:
    found = snapshot_of(rosa)
    first, second = today_of(found).sessions
    known = {item.id: item for item in found.items}
    assert [known[name].exercise for name in first.items] == [
        "heel-slide",
        "clamshell",
        "wall-sit",
        "long-arc-quad",
        "quad-set",
    ]
    assert [known[name].exercise for name in second.items] == ["quad-set"]
    slide = item_named(found, "heel-slide")
    assert (slide.name, slide.dose, slide.side) == ("Heel slide", "2 × 10", "left side")
    assert slide.dose_in_words.startswith("2 sets of 10, left side")
    assert item_named(found, "quad-set").how_often == "twice a day, every day"


def test_limits_of_range_and_pain_stand_with_the_exercise(rosa: Client, prescribed: ProgramVersion) -> None:
    slide = item_named(snapshot_of(rosa), "heel-slide")
    assert slide.limits == [
        "keep knee flexion between 0 and 90 degrees",
        "pain no more than 3 out of 10",
    ]
    assert slide.pain_limit == 3
    assert slide.figure is not None


def test_what_to_mind_is_the_librarys_precaution_before_the_therapists(
    rosa: Client, prescribed: ProgramVersion
) -> None:
    found = item_named(snapshot_of(rosa), "quad-set")
    assert found.care == [exercises()["quad-set"].text("en").precaution, "Do not hold your breath."]
    assert "Breathe out and tighten the front of your thigh" in " ".join(found.steps)


def test_both_sides_are_asked_for_in_turn_under_one_number(rosa: Client, prescribed: ProgramVersion) -> None:
    sets = item_named(snapshot_of(rosa), "clamshell").sets
    assert [(one.number, one.of, one.side, one.words) for one in sets] == [
        (1, 2, "left", "Set 1 of 2, left"),
        (1, 2, "right", "Set 1 of 2, right"),
        (2, 2, "left", "Set 2 of 2, left"),
        (2, 2, "right", "Set 2 of 2, right"),
    ]
    assert {(one.field, one.value) for one in sets} == {("reps", 10)}


@pytest.mark.parametrize(
    ("exercise", "pace"),
    [
        ("clamshell", {"reps": 10, "rep_s": 4, "rest_s": 45, "rest_after_s": 20, "assumed": True}),
        ("wall-sit", {"reps": None, "seconds": 30, "hold_s": 0, "rest_s": 30}),
        ("stationary-bike", {"reps": None, "seconds": 300}),
        ("quad-set", {"reps": 10, "hold_s": 5, "seconds": None}),
        ("long-arc-quad", {"reps": 8, "rep_s": 6, "hold_s": 2, "assumed": False}),
    ],
)
def test_a_set_runs_by_the_clock_as_it_was_prescribed(
    rosa: Client, prescribed: ProgramVersion, exercise: str, pace: dict[str, Any]
) -> None:
    found = msgspec.to_builtins(item_named(snapshot_of(rosa), exercise).pace)
    assert {name: found[name] for name in pace} == pace


def test_a_tempo_is_played_in_the_order_in_which_the_figure_moves(
    rosa: Client, prescribed: ProgramVersion
) -> None:
    """3-1-2-0 lowers for 3 seconds; the figure of this exercise lifts first."""
    tempo = item_named(snapshot_of(rosa), "long-arc-quad").pace.tempo
    assert json.loads(tempo) == {"out": 2, "hold": 0, "back": 3, "rest": 1}


def test_a_time_is_logged_in_the_unit_that_people_say(rosa: Client, prescribed: ProgramVersion) -> None:
    (bike,) = item_named(snapshot_of(rosa), "stationary-bike").sets
    assert (bike.field, bike.unit, bike.value, bike.factor) == ("seconds", "minutes", 5, 60)


def test_what_is_of_the_patients_own_choosing_is_offered_and_in_no_session(
    rosa: Client, prescribed: ProgramVersion
) -> None:
    found = snapshot_of(rosa)
    bike, pump = item_named(found, "stationary-bike"), item_named(found, "ankle-pump")
    assert today_of(found).offered == [
        schema.Offered(item=bike.id, per_week=3, per_day=None),
        schema.Offered(item=pump.id, per_week=0, per_day=4),
    ]
    assert (pump.as_needed, pump.trigger, bike.as_needed) == (True, "when it feels stiff", False)


def test_a_bad_day_asks_for_a_part_of_the_session_and_for_less_time(
    rosa: Client, prescribed: ProgramVersion
) -> None:
    found = snapshot_of(rosa)
    session, known = today_of(found).sessions[0], {item.id: item for item in found.items}
    assert 0 < len(session.short) < len(session.items)
    for name in session.short:
        assert known[name].essential
        assert known[name].short_sets == 1
        assert known[name].short_seconds < known[name].seconds


def test_a_session_is_tied_to_its_moment_in_words(rosa: Client, prescribed: ProgramVersion) -> None:
    first, second = today_of(snapshot_of(rosa)).sessions
    assert [(one.anchor, one.at) for one in (first, second)] == [("after brushing teeth", ""), ("", "")]


def test_the_patients_own_moment_takes_the_place_of_the_plans(
    rosa: Client, world: ClinicWorld, prescribed: ProgramVersion
) -> None:
    routine = {"type": "routine", "session": 0, "at": "08:05", "routine": "after coffee"}
    log_body(world, prescribed, routine)
    first = today_of(snapshot_of(rosa)).sessions[0]
    assert (first.anchor, first.at) == ("after coffee · 8:05", "08:05")


def test_what_was_logged_comes_back_as_the_merge_takes_it(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    key = signed.items[0]["key"]
    log(world, signed, key, pain=4, note="tight <b>today</b>")
    (held,) = snapshot_of(rosa).operations
    assert (held.kind, held.base_rev, held.local_date, held.reduced) == ("create", 0, TODAY, False)
    assert (held.body["item_key"], held.body["pain"], held.body["note"]) == (key, 4, "tight <b>today</b>")
    assert today_of(snapshot_of(rosa)).state == "partly"


def test_a_link_gets_of_what_came_by_the_account_only_that_it_was_done(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, signed.items[0]["key"], pain=7, note="told in private")
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    holder = through_link(Client(), token)
    (held,) = snapshot_of(holder).operations
    assert held.reduced
    assert set(held.body) == {"type", "item_key", "session", "outcome"}
    assert "private" not in holder.get(ADDRESS).content.decode()
    assert snapshot_of(holder).reader.way_in == "link"


def test_the_symptom_check_comes_with_the_clinics_own_words(rosa: Client, world: ClinicWorld) -> None:
    check = snapshot_of(rosa).symptom_check
    assert check.emergency_text == EMERGENCY
    assert check.guidance["emergency"] == EMERGENCY
    assert check.emergency_number == "911"
    assert {question.level for question in check.questions} == {"emergency", "urgent", "attention"}
    assert [question.id for question in check.questions if question.crisis]


def test_reasons_and_excuses_are_in_words_and_a_hold_is_no_excuse_of_the_patients(
    rosa: Client, world: ClinicWorld
) -> None:
    words = snapshot_of(rosa).words
    assert ("pain", "It hurt too much") in [(one.value, one.words) for one in words.reasons]
    assert "therapist_hold" not in [one.value for one in words.excuses]


def test_without_a_program_there_is_none(rosa: Client, episode: Episode) -> None:
    found = snapshot_of(rosa)
    assert (found.program.state, found.items, today_of(found).state) == ("none", [], "no_program")


def test_a_program_of_tomorrow_says_when_it_starts(
    rosa: Client, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("everyrep.clock.now", lambda: NOW - timedelta(days=1))
    program = snapshot_of(rosa).program
    assert (program.state, program.first_day) == ("starts", TODAY)


def test_the_end_of_the_episode_is_there_at_once(
    rosa: Client,
    world: ClinicWorld,
    signed: ProgramVersion,
    episode: Episode,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tomorrow = NOW + timedelta(days=1)
    monkeypatch.setattr("everyrep.clock.now", lambda: tomorrow)
    assert today_of(snapshot_of(rosa)).sessions
    episodes.close_episode(by=world.ana, episode_id=episode.id, ended_on=TODAY, now=tomorrow)
    found = snapshot_of(rosa)
    assert (found.program.state, found.program.last_day) == ("ended", TODAY)
    assert today_of(found).sessions == []


def test_a_new_version_tells_what_it_changes_and_sends_what_stayed_once(
    rosa: Client, world: ClinicWorld, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot_of(rosa)
    at = NOW + timedelta(days=3)
    monkeypatch.setattr("everyrep.clock.now", lambda: at)
    drafts.open_draft(by=world.ana, episode_id=signed.episode_id, now=at)
    draft = drafts.add_exercise(
        by=world.ana, episode_id=signed.episode_id, exercise_id="mini-squat", side=None, now=at
    )
    signing.sign(
        by=world.ana,
        episode_id=signed.episode_id,
        revision=draft.revision,
        reason="Stronger",
        valid_from=at.date(),
        today=at.date(),
        now=at,
    )
    found = snapshot_of(rosa)
    assert found.change is not None
    assert found.change.number == 2
    (line,) = found.change.lines
    assert line.startswith("New: Mini squat")
    assert len(found.items) == len(before.items) + 1
