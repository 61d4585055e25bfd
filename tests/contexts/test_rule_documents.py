"""Rules and verdicts as they are stored: what is read back is what was signed and judged."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from core.progressing import assigned, facts, item_rules

from everyrep.core.progression import RULES, ItemRules, Mode, evaluate, parameters_from
from everyrep.prescribing.rule_documents import (
    rules_from_document,
    rules_to_document,
    verdict_from_document,
    verdict_to_document,
)

LAST = {"pain": 7}


def stored(document):
    return json.loads(json.dumps(document))


def test_rules_come_back_with_every_number_exact():
    step = assigned(
        "two_for_two",
        parameters=parameters_from({"step_kg": Decimal("1.5")}),
        mode=Mode.PREAUTHORISED,
        max_steps=2,
        max_load_kg=Decimal("12.5"),
    )
    frame = parameters_from({"load_percent": Decimal("7.5")})
    rules = ItemRules(assigned=(assigned("pain_monitoring"), step), frame=frame)
    assert rules_from_document(stored(rules_to_document(rules))) == rules


def test_no_rules_are_rules_too():
    assert rules_from_document(stored(rules_to_document(ItemRules()))) == ItemRules()


@pytest.mark.parametrize("rule", sorted({rule.id for rule in RULES.values() if rule.kind.value != "within"}))
@pytest.mark.parametrize("last", [{}, LAST, {"next_pain": None}])
def test_a_verdict_comes_back_as_it_was_given(rule, last):
    if rule == "frame":
        rules = item_rules("pain_monitoring", "two_for_two")
        found = replace(facts(last=last), dose_share=0.5)
    else:
        rules, found = item_rules(rule), facts(last=last)
    verdict = evaluate(rules, found)
    assert verdict_from_document(stored(verdict_to_document(verdict))) == verdict
