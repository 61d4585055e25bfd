"""A rule attached to an item: impossible limits are refused where they were typed; who may act alone."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from core.progressing import TODAY, assigned, facts, item_rules

from everyrep.core.dosage import Load, LoadUnit
from everyrep.core.problems import Invalid
from everyrep.core.progression import (
    RULES,
    Effect,
    ItemRules,
    Mode,
    Outcome,
    evaluate,
    may_act_alone,
    parameters_from,
)


def problems(**fields):
    with pytest.raises(Invalid) as refused:
        assigned(**{"rule": "two_for_two", **fields})
    return [(problem.field, str(problem)) for problem in refused.value.problems]


def numbers(**values):
    return parameters_from({name: Decimal(value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("fields", "field", "text"),
    [
        (
            {"rule": "three_for_three"},
            "rule",
            "There is no rule three_for_three in version 1 to choose; choose one from the list.",
        ),
        (
            {"version": 2},
            "rule",
            "There is no rule two_for_two in version 2 to choose; choose one from the list.",
        ),
        (
            {"rule": "frame"},
            "rule",
            "There is no rule frame in version 1 to choose; choose one from the list.",
        ),
        ({"approved_by": " "}, "approved_by", "A rule needs the therapist who approved it."),
        (
            {"expires": TODAY + timedelta(days=29)},
            "expires",
            "Choose a last day from 2026-03-30 to 2026-04-27: at most 28 days after the approval.",
        ),
        (
            {"expires": TODAY - timedelta(days=1)},
            "expires",
            "Choose a last day from 2026-03-30 to 2026-04-27: at most 28 days after the approval.",
        ),
        ({"max_steps": 0}, "max_steps", "0 is not between 1 and 4 steps."),
        ({"max_steps": 5}, "max_steps", "5 is not between 1 and 4 steps."),
        ({"max_load_kg": Decimal(0)}, "max_load_kg", "0 is not a load; give a number above 0."),
        ({"max_load_kg": Decimal("NaN")}, "max_load_kg", "NaN is not a load; give a number above 0."),
        (
            {"parameters": numbers(step_kg="8")},
            "parameters.step_kg",
            "8 is outside what this rule allows; choose 0.5 to 7.",
        ),
        (
            {"parameters": numbers(surplus="2.5")},
            "parameters.surplus",
            "2.5 is not what this rule allows; choose a whole number from 1 to 5.",
        ),
        (
            {"parameters": numbers(colour="1")},
            "parameters.colour",
            "This rule has no such number; leave it out.",
        ),
        (
            {"parameters": (*numbers(surplus="2"), *numbers(surplus="3"))},
            "parameters.surplus",
            "This number is given twice; give it once.",
        ),
        (
            {
                "rule": "traffic_light",
                "parameters": numbers(green_done="0.7", amber_done="0.7", amber_pain="3"),
            }
            | {"parameters": numbers(green_pain="3", amber_pain="3", green_done="0.7", amber_done="0.8")},
            "parameters.amber_done",
            "0.8 is outside what this rule allows; choose 0.3 to 0.7.",
        ),
        (
            {"rule": "absence", "parameters": numbers(same_days="5", less_days="4")},
            "parameters.same_days",
            "5 is above 4, which it may not be; choose 4 or less.",
        ),
        (
            {"rule": "pain_monitoring", "mode": Mode.PREAUTHORISED},
            "mode",
            "This rule only makes proposals: a person has to decide each of its steps.",
        ),
        (
            {"rule": "dapre", "mode": Mode.PREAUTHORISED},
            "mode",
            "This rule only makes proposals: a person has to decide each of its steps.",
        ),
    ],
)
def test_a_limit_that_cannot_be_is_refused_where_it_was_typed(fields, field, text):
    assert (field, text) in problems(**fields)


def test_every_fault_is_named_at_once():
    found = problems(approved_by="", max_steps=9, parameters=numbers(surplus="9"))
    assert [field for field, _ in found] == ["approved_by", "parameters.surplus", "max_steps"]


def test_a_number_that_was_edited_is_what_the_rule_goes_by():
    five = assigned("two_for_two", parameters=numbers(surplus="5"))
    calm = ItemRules(assigned=(assigned("pain_monitoring"), five))
    assert evaluate(item_rules("pain_monitoring", "two_for_two"), facts()).outcome is Outcome.PROGRESS
    assert evaluate(calm, facts()).outcome is Outcome.HOLD


def test_an_item_has_one_symptom_model():
    with pytest.raises(Invalid, match="one symptom model only"):
        item_rules("pain_monitoring", "two_for_two", "soreness")


def test_a_rule_is_attached_once():
    with pytest.raises(Invalid, match="there twice"):
        item_rules("two_for_two", "two_for_two")


def test_the_clinics_own_limits_stay_inside_the_frame():
    with pytest.raises(Invalid) as refused:
        item_rules("pain_monitoring", frame=numbers(load_percent="15"))
    assert [problem.field for problem in refused.value.problems] == ["frame.load_percent"]


def test_a_smaller_limit_of_the_clinic_makes_a_smaller_step():
    rules = item_rules("pain_monitoring", "two_for_two", frame=numbers(load_percent="5"))
    assert evaluate(rules, facts()).change.after.load.value == Decimal("10.5")


def test_a_rule_counts_from_its_approval_to_its_last_day():
    rules = item_rules("pain_monitoring", "two_for_two")
    days = {n: len(rules.in_force(TODAY + timedelta(days=n)).assigned) for n in (-1, 0, 28, 29)}
    assert days == {-1: 0, 0: 2, 28: 2, 29: 0}


ORDER = assigned("two_for_two", mode=Mode.PREAUTHORISED, max_steps=2, max_load_kg=Decimal(12))
RULES_OF_ITEM = ItemRules(assigned=(assigned("pain_monitoring"), ORDER))
NEXT = evaluate(RULES_OF_ITEM, facts())


def test_a_signed_order_takes_its_steps_and_no_more():
    assert NEXT.change.after.load.value == 11
    assert [may_act_alone(ORDER, NEXT, TODAY, taken) for taken in (0, 1, 2)] == [True, True, False]


def test_a_signed_order_ends_with_its_last_day():
    assert may_act_alone(ORDER, NEXT, ORDER.expires, 0)
    assert not may_act_alone(ORDER, NEXT, ORDER.expires + timedelta(days=1), 0)


@pytest.mark.parametrize(
    "order",
    [
        replace(ORDER, mode=Mode.PROPOSAL),
        replace(ORDER, max_load_kg=Decimal("10.5")),
        replace(ORDER, max_load_kg=None),
        assigned("delorme", mode=Mode.PREAUTHORISED, max_load_kg=Decimal(12)),
    ],
    ids=["only a proposal", "above the load", "no load set", "another rule"],
)
def test_a_step_outside_the_order_waits_for_the_therapist(order):
    assert not may_act_alone(order, NEXT, TODAY, 0)


def test_a_load_without_kilograms_never_acts_alone():
    percent = replace(facts().dosage, load=Load(unit=LoadUnit.PERCENT_BW, value=Decimal(20)))
    verdict = evaluate(RULES_OF_ITEM, facts(dosage=percent))
    assert verdict.outcome is Outcome.PROGRESS
    assert not may_act_alone(ORDER, verdict, TODAY, 0)


def test_another_exercise_is_for_a_person_to_choose():
    body_weight = replace(facts().dosage, load=None)
    verdict = evaluate(RULES_OF_ITEM, facts(dosage=body_weight))
    assert (verdict.change.variable.value, may_act_alone(ORDER, verdict, TODAY, 0)) == ("rung", False)


def test_a_step_back_may_act_at_once_for_it_lowers_the_dose():
    model = assigned("pain_monitoring")
    verdict = evaluate(RULES_OF_ITEM, facts(last={"pain": 7}))
    assert verdict.outcome is Outcome.REGRESS
    assert verdict.change.after.load.value == 9
    assert may_act_alone(model, verdict, TODAY, 0)
    assert Effect.STOP_TODAY in verdict.effects


def test_rules_that_only_move_numbers_may_be_authorised():
    alone = {rule.id for rule in RULES.values() if rule.may_step_alone}
    assert alone == {"two_for_two", "delorme", "oxford", "alfredson", "effort", "walking"}
