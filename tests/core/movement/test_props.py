"""Equipment and furniture is where the figure touches it, and a slip in writing it is answered."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from prop_scenes import bounds, equipped, named, posed, volume

from everyrep.core.movement.definition import Prop, View
from everyrep.core.movement.props import PROPS, check, parts, reference
from everyrep.core.movement.props.places import at, lowest, skin
from everyrep.core.movement.rotations import X, Y, Z
from everyrep.core.movement.scene import MATERIALS
from everyrep.core.movement.solver import scene
from everyrep.figures.bodies import body
from everyrep.figures.drawing.framing import camera_for
from everyrep.figures.movements import movement

WRITTEN = {
    "towel": {"under": "hand_R"},
    "towel_roll": {"under": "knee_R"},
    "dowel": {"in": ["hand_L", "hand_R"]},
    "band": {"from": "hand_R", "to": [0.8, "hand_R", 0.2]},
    "strap": {"from": ["hand_L", "hand_R"], "round": "foot_R"},
    "ball": {"in": "hand_R"},
    "dumbbell": {"in": "hand_R"},
    "kettlebell": {"in": ["hand_L", "hand_R"]},
    "hammer": {"in": "hand_R"},
    "ankle_weight": {"on": "ankle_R"},
}


@pytest.mark.parametrize("kind", PROPS)
@pytest.mark.parametrize("name", ["standing", "lying"])
def test_every_kind_is_built_of_solid_things_for_one_who_stands_or_lies(kind, name):
    place = posed(name)
    found = equipped(place, kind, **WRITTEN.get(kind, {}))
    assert found
    for part in found:
        assert part.material in MATERIALS
        assert part.placed.shape == (len(place.poses), 3, 4)
        assert np.isfinite(part.at(len(place.poses) - 1)).all()
        assert volume(part) > 0, f"{part.name} is inside out"


@pytest.mark.parametrize("kind", PROPS)
def test_every_kind_is_drawn_with_few_triangles(kind):
    found = equipped(posed("standing"), kind, **WRITTEN.get(kind, {}))
    assert sum(len(part.triangles) for part in found) <= 1500


def test_the_chair_is_under_the_sitter_and_its_back_behind():
    place = posed("sitting")
    found = equipped(place, "chair")
    low, high = bounds(named(found, "chair seat"))
    assert high[1] == pytest.approx(place.surfaces["seat"].point[1])
    assert np.allclose((high - low)[[0, 2]], 0.44)
    pelvis = place.poses[0].position("pelvis")
    assert (low[[0, 2]] < pelvis[[0, 2]]).all()
    assert (pelvis[[0, 2]] < high[[0, 2]]).all()
    back = named(found, "chair").at(0)
    assert back[back[:, 1] > high[1] + 0.05][:, 2].max() < skin(place, ["pelvis", "thorax"], 0)[:, 2].min()
    assert back[:, 1].min() == pytest.approx(0)


def test_a_stool_has_no_back():
    found = equipped(posed("sitting"), "chair", back=False)
    assert bounds(named(found, "chair"))[1][1] < bounds(named(found, "chair seat"))[1][1]


def test_a_chair_to_hold_has_its_back_under_the_hands_and_its_seat_beyond():
    place = posed("standing")
    found = equipped(place, "chair", **{"for": "hands"})
    assert bounds(named(found, "chair"))[1][1] == pytest.approx(
        min(lowest(place, hand, 0) for hand in ("hand_L", "hand_R")), abs=0.001
    )
    assert bounds(named(found, "chair seat"))[0][2] > at(place, "hand_L", 0)[2] - 0.05


def test_the_table_top_is_the_surface_and_begins_before_the_belly():
    place = posed("sitting")
    top = named(equipped(place, "table", under=["forearm_L", "forearm_R"]), "table top")
    low, high = bounds(top)
    assert high[1] == pytest.approx(place.surfaces["table"].point[1])
    belly = skin(place, ["pelvis", "lumbar", "thorax"], 0)
    beside = belly[np.abs(belly[:, 1] - high[1]) < 0.02]
    assert 0 < low[2] - beside[:, 2].max() < 0.06


def test_a_hand_hangs_over_the_far_edge_of_a_table_that_ends_at_the_wrist():
    place = posed("sitting")
    top = named(equipped(place, "table", under="hand_R", edge="wrist_R"), "table top")
    assert bounds(top)[1][2] == pytest.approx(at(place, "wrist_R", 0)[2], abs=0.02)


@pytest.mark.parametrize(("kind", "part"), [("bench", "bench pad"), ("bed", "mattress")])
def test_one_who_lies_has_the_whole_body_on_the_bench_or_bed(kind, part):
    place = posed("lying", kind)
    low, high = bounds(named(equipped(place, kind), part))
    assert high[1] == pytest.approx(place.surfaces[kind].point[1])
    for segment in ("head", "pelvis", "foot_L", "foot_R"):
        body = skin(place, [segment], 0)
        assert (low[[0, 2]] <= body.min(axis=0)[[0, 2]]).all()
        assert (body.max(axis=0)[[0, 2]] <= high[[0, 2]]).all()


def test_the_mat_lies_below_the_floor_line_and_under_the_trunk():
    place = posed("lying")
    low, high = bounds(named(equipped(place, "mat"), "mat"))
    trunk = skin(place, ["pelvis", "thorax", "head"], 0)
    assert high[1] == 0
    assert -0.015 < low[1] < 0
    assert low[2] < trunk[:, 2].min()
    assert high[2] > trunk[:, 2].max()


def test_the_front_of_the_wall_is_the_surface_and_the_figure_is_on_its_free_side():
    place = posed("at a wall")
    wall = named(equipped(place, "wall"), "wall")
    surface = place.surfaces["wall_back"]
    assert surface.distance(wall.at(0)).max() == pytest.approx(0, abs=1e-9)
    assert surface.distance(wall.at(0)).min() == pytest.approx(-0.06)
    back = skin(place, ["thorax"], 1)
    assert bounds(wall)[0][0] < back[:, 0].min()
    assert bounds(wall)[1][0] > back[:, 0].max()


def test_the_step_carries_the_foot_and_the_other_hangs_beside_it():
    place = posed("on a step")
    low, high = bounds(named(equipped(place, "step", under="foot_L", over="right"), "step tread"))
    assert high[1] == pytest.approx(place.surfaces["step"].point[1])
    sole = skin(place, ["foot_L", "toes_L"], 0)
    assert (low[[0, 2]] < sole.min(axis=0)[[0, 2]]).all()
    assert (sole.max(axis=0)[[0, 2]] < high[[0, 2]]).all()
    assert at(place, "foot_R", 2)[0] < low[0]


def test_the_dumbbell_lies_across_the_palm_in_every_pose():
    place = posed("standing")
    handle = named(equipped(place, "dumbbell", in_=["hand_R"]), "dumbbell handle")
    for frame, pose in enumerate(place.poses):
        corners = handle.at(frame)
        assert np.linalg.norm(corners.mean(axis=0) - at(place, "hand_R", frame)) < 0.01
        along = (corners - corners.mean(axis=0)) @ pose.rotation("hand_R")
        assert np.ptp(along[:, 2]) > 3 * np.ptp(along[:, 0])


def test_the_stick_passes_through_both_palms_in_every_pose():
    place = posed("lying")
    stick = named(equipped(place, "dowel", in_=["hand_L", "hand_R"]), "dowel")
    for frame in range(3):
        corners = stick.at(frame)
        centre, direction = corners.mean(axis=0), np.linalg.svd(corners - corners.mean(axis=0))[2][0]
        for hand in ("hand_L", "hand_R"):
            aside = at(place, hand, frame) - centre
            assert np.linalg.norm(aside - direction * (aside @ direction)) < 0.01
        assert np.ptp(corners @ direction) == pytest.approx(1.0, abs=0.01)


def test_the_stick_along_the_spine_touches_the_back_without_going_into_it():
    place = posed("standing")
    stick = named(equipped(place, "dowel", along="spine"), "dowel")
    for frame in range(3):
        start, along = stick.placed[frame][:, 3], stick.placed[frame][:, 1]
        aside = skin(place, ["head", "thorax", "pelvis"], frame) - start
        distance = np.linalg.norm(np.cross(aside, along / np.linalg.norm(along)), axis=1)
        assert 0.009 < distance.min() < 0.02


def test_the_band_goes_from_the_palm_to_its_anchor_and_thins_as_it_stretches():
    place = posed("standing")
    strip = named(equipped(place, "band", from_="hand_R", to=[0.8, 1.1, 0.2]), "band")
    for frame in range(3):
        matrix = strip.placed[frame]
        assert np.allclose(matrix[:, 3], at(place, "hand_R", frame), atol=0.001)
        assert np.allclose(matrix[:, 3] + matrix[:, 1], [0.8, 1.1, 0.2])
    longest = int(np.argmax([np.linalg.norm(matrix[:, 1]) for matrix in strip.placed]))
    widths = [np.linalg.norm(matrix[:, 0]) for matrix in strip.placed]
    assert widths[longest] == min(widths) < max(widths) == pytest.approx(1)


def test_a_band_round_a_knee_leaves_it_on_the_side_it_is_pulled_to():
    place = posed("standing")
    strip = named(equipped(place, "band", from_="knee_R", to=[-0.1, 0.5, 1.5]), "band")
    start = strip.placed[0][:, 3]
    knee = at(place, "knee_R", 0)
    assert 0.03 < start[2] - knee[2] < 0.12


def test_a_loop_runs_round_both_knees_and_lengthens_as_they_part():
    place = posed("standing")
    found = equipped(place, "band", round=["knee_L", "knee_R"])
    for frame in range(3):
        corners = np.vstack([part.at(frame) for part in found])
        for knee in ("knee_L", "knee_R"):
            assert corners[:, 0].min() < at(place, knee, frame)[0] < corners[:, 0].max()
    spans = [np.linalg.norm(found[-1].placed[frame][:, 0]) for frame in (0, 2)]
    assert spans[1] > spans[0] + 0.1


def test_a_strap_keeps_its_width():
    found = equipped(posed("lying"), "strap", from_=["hand_L", "hand_R"], round="foot_R")
    strips = [part for part in found if part.name == "strap"]
    assert len(strips) == 2
    for strip in strips:
        assert np.allclose(np.linalg.norm(strip.placed[:, :, 0], axis=1), 1)


def test_an_ankle_weight_goes_round_the_shank_and_turns_with_it():
    place = posed("sitting")
    cuff = named(equipped(place, "ankle_weight", on="ankle_R"), "ankle weight")
    for frame in range(3):
        knee, ankle = (place.poses[frame].position(name) for name in ("shank_R", "foot_R"))
        centre = cuff.at(frame).mean(axis=0)
        assert np.linalg.norm(centre - (knee + 0.88 * (ankle - knee))) < 0.03


def test_a_ball_between_the_knees_fills_the_gap_as_it_opens():
    place = posed("lying")
    ball = named(equipped(place, "ball", between=["knee_L", "knee_R"]), "ball")
    sizes = [np.ptp(ball.at(frame) @ X) for frame in (0, 2)]
    assert sizes[1] > sizes[0] + 0.02
    assert np.allclose(ball.at(0).mean(axis=0)[0], 0, atol=0.02)


def test_the_pedals_stay_under_the_feet_and_the_crank_goes_round():
    place = posed("cycling", shares=(0.0, 0.25, 0.5, 0.75))
    found = equipped(place, "bike")
    crank = named(found, "crank")
    assert bounds(named(found, "saddle"))[1][1] == pytest.approx(place.surfaces["seat"].point[1])
    centre = crank.placed[0][:, 3]
    for frame in range(4):
        ball = at(place, "foot_L", frame) - centre
        arm = crank.placed[frame][:, :3] @ np.array([0.0, 1.0, 0.0])
        assert ball[1:] @ arm[1:] / np.linalg.norm(ball[1:]) > 0.9
    assert crank.placed[0][:, 1] @ crank.placed[2][:, 1] == pytest.approx(-1, abs=0.05)


def test_a_towel_slides_with_the_hand_on_it():
    place = posed("standing")
    towel = named(equipped(place, "towel", under="hand_R"), "towel")
    moved = towel.at(2).mean(axis=0) - towel.at(0).mean(axis=0)
    hand = at(place, "hand_R", 2) - at(place, "hand_R", 0)
    assert np.allclose(moved, hand * [1, 0, 1])


def test_a_wall_stands_off_by_the_towel_that_the_back_presses_into_it():
    place = posed("at a wall")
    written = {"under": "thorax", "on": "wall_back", "thick": 0.03}
    props = (Prop(kind="wall"), Prop(kind="towel", settings=written))
    found = parts(replace(place, movement=replace(place.movement, props=props)))
    surface = place.surfaces["wall_back"]
    assert surface.distance(named(found, "wall").at(0)).max() == pytest.approx(-0.03)
    for frame in range(3):
        away = surface.distance(named(found, "towel").at(frame))
        assert away.min() == pytest.approx(-0.03, abs=0.002)
        assert away.max() == pytest.approx(0, abs=0.005)


def test_a_towel_lies_on_the_table_and_shows_all_round_the_arm_on_it():
    place = posed("sitting")
    props = (Prop(kind="table"), Prop(kind="towel", settings={"under": "forearm_R", "on": "table"}))
    found = parts(replace(place, movement=replace(place.movement, props=props)))
    low, high = bounds(named(found, "towel"))
    assert low[1] == pytest.approx(bounds(named(found, "table top"))[1][1], abs=0.002)
    assert high[1] == pytest.approx(place.surfaces["table"].point[1], abs=0.002)
    wrist, elbow = skin(place, ["forearm_R"], 0), at(place, "forearm_R", 0)
    beside = wrist[np.abs(wrist[:, 2] - elbow[2]) < 0.03]
    assert low[0] < beside[:, 0].min() - 0.02
    assert high[0] > beside[:, 0].max() + 0.02


@pytest.mark.parametrize(("held", "drawn", "far"), [("hand_L", "hand_R", 1), ("hand_R", "hand_L", -1)])
def test_a_strap_lies_behind_the_upper_neck_and_crosses_the_far_cheek(held, drawn, far):
    place = posed("standing")
    ring = equipped(place, "strap", from_=held, to=drawn, over="neck")[0]
    pose = place.poses[1]
    line = (ring.at(1) - pose.position("head")) @ pose.rotation("head")
    head = (skin(place, ["head", "neck"], 1) - pose.position("head")) @ pose.rotation("head")
    level = head[np.abs(head[:, 1] - line[:, 1].mean()) < 0.01]
    assert line[:, 2].min() < level[:, 2].min()
    assert (line[:, 0] * far).max() > (level[:, 0] * far).max()
    leaves = line[int(np.argmax(line[:, 2]))]
    assert leaves[2] > (level[:, 2].min() + level[:, 2].max()) / 2
    assert leaves[0] * far > 0.02
    assert np.ptp(line[:, 1]) < 0.04


def test_a_strap_to_a_hand_held_low_bends_over_the_chest_and_not_through_it():
    place = scene(movement("cervical-self-snag-rotation"), body("man-heavy"), (1.0,))
    upper, lower = [part.placed[0] for part in parts(place) if part.name == "strap"][1:3]
    bend = upper[:, 3] + upper[:, 1]
    assert np.allclose(bend, lower[:, 3])
    chest = skin(place, ["thorax"], 0)
    behind = chest[np.linalg.norm((chest - bend)[:, :2], axis=1) < 0.02]
    assert 0 < bend[2] - behind[:, 2].max() < 0.05


def test_a_ball_between_the_knees_is_pressed_flat_along_their_line_alone():
    place = posed("lying")
    gaps = equipped(place, "ball", between=["knee_L", "knee_R"])[0].at(0)
    size = float(np.ptp(gaps @ X)) + 0.03
    pressed = equipped(place, "ball", between=["knee_L", "knee_R"], size=size)[0].at(0)
    assert np.ptp(pressed @ X) == pytest.approx(size - 0.03, abs=0.005)
    for across in (Y, Z):
        assert np.ptp(pressed @ across) == pytest.approx(size, abs=0.01)


def test_one_post_of_the_doorway_is_at_the_forearm_and_the_body_between_both():
    place = posed("standing")
    frame = named(equipped(place, "doorway"), "door frame").at(0)
    sides = np.sort(frame[frame[:, 1] < 0.01][:, 0])
    arm = at(place, "forearm_R", 0)
    assert sides[0] - 0.02 < arm[0] < sides[0] + 0.12
    assert sides[0] + 0.1 < place.poses[0].position("pelvis")[0] < sides[-1] - 0.1
    assert frame[:, 2].min() > arm[2]


def test_the_post_of_a_band_is_whole_in_the_picture_and_a_wall_is_cut():
    place = posed("standing")
    view = View(yaw=0, pitch=0, focus=())
    place = replace(place, movement=replace(place.movement, view=view))
    for kind, written, whole in (
        ("band", {"from_": "hand_R", "to": [-2.0, 1.0, 0.2]}, True),
        ("wall", {"width": 4.0}, False),
    ):
        found = equipped(place, kind, **written)
        camera = camera_for(place, found)
        across = camera.project(found[-1].at(0))[:, 0]
        assert (across.min() > 0 and across.max() < camera.width) == whole


@pytest.mark.parametrize(
    ("kind", "written", "where", "words"),
    [
        ("trampoline", {}, "", "mat, pillow, towel"),
        ("chair", {"colour": "red"}, "colour", "for, under, back"),
        ("chair", {"for": "standing"}, "for", "sitting, hands or feet, not standing"),
        ("chair", {"back": "no"}, "back", "true or false"),
        ("band", {"from": "hand_R"}, "", "from and to, or round"),
        ("band", {"from": "hand_R", "to": [1, 2]}, "to", "[left, up, forward]"),
        ("band", {"from": "hand_R", "to": "hand_L", "width": 3}, "width", "0.01 to 0.15, not 3"),
        ("band", {"round": "knee_R"}, "round", "two places"),
        ("strap", {"from": "hand_L", "to": "hand_R", "over": "head"}, "over", "none or neck"),
        ("towel", {"under": "elbows"}, "under", "a place on the body"),
        ("dumbbell", {"in": "foot_R"}, "in", "hand_L, hand_R"),
        ("table", {"shift": 0.1}, "shift", "[left, forward]"),
        ("bike", {"gears": 21}, "gears", "none"),
    ],
)
def test_a_slip_is_named_with_what_would_be_accepted(kind, written, where, words):
    found = check(Prop(kind=kind, settings=written))
    assert [place for place, _ in found] == [where]
    assert words in found[0][1]


@pytest.mark.parametrize("kind", PROPS)
def test_what_the_settings_are_by_themselves_would_be_accepted_if_written(kind):
    written = {name: each.default for name, each in PROPS[kind].settings.items() if each.default is not None}
    assert [where for where, _ in check(Prop(kind=kind, settings=written)) if where] == []


def test_the_manual_lists_what_the_registry_knows():
    page = Path(__file__).parents[3] / "docs" / "reference" / "props.md"
    assert page.read_text(encoding="utf-8") == reference()
