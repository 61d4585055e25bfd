"""What a screen reader says of a picture, and the steps that a movement suggests."""

from dataclasses import replace
from gettext import GNUTranslations, NullTranslations

import pytest
from core.movement.movement_texts import LEG_RAISE, changed
from figures.spanish import spanish

from everyrep.core.movement.definition import Keypose, Movement, Primary, View
from everyrep.core.movement.description import describe, frame_labels, phase_words, steps
from everyrep.core.movement.joints import JOINTS
from everyrep.core.movement.language.names import POSITIONS
from everyrep.core.movement.limit import limited
from everyrep.core.movement.mirror import mirrored
from everyrep.figures.movements import parse_text

ENGLISH = NullTranslations()
RAISE = parse_text(LEG_RAISE)
SQUAT = parse_text(
    "id: squat\nposition: standing\nside: none\nview: {yaw: -60, pitch: 8}\nanchor: foot_*\nposes:\n"
    "  - {}\n  - angles: {hip_*: {flex: 88}, knee_*: {flex: 93}}\n"
    "primary: {joint: knee_*, dof: flex, range: [0, 93], safe: [0, 120]}\nprops: [chair]\n"
)
MARCH = parse_text(
    "id: march\nposition: standing\nside: none\nview: {yaw: -60, pitch: 8}\ncycle: true\nposes:\n"
    "  - angles: {hip_L: {flex: 0}, hip_R: {flex: 70}, knee_R: {flex: 90}}\n"
    "  - angles: {hip_L: {flex: 70}, knee_L: {flex: 90}, hip_R: {flex: 0}, knee_R: {flex: 0}}\n"
    "primary: {joint: hip_L, dof: flex, range: [0, 70], safe: [0, 90]}\n"
)
GLIDES = parse_text(
    "id: glides\nposition: sitting\nside: right\nview: {yaw: -60, pitch: 8}\narrows: [hand_R]\nposes:\n"
    "  - hands: {R: open}\n  - hands: {R: hook}\n  - hands: {R: fist}\nprops: [chair]\n"
)


@pytest.fixture(name="spanish", scope="session")
def _spanish() -> GNUTranslations:
    return spanish()


def test_a_leg_raise_reads_as_a_bystander_would_tell_it():
    assert describe(RAISE, ENGLISH) == (
        "A person lies on the back on a mat, the left knee bent with the foot flat. "
        "The straight right leg lifts to about 45 degrees and lowers again."
    )


def test_the_other_side_and_a_limit_are_said():
    assert describe(limited(mirrored(RAISE), 25), ENGLISH) == (
        "A person lies on the back on a mat, the right knee bent with the foot flat. "
        "The straight left leg lifts, no further than 25 degrees, and lowers again."
    )


def test_spanish_keeps_its_genders_and_articles(spanish):
    assert describe(limited(mirrored(RAISE), 25), spanish) == (
        "Una persona está acostada boca arriba en una colchoneta, con la rodilla derecha doblada y el pie "
        "apoyado. "
        "La pierna izquierda estirada se levanta, sin pasar de 25 grados, y vuelve a bajar."
    )


def test_two_sides_that_move_alike_are_told_in_the_plural(spanish):
    assert "Both knees bend to about 95 degrees and straighten again." in describe(SQUAT, ENGLISH)
    assert "Ambas rodillas se doblan hasta unos 95 grados y vuelven a estirarse." in describe(SQUAT, spanish)


def test_sides_that_take_turns_are_not_told_to_move_at_once():
    assert "Both knees lift to about 70 degrees, in turn." in describe(MARCH, ENGLISH)
    assert steps(MARCH, ENGLISH)[1:3] == (
        "Lift your left knee.",
        "Then do the same on the other side, and keep changing sides evenly.",
    )


def test_a_hand_that_changes_its_shape_is_told_by_its_shapes():
    assert "these shapes: open hand, hook fist, full fist." in describe(GLIDES, ENGLISH)


def test_a_position_held_is_told_as_such():
    plank = parse_text(
        "id: p\nposition: plank\nside: none\nview: {yaw: 0, pitch: 0}\n"
        "poses:\n  - angles: {elbow_*: {flex: 90}}"
    )
    assert describe(plank, ENGLISH).endswith("The position is held.")
    assert "Hold this position." in steps(plank, ENGLISH)


def test_hands_on_a_wall_and_equipment_are_told():
    text = changed("position: supine", "position: standing")
    text = changed("hands: {both: flat}", "reach: {hand_*: wall_front}", text)
    text = changed("props: [mat]", "props: [wall, {ankle_weight: {on: ankle_R}}]", text)
    told = describe(parse_text(text), ENGLISH)
    assert told.startswith(
        "A person stands at a wall, the left knee bent with the foot flat, both hands on the wall."
    )
    assert told.endswith("Equipment: an ankle weight.")


