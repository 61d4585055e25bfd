"""The demonstrators: whole, dressed, alike on both sides, light enough to send, and full where they bend."""

import gzip
import json
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pytest
from django.conf import settings

from everyrep.core.movement.body import REGIONS, Body, Pose
from everyrep.core.movement.bones import BONE_INDEX, BONES, FINGERS
from everyrep.core.movement.hands import HAND_SHAPES
from everyrep.core.movement.joints import local_rotations
from everyrep.core.movement.rotations import IDENTITY, Array
from everyrep.core.movement.segments import INDEX, PARENT, SEGMENTS
from everyrep.core.movement.skin import bone_transforms, posed_vertices
from everyrep.figures import bodies

LIGHT = 220_000  # bytes on the wire
EVERYONE = bodies.body_ids()
everyone = pytest.mark.parametrize("who", EVERYONE)


def posed(body: Body, angles: dict[str, dict[str, float]], hands: str = "flat") -> Pose:
    """Standing, with joint angles in degrees and both hands in a shape."""
    turns = local_rotations(angles)
    rotations, positions = {"pelvis": IDENTITY}, {"pelvis": body.joints[0]}
    for name, parent in PARENT.items():
        if parent is not None:
            rotations[name] = rotations[parent] @ turns[name]
            offset = body.joints[INDEX[name]] - body.joints[INDEX[parent]]
            positions[name] = positions[parent] + rotations[parent] @ body.rest[INDEX[parent]].T @ offset
    return Pose(
        rotations=np.stack([rotations[name] for name in SEGMENTS]),
        positions=np.stack([positions[name] for name in SEGMENTS]),
        curls=(HAND_SHAPES[hands], HAND_SHAPES[hands]),
    )


def at_rest(body: Body) -> Pose:
    """As the mesh was made."""
    return Pose(rotations=body.rest, positions=body.joints, curls=(HAND_SHAPES["flat"], HAND_SHAPES["flat"]))


def moved_by(body: Body, bone: str) -> Array:
    """The vertices that a bone moves most."""
    strongest = body.bone_of[np.arange(len(body.weights)), body.weights.argmax(axis=1)]
    return np.flatnonzero(strongest == BONE_INDEX[bone])


def fingertip(body: Body, finger: str) -> int:
    """The vertex furthest out on the left hand's finger."""
    tip = moved_by(body, f"{finger}_3_L")
    head = body.heads[BONE_INDEX[f"{finger}_1_L"]]
    return int(tip[np.linalg.norm(body.vertices[tip] - head, axis=1).argmax()])


def test_patients_find_women_and_men_of_several_ages_and_builds() -> None:
    labels = {bodies.body(who).about["en"].lower() for who in EVERYONE}
    for word in ("woman", "man", "younger", "middle", "older", "lean", "heavy"):
        assert any(word in label.split(" ") or f"{word}," in label for label in labels), word
    assert len({bodies.body(who).palette["skin"] for who in EVERYONE}) >= 6
    assert EVERYONE[0] == bodies.DEFAULT


@everyone
def test_everyone_has_a_label_in_both_languages(who: str) -> None:
    about = bodies.body(who).about
    assert about["en"]
    assert about["es"]
    assert about["en"] != about["es"]


def test_an_unknown_demonstrator_is_refused() -> None:
    with pytest.raises(KeyError):
        bodies.body("nobody")


@everyone
def test_a_file_is_light_enough_for_a_phone(who: str) -> None:
    assert len(gzip.compress(bodies.path(who).read_bytes(), 9)) < LIGHT


@everyone
def test_everyone_is_dressed_from_neck_to_feet(who: str) -> None:
    body = bodies.body(who)
    skin = np.unique(body.triangles[body.regions == REGIONS.index("skin")])
    trunk = [INDEX[name] for name in ("pelvis", "lumbar", "thigh_L", "thigh_R", "foot_L", "foot_R")]
    hip = body.joints[INDEX["thigh_L"], 1]
    assert {REGIONS.index(name) for name in ("shirt", "pants", "sock", "shoe")} <= set(body.regions.tolist())
    bare = skin[np.isin(body.segment_of[skin], trunk)]
    assert not (body.vertices[bare, 1] > (hip + body.joints[INDEX["shank_L"], 1]) / 2).any()


@everyone
def test_soles_stand_on_the_floor_and_the_body_faces_forward(who: str) -> None:
    body = bodies.body(who)
    assert abs(body.vertices[:, 1].min()) < 1e-4
    assert 1.45 < body.vertices[:, 1].max() < 2.0
    assert body.tips[INDEX["toes_L"], 2] > body.joints[INDEX["foot_L"], 2]
    assert body.joints[INDEX["upper_arm_L"], 0] > 0 > body.joints[INDEX["upper_arm_R"], 0]


@everyone
def test_weights_sum_to_one_and_no_vertex_is_left_behind(who: str) -> None:
    body = bodies.body(who)
    assert np.abs(body.weights.sum(axis=1) - 1).max() < 1e-9
    assert body.bone_of.max() < len(BONES)
    assert np.unique(body.triangles).size == len(body.vertices)


@everyone
def test_left_and_right_are_alike_to_two_millimetres(who: str) -> None:
    body = bodies.body(who)
    left = body.vertices[body.vertices[:, 0] > 0.001]
    right = body.vertices[body.vertices[:, 0] < -0.001] * [-1, 1, 1]
    for start in range(0, len(left), 500):
        gaps = np.linalg.norm(left[start : start + 500, None] - right[None], axis=2).min(axis=1)
        assert gaps.max() < 0.002


