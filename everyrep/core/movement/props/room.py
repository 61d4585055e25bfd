"""The room: floor, walls, a step and what lies on the floor."""

import math

import numpy as np

from everyrep.core.movement.props.furniture import lengthwise
from everyrep.core.movement.props.meshes import Mesh, box, hull, joined, lathe, moved, rounded, slab
from everyrep.core.movement.props.padding import padding
from everyrep.core.movement.props.places import (
    Facing,
    at,
    closest_frame,
    extent,
    facing,
    height,
    lowest,
    near,
    segment_of,
    skin,
)
from everyrep.core.movement.props.placing import fixed
from everyrep.core.movement.props.settings import Values
from everyrep.core.movement.rotations import Array, Y, length
from everyrep.core.movement.scene import Part, Scene, Surface
from everyrep.core.movement.segments import SEGMENTS

MAT = 0.012  # metres thick
LYING = 0.25  # metres that the head is beside the pelvis: the mat lies along the body
WALL = 0.06
OVERHEAD = 0.22  # metres of wall above the figure
DOOR = 0.14  # metres from the figure to the lintel
OPENING = 0.86  # metres from the middle of one post to that of the other
POST = 0.10
BESIDE = 0.16  # metres of wall on either side of a door
JAMB = 0.26  # metres of wall beyond its corner
TOUCH = 0.03  # skin this near to a wall touches it
TAPE = 0.002  # height of a line on the floor
WALLS = ("wall_front", "wall_back", "wall_left", "wall_right")
STAR = {"line": (0,), "cross": (0, 90), "star": (0, 45, 90, 135), "y": (0, 135, 225)}


def mat(scene: Scene, values: Values) -> list[Part]:
    """Its top is the floor that the figure lies on: y = 0."""
    room = facing(scene, 0, scene.poses[0].position("pelvis"))
    to_head = scene.poses[0].position("head") - scene.poses[0].position("pelvis")
    room = lengthwise(scene, room) if length(to_head * (1 - Y)) > LYING else room
    body = room.into(np.vstack([points[points[:, 1] < 0.25] for points in scene.vertices]))
    across, along = extent(body, 0), extent(body, 2)
    wide = values["width"] or min(max(across[1] - across[0] + 0.16, 0.62), 1.0)
    long = values["length"] or max(along[1] - along[0] + 0.20, 1.1)
    centre = (sum(across) / 2 + values["shift"][0], 0, sum(along) / 2 + values["shift"][1])
    return [
        fixed(
            scene, "mat", "mat", moved(slab(rounded(wide, long), -MAT, 0.0), centre), room.origin, room.turn
        )
    ]


def wall(scene: Scene, values: Values) -> list[Part]:
    """A panel whose front is the surface; it is cut short where it would hide the figure."""
    asked = [f"wall_{values['at']}"] if values["at"] else WALLS
    found = [name for name in asked if name in scene.surfaces] or [""]
    return [part for name in found for part in _panel(scene, name, values)]


def _panel(scene: Scene, name: str, values: Values) -> list[Part]:
    room = _wall_room(scene.surfaces.get(name) or _wall_behind(scene))
    left, right = _wall_span(scene, room, _touching(scene, name, room), values)
    top = values["height"] or _tallest(scene) + OVERHEAD
    thick, front = 0.12 if values["corner"] else WALL, -padding(scene, name)
    panel = box((right - left, top, thick), ((left + right) / 2, top / 2, front - thick / 2))
    skirting = box((right - left, 0.07, 0.012), ((left + right) / 2, 0.035, front))
    return [
        fixed(scene, "wall", "wall", panel, room.origin, room.turn),
        fixed(scene, "skirting", "wood", skirting, room.origin, room.turn),
    ]


def _wall_room(surface: Surface) -> Facing:
    """X along the wall, Z out of it."""
    out = surface.normal * (1 - Y)
    out = out / np.linalg.norm(out)
    return Facing(surface.point * (1 - Y), np.stack([np.cross(Y, out), Y, out], axis=1))


def _wall_behind(scene: Scene) -> Surface:
    """Where the movement touches no wall, one stands a hand's breadth behind the figure."""
    room = facing(scene, 0, scene.poses[0].position("pelvis"))
    back = min(extent(room.into(points), 2)[0] for points in scene.vertices) - 0.1
    return Surface(room.origin + room.turn @ np.array([0, 0, back]), room.turn[:, 2])


