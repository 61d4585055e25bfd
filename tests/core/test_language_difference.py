"""What changed between two versions, in words a patient reads: every changed field, old and new."""

from dataclasses import replace
from datetime import date, time
from gettext import NullTranslations

import pytest
from core.dosages import dosages, schedules
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.dosage import Side
from everyrep.core.language import ChangeKind, difference
from everyrep.core.plan import Plan, Prescription
from everyrep.core.schedule import Anchor, Pause, Schedule
from everyrep.core.shorthand import parse

ENGLISH = NullTranslations()
NAMES = {"step-up": "Step-up", "quad-set": "Quad set", "slr": "Straight leg raise", "bridge": "Glute bridge"}
knees = st.just("knee")


def item(exercise: str, line: str, **fields: object) -> Prescription:
    dosage, schedule = parse(line)
    return replace(Prescription(key=exercise, exercise=exercise, dosage=dosage, schedule=schedule), **fields)


def plan(*items: Prescription) -> Plan:
    return Plan(number=1, valid_from=date(2026, 11, 20), items=items)


def told(before: Plan | None, after: Plan, involved: Side | None = None) -> list[tuple[ChangeKind, str]]:
    return [(change.kind, change.text) for change in difference(before, after, NAMES, ENGLISH, involved)]


def change(old: str, new: str) -> str:
    """The words for one straight leg raise that is now dosed differently."""
    ((kind, text),) = told(plan(item("slr", old)), plan(item("slr", new)))
    assert kind is ChangeKind.CHANGED
    return text.removeprefix("Straight leg raise: ")


def test_a_first_version_tells_every_exercise():
    assert told(None, plan(item("step-up", "3x8"), item("quad-set", "2x10 h5 3/d"))) == [
        (ChangeKind.FIRST, "Step-up: 3 sets of 8, once a day"),
        (ChangeKind.FIRST, "Quad set: 2 sets of 10, hold each for 5 seconds, 3 times a day"),
    ]


def test_an_exercise_that_is_new_is_told_with_its_dose():
    before = plan(item("quad-set", "2x10"))
    after = plan(item("quad-set", "2x10"), item("step-up", "3x8"))
    assert told(before, after) == [(ChangeKind.ADDED, "New: Step-up, 3 sets of 8, once a day")]


def test_an_exercise_that_stopped_is_named_last():
    before = plan(item("quad-set", "2x10"), item("slr", "2x10"))
    after = plan(item("slr", "3x10"))
    assert [kind for kind, _ in told(before, after)] == [ChangeKind.CHANGED, ChangeKind.STOPPED]
    assert told(before, after)[-1] == (ChangeKind.STOPPED, "Stopped: Quad set")


def test_each_changed_number_is_told_new_and_old():
    text = change("2x10 1/d", "3x10 2/d")
    assert text == "3 sets instead of 2; twice a day instead of once a day"


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("3x10", "3x8-12", "8 to 12 repetitions instead of 10"),
        ("2x10", "1x10", "1 set instead of 2"),
        ("3x30s", "3x45s", "45 seconds instead of 30 seconds"),
        ("3x10", "3x30s", "3 sets of 30 seconds instead of 3 sets of 10"),
        (
            "3xamrap",
            "3xrir",
            "3 sets of as many as you can, stopping while you could still do a few more"
            " instead of 3 sets of as many as you can",
        ),
        ("400m", "1km", "1 kilometer instead of 400 meters"),
        ("3x10 h5", "3x10 h10", "hold for 10 seconds instead of 5 seconds"),
        ("3x10", "3x10 h10", "now also: hold each for 10 seconds"),
        ("3x10 h10", "3x10", "no longer: hold each for 10 seconds"),
        ("3x10 5kg", "3x10 7.5kg", "with 7.5 kg instead of 5 kg"),
        ("3x10 band red", "3x10 band green", "with the green band instead of the red band"),
        ("3x10 rest 60", "3x10 rest 90", "rest 90 seconds between sets instead of 60 seconds"),
        ("3x10 L", "3x10 both", "both sides instead of left side"),
        (
            "3x10 pain<=5",
            "3x10 pain<=3",
            "pain no more than 3 out of 10 instead of pain no more than 5 out of 10",
        ),
        ("3x10", "3x10 3/w", "3 times a week, on any day instead of once a day"),
        ("3x10 2/d", "3x10 2/d 4h apart", "now also: at least 4 hours apart"),
        ("3x10 until 2026-12-01", "3x10", "no longer: until 1 December 2026"),
    ],
)
def test_each_field_has_its_own_sentence(old, new, text):
    assert change(old, new) == text


def test_routines_and_pauses_are_told_too():
    before = item("slr", "3x10")
    routine = replace(before, schedule=Schedule(anchors=(Anchor(routine="after breakfast", at=time(8)),)))
    pause = replace(
        before, schedule=Schedule(paused=(Pause(first=date(2026, 12, 24), last=date(2026, 12, 26)),))
    )
    assert told(plan(before), plan(routine)) == [
        (ChangeKind.CHANGED, "Straight leg raise: now also: after breakfast at 08:00")
    ]
    assert told(plan(before), plan(pause)) == [
        (
            ChangeKind.CHANGED,
            "Straight leg raise: now also: paused from 24 December 2026 to 26 December 2026",
        )
    ]


def test_an_exchanged_exercise_is_told_under_the_name_the_patient_knows():
    before = item("slr", "3x10")
    after = replace(before, exercise="bridge")
    assert told(plan(before), plan(after)) == [
        (ChangeKind.CHANGED, "Straight leg raise: Glute bridge instead of Straight leg raise")
    ]


def test_an_exercise_that_becomes_optional_and_gets_new_words_says_so():
    before = item("slr", "3x10")
    after = replace(before, essential=False, own_words="Keep the knee straight.")
    assert told(plan(before), plan(after)) == [
        (ChangeKind.CHANGED, "Straight leg raise: now optional; the instructions are new")
    ]


def test_what_only_staff_read_is_not_told():
    before = item("slr", "3x10")
    assert told(plan(before), plan(replace(before, why="quadriceps lag", therapist_note="check lag"))) == []


def test_an_exercise_that_changed_places_says_where_it_is_now():
    first, second, third = item("slr", "3x10"), item("bridge", "3x10"), item("step-up", "3x8")
    assert told(plan(first, second, third), plan(third, first, second)) == [
        (ChangeKind.MOVED, "Step-up: now number 1 in the list")
    ]


def test_naming_the_involved_side_is_no_change_for_the_patient():
    before, after = plan(item("slr", "3x10 inv")), plan(item("slr", "3x10 L"))
    assert told(before, after, involved=Side.LEFT) == []
    assert told(before, after) == [
        (ChangeKind.CHANGED, "Straight leg raise: left side instead of the side we are treating")
    ]


def test_an_exercise_without_a_name_is_told_by_its_library_id():
    assert (
        told(plan(), plan(item("heel-slide", "x10")))[0][1] == "New: heel-slide, 10 repetitions, once a day"
    )


@given(dosages(knees, knees), schedules())
def test_nothing_is_told_where_nothing_changed(dosage, schedule):
    same = plan(Prescription(key="slr", exercise="slr", dosage=dosage, schedule=schedule))
    assert told(same, same) == []


@given(dosages(knees, knees), dosages(knees, knees))
def test_every_change_of_the_dose_is_told(old, new):
    before, after = (Prescription(key="slr", exercise="slr", dosage=dosage) for dosage in (old, new))
    assert bool(told(plan(before), plan(after))) == (old != new)
