"""A movement's text: what an author may write, and what is answered to a slip."""

import pytest
from core.movement.movement_texts import LEG_RAISE, changed, faults
from hypothesis import given
from hypothesis import strategies as st

from everyrep.core.movement.definition import Contact, Prop, Reach
from everyrep.core.movement.language import MovementError
from everyrep.figures.movements import parse_text

STANDING = "id: a\nposition: standing\nside: right\nview: {yaw: 0, pitch: 0}\n"


def poses(second: str, first: str = "{angles: {hip_R: {flex: 1}}}", more: str = ""):
    return parse_text(f"{STANDING}poses:\n  - {first}\n  - {second}\n{more}").poses


def test_a_star_means_both_sides_and_a_side_written_out_wins():
    first = poses("{}", first="{angles: {hip_R: {abd: -13}, hip_*: {flex: 48, abd: 4}}}")[0]
    assert first.angles == {"hip_L": {"flex": 48, "abd": 4}, "hip_R": {"flex": 48, "abd": -13}}


def test_a_later_pose_says_only_what_changes():
    second = poses(
        "{angles: {knee_R: {flex: 20}}, hands: {L: fist}}",
        first="{angles: {hip_R: {flex: 30}}, hands: {both: flat}}",
    )[1]
    assert second.angles == {"hip_R": {"flex": 30}, "knee_R": {"flex": 20}}
    assert second.hands == {"L": "fist", "R": "flat"}


def test_an_angle_taken_back_to_zero_is_gone():
    assert poses("{angles: {hip_R: {flex: 0}}}")[1].angles == {}


def test_flat_feet_stay_flat_until_their_angle_is_written():
    first, second = poses("{angles: {ankle_R: {df: 20}}}", first="{angles: {ankle_*: flat}}")
    assert first.angles == {"ankle_L": {"flat": 1}, "ankle_R": {"flat": 1}}
    assert second.angles == {"ankle_L": {"flat": 1}, "ankle_R": {"df": 20}}


def test_a_hand_reaches_until_it_is_let_go():
    held, still, free = parse_text(
        "id: a\nposition: standing\nside: none\nview: {yaw: 0, pitch: 0}\nposes:\n"
        "  - {reach: {hand_*: {to: thigh_*, at: [0.1, 0, 0], palm: to}}}\n  - {}\n  - {reach: {hand_L: none}}"
    ).poses
    assert held.reach["hand_L"] == Reach(to="thigh_L", at=(0.1, 0, 0), palm="to")
    assert held.reach["hand_R"] == Reach(to="thigh_R", at=(-0.1, 0, 0), palm="to")
    assert still.reach == held.reach
    assert set(free.reach) == {"hand_R"}


def test_poses_spread_evenly_over_the_path_unless_they_say_where_they_are():
    assert [pose.at for pose in poses("{at: 0.8}\n  - {}")] == [0, 0.8, 1]
    assert [pose.at for pose in poses("{}\n  - {}\n  - {}")] == pytest.approx([0, 1 / 3, 2 / 3, 1])


def test_a_cycle_leaves_room_for_the_way_back_to_its_first_pose():
    assert [pose.at for pose in poses("{}\n  - {}\n  - {}", more="cycle: true")] == [0, 0.25, 0.5, 0.75]


def test_the_first_contact_sets_the_height_and_the_others_give_way_by_their_joints():
    assert parse_text(LEG_RAISE).support == {
        "pelvis": Contact(surface="mat", by=("height",)),
        "thorax": Contact(surface="mat", by=("pelvis.tilt",)),
        "head": Contact(surface="mat", by=("neck.flex",)),
        "foot_L": Contact(surface="mat", by=("hip_L.flex",)),
    }


def test_with_an_anchor_no_contact_has_to_set_the_height():
    text = changed(
        "support: {pelvis: mat, thorax: mat, head: mat, foot_L: mat}",
        "anchor: foot_L\nsupport: {hand_*: mat}",
    )
    assert [contact.by for contact in parse_text(text).support.values()] == [
        ("shoulder_L.flex",),
        ("shoulder_R.flex",),
    ]


def test_what_gives_way_follows_the_side_of_its_segment():
    text = changed("foot_L: mat}", "foot_*: {on: mat, by: [hip_*.flex, knee_*.flex]}}")
    assert parse_text(text).support["foot_R"].by == ("hip_R.flex", "knee_R.flex")