def _touching(scene: Scene, name: str, room: Facing) -> Array:
    """The skin next to the wall of what rests on it or reaches for it, at any time; in the wall's frame."""
    movement = scene.movement
    resting = {segment for segment, contact in movement.support.items() if contact.surface == name}
    reaching = {end for pose in movement.poses for end, reach in pose.reach.items() if reach.to == name}
    touching = (resting | reaching) or set(SEGMENTS)
    points = room.into(np.vstack([skin(scene, touching, frame) for frame in range(len(scene.poses))]))
    away = np.abs(points[:, 2])
    return points[away < float(away.min()) + TOUCH]


def _wall_span(scene: Scene, room: Facing, touching: Array, values: Values) -> tuple[float, float]:
    """From where to where the wall runs along its X."""
    left, right = extent(touching, 0)
    body = float(room.into(scene.poses[0].position("pelvis")[None])[0, 0])
    if values["corner"]:
        return (left - 0.04, left + JAMB) if (left + right) / 2 > body else (right - JAMB, right + 0.04)
    wide, centre = values["width"], (left + right) / 2
    camera = room.turn.T @ _to_camera(scene)
    if camera[2] > 0.1:  # the camera sees its front
        return min(left - 0.1, centre - wide / 2), max(right + 0.1, centre + wide / 2)
    return (left - wide, right) if camera[0] > 0 else (left, left + wide)


def _tallest(scene: Scene) -> float:
    return max(extent(points, 1)[1] for points in scene.vertices)


def _to_camera(scene: Scene) -> Array:
    yaw = math.radians(scene.movement.view.yaw)
    return np.array([math.sin(yaw), 0.0, math.cos(yaw)])


def doorway(scene: Scene, values: Values) -> list[Part]:
    """Two posts, one of them at the arm, and a lintel in a short piece of wall: one steps through."""
    walls = [scene.surfaces[name] for name in WALLS if name in scene.surfaces]
    room = _wall_room(walls[0] if walls else _post_before(scene, values))
    reached = np.vstack([room.into(_arm(scene, values, frame)) for frame in range(len(scene.poses))])
    arm = sum(extent(reached, 0)) / 2
    outward = 1.0 if arm > room.into(scene.poses[0].position("pelvis")[None])[0, 0] else -1.0
    clear = _tallest(scene) + DOOR
    posts = (arm, arm - outward * OPENING)
    casing = [box((POST, clear, 0.14), (x, clear / 2, -0.07)) for x in posts]
    lintel = box((OPENING + POST, POST, 0.14), (sum(posts) / 2, clear + POST / 2, -0.07))
    beyond = [
        box((BESIDE, clear + POST, 0.08), (x + way * (POST + BESIDE) / 2, (clear + POST) / 2, -0.07))
        for x, way in zip(posts, (outward, -outward), strict=True)
    ]
    return [
        fixed(scene, "door frame", "wood", joined(*casing, lintel), room.origin, room.turn),
        fixed(scene, "wall", "wall", joined(*beyond), room.origin, room.turn),
    ]


def _post_before(scene: Scene, values: Values) -> Surface:
    """Where the movement says nothing, the post begins just ahead of the forearm and hand."""
    room = facing(scene, 0, np.zeros(3))
    front = extent(room.into(_arm(scene, values, 0)), 2)[1]
    return Surface(room.turn @ np.array([0, 0, front]), -room.turn[:, 2])


def _arm(scene: Scene, values: Values, frame: int) -> Array:
    side = values["at"][-1]
    return skin(scene, [f"forearm_{side}", f"hand_{side}"], frame)


