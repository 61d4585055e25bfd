"""Patient flags against exercise tags, and the weight-bearing rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.safety.warnings import (
    DEFAULT_ACTIONS,
    FLAGS,
    WEIGHT_BEARING_FLAG,
    Action,
    SafetyWarning,
    WeightBearing,
    blocks_signing,
    warnings,
)

NAMES = st.frozensets(st.sampled_from(sorted(DEFAULT_ACTIONS)))
ROWS = ("NWB", "PWB", "FWB")
WEIGHT_BEARING_BLOCK = SafetyWarning(flag=WEIGHT_BEARING_FLAG, action=Action.BLOCK)


def found(*, flags=(), tags=(), status=None, row="NWB", actions=DEFAULT_ACTIONS):
    return warnings(frozenset(flags), frozenset(tags), actions, status, row)


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        # Clinical reference 1.3: status of the limb, and whether an NWB, a PWB and an FWB row are allowed.
        (WeightBearing.NWB, (True, False, False)),
        (WeightBearing.TTWB, (True, False, False)),
        (WeightBearing.PWB, (True, True, False)),
        (WeightBearing.WBAT, (True, True, True)),
        (WeightBearing.FWB, (True, True, True)),
    ],
)
def test_the_weight_bearing_status_allows_these_rows(status, allowed):
    for row, may in zip(ROWS, allowed, strict=True):
        assert found(status=status, row=row) == (() if may else (WEIGHT_BEARING_BLOCK,))


@pytest.mark.parametrize("row", ROWS)
def test_a_patient_without_a_restriction_may_do_every_row(row):
    assert found(row=row) == ()


def test_arm_work_in_standing_is_blocked_for_a_leg_that_may_not_bear_weight():
    assert found(tags=["latex"], status=WeightBearing.NWB, row="FWB") == (WEIGHT_BEARING_BLOCK,)


@pytest.mark.parametrize("row", ["PWB", "FWB"])
def test_a_weight_bearing_flag_without_a_recorded_status_counts_as_no_weight(row):
    assert found(flags=[WEIGHT_BEARING_FLAG], row=row) == (WEIGHT_BEARING_BLOCK,)


def test_a_weight_bearing_flag_goes_by_the_level_and_not_by_the_tag():
    restricted = {"flags": [WEIGHT_BEARING_FLAG], "tags": [WEIGHT_BEARING_FLAG], "row": "FWB"}
    assert found(**restricted, status=WeightBearing.WBAT) == ()
    assert found(**restricted, status=WeightBearing.PWB) == (WEIGHT_BEARING_BLOCK,)


def test_a_flag_blocks_or_warns_by_its_action():
    assert found(flags=["latex"], tags=["latex"]) == (SafetyWarning(flag="latex", action=Action.BLOCK),)
    assert found(flags=["dizziness"], tags=["dizziness"]) == (
        SafetyWarning(flag="dizziness", action=Action.WARN),
    )


def test_a_clinic_may_change_what_a_flag_does():
    actions = {**DEFAULT_ACTIONS, "dizziness": Action.BLOCK}
    (warning,) = found(flags=["dizziness"], tags=["dizziness"], actions=actions)
    assert warning.action is Action.BLOCK


def test_a_shared_flag_without_an_action_blocks():
    (warning,) = found(flags=["own_flag"], tags=["own_flag"], actions={})
    assert warning == SafetyWarning(flag="own_flag", action=Action.BLOCK)


@given(NAMES, NAMES)
def test_only_flags_that_the_exercise_carries_are_warned_of(flags, tags):
    flags, tags = flags - {WEIGHT_BEARING_FLAG}, tags - {WEIGHT_BEARING_FLAG}
    assert {warning.flag for warning in found(flags=flags, tags=tags)} == flags & tags


@given(NAMES, st.sampled_from(WeightBearing), st.sampled_from(ROWS))
def test_blocks_come_before_warnings_and_each_flag_once(names, status, row):
    warned = found(flags=names, tags=names, status=status, row=row)
    actions = [warning.action for warning in warned]
    assert actions == sorted(actions, key=[Action.BLOCK, Action.WARN].index)
    assert len({warning.flag for warning in warned}) == len(warned)


@pytest.mark.parametrize(
    ("flag", "action"),
    [
        ("acl_graft_early", Action.BLOCK),
        ("cervical_instability", Action.BLOCK),
        ("dvt_suspect", Action.BLOCK),
        ("impact", Action.BLOCK),
        ("latex", Action.BLOCK),
        ("tka_wound_early", Action.WARN),
        ("fall_risk", Action.WARN),
        ("htn_valsalva", Action.WARN),
        ("gluteal_tendon_compression", Action.WARN),
    ],
)
def test_the_defaults_follow_the_clinical_reference(flag, action):
    assert DEFAULT_ACTIONS[flag] is action


def test_every_flag_has_one_default():
    assert len(FLAGS) == len(DEFAULT_ACTIONS) == 33


@pytest.mark.parametrize(
    ("reason", "stands"), [("", True), ("  ", True), ("Cleared by surgeon, 2 March", False)]
)
def test_a_block_stands_until_the_therapist_gives_a_reason(reason, stands):
    assert blocks_signing(found(flags=["latex"], tags=["latex"]), reason) is stands


def test_a_warning_alone_does_not_keep_the_plan_from_being_signed():
    assert not blocks_signing(found(flags=["dizziness"], tags=["dizziness"]), "")
