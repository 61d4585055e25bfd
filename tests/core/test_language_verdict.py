"""A verdict as the therapist reads it: what, why, what held it back, what nobody knows."""

from dataclasses import replace
from gettext import NullTranslations

import pytest
from core.progressing import facts, item_rules

from everyrep.core.language.rule_table import then_in_words, when_in_words
from everyrep.core.language.verdict import verdict_in_words
from everyrep.core.progression import RULES, evaluate

ENGLISH = NullTranslations()


def told(found, *rules):
    return verdict_in_words(evaluate(item_rules(*rules), found), ENGLISH)


def test_a_step_on_says_what_changes_and_what_was_read():
    words = told(facts(), "pain_monitoring", "two_for_two")
    assert words.headline == "Ready for the next step: with 11 kg instead of 10 kg"
    assert words.why == ("2-for-2: Repetitions in the last set above the top of the range: 2, 2",)
    assert words.besides == ("Begin again at the low end of the range.",)
    assert words.source.startswith("NSCA convention")
    assert words.held_back == words.missing == ()


def test_a_step_back_says_the_pain_and_what_comes_with_it():
    words = told(facts(last={"pain": 7}), "pain_monitoring", "two_for_two")
    assert words.headline == "One step back: with 9 kg instead of 10 kg"
    assert words.why == ("Pain monitoring: Pain during the exercise (0-10): 7",)
    assert words.besides == ("end this exercise for today",)


def test_a_guard_says_what_has_to_be_settled_first():
    words = told(facts(dose_share=0.5), "pain_monitoring", "two_for_two")
    assert words.headline == "Stay with the dose as it is"
    assert words.held_back == (
        "The rules would go on, but something has to be settled first.",
        "Share of the dose done in the last 3 slots: less than 0.8",
    )


def test_what_nobody_knows_is_named():
    words = told(facts(last={"next_pain": None}), "pain_monitoring", "two_for_two")
    assert words.missing == ("Pain on the next morning above the usual, in points: not known",)


def test_without_a_symptom_model_it_says_so():
    words = told(facts(), "two_for_two")
    assert words.held_back == ("No symptom model is chosen for this exercise, so nothing goes on by itself.",)


@pytest.mark.parametrize(
    ("rule", "different", "headline"),
    [
        ("balance", {"clinical": {"fall": True}}, "Stop all exercises"),
        ("balance", {"clinical": {"near_fall": True}}, "One step back: the next easier exercise"),
        ("range", {}, "Ready for the next step: target range 100 degrees"),
        ("tendon_loading", {}, "Ready for the next step: the next stage"),
        ("absence", {"absence_days": 5}, "One step back: 6 to 9 repetitions instead of 8 to 12"),
    ],
)
def test_every_kind_of_step_has_its_words(rule, different, headline):
    assert told(facts(**different), "pain_monitoring", rule).headline == headline


def test_a_pause_is_told_with_its_alert():
    words = told(facts(clinical={"giving_way": True}), "traffic_light")
    assert (words.headline, words.besides) == ("Pause this exercise", ("alert",))


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_row_can_be_read(rule):
    for row in rule.rows:
        assert when_in_words(row, rule, rule.defaults, ENGLISH)
        assert all(then_in_words(row, rule, rule.defaults, ENGLISH))


def test_the_numbers_in_a_row_are_those_the_therapist_set():
    rule = RULES["two_for_two", 1]
    settings = rule.settings({"surplus": rule.defaults["surplus"] + 1})
    assert "at least 3" in when_in_words(rule.rows[0], rule, settings, ENGLISH)


def test_a_step_that_is_not_known_is_left_to_the_therapist():
    light = replace(facts().dosage, reps=None, duration_s=None, load=None, steps=facts().dosage.sets)
    words = told(facts(dosage=light), "pain_monitoring", "walking")
    assert words.held_back[0].startswith("The rules would go on, but they know no next step")
