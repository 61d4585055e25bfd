"""The left side is the right side in a mirror."""

from core.movement.movement_texts import LEG_RAISE, changed
from core.movement.movements import movements
from hypothesis import given

from everyrep.core.movement.mirror import mirrored
from everyrep.figures.movements import parse_text


@given(movements())
def test_mirrored_twice_is_the_movement_again(movement):
    assert mirrored(mirrored(movement)) == movement


def test_the_left_leg_does_what_the_right_did_and_is_seen_from_its_own_side():
    left = mirrored(parse_text(LEG_RAISE))
    assert left.side == "left"
    assert left.poses[-1].angles["hip_L"] == {"flex": 45}
    assert left.poses[-1].angles["hip_R"] == {"flex": 48, "abd": 4}
    assert left.primary.joint == "hip_L"
    assert left.support["foot_R"].by == ("hip_R.flex",)
    assert (left.view.yaw, left.view.pitch) == (72, 14)
    assert left.arrows[0].track == "foot_L"


def test_leaning_to_the_left_becomes_leaning_to_the_right():
    text = (
        "id: lean\nposition: standing\nside: none\nview: {yaw: 0, pitch: 0}\n"
        "poses:\n  - {}\n  - angles: {trunk: {lat: 20, flex: 5}}\n"
        "primary: {joint: trunk, dof: lat, range: [0, 20], safe: [-10, 30]}\n"
    )
    other = mirrored(parse_text(text))
    assert other.poses[-1].angles == {"trunk": {"lat": -20, "flex": 5}}
    assert (other.primary.range, other.primary.safe) == ((0, -20), (-30, 10))


def test_lying_on_one_side_becomes_lying_on_the_other():
    assert mirrored(parse_text(changed("supine", "side_left"))).position == "side_right"


def test_a_hand_and_a_band_change_hands():
    text = changed("hands: {both: flat}", "reach: {hand_R: {to: thigh_R, at: [0.1, 0, 0.2]}}")
    text = changed("props: [mat]", "props: [{band: {from: hand_R, to: [0.8, 1.0, 0.1]}}]", text)
    other = mirrored(parse_text(text))
    assert other.poses[0].reach["hand_L"].to == "thigh_L"
    assert other.poses[0].reach["hand_L"].at == (-0.1, 0, 0.2)
    assert other.props[0].settings == {"from": "hand_L", "to": [-0.8, 1.0, 0.1]}
