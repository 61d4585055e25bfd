"""Clinical reference 3.1 to 3.12: the numbers beside the tables, such as steps, doses and rungs."""

from dataclasses import replace
from decimal import Decimal

import pytest
from core.progressing import TENS, facts, numbers

from everyrep.core.dosage import Span
from everyrep.core.progression import FRAME, RULES, judge
from everyrep.core.progression.facts import Soreness
from everyrep.core.progression.rules import balance_v1, two_for_two_v1
from everyrep.core.progression.rules.walking_v1 import first_duration_s
from everyrep.core.progression.steps import Direction, Step, Variable, step_dose

SHORT = replace(TENS, reps=Span(10, 10))


# 3.5: days off
@pytest.mark.parametrize(
    ("soreness", "days"),
    [(Soreness.WARM_UP_STAYS, 2), (Soreness.AFTER, 1), (Soreness.WARM_UP_RETURNS, 2), (Soreness.NONE, 0)],
)
def test_soreness_asks_for_days_off(soreness, days):
    found = judge(RULES["soreness", 1], numbers("soreness"), facts(last={"soreness": soreness}))
    assert (found.settings[found.row.rest_days] if found.row.rest_days else 0) == days


# 3.1: the step by who trains what, in kg
#                              who                    smallest largest
STEPS = [
    ("small person, arms", "1", "2"),
    ("small person, legs", "2", "4"),
    ("trained person, arms", "2", "4"),
    ("trained person, legs", "4", "7"),
]


@pytest.mark.parametrize(("who", "least", "most"), STEPS)
def test_the_published_steps_of_load_can_be_chosen(who, least, most):
    assert two_for_two_v1.STEPS_KG[who] == (least, most)
    assert numbers("two_for_two", step_kg=least)["step_kg"] == Decimal(least)
    assert numbers("two_for_two", step_kg=most)["step_kg"] == Decimal(most)


# 3.2: the steps of DAPRE, in kg: rule, row, smallest, largest
DAPRE = [
    ("dapre_set_4", "reps_0_2", "2.5", "5"),
    ("dapre_set_4", "reps_3_4", "0", "2.5"),
    ("dapre_set_4", "reps_7_10", "2.5", "5"),
    ("dapre_set_4", "reps_11_on", "5", "7.5"),
    ("dapre", "reps_0_2", "2.5", "5"),
    ("dapre", "reps_5_6", "2.5", "5"),
    ("dapre", "reps_7_10", "2.5", "7.5"),
    ("dapre", "reps_11_on", "5", "10"),
]


@pytest.mark.parametrize(("rule", "row", "low", "high"), DAPRE)
def test_the_steps_of_dapre_are_the_published_ones(rule, row, low, high):
    amount = RULES[rule, 1].row(row).step.amount
    (bounds,) = [each for each in RULES[rule, 1].parameters if each.name == amount]
    assert (bounds.low, bounds.high) == (Decimal(low), Decimal(high))


# 3.7: what stages and programs ask for: rule, row, sets, reps, hold in seconds, rest in seconds
DOSES = [
    ("tendon_loading", "isometric", (4, 5), None, (30, 45), (120, 120)),
    ("tendon_loading", "heavy_slow", (3, 4), (6, 15), None, None),
    ("alfredson", "pain_free", (3, 3), (15, 15), None, None),
    ("heavy_slow_resistance", "weeks_1_1", (3, 3), (15, 15), None, (120, 180)),
    ("heavy_slow_resistance", "weeks_2_3", (3, 3), (12, 12), None, (120, 180)),
    ("heavy_slow_resistance", "weeks_4_5", (4, 4), (10, 10), None, (120, 180)),
    ("heavy_slow_resistance", "weeks_6_8", (4, 4), (8, 8), None, (120, 180)),
    ("heavy_slow_resistance", "weeks_9_12", (4, 4), (6, 6), None, (120, 180)),
]


@pytest.mark.parametrize(("rule", "row", "sets", "reps_", "hold", "rest"), DOSES)
def test_stages_and_programs_ask_for_the_published_dose(rule, row, sets, reps_, hold, rest):
    dose = RULES[rule, 1].row(row).dose
    asked = [span and (span.low, span.high) for span in (dose.sets, dose.reps, dose.hold_s, dose.rest_s)]
    assert asked == [sets, reps_, hold, rest]


# 3.9: the rungs, from the easiest
def test_the_balance_ladder_has_its_rungs_in_order():
    assert balance_v1.STANCES[:4] == ("feet together", "semi-tandem", "tandem", "single leg")
    assert balance_v1.SUPPORTS == ("two hands", "one hand", "fingertips", "no support")


# 3.10: walking starts at 80 % of what is comfortable
def test_walking_starts_below_what_is_comfortable():
    assert first_duration_s(600) == 480


# 3.12: what is left of three sets of ten after an absence
@pytest.mark.parametrize(("percent", "left"), [("20", 8), ("40", 6)])
def test_after_an_absence_part_of_the_volume_is_left(percent, left):
    step = Step(Variable.VOLUME, Direction.DOWN, "less_percent")
    change = step_dose(step, SHORT, Decimal(percent), FRAME.defaults)
    assert change.after == replace(SHORT, reps=Span(left, left))
