"""Steps of a dose: one thing, within the limits of load and volume."""

from decimal import Decimal

import pytest
from core.dosages import dosages
from core.progressing import assigned, item_rules
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.dosage import Band, Dosage, Load, LoadUnit, Span
from everyrep.core.plan import Prescription
from everyrep.core.progression import FRAME, ItemRules, ladder
from everyrep.core.progression.steps import (
    Direction,
    Step,
    Variable,
    is_harder,
    load_order,
    step_dose,
    volume,
    within_limits,
)
from everyrep.core.shorthand import parse

LIMITS = FRAME.defaults
NUMERIC = st.sampled_from([Variable.LOAD, Variable.VOLUME, Variable.DOSE])
knees = st.just("knee")


def dose(line):
    return parse(line)[0]


def stepped(line, variable, direction, amount=None):
    change = step_dose(Step(variable, direction), dose(line), amount and Decimal(amount), LIMITS)
    return change.after if change else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3x10 10kg", "3x10 11kg"),  # a tenth
        ("3x10 3kg", "3x10 3.5kg"),  # less than a plate: the next plate
        ("3x10 5.3kg", "3x10 5.5kg"),  # off the plates: the next one
        ("3x10 40kg", "3x10 44kg"),
        ("3x10 20lb", "3x10 22lb"),
        ("3x10 60%1RM", "3x10 66%1RM"),
    ],
)
def test_more_load_is_a_tenth_or_the_next_plate(before, after):
    assert stepped(before, Variable.LOAD, Direction.UP) == dose(after)


def test_a_smaller_step_than_a_tenth_is_taken_as_asked():
    assert stepped("3x10 40kg", Variable.LOAD, Direction.UP, "1") == dose("3x10 41kg")


@pytest.mark.parametrize(
    ("before", "after"),
    [("3x10 10kg", "3x10 9kg"), ("3x10 3kg", "3x10 2.5kg"), ("3x10 0.5kg", "3x8 0.5kg")],
)
def test_less_load_is_a_tenth_less_and_less_volume_where_no_plate_is_left(before, after):
    assert stepped(before, Variable.LOAD, Direction.DOWN) == dose(after)


def test_a_band_goes_to_the_next_color_of_its_brand():
    red = Load(unit=LoadUnit.BAND, band=Band(brand="Thera-Band", colour="red"))
    before = Dosage(reps=Span(12, 12), load=red)
    harder = step_dose(Step(Variable.LOAD, Direction.UP), before, None, LIMITS)
    assert harder.after.load.band.colour == "green"


def test_a_band_of_another_brand_has_no_known_next_color():
    blue = Load(unit=LoadUnit.BAND, band=Band(colour="blue"))
    before = Dosage(reps=Span(12, 12), load=blue)
    assert step_dose(Step(Variable.LOAD, Direction.UP), before, None, LIMITS) is None


def test_body_weight_goes_on_to_a_harder_exercise_for_a_person_to_choose():
    change = step_dose(Step(Variable.LOAD, Direction.UP), dose("3x10"), None, LIMITS)
    assert (change.variable, change.after) == (Variable.RUNG, None)


@pytest.mark.parametrize(
    ("before", "amount", "after"),
    [("600s", "10", "660s"), ("3x10", "10", "3x11"), ("3x45s", "20", "3x54s"), ("3x4", "20", None)],
)
def test_more_volume_stays_below_what_was_asked(before, amount, after):
    assert stepped(before, Variable.VOLUME, Direction.UP, amount) == (dose(after) if after else None)


@pytest.mark.parametrize(
    ("before", "amount", "after"),
    [("3x10", "20", "3x8"), ("3x12", "20", "3x9"), ("3x1", "20", "2x1"), ("1x1", "20", None)],
)
def test_less_volume_is_at_least_as_much_less(before, amount, after):
    assert stepped(before, Variable.VOLUME, Direction.DOWN, amount) == (dose(after) if after else None)


amounts = st.none() | st.integers(1, 100).map(Decimal)


@given(dosages(knees, knees), NUMERIC, amounts)
def test_no_step_goes_beyond_the_limits(before, variable, amount):
    change = step_dose(Step(variable, Direction.UP), before, amount, LIMITS)
    if change is None or change.after is None:
        return
    assert within_limits(change, LIMITS)
    assert volume(change.after) <= volume(before) * Decimal("1.2")
    if before.load and before.load.kilograms is not None and before.load.unit is LoadUnit.KG:
        added = change.after.load.kilograms - before.load.kilograms
        assert added <= max(before.load.kilograms / 10, Decimal("0.5"))


@given(dosages(knees, knees), NUMERIC, st.sampled_from(Direction), amounts)
def test_a_step_changes_one_thing_and_in_its_direction(before, variable, direction, amount):
    change = step_dose(Step(variable, direction), before, amount, LIMITS)
    if change is None or change.after is None:
        return
    after = change.after
    assert after != before
    assert before.load == after.load or volume(before) == volume(after)
    easier, harder = (before, after) if direction is Direction.UP else (after, before)
    assert volume(easier) <= volume(harder)
    assert load_order(easier.load, harder.load) in (0, 1)


@given(dosages(knees, knees))
def test_a_ladder_runs_from_easier_to_harder_around_the_dose(before):
    item = Prescription(key="a", exercise="a", dosage=before)
    found = ladder(item, item_rules("pain_monitoring", "two_for_two"))
    assert found.rungs[found.here] == before
    assert len(set(map(repr, found.rungs))) == len(found.rungs)
    for easier, harder in zip(found.rungs, found.rungs[1:], strict=False):
        assert not is_harder(harder, easier) or volume(harder) == volume(easier)


def test_a_ladder_shows_what_comes_next_and_what_was_before():
    item = Prescription(key="a", exercise="a", dosage=dose("3x10 10kg"))
    found = ladder(item, item_rules("pain_monitoring", "two_for_two"), rungs=2)
    assert found.rungs == tuple(dose(f"3x10 {kg}kg") for kg in ("8", "9", "10", "11", "12"))
    assert found.here == 2


def test_a_ladder_ends_at_the_load_that_was_set():
    rules = ItemRules(assigned=(assigned("two_for_two", max_load_kg=Decimal(11)),))
    item = Prescription(key="a", exercise="a", dosage=dose("3x10 10kg"))
    assert ladder(item, rules).rungs[-1] == dose("3x10 11kg")
