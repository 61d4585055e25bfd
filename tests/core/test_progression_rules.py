"""What holds for every rule, whatever its table says."""

from dataclasses import fields, replace

import pytest
from core.progressing import TODAY, assigned, facts, item_rules, sessions
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.progression import (
    FRAME,
    RULES,
    Clinical,
    Facts,
    Kind,
    Outcome,
    Session,
    evaluate,
    judge,
)
from everyrep.core.progression.conditions import input_of, parts
from everyrep.core.progression.facts import Soreness
from everyrep.core.progression.inputs import ITEM_INPUTS, SESSION_INPUTS
from everyrep.core.progression.outcome import most_cautious

EVERY = list(RULES.values())
ASSIGNABLE = [rule.id for rule in EVERY if rule.kind in (Kind.SYMPTOM, Kind.STEP, Kind.CONTEXT)]
MODELS = [rule.id for rule in EVERY if rule.kind is Kind.SYMPTOM]


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.id)
def test_a_rule_reads_only_inputs_and_numbers_that_it_has(rule):
    numbers = {parameter.name for parameter in rule.parameters}
    for row in rule.rows:
        for part in (part for condition in row.when for part in parts(condition)):
            assert input_of(part) is None or input_of(part) in ITEM_INPUTS | SESSION_INPUTS
        judge(rule, rule.defaults, facts())
        assert {row.rest_days, row.step.amount if row.step else ""} <= numbers | {""}
    assert len({row.id for row in rule.rows}) == len(rule.rows)


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.id)
def test_a_rule_says_where_it_is_from_and_its_numbers_too(rule):
    assert all([rule.title, rule.source, rule.evidence])
    assert all(each.source and each.accepts(each.default) for each in rule.parameters)
    assert not list(rule.problems({}))


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.id)
def test_a_rule_that_knows_nothing_never_goes_on(rule):
    nothing = Facts(today=TODAY, dosage=facts().dosage)
    if rule.kind is not Kind.ADVISORY:
        assert judge(rule, rule.defaults, nothing).outcome is Outcome.HOLD


OTHERS = st.just({"two_for_two"}) | st.sets(st.sampled_from(ASSIGNABLE), max_size=3)
SCORES = st.none() | st.integers(0, 10)
FLAGS = st.none() | st.booleans()
CHOICES = {
    "pain": SCORES,
    "next_pain": SCORES,
    "effort": SCORES,
    "rir": SCORES,
    "credit": st.none() | st.sampled_from([0.0, 0.49, 0.5, 0.8, 1.0]),
    "reps": st.lists(st.none() | st.integers(0, 20), max_size=4).map(tuple),
    "reached_target": FLAGS,
    "support_lost": FLAGS,
    "confidence": SCORES,
    "settles_h": st.none() | st.integers(0, 60),
    "stopped_by_pain": st.booleans(),
    "supervised": st.booleans(),
}


@st.composite
def anything(draw):
    """All is well but for some things in the last sessions; of the rest some are not known."""
    well = facts()
    done = list(sessions(draw(st.integers(0, 5))))
    for place, name in draw(
        st.sets(st.tuples(st.integers(0, 4), st.sampled_from(sorted(CHOICES))), max_size=5)
    ):
        done[place : place + 1] = [
            replace(each, **{name: draw(CHOICES[name])}) for each in done[place : place + 1]
        ]
    clinical = draw(st.sets(st.sampled_from([each.name for each in fields(Clinical)]), max_size=2))
    item = ["dose_share", "absence_days", "rest_kept", "progressed_this_week", "changed_on"]
    forgotten = dict.fromkeys(draw(st.sets(st.sampled_from(item), max_size=1)))
    known = replace(well.clinical, **dict.fromkeys(clinical))
    return replace(
        well, sessions=tuple(done), clinical=known, pain_today=draw(st.none() | SCORES), **forgotten
    )


def without(found: Facts, name: str) -> Facts:
    """The same facts with one field not known, of every session or of the item."""
    if name in {each.name for each in fields(Session)}:
        empty = () if name in ("reps", "seconds", "steps") else None
        return replace(found, sessions=tuple(replace(each, **{name: empty}) for each in found.sessions))
    if name in {each.name for each in fields(Clinical)}:
        return replace(found, clinical=replace(found.clinical, **{name: None}))
    return replace(found, **{name: None})


# A field of the facts, and the rules that need it. Fields without which a rule goes on are not among these.
NEEDED = [
    (("pain_monitoring", "traffic_light", "pain_free", "two_for_two"), "pain"),
    (("pain_monitoring", "traffic_light", "pain_free", "two_for_two"), "next_pain"),
    (("soreness",), "soreness"),
    (("soreness", "traffic_light"), "swelling"),
    (("two_for_two", "delorme", "oxford", "dapre"), "reps"),
    (("traffic_light", "walking"), "credit"),
    (("effort",), "rir"),
    (("walking",), "effort"),
    (("balance",), "confidence"),
    (("balance",), "support_lost"),
    (("balance",), "fall_risk"),
    (("balance",), "fall"),
    (("range",), "reached_target"),
    (("range",), "target_deg"),
    (("dapre",), "strength_cleared"),
    (("dapre", "delorme", "oxford"), "blood_pressure_controlled"),
    (("delorme", "oxford"), "ten_rm_set"),
    (("effusion",), "effusion"),
    (("tendon_loading",), "tendon_stage"),
    (("tendon_loading",), "load_test_pain"),
    (("walking",), "cardiac_screen"),
    (("two_for_two",), "open_alert"),
    (("two_for_two",), "technique_doubt"),
    (("two_for_two",), "weight_bearing"),
    (("two_for_two",), "exercise_weight_bearing"),
    (("two_for_two",), "dose_share"),
    (("two_for_two",), "absence_days"),
    (("two_for_two",), "rest_kept"),
    (("two_for_two",), "progressed_this_week"),
    (("two_for_two",), "changed_on"),
]


