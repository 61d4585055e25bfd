"""Rules are frozen: what a rule decides by is written down here, and a version may not change any more.

A new rule, or a new version, adds its line to progression_rules.json. Where a line no longer fits, the rule
was changed: make that a new version instead, for verdicts were stored under the old one.
"""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from everyrep.core.progression import RULES, fingerprint

WRITTEN = json.loads((Path(__file__).parent / "progression_rules.json").read_text(encoding="utf-8"))
RULE = RULES["two_for_two", 1]


def test_every_version_decides_as_it_was_written_down():
    assert {f"{rule.id} {rule.version}": fingerprint(rule) for rule in RULES.values()} == WRITTEN


def test_another_number_is_another_rule():
    other = replace(RULE.parameters[0], default=Decimal(3))
    assert fingerprint(replace(RULE, parameters=(other, *RULE.parameters[1:]))) != fingerprint(RULE)


def test_another_bound_is_another_rule():
    other = replace(RULE.parameters[0], high=Decimal(9))
    assert fingerprint(replace(RULE, parameters=(other, *RULE.parameters[1:]))) != fingerprint(RULE)


def test_another_condition_is_another_rule():
    looser = replace(RULE.rows[0], when=(RULE.rows[0].when[0].test,))
    assert fingerprint(replace(RULE, rows=(looser, RULE.rows[1]))) != fingerprint(RULE)


def test_a_better_wording_is_the_same_rule():
    assert fingerprint(replace(RULE, title="Two for two", source="NSCA")) == fingerprint(RULE)