def step(scene: Scene, values: Values) -> list[Part]:
    """A low box under the feet; heels, or one foot, may hang over its edge."""
    top = height(scene, "step", 0.15)
    feet = values["under"] or [_foot_on(scene, top)]
    frame = closest_frame(scene, feet[0], top)
    room = facing(scene, frame, at(scene, feet[0], frame))
    soles = room.into(np.vstack([_sole(scene, foot, frame) for foot in feet]))
    wide, deep = values["width"], values["depth"]
    (right, left), (back, front) = extent(soles, 0), extent(soles, 2)
    x, z = (right + left) / 2, (back + front) / 2
    over = values["over"]
    if over == "back":
        z = float(room.into(at(scene, feet[0], frame)[None])[0, 2]) - 0.05 + deep / 2
    if over in ("left", "right"):
        x = left + 0.02 - wide / 2 if over == "left" else right - 0.02 + wide / 2
    centre = np.array([x + values["shift"][0], 0, z + values["shift"][1]])
    body = moved(box((wide, top - 0.02, deep), (0, (top - 0.02) / 2, 0)), centre)
    tread = moved(slab(rounded(wide + 0.01, deep + 0.01, 0.015), top - 0.02, top), centre)
    return [
        fixed(scene, "step", "wood", body, room.origin, room.turn),
        fixed(scene, "step tread", "rubber", tread, room.origin, room.turn),
    ]


def _foot_on(scene: Scene, top: float) -> str:
    """The foot that comes nearest to the height of the step."""

    def gap(foot: str) -> float:
        return abs(lowest(scene, foot, closest_frame(scene, foot, top)) - top)

    return min(("foot_L", "foot_R"), key=gap)


def _sole(scene: Scene, place: str, frame: int) -> Array:
    side = segment_of(place)[-1]
    return skin(scene, (f"foot_{side}", f"toes_{side}"), frame) if "_" in place else near(scene, place, frame)


def foam_pad(scene: Scene, values: Values) -> list[Part]:
    """A soft block under a foot, both feet or a knee."""
    under = values["under"]
    top = height(scene, "foam", values["height"])
    frame = closest_frame(scene, under[0], top)
    room = facing(scene, frame, np.zeros(3))
    soles = room.into(np.vstack([_sole(scene, place, frame) for place in under]))
    centre = (
        sum(extent(soles, 0)) / 2 + values["shift"][0],
        0,
        sum(extent(soles, 2)) / 2 + values["shift"][1],
    )
    pad = moved(slab(rounded(0.40, 0.50, 0.04), 0.0, top), centre)
    return [fixed(scene, "foam pad", "foam", pad, room.origin, room.turn)]


def floor_markers(scene: Scene, values: Values) -> list[Part]:
    """Small cones to walk round or between."""
    cone = joined(lathe([(0.10, 0.0), (0.10, 0.012)]), lathe([(0.075, 0.012), (0.016, 0.21), (0.012, 0.215)]))
    return [fixed(scene, "cone", "band", cone, np.array([left, 0.0, ahead])) for left, ahead in values["at"]]


def floor_line(scene: Scene, values: Values) -> list[Part]:
    """Tape on the floor: one line to walk along, or the directions of a reach."""
    room = facing(scene, 0, at(scene, values["under"], 0))
    long, turns = values["length"], STAR[values["shape"]]
    strips = [_strip(turn, -long / 2, long / 2) for turn in turns]
    if values["shape"] == "y":
        strips = [_strip(turn, 0.0, long / 2) for turn in turns]
    return [fixed(scene, "floor line", "band", joined(*strips), room.origin, room.turn)]


def _strip(turn: float, start: float, finish: float) -> Mesh:
    ahead = np.array([math.sin(math.radians(turn)), 0, math.cos(math.radians(turn))])
    points, triangles = box((0.04, TAPE, finish - start), (0, TAPE / 2, (start + finish) / 2))
    return points @ np.stack([np.cross(Y, ahead), Y, ahead]), triangles


def footprints(scene: Scene, values: Values) -> list[Part]:
    """Where the next steps go: prints of the figure's own soles, heel to toe or a stride apart."""
    room = facing(scene, 0, np.zeros(3))
    soles = {side: _print(room.into(_sole(scene, f"foot_{side}", 0))) for side in "LR"}
    leading = max("LR", key=lambda side: soles[side][:, 1].max())
    stride = values["stride"] or float(np.ptp(soles[leading][:, 1])) + 0.01
    prints = []
    for step_number in range(1, values["count"] + 1):
        side = leading if step_number % 2 == 0 else {"L": "R", "R": "L"}[leading]
        shift = soles[leading][:, 1].max() - soles[side][:, 1].max() + step_number * stride
        prints.append(slab(soles[side] + np.array([0, shift]), 0.0, TAPE))
    return [fixed(scene, "footprints", "rubber", joined(*prints), room.origin, room.turn)]


def _print(sole: Array) -> Array:
    return hull(sole[:, [0, 2]])
