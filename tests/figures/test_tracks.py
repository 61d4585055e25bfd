"""What the browser plays is what the solver found: the same bones, the same equipment, in a small file."""

from collections.abc import Callable
from functools import cache

import brotli
import numpy as np
import pytest
from figures.played import Played, degrees_apart
from figures.stick_body import kick_scene

from everyrep.core.movement.bones import BONE_INDEX, BONES
from everyrep.core.movement.rotations import Array, Y, about, about_x, about_y
from everyrep.core.movement.scene import Part
from everyrep.core.movement.skin import bone_transforms
from everyrep.figures.tracks import track

LIMIT = 12_000  # bytes a track may weigh on the wire


def box(name: str, placed: Array, material: str = "wood") -> Part:
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * [0.2, 0.5, 0.02]
    triangles = np.array([[0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5]], dtype=np.int32)
    return Part(name=name, material=material, vertices=corners, triangles=triangles, placed=placed)


def placed(at: Callable[[float], Array], turn: Callable[[float], Array], frames: int = 13) -> Array:
    shares = np.linspace(0, 1, frames)
    return np.stack([np.column_stack([turn(share), at(share)]) for share in shares])


@cache
def played() -> Played:
    return Played(track(kick_scene()))


def test_the_nodes_are_the_bones_of_the_skin_each_under_its_parent() -> None:
    file = played()
    assert [node["name"] for node in file.nodes] == [bone.name for bone in BONES]
    for bone in BONES:
        parent = file.parents.get(BONE_INDEX[bone.name])
        assert (None if parent is None else file.nodes[parent]["name"]) == bone.parent


@pytest.mark.parametrize("frame", [0, 3, 6, 9, 12])
def test_every_bone_is_where_the_skin_puts_it_within_a_tenth_of_a_degree_and_a_millimetre(frame: int) -> None:
    scene, file = kick_scene(), played()
    expected = bone_transforms(scene.body, scene.poses[frame])
    for place, bone in enumerate(BONES):
        world = file.world(place, scene.shares[frame])
        head = expected[place, :, :3] @ scene.body.heads[place] + expected[place, :, 3]
        assert degrees_apart(world[:3, :3], expected[place, :, :3]) < 0.1, bone.name
        assert np.linalg.norm(world[:3, 3] - head) < 0.001, bone.name


def test_bones_that_stay_still_against_their_parent_have_no_keys() -> None:
    file = played()
    moving = {file.nodes[channel["target"]["node"]]["name"] for channel in file.animation["channels"]}
    assert {"pelvis", "thigh_R", "shank_R", "upper_arm_L", "index_1_L"} <= moving
    assert moving.isdisjoint({"thigh_L", "shank_L", "foot_R", "forearm_R", "head", "index_1_R"})


def test_a_track_is_small() -> None:
    parts = [box(f"leg {n}", placed(lambda _: 0.1 * Y, lambda _: np.eye(3), 25)) for n in range(8)]
    data = track(kick_scene(frames=25), parts)
    assert len(brotli.compress(data)) < LIMIT


def test_a_joint_that_turns_evenly_needs_only_its_first_and_last_key() -> None:
    file = played()
    knee = file.place("shank_R")
    [channel] = [channel for channel in file.animation["channels"] if channel["target"]["node"] == knee]
    sampler = file.animation["samplers"][channel["sampler"]]
    assert file.values(sampler["input"])[:, 0].tolist() == [0.0, 1.0]


def test_equipment_that_moves_turns_and_stretches_is_where_it_was_placed() -> None:
    def stretched(share: float) -> Array:
        turned: Array = about_y(60 * share) @ about_x(-30) @ np.diag([1, 1 + 0.8 * share, 1])
        return turned

    part = box("band", placed(lambda share: np.array([0.3, 1 - share, share**2]), stretched), "band")
    file = Played(track(kick_scene(), [part]))
    node = file.nodes[-1]
    primitive = file.document["meshes"][node["mesh"]]["primitives"][0]
    corners = file.values(primitive["attributes"]["POSITION"])
    for frame in (0, 4, 8, 12):
        world = file.world(len(file.nodes) - 1, frame / 12)
        assert np.abs(corners @ world[:3, :3].T + world[:3, 3] - part.at(frame)).max() < 0.001
    assert file.values(primitive["indices"])[:, 0].tolist() == part.triangles.reshape(-1).tolist()
    assert file.document["materials"][primitive["material"]]["name"] == "band"


def test_equipment_that_stays_where_it_is_has_no_keys() -> None:
    part = box("chair", placed(lambda _: np.array([0.0, 0.5, -0.3]), lambda _: about_y(30)))
    file = Played(track(kick_scene(), [part]))
    assert all(channel["target"]["node"] < len(BONES) for channel in file.animation["channels"])
    assert np.allclose(file.world(len(BONES), 0)[:3, 3], [0, 0.5, -0.3], atol=1e-5)


def test_sheared_equipment_is_refused_by_name() -> None:
    shear = np.array([[1, 0.5, 0], [0, 1, 0], [0, 0, 1]])
    with pytest.raises(ValueError, match="towel is sheared"):
        track(kick_scene(), [box("towel", placed(lambda _: 0 * Y, lambda _: shear))])


def test_the_player_is_told_tempo_view_and_the_angle_that_is_counted() -> None:
    extras = played().extras
    assert extras["id"] == "kick"
    assert extras["tempo"] == {"out": 2, "hold": 3, "back": 2.5, "rest": 1, "breatheOut": "out"}
    assert extras["view"] == {"yaw": -58, "pitch": 8}
    assert (extras["shares"][0], extras["shares"][-1]) == (0, 1)
    assert (extras["angles"][0], extras["angles"][6], extras["angles"][-1]) == (2, 46, 90)
    assert "limit" not in extras


def test_a_movement_that_a_prescription_stops_ends_there_and_says_at_how_many_degrees() -> None:
    file = Played(track(kick_scene(until=0.5)))
    assert file.extras["limit"] == 46
    assert (file.extras["shares"][-1], file.extras["angles"][-1]) == (1, 46)
    knee = file.place("shank_R")
    bend = degrees_apart(file.local(knee, 0)[:3, :3], file.local(knee, 1)[:3, :3])
    assert bend == pytest.approx(44, abs=0.05)


def test_a_movement_that_only_tightens_a_muscle_is_a_track_that_stays_still() -> None:
    file = Played(track(kick_scene(until=0.0)))
    assert len(file.animation["channels"]) == 1
    assert np.allclose(file.world(0, 0), file.world(0, 1))


def test_the_frame_holds_the_figure_and_its_equipment_at_every_pose() -> None:
    far = box("step", placed(lambda _: np.array([2.0, 0, 0]), lambda _: about(Y, 0)))
    scene = kick_scene()
    frame = np.array(Played(track(scene, [far])).extras["frame"])
    everything = np.concatenate([*scene.vertices, far.at(0)])
    assert np.allclose(frame.min(axis=0), everything.min(axis=0), atol=0.006)
    assert np.allclose(frame.max(axis=0), everything.max(axis=0), atol=0.006)
    assert len(frame) <= 26