def test_equipment_is_a_name_or_a_name_with_settings():
    text = changed("props: [mat]", "props: [mat, {band: {from: hand_R, to: [0.8, 1.0, 0.1]}}]")
    assert parse_text(text).props == (
        Prop(kind="mat"),
        Prop(kind="band", settings={"from": "hand_R", "to": [0.8, 1.0, 0.1]}),
    )


@pytest.mark.parametrize(
    ("old", "new", "place", "told"),
    [
        ("position", "positon", "2:1", "did you mean “position”?"),
        ("supine", "supin", "2:11", "did you mean “supine”?"),
        ("side: right", "side: left", "3:7", "right, none"),
        ("hip_L: {", "hipp_L: {", "5:14", "did you mean “hip_L”?"),
        ("abd: 4", "abdd: 4", "5:32", "did you mean “abd”? Accepted: flex, abd, er"),
        ("flex: 95", "flex: 195", "5:56", "knee_L flex cannot be 195 degrees; it goes from -5 to 160"),
        ("flex: 95", "flex: high", "5:56", "a number is expected here, not “high”"),
        ("both: flat", "both: flatt", "6:19", "did you mean “flat”?"),
        ("hands: {both: flat}", "reach: {hand_L: thihg_L}", "6:21", "did you mean “thigh_L”?"),
        ("hands: {both: flat}", "at: 0.2", "5:5", "the first pose is at 0"),
        ("{hip_R: {flex: 45}}", "{hip_R: 45}", "7:21", "names with values are expected here"),
        ("{hip_R: {flex: 45}}", "{hip_R: {flex: 45, flex: 40}}", "7:32", "“flex” is given twice"),
        (
            "{hip_R: {flex: 45}}",
            "{hip_R: {flex: 45}, shoulder_L: {elev: 10}}",
            "7:33",
            "shoulder_L is written in two ways",
        ),
        ("thorax: mat", "thorax: rug", "8:32", "use one of: floor, mat, seat"),
        ("thorax: mat", "lumbar: mat", "8:24", "say which angle gives way until lumbar touches"),
        ("thorax: mat", "thorax: {on: mat, by: pelvis.tlit}", "8:46", "did you mean “pelvis.tilt”?"),
        (
            "head: mat",
            "head: {on: mat, by: [height]}",
            "8:37",
            "only one contact sets the height",
        ),
        (
            "range: [0, 45]",
            "range: [0, 50]",
            "9:1",
            "the poses take hip_R flex from 0 to 45; write range: [0, 45]",
        ),
        ("safe: [0, 80]", "safe: [0, 40]", "9:1", "range reaches beyond safe"),
        ("dof: flex", "dof: abd", "9:1", "hip_R abd does not move"),
        ("out: 2", "out: 0", "10:14", "0 is outside 0.1 to 60"),
        ("view: {yaw: -72, pitch: 14}", "view: {yaw: -72}", "12:7", "“pitch” is missing"),
        ("muscles: [quadriceps]", "muscles: [quadricep]", "14:11", "did you mean “quadriceps”?"),
        ("props: [mat]", "props: [matt]", "11:9", "did you mean “mat”?"),
        ("props: [mat]", "props: [{band: {form: hand_R}}]", "11:17", "did you mean “from”?"),
        ("props: [mat]", "props: [{band: {from: hand_Q, to: hand_L}}]", "11:23", "from: takes"),
        ("arrows: [foot_R]", "arrows: [foot_Q]", "13:10", "did you mean “foot_*”?"),
    ],
)
def test_a_slip_is_answered_with_its_place_and_what_would_be_accepted(old, new, place, told):
    answers = faults(changed(old, new))
    assert any(answer.startswith(f"{place}: ") and told in answer for answer in answers), answers


def test_every_slip_is_told_at_once_in_reading_order():
    text = changed("abd: 4", "abdd: 4", changed("supine", "supin", changed("out: 2", "out: 0")))
    assert [answer.split(":")[0] for answer in faults(text)] == ["2", "5", "10"]


def test_a_slip_in_a_pose_does_not_also_blame_the_range():
    assert len(faults(changed("hip_R: {flex: 45}", "hpi_R: {flex: 45}"))) == 1


def test_a_slip_under_a_star_is_told_once():
    assert len(faults(changed("ankle_*: {df: 5}", "ankle_*: {dff: 5}"))) == 1


def test_a_right_sided_movement_must_name_the_right_side():
    answers = faults(f"{STANDING}poses:\n  - {{angles: {{hip_L: {{flex: 3}}}}}}\n")
    assert [answer for answer in answers if "nothing names" in answer]


