"""Clinical reference 3.0 to 3.12: one line for every row of every table.

Each line starts from an item on which all is well and known (tests/core/progressing.py) and names what is
different. The row is the one that decides.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from core.progressing import TENS, TODAY, facts, mornings, numbers, phase, sessions

from everyrep.core.dosage import Dosage, Span, Tempo
from everyrep.core.logged import Stiffness
from everyrep.core.progression import RULES, Effect, Outcome, judge
from everyrep.core.progression.facts import Irritability, NightPain, PainAt, Soreness
from everyrep.core.safety.warnings import WeightBearing

STOP, PAUSE, REGRESS, HOLD, GO = (
    Outcome.STOP,
    Outcome.PAUSE,
    Outcome.REGRESS,
    Outcome.HOLD,
    Outcome.PROGRESS,
)
ALERT, URGENT, NOTICE = Effect.ALERT_ATTENTION, Effect.ALERT_URGENT, Effect.NOTICE
REVIEW, TODAY_OFF = Effect.REVIEW, Effect.STOP_TODAY
MISSING = None  # no row decides: something is not known


def last(**fields):
    return {"last": fields}


def each(**fields):
    return {"all_sessions": fields}


def known(**fields):
    return {"clinical": fields}


def reps(*by_set):
    return {"reps": by_set}


def pained(during, rise):
    """Pain during, and points above the usual (1) on the next morning, of the last session."""
    return last(pain=during, next_pain=1 + rise)


RISING = {"mornings": mornings(*[1] * 7, *[3] * 7)}
TWO_WEEKS = {"mornings": mornings(*[3] * 14)}
MUCH, LITTLE = Stiffness.MUCH, Stiffness.LITTLE
RISK_AHEAD = {"next_rung_unsteady": True}
SHORT = replace(TENS, reps=Span(10, 10))

#    rule | what is different | row that decides | outcome | what comes with it
TABLE = [
    # 3.0 guards
    ("frame", {}, MISSING, GO, ()),
    ("frame", known(open_alert=True), "open_alert", HOLD, ()),
    ("frame", last(next_pain=None), "unanswered", HOLD, ()),
    ("frame", last(pain=None), "unanswered", HOLD, ()),
    ("frame", {"dose_share": 0.79}, "dose_low", HOLD, ()),
    ("frame", known(technique_doubt=True), "technique_doubt", HOLD, ()),
    ("frame", known(weight_bearing=WeightBearing.TTWB), "weight_bearing", HOLD, (REVIEW,)),
    ("frame", known(target_deg=121), "range_limit", HOLD, (REVIEW,)),
    ("frame", known(phase=phase(loading=False)), "phase_limit", HOLD, ()),
    ("frame", {"rest_kept": False}, "rest_days", HOLD, ()),
    ("frame", {"changed_on": TODAY - timedelta(days=6)}, "changed_lately", HOLD, ()),
    ("frame", {"progressed_this_week": 2}, "many_this_week", HOLD, ()),
    ("frame", {"absence_days": 4}, "absence", HOLD, ()),
    # 3.1 2-for-2
    ("two_for_two", each(**reps(12, 12, 14)), "above", GO, ()),
    ("two_for_two", last(**reps(12, 12, 13)), MISSING, HOLD, ()),
    ("two_for_two", each(**reps(8, 8, 5)), "below", REGRESS, ()),
    ("two_for_two", each(**reps(8, 8, 6)), MISSING, HOLD, ()),
    # 3.2 DAPRE: next session, from set 4
    ("dapre", last(**reps(10, 6, 5, 2)), "reps_0_2", REGRESS, ()),
    ("dapre", last(**reps(10, 6, 5, 4)), "reps_3_4", HOLD, ()),
    ("dapre", last(**reps(10, 6, 5, 6)), "reps_5_6", GO, ()),
    ("dapre", last(**reps(10, 6, 5, 10)), "reps_7_10", GO, ()),
    ("dapre", last(**reps(10, 6, 5, 11)), "reps_11_on", GO, ()),
    ("dapre", last(supervised=False), "not_supervised", HOLD, ()),
    ("dapre", known(strength_cleared=False), "not_cleared", HOLD, ()),
    ("dapre", known(blood_pressure_controlled=False), "blood_pressure", HOLD, ()),
    ("dapre", last(pain=6), "pain_over_limit", HOLD, ()),
    # 3.2 DAPRE: set 4, from set 3
    ("dapre_set_4", last(**reps(10, 6, 2)), "reps_0_2", REGRESS, ()),
    ("dapre_set_4", last(**reps(10, 6, 4)), "reps_3_4", REGRESS, ()),
    ("dapre_set_4", last(**reps(10, 6, 6)), "reps_5_6", HOLD, ()),
    ("dapre_set_4", last(**reps(10, 6, 10)), "reps_7_10", GO, ()),
    ("dapre_set_4", last(**reps(10, 6, 11)), "reps_11_on", GO, ()),
    # 3.3 DeLorme lifts the whole in the last set, Oxford in the first
    ("delorme", each(**reps(10, 10, 10)), "full", GO, ()),
    ("delorme", last(**reps(10, 10, 6)), "between", HOLD, ()),
    ("delorme", last(**reps(10, 10, 9)), "between", HOLD, ()),
    ("delorme", last(**reps(10, 10, 5)), "few", REGRESS, ()),
    ("delorme", known(ten_rm_set=False), "ten_rm_unknown", HOLD, ()),
    ("delorme", known(blood_pressure_controlled=False), "blood_pressure", HOLD, ()),
    ("delorme", last(pain=6), "pain_over_limit", HOLD, ()),
    ("oxford", each(**reps(10, 8, 8)), "full", GO, ()),
    ("oxford", last(**reps(9, 10, 10)), "between", HOLD, ()),
    ("oxford", last(**reps(5, 10, 10)), "few", REGRESS, ()),
    ("oxford", known(ten_rm_set=False), "ten_rm_unknown", HOLD, ()),
    ("oxford", known(blood_pressure_controlled=False), "blood_pressure", HOLD, ()),
    ("oxford", last(pain=6), "pain_over_limit", HOLD, ()),
    # 3.4 pain monitoring
    ("pain_monitoring", pained(2, 1), "low_settled", GO, ()),
    ("pain_monitoring", pained(2, 2), "low_worse", HOLD, ()),
    ("pain_monitoring", each(pain=2, next_pain=3), "low_worse_again", REGRESS, ()),
    ("pain_monitoring", pained(3, 1), "middle_settled", HOLD, ()),
    ("pain_monitoring", pained(5, 1), "middle_settled", HOLD, ()),
    ("pain_monitoring", pained(3, 2), "middle_worse", REGRESS, ()),
    ("pain_monitoring", pained(5, 0) | RISING, "rising", HOLD, (REVIEW,)),
    ("pain_monitoring", pained(6, 0), "high", REGRESS, (TODAY_OFF,)),
    ("pain_monitoring", each(pain=6), "high", REGRESS, (ALERT, TODAY_OFF)),
    ("pain_monitoring", {"pain_today": 6}, "high_today", REGRESS, (TODAY_OFF,)),
    ("pain_monitoring", TWO_WEEKS, "two_weeks_worse", HOLD, (ALERT, REVIEW)),
    ("pain_monitoring", last(pain=None), MISSING, HOLD, ()),
    ("pain_monitoring", last(next_pain=None), MISSING, HOLD, ()),
    ("pain_monitoring", known(usual_pain=4), "resting_pain", HOLD, (REVIEW,)),
    # 3.5 soreness
    ("soreness", {}, "none", GO, ()),
    ("soreness", last(soreness=Soreness.WARM_UP_GONE), "warm_up_gone", HOLD, ()),
    ("soreness", last(soreness=Soreness.WARM_UP_STAYS), "warm_up_stays", REGRESS, (TODAY_OFF,)),
    ("soreness", last(soreness=Soreness.AFTER), "after", HOLD, ()),
    ("soreness", last(soreness=Soreness.WARM_UP_RETURNS), "warm_up_returns", REGRESS, ()),
    ("soreness", last(soreness=Soreness.MUSCLE), "muscle_ache", HOLD, ()),
    ("soreness", last(swelling=LITTLE), "swollen", HOLD, (NOTICE,)),
    ("soreness", each(swelling=LITTLE), "swollen", HOLD, (ALERT, NOTICE)),
    ("soreness", last(soreness=None), MISSING, HOLD, ()),
    ("effusion", {}, "none", GO, ()),
    ("effusion", known(effusion=1), "small_stable", GO, ()),
    ("effusion", known(effusion=1, effusion_stable=False), "small_growing", HOLD, ()),
    ("effusion", known(effusion=2), "large", HOLD, (ALERT,)),
    ("effusion", known(effusion=None), MISSING, HOLD, ()),
    # 3.6 irritability: any two criteria
    (
        "irritability",
        each(pain=7, settles_h=25, pain_at=PainAt.END) | known(irritability=Irritability.HIGH),
        "high",
        HOLD,
        (),
    ),
    (
        "irritability",
        each(night_pain=NightPain.CONSTANT, pain_at=PainAt.BEFORE_END),
        "high",
        HOLD,
        (REVIEW,),
    ),
    (
        "irritability",
        each(pain=4, night_pain=NightPain.SOMETIMES, pain_at=PainAt.END, settles_h=5)
        | known(irritability=Irritability.MODERATE),
        "moderate",
        HOLD,
        (),
    ),
    ("irritability", each(pain_at=PainAt.END, settles_h=5, pain=4), "moderate", HOLD, (REVIEW,)),
    ("irritability", {}, "low", GO, ()),
    ("irritability", known(irritability=Irritability.HIGH), "low_new", HOLD, (REVIEW,)),
    ("irritability", each(night_pain=None, settles_h=None), MISSING, HOLD, ()),
    # 3.7 tendon loading: stages and gates
    ("tendon_loading", {}, "isometric", GO, ()),
    ("tendon_loading", known(tendon_stage=2), "heavy_slow", GO, ()),
    ("tendon_loading", known(tendon_stage=2, strength_ratio=89), MISSING, HOLD, ()),
    ("tendon_loading", known(tendon_stage=3), "energy", GO, ()),
    ("tendon_loading", known(tendon_stage=4), "sport", HOLD, ()),
    ("tendon_loading", known(load_test_pain=6), MISSING, HOLD, ()),
    ("tendon_loading", {"sessions": sessions(3)}, MISSING, HOLD, ()),
    ("tendon_loading", each(next_pain=3), "worse_twice", REGRESS, ()),
    # 3.7 the two programs
    ("alfredson", last(pain=0), "pain_free", GO, ()),
    ("alfredson", pained(0, 2), "worse", HOLD, ()),
    ("heavy_slow_resistance", known(program_week=1), "weeks_1_1", HOLD, (REVIEW,)),
    ("heavy_slow_resistance", known(program_week=3) | {"dosage": SHORT}, "weeks_2_3", HOLD, (REVIEW,)),
    ("heavy_slow_resistance", known(program_week=5), "weeks_4_5", HOLD, (REVIEW,)),
    ("heavy_slow_resistance", known(program_week=5) | {"dosage": SHORT}, MISSING, GO, ()),
    ("heavy_slow_resistance", known(program_week=6), "weeks_6_8", HOLD, (REVIEW,)),
    ("heavy_slow_resistance", known(program_week=12), "weeks_9_12", HOLD, (REVIEW,)),
    ("heavy_slow_resistance", known(program_week=13), "over", HOLD, (REVIEW,)),
    ("heavy_slow_resistance", pained(2, 2) | {"dosage": SHORT}, "worse", HOLD, ()),
    # 3.8 range
    ("range", known(irritability=Irritability.MODERATE), "reached", GO, ()),
    ("range", known(irritability=Irritability.LOW), "reached_calm", GO, ()),
    ("range", last(reached_target=False), MISSING, HOLD, ()),
    ("range", last(pain=6), MISSING, HOLD, ()),
    ("range", pained(1, 2), MISSING, HOLD, ()),
    ("range", known(target_deg=120), MISSING, HOLD, ()),
    ("range", known(angle_loss_deg=10), "loss", HOLD, (ALERT,)),
    ("range", known(angle_loss_deg=9), "reached_calm", GO, ()),
    (
        "range",
        known(procedure="tka", weeks_since_surgery=3, flexion_deg=89),
        "knee_flexion",
        HOLD,
        (ALERT,),
    ),
    ("range", known(extension_loss_deg=11), "extension", HOLD, (ALERT,)),
    # 3.9 balance
    ("balance", {}, "held", GO, ()),
    ("balance", each(seconds=(30, 30, 29)), "stepped", GO, ()),
    ("balance", each(seconds=(30, 30, 29), steps=(10, 10, 10, 9)), MISSING, HOLD, ()),
    ("balance", last(support_lost=True), MISSING, HOLD, ()),
    ("balance", last(confidence=6), MISSING, HOLD, ()),
    ("balance", known(near_fall=True), "near_fall", REGRESS, ()),
    ("balance", known(fall=True), "fall", STOP, (URGENT,)),
    ("balance", known(tug_s=Decimal(12), **RISK_AHEAD), "slow_and_unsteady", HOLD, ()),
    ("balance", known(falls_last_year=2, **RISK_AHEAD), "falls_and_unsteady", HOLD, ()),
    ("balance", known(fall_risk=True, **RISK_AHEAD), "flagged_and_unsteady", HOLD, ()),
    # 3.10 effort, tempo, walking
    ("effort", each(rir=6), "spare", GO, ()),
    ("effort", each(rir=5), MISSING, HOLD, ()),
    ("effort", each(rir=1), "harder", HOLD, ()),
    ("effort", last(rir=0, pain=6), "nothing_left", REGRESS, ()),
    ("tempo", {}, "controlled", GO, ()),
    ("tempo", {"tempo_and_load_changed": True}, "together", HOLD, (REVIEW,)),
    (
        "tempo",
        known(speed_signed=False) | {"dosage": Dosage(reps=Span(8, 8), tempo=Tempo(1, 0, "X", 0))},
        "speed_unsigned",
        HOLD,
        (REVIEW,),
    ),
    ("tempo", {"dosage": Dosage(reps=Span(8, 8), tempo=Tempo(1, 0, "X", 0))}, "speed_signed", GO, ()),
    ("walking", {}, "week_done", GO, ()),
    ("walking", last(credit=0.9), "not_done", HOLD, ()),
    ("walking", last(effort=5), "too_hard", HOLD, ()),
    ("walking", last(talk_test=False), "out_of_breath", HOLD, ()),
    ("walking", known(cardiac_screen=True), "cardiac_screen", HOLD, (REVIEW,)),
    (
        "walking",
        known(speed_signed=False) | {"dosage": Dosage(reps=Span(8, 8), tempo=Tempo(1, 0, "X", 0))},
        "speed_unsigned",
        HOLD,
        (REVIEW,),
    ),
    # 3.11 traffic light: pain, 24 h, swelling, done or effort; green, amber, red
    ("traffic_light", each(rir=3), "green", GO, ()),
    ("traffic_light", last(pain=3), "amber_pain", HOLD, ()),
    ("traffic_light", last(pain=6), "red_pain", REGRESS, (NOTICE,)),
    ("traffic_light", {"pain_today": 6}, "red_pain_today", REGRESS, (NOTICE,)),
    ("traffic_light", known(giving_way=True), "red_giving_way", PAUSE, (ALERT,)),
    ("traffic_light", pained(1, 2), "amber_next_day", HOLD, ()),
    ("traffic_light", pained(1, 3), "red_next_day", REGRESS, (NOTICE,)),
    ("traffic_light", last(settles_h=49), "red_lasting", REGRESS, (NOTICE,)),
    ("traffic_light", last(swelling=LITTLE), "amber_swelling", HOLD, ()),
    ("traffic_light", last(swelling=MUCH), "red_swelling", PAUSE, (ALERT,)),
    ("traffic_light", each(swelling=LITTLE), "red_swelling_days", PAUSE, (ALERT,)),
    ("traffic_light", last(credit=0.79), "amber_done", HOLD, ()),
    ("traffic_light", last(rir=1), "amber_effort", HOLD, ()),
    ("traffic_light", last(credit=0.49), "amber_done", HOLD, ()),
    ("traffic_light", last(credit=0.49, stopped_by_pain=True), "red_done", REGRESS, (NOTICE,)),
    # 3.0 the pain-free model
    ("pain_free", last(pain=0), "free", GO, ()),
    ("pain_free", last(pain=1), "pain_during", REGRESS, (REVIEW, TODAY_OFF)),
    ("pain_free", last(pain=0) | {"pain_today": 1}, "pain_today", REGRESS, (REVIEW, TODAY_OFF)),
    ("pain_free", pained(0, 1), "pain_after", REGRESS, (REVIEW,)),
    # 3.12 absence, phases, plateau
    ("absence", {"absence_days": 3}, "same", GO, ()),
    ("absence", {"absence_days": 4}, "less", REGRESS, ()),
    ("absence", {"absence_days": 7}, "less", REGRESS, ()),
    ("absence", {"absence_days": 8}, "back", REGRESS, ()),
    ("absence", {"absence_days": 14}, "back", REGRESS, ()),
    ("absence", {"absence_days": 15}, "long", HOLD, (REVIEW,)),
    ("absence", {"absence_days": 5, "changed_in_absence": True}, "changed", HOLD, ()),
    ("phase_gate", known(phase=phase()), "open", GO, ()),
    ("phase_gate", known(phase=phase(days=27)), "too_early", HOLD, ()),
    ("phase_gate", known(phase=phase(criteria_met=False)), "criteria_open", HOLD, ()),
    ("phase_gate", known(phase=phase(signed=False)), "unsigned", HOLD, (REVIEW,)),
    ("plateau", {}, "unchanged", GO, (REVIEW,)),
    ("plateau", each(pain=3), MISSING, GO, ()),
    (
        "plateau",
        each(pain=3) | known(measures_changed=False, treated_days=28, dose_share_4_weeks=0.8),
        "scores_still",
        GO,
        (REVIEW,),
    ),
    (
        "plateau",
        each(pain=3) | known(measures_changed=False, treated_days=28, dose_share_4_weeks=0.49),
        "scores_still_little_done",
        GO,
        (REVIEW,),
    ),
]


def judged(rule, different, **settings):
    return judge(RULES[rule, 1], numbers(rule, **settings), facts(**different))


@pytest.mark.parametrize(("rule", "different", "row", "outcome", "effects"), TABLE)
def test_each_row_says_what_the_clinical_reference_says(rule, different, row, outcome, effects):
    found = judged(rule, different)
    assert (found.row.id if found.row else None, found.outcome, found.effects) == (row, outcome, effects)


def test_no_row_is_left_without_a_line():
    decided = {(rule, row) for rule, _, row, _, _ in TABLE}
    also = {(rule, row) for rule, different, *_ in TABLE for row in judged(rule, different).also}
    every = {(rule.id, row.id) for rule in RULES.values() for row in rule.rows}
    # A switch of the therapist's has a test of its own.
    assert every - decided - also == {("pain_monitoring", "middle_allowed")}


# 3.4: middle pain goes on only where the therapist allowed it
def test_middle_pain_goes_on_where_the_therapist_allowed_it():
    found = judged("pain_monitoring", pained(5, 1), allow_amber="1")
    assert (found.row.id, found.outcome) == ("middle_allowed", GO)


def test_usual_pain_of_four_is_judged_once_its_own_limit_is_set():
    resting = known(usual_pain=4) | pained(6, 4)
    assert judged("pain_monitoring", resting, own_limit="1", acceptable="6").outcome is not REGRESS