def test_standing_up_from_a_chair_is_told_as_such():
    text = (
        "id: s\nposition: standing\nside: none\nview: {yaw: -60, pitch: 8}\nanchor: foot_*\nposes:\n"
        "  - angles: {hip_*: {flex: 92}, knee_*: {flex: 96}}\n"
        "  - angles: {hip_*: {flex: 0}, knee_*: {flex: 0}}\n"
        "primary: {joint: knee_*, dof: flex, range: [96, 0], safe: [0, 110]}\nprops: [chair]\n"
    )
    assert (
        describe(parse_text(text), ENGLISH)
        == "A person sits on a chair. The person stands up and sits down again."
    )


def test_a_movement_without_a_primary_angle_is_told_from_still_to_still():
    text = (
        "id: c\nposition: quadruped\nside: none\nview: {yaw: -60, pitch: 8}\nposes:\n  - {}\n"
        "  - angles: {trunk: {flex: 44}}\n  - angles: {trunk: {flex: -24}}\n"
    )
    assert describe(parse_text(text), ENGLISH).endswith("The back rounds. Then the back arches.")
    assert steps(parse_text(text), ENGLISH)[1:3] == (
        "Round your back upward.",
        "Let your back sink into an arch.",
    )


def test_tightening_alone_is_not_told_as_a_motion():
    text = changed("angles: {hip_R: {flex: 45}}", "angles: {pelvis: {tilt: 4}}")
    text = changed("primary: {joint: hip_R, dof: flex, range: [0, 45], safe: [0, 80]}\n", "", text)
    assert describe(parse_text(text), ENGLISH).endswith("Hardly anything is seen to move.")


def test_a_hand_on_each_thigh_is_told_in_the_plural():
    each = parse_text(changed("hands: {both: flat}", "reach: {hand_*: thigh_*}"))
    one = parse_text(changed("hands: {both: flat}", "reach: {hand_*: thigh_R}"))
    assert "both hands on the thighs." in describe(each, ENGLISH)
    assert "both hands on the thigh." in describe(one, ENGLISH)


def test_an_arm_that_goes_along_is_told():
    text = (
        "id: b\nposition: quadruped\nside: right\nview: {yaw: -60, pitch: 8}\nposes:\n"
        "  - angles: {hip_*: {flex: 80}, knee_*: {flex: 90}, shoulder_*: {flex: 88}}\n"
        "  - angles: {hip_R: {flex: -9}, knee_R: {flex: 0}, shoulder_L: {flex: 168}}\n"
        "primary: {joint: hip_R, dof: flex, range: [80, -9], safe: [-20, 90]}\n"
    )
    told = describe(parse_text(text), ENGLISH)
    assert told.endswith("The right leg lifts and lowers again. At the same time, the left arm lifts.")
    assert "Lift your right leg. Lift your left arm." in steps(parse_text(text), ENGLISH)


def test_the_steps_lead_through_the_exercise():
    assert steps(RAISE, ENGLISH) == (
        "Lie on your back on a mat, your left knee bent with the foot flat.",
        "Lift your straight right leg.",
        "Hold, without straining.",
        "Lower your straight right leg slowly.",
        "Breathe out as you move and in as you come back.",
    )


def test_the_steps_name_the_limit():
    assert "Lift your straight right leg. Go no further than about 30 degrees." in steps(
        limited(RAISE, 30), ENGLISH
    )


def test_the_steps_address_the_patient_formally_in_spanish(spanish):
    assert steps(RAISE, spanish)[1] == "Levante la pierna derecha estirada."


def test_stills_are_labelled_by_their_place_on_the_way():
    assert frame_labels(RAISE, ENGLISH) == ("Start", "End")
    assert frame_labels(GLIDES, ENGLISH) == ("Start", "Halfway", "End")
    assert frame_labels(MARCH, ENGLISH) == ("1", "2")


def test_a_movement_stopped_on_its_way_has_labels_for_what_is_left_of_it():
    three = replace(RAISE, poses=(RAISE.poses[0], replace(RAISE.poses[0], at=0.5), RAISE.poses[1]))
    assert frame_labels(three.stopped(0.8), ENGLISH) == ("Start", "Halfway", "End")
    assert frame_labels(three.stopped(0.4), ENGLISH) == ("Start", "End")
    assert frame_labels(three.stopped(0), ENGLISH) == ("Start",)


def test_a_pose_that_is_only_passed_through_has_no_label():
    hidden = replace(GLIDES, poses=(GLIDES.poses[0], replace(GLIDES.poses[1], shown=False), GLIDES.poses[2]))
    assert frame_labels(hidden, ENGLISH) == ("Start", "End")


def test_the_player_has_a_word_for_every_phase(spanish):
    assert phase_words(RAISE, ENGLISH) == {
        "out": "Lift",
        "hold": "Hold",
        "back": "Lower",
        "rest": "Rest",
        "breathe_out": "Breathe out",
        "breathe_in": "Breathe in",
    }
    assert phase_words(RAISE, spanish)["out"] == "Levante"