@everyone
def test_the_rest_pose_is_the_mesh_itself(who: str) -> None:
    body = bodies.body(who)
    assert np.abs(posed_vertices(body, at_rest(body)) - body.vertices).max() < 1e-5


def thickness(vertices: Array, body: Body) -> float:
    """How much room the skin around the left knee takes: the product of its spreads along its own axes."""
    ring = np.abs(body.vertices[:, 1] - body.joints[INDEX["shank_L"], 1]) < 0.035
    ring &= (body.vertices[:, 0] > 0) & (np.abs(body.vertices[:, 2] - body.joints[INDEX["shank_L"], 2]) < 0.2)
    across = vertices[ring] - vertices[ring].mean(axis=0)
    return float(np.sqrt(np.linalg.eigvalsh(across.T @ across / ring.sum())).prod())


def straight_blend(body: Body, pose: Pose) -> Array:
    """The mesh as it would be if every helper's share went to its segment and the segment's parent."""
    transforms = bone_transforms(body, pose)
    for place, bone in enumerate(BONES):
        if bone.kind == "half":
            both = transforms[BONE_INDEX[str(bone.parent)]] + transforms[BONE_INDEX[bone.segment]]
            transforms[place] = both / 2
        elif bone.kind == "swing":
            transforms[place] = transforms[BONE_INDEX[bone.segment]]
    blended = np.einsum("vk,vkij->vij", body.weights, transforms[body.bone_of])
    return np.einsum("vij,vj->vi", blended[:, :, :3], body.vertices) + blended[:, :, 3]


@everyone
def test_a_fully_bent_knee_stays_fuller_than_a_straight_blend(who: str) -> None:
    body = bodies.body(who)
    bent = posed(body, {"knee_L": {"flex": 150}})
    ours, plain = thickness(posed_vertices(body, bent), body), thickness(straight_blend(body, bent), body)
    assert ours > 1.1 * plain


@everyone
@pytest.mark.parametrize("raised", [{"flex": 170.0}, {"abd": 170.0}, {"flex": 90.0, "er": 60.0}])
def test_a_raised_arm_is_not_wrung(who: str, raised: dict[str, float]) -> None:
    body = bodies.body(who)
    shoulder, elbow = body.joints[INDEX["upper_arm_L"]], body.joints[INDEX["forearm_L"]]
    length = float(np.linalg.norm(elbow - shoulder))
    along = (body.vertices - shoulder) @ (elbow - shoulder) / length**2
    ring = (along > 0.55) & (along < 0.75) & (body.segment_of == INDEX["upper_arm_L"])
    after = posed_vertices(body, posed(body, {"shoulder_L": raised}))[ring]

    def girth(points: Array) -> float:
        off = points - points.mean(axis=0)
        return float(np.sqrt(np.linalg.eigvalsh(off.T @ off / len(off))[:2]).sum())

    assert girth(after) > 0.8 * girth(body.vertices[ring])


@pytest.mark.parametrize("dof", ["flex", "abd"])
def test_raising_an_arm_all_the_way_never_makes_the_shoulder_jump(dof: str) -> None:
    body = bodies.body()
    shapes = [
        posed_vertices(body, posed(body, {"shoulder_L": {dof: float(angle)}})) for angle in range(150, 186)
    ]
    assert max(np.abs(after - before).max() for before, after in pairwise(shapes)) < 0.02


@everyone
def test_a_fist_brings_the_fingertips_to_the_palm(who: str) -> None:
    body = bodies.body(who)
    vertices = posed_vertices(body, posed(body, {}, "fist"))
    palm = vertices[moved_by(body, "hand_L")]
    for finger in FINGERS[1:]:
        tip = vertices[fingertip(body, finger)]
        assert np.linalg.norm(palm - tip, axis=1).min() < 0.03, finger


@everyone
def test_the_fingers_of_a_flat_hand_lie_in_one_plane(who: str) -> None:
    body = bodies.body(who)
    heads = [body.heads[BONE_INDEX[f"{finger}_{place}_L"]] for finger in FINGERS[1:] for place in (1, 2, 3)]
    tips = [body.vertices[fingertip(body, finger)] for finger in FINGERS[1:]]
    points = np.array(heads + tips)
    spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    assert spread[2] / np.sqrt(len(points)) < 0.006


@everyone
@pytest.mark.parametrize("shape", ["fist", "hook", "flat_fist", "grip"])
def test_bending_moves_the_fingertips_to_the_palm_side_of_both_hands(who: str, shape: str) -> None:
    body = bodies.body(who)
    flat, bent = posed(body, {}, "flat"), posed(body, {}, shape)
    for side, palm in (("L", -1), ("R", 1)):
        tips = moved_by(body, f"middle_3_{side}")
        way = (posed_vertices(body, bent, tips) - posed_vertices(body, flat, tips)).mean(axis=0)
        assert palm * way[0] > 0.01


def test_licence_and_hashes_of_the_sources_are_shipped_with_the_files() -> None:
    folder = settings.CONTENT_DIR / "demonstrators"
    assert "CC0 1.0 Universal" in (folder / "LICENSE.md").read_text(encoding="utf-8")
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    assert sources["source"]["license"] == "CC0-1.0"
    assert len(sources["source"]["sha256"]) == 64
    assert "3dobjs/base.obj" in sources["files"]
    licence = sha256((folder / "LICENSE.md").read_bytes()).hexdigest()
    assert sources["files"]["LICENSE.md"] == licence