@pytest.mark.parametrize(("rule", "name"), [(rule, name) for rules, name in NEEDED for rule in rules])
def test_an_answer_that_is_missing_holds(rule, name):
    missing = without(replace(facts(), sessions=sessions(rir=6, pain=0, next_pain=1)), name)
    if name in ("fall_risk",):
        missing = replace(missing, clinical=replace(missing.clinical, next_rung_unsteady=True))
    others = () if RULES[rule, 1].kind is Kind.SYMPTOM else ("pain_monitoring",)
    verdict = evaluate(item_rules(rule, *others), missing)
    assert verdict.outcome is Outcome.HOLD


@given(anything(), st.sampled_from(MODELS), OTHERS, st.data())
def test_whatever_a_step_was_read_from_holds_it_when_it_is_missing(found, model, others, data):
    rules = item_rules(model, *sorted(others - set(MODELS)))
    verdict = evaluate(rules, found)
    if verdict.outcome is not Outcome.PROGRESS:
        return
    name = data.draw(st.sampled_from(["pain", "next_pain", "open_alert", "dose_share", "weight_bearing"]))
    assert evaluate(rules, without(found, name)).outcome is Outcome.HOLD


@given(anything(), st.sampled_from(MODELS), OTHERS)
def test_the_most_cautious_rule_counts(found, model, others):
    rules = item_rules(model, *sorted(others - set(MODELS)))
    verdict = evaluate(rules, found)
    said = most_cautious(finding.outcome for finding in verdict.findings)
    held = said is Outcome.PROGRESS and verdict.obstacle is not None
    assert verdict.outcome is (Outcome.HOLD if held else said)


@given(anything(), st.sampled_from(MODELS), OTHERS)
def test_a_step_on_passed_the_symptom_model_and_every_guard(found, model, others):
    rules = item_rules(model, *sorted(others - set(MODELS)))
    if evaluate(rules, found).outcome is Outcome.PROGRESS:
        assert judge(RULES[model, 1], RULES[model, 1].defaults, found).outcome is Outcome.PROGRESS
        assert judge(FRAME, FRAME.defaults, found).outcome is Outcome.PROGRESS


@given(
    anything(),
    st.sampled_from(MODELS),
    OTHERS,
    st.sampled_from(["pain", "next_pain", "pain_today"]),
    st.integers(1, 10),
)
def test_more_pain_never_leads_to_a_bolder_verdict(found, model, others, where, more):
    rules = item_rules(model, *sorted(others - set(MODELS)))
    worse = _worse(found, where, more)
    assert evaluate(rules, worse).outcome.boldness <= evaluate(rules, found).outcome.boldness


def _worse(found: Facts, where: str, more: int) -> Facts:
    """More pain in the last session, on the morning after it, or today; unchanged where it was not said."""
    if where == "pain_today":
        return (
            found if found.pain_today is None else replace(found, pain_today=min(found.pain_today + more, 10))
        )
    if not found.sessions or getattr(found.sessions[-1], where) is None:
        return found
    last = found.sessions[-1]
    hurt = replace(last, **{where: min(getattr(last, where) + more, 10)})
    mornings = found.mornings
    if where == "next_pain":
        mornings = tuple((day, hurt.next_pain if day == last.day else pain) for day, pain in mornings)
    return replace(found, sessions=(*found.sessions[:-1], hurt), mornings=mornings)


def test_without_a_symptom_model_nothing_goes_on():
    verdict = evaluate(item_rules("two_for_two"), facts())
    assert (verdict.outcome, verdict.obstacle.value) == (Outcome.HOLD, "no_symptom_model")


def test_a_fall_stops_everything_also_without_a_symptom_model():
    assert evaluate(item_rules("balance"), facts(clinical={"fall": True})).outcome is Outcome.STOP


def test_a_review_that_is_only_advice_holds_nothing_back():
    verdict = evaluate(item_rules("pain_monitoring", "two_for_two", "plateau"), facts())
    assert verdict.outcome is Outcome.PROGRESS
    assert [effect.value for effect in verdict.effects] == ["review"]


def test_two_rules_that_both_go_on_change_one_thing():
    verdict = evaluate(item_rules("pain_monitoring", "range", "two_for_two"), facts())
    assert (verdict.change.variable.value, verdict.change.target_deg) == ("range", 100)
    assert verdict.finding.rule.id == "range"


def test_range_never_goes_beyond_its_limit():
    verdict = evaluate(item_rules("pain_monitoring", "range"), facts(clinical={"target_deg": 115}))
    assert verdict.change.target_deg == 120


def test_a_step_above_the_load_that_was_set_is_held_for_a_review():
    heavy = assigned("two_for_two", max_load_kg=facts().dosage.load.value)
    verdict = evaluate(
        replace(item_rules("pain_monitoring"), assigned=(assigned("pain_monitoring"), heavy)), facts()
    )
    assert (verdict.outcome, verdict.obstacle.value, verdict.change) == (Outcome.HOLD, "limit_reached", None)


def test_days_off_come_with_the_verdict():
    verdict = evaluate(item_rules("soreness"), facts(last={"soreness": Soreness.WARM_UP_RETURNS}))
    assert (verdict.outcome, verdict.rest_days) == (Outcome.REGRESS, 2)