def bare(position: str, joint: str, dof: str, degrees: float) -> Movement:
    """One angle that goes from zero to somewhere."""
    poses = tuple(
        Keypose(angles={joint: {dof: value}}, reach={}, hands={}, at=at)
        for at, value in ((0.0, 0.0), (1.0, degrees))
    )
    primary = Primary(joint=joint, dof=dof, range=(0, degrees), safe=(-90, 90))
    return Movement(
        id="any", position=position, side="none", poses=poses, view=View(yaw=0, pitch=0), primary=primary
    )


@pytest.mark.parametrize("position", POSITIONS)
def test_every_angle_has_words_in_every_position_both_ways_and_in_both_languages(position, spanish):
    moves = [(joint, dof) for joint, dofs in JOINTS.items() for dof in dofs if dof not in ("flat", "plane")]
    for joint, dof in moves:
        for degrees in (20.0, -20.0):
            movement = bare(position, joint, dof, degrees)
            for words in (ENGLISH, spanish):
                for text in (
                    describe(movement, words),
                    *steps(movement, words),
                    *phase_words(movement, words).values(),
                ):
                    assert "%" not in text
                    assert text[0].isupper()
            assert describe(movement, spanish) != describe(movement, ENGLISH)


STANDS = "id: w\nposition: standing\nside: none\nview: {yaw: -60, pitch: 8}\n"


def test_walking_is_told_as_steps():
    text = STANDS + (
        "cycle: true\nposes:\n  - angles: {hip_R: {flex: 25}, hip_L: {flex: -15}}\n"
        "  - angles: {hip_R: {flex: -15}, hip_L: {flex: 25}}\n"
    )
    assert describe(parse_text(text), ENGLISH) == "A person stands. The person goes step after step."


def test_a_step_aside_is_told_as_steps():
    text = STANDS + (
        "anchor: foot_L\nposes:\n  - reach: {foot_*: {to: floor}}\n"
        "  - reach: {foot_R: {to: floor, at: [-0.2, 0, 0]}}\n"
        "  - reach: {foot_L: {to: floor, at: [-0.2, 0, 0]}}\n"
    )
    assert "step after step" in describe(parse_text(text), ENGLISH)


def test_a_hop_that_goes_on_is_no_walk():
    text = STANDS + "cycle: true\nposes:\n  - angles: {knee_*: {flex: 20}}\n  - {lift: 0.05}\n"
    told = describe(parse_text(text), ENGLISH)
    assert told.endswith("in a small hop. The movement goes on and on without a stop.")


def test_a_round_is_told_there_and_back():
    text = (
        STANDS
        + "cycle: true\nposes:\n  - {}\n  - angles: {neck: {rot: 60}}\n  - angles: {neck: {rot: -60}}\n"
    )
    assert "The head turns to the left. Then the head turns to the right." in describe(
        parse_text(text), ENGLISH
    )


def test_a_press_is_told_with_its_way():
    text = STANDS + "poses:\n  - {}\n  - angles: {shoulder_*: {er: 3}}\narrows: [{press: hand_*, way: in}]\n"
    assert describe(parse_text(text), ENGLISH).endswith("Both hands press inward without moving.")


def test_presses_of_several_stills_follow_each_other():
    text = STANDS + (
        "poses:\n  - {}\n  - {}\n"
        "arrows: [{press: head, way: back, on: 2}, {press: head, way: forward, on: 1}]\n"
    )
    told = describe(parse_text(text), ENGLISH)
    assert told.endswith(
        "The head presses forward without moving. Then the head presses backward without moving."
    )


def test_a_hand_that_is_led_says_nothing_of_its_arm():
    text = STANDS + (
        "poses:\n  - reach: {hand_R: {to: head}}\n  - angles: {shoulder_R: {er: 60}, knee_R: {flex: 30}}\n"
    )
    assert describe(parse_text(text), ENGLISH).endswith("The right knee bends and straightens again.")


def test_over_a_standing_leg_the_other_hip_lifts():
    text = STANDS.replace("none", "right") + (
        "anchor: foot_R\nposes:\n  - angles: {hip_R: {abd: -10}}\n  - angles: {hip_R: {abd: 6}}\n"
        "primary: {joint: hip_R, dof: abd, range: [-10, 6], safe: [-15, 15]}\n"
    )
    assert describe(parse_text(text), ENGLISH).endswith("The left hip lifts and lowers again.")


@pytest.mark.parametrize(
    ("at", "place"),
    [
        ("[0.09, 0.07, 0.12]", "the belly"),
        ("[0.05, 0.13, -0.06]", "the low back"),
        ("[0.17, 0.06, 0]", "the hips"),
    ],
)
def test_hands_on_the_trunk_are_told_by_where_they_lie(at, place):
    text = STANDS + f"poses:\n  - reach: {{hand_*: {{to: pelvis, at: {at}}}}}\n"
    assert f"both hands on {place}." in describe(parse_text(text), ENGLISH)