def test_a_missing_view_is_told():
    assert "“view” is missing" in faults(changed("view: {yaw: -72, pitch: 14}\n", ""))[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the text is empty"),
        ("id: [", "this is not YAML"),
        ("- a\n- b", "names with values are expected here"),
        ("id: &a x\nside: *a", "“position” is missing"),
        ("poses: &p [*p]", "write it out"),
        ("[" * 5000, "this is not YAML"),
        ("a" * 30_000, "longer than 20000 characters"),
    ],
)
def test_what_is_no_movement_at_all_is_answered_too(text, told):
    assert any(told in answer for answer in faults(text))


def test_a_file_must_carry_the_id_of_its_movement():
    with pytest.raises(MovementError, match="called “bridge”"):
        parse_text(LEG_RAISE, "bridge")


def test_words_that_yaml_takes_for_something_else_stay_words():
    assert parse_text(changed("head: mat", "head: {on: mat}")).support["head"].surface == "mat"
    assert any("“yes”" in answer for answer in faults(changed("position: supine", "position: yes")))


@given(
    st.integers(0, len(LEG_RAISE) - 1),
    st.integers(0, 12),
    st.sampled_from(["", "{", "]", ": ", "-", "nan", "_*", "\n"]),
)
def test_any_slip_of_the_hand_is_either_a_movement_or_answered_with_places(at, length, put):
    text = LEG_RAISE[:at] + put + LEG_RAISE[at + length :]
    places = [answer.split(":")[:2] for answer in faults(text)]
    assert all(1 <= int(line) <= text.count("\n") + 2 and int(column) >= 1 for line, column in places)


def test_what_is_not_shown_is_told_in_english_and_in_the_languages_that_have_it():
    plain = parse_text(LEG_RAISE + 'not_shown: "The thigh tightens."\n')
    both = parse_text(LEG_RAISE + 'not_shown: {en: "The thigh tightens.", es: "El muslo se tensa."}\n')
    assert plain.not_shown_in("es-MX") == ("The thigh tightens.", "en")
    assert both.not_shown_in("es-MX") == ("El muslo se tensa.", "es")
    assert parse_text(LEG_RAISE + 'not_shown: ""\n').not_shown_in("es") == ("", "en")


def test_what_is_not_shown_needs_english_and_a_language_that_is_known():
    assert faults(LEG_RAISE + 'not_shown: {es: "El muslo se tensa."}\n') == ["15:12: “en” is missing"]
    assert "Accepted: en, es" in faults(LEG_RAISE + 'not_shown: {en: "a", ess: "b"}\n')[0]


def test_a_press_names_a_segment_and_a_way_and_perhaps_a_still():
    read = parse_text(
        changed(
            "arrows: [foot_R]", "arrows: [foot_R, {press: thigh_*, way: in, on: 2}, {press: head, way: up}]"
        )
    )
    assert [arrow.track for arrow in read.arrows] == ["foot_R"]
    assert [(press.segment, press.way, press.on) for press in read.presses] == [
        ("thigh_L", "in", 2),
        ("thigh_R", "in", 2),
        ("head", "up", 0),
    ]


@pytest.mark.parametrize(
    ("arrow", "told"),
    [
        ("{press: hand_R}", "“way” is missing"),
        ("{press: head, way: out}", "head is in the middle"),
        ("{press: hand_R, way: outt}", "did you mean “out”?"),
        ("{press: hand_R, way: out, on: 3}", "there are only 2 stills"),
        ("{press: hand_R, way: out, on: 1.5}", "whole number"),
        ("{press: hand_R, track: hand_R}", "either follows a way"),
    ],
)
def test_a_slip_in_a_press_is_answered(arrow, told):
    answers = faults(changed("arrows: [foot_R]", f"arrows: [{arrow}]"))
    assert any(told in answer for answer in answers), answers


def test_nothing_reaches_with_a_forearm():
    answers = faults(changed("hands: {both: flat}", "reach: {forearm_R: mat}"))
    assert any("“forearm_R” is not known here" in answer for answer in answers), answers


def test_a_place_carries_on_and_is_two_numbers_of_metres():
    text = changed(
        "- angles: {hip_R: {flex: 45}}", "- {angles: {hip_R: {flex: 45}}, place: [-0.2, 0.1]}\n  - {}"
    )
    assert [pose.place for pose in parse_text(text).poses] == [(0, 0), (-0.2, 0.1), (-0.2, 0.1)]
    assert any("2 numbers are expected" in answer for answer in faults(text.replace("[-0.2, 0.1]", "0.2")))
    assert any("3 is outside -2 to 2" in answer for answer in faults(text.replace("-0.2, 0.1", "3, 0")))
