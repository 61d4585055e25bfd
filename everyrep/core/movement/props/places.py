"""Where equipment meets the body: named places, the skin around them, and which way the figure faces."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from everyrep.core.movement.body import Body
from everyrep.core.movement.props.meshes import hull
from everyrep.core.movement.rotations import Array, Y, Z, unit
from everyrep.core.movement.scene import Scene
from everyrep.core.movement.segments import INDEX, PARENT, SIDES, SIGN

PALM_ALONG = 0.55  # of the way from the wrist to the fingers' end
PALM_OUT = 0.028  # from the middle of the hand to the middle of what it holds
NEAR = 0.12  # metres of skin around a place that count as that place
_MIDDLE = ("pelvis", "lumbar", "thorax", "neck", "head")
_JOINTS = {"shoulder": "upper_arm", "elbow": "forearm", "wrist": "hand", "hip": "thigh", "knee": "shank"}
_PARTS = {"upper_arm": "upper_arm", "forearm": "forearm", "thigh": "thigh", "shank": "shank"}
_OWN = {"hand": "hand", "ankle": "foot", "heel": "foot", "sole": "foot", "foot": "foot"}
_SIDED = _JOINTS | _PARTS | _OWN

PLACES = (*_MIDDLE, *(f"{name}_{side}" for side in SIDES for name in _SIDED))
"""Every place that a setting may name. `hand` is the middle of the palm, `foot` the ball of the foot, `sole`
the middle of the sole; `thigh` and other long parts mean their middle, joints their centre."""


@dataclass(frozen=True, slots=True, eq=False)
class Facing:
    """A level frame in the room: columns of `turn` are left, up and ahead of the figure."""

    origin: Array
    turn: Array

    def into(self, points: Array) -> Array:
        """World points (N, 3) as left, up and ahead of the origin."""
        local: Array = (points - self.origin) @ self.turn
        return local


def segment_of(place: str) -> str:
    """The segment that carries a place."""
    if place in _MIDDLE:
        return place
    return f"{_SIDED[place[:-2]]}{place[-2:]}"


def offset(body: Body, place: str) -> Array:
    """Where a place is in its segment's frame."""
    segment, name = segment_of(place), place if place in _MIDDLE else place[:-2]
    if name == "hand":
        palm: Array = PALM_ALONG * body.tip(segment) - np.array([SIGN[place[-1]] * PALM_OUT, 0, 0])
        return palm
    if name in ("heel", "sole", "foot"):
        return _under_foot(body, segment, {"heel": 0.12, "sole": 0.45, "foot": 0.72}[name])
    half: Array = body.tip(segment) / 2
    return half if name in (*_MIDDLE, *_PARTS) else np.zeros(3)


def at(scene: Scene, place: str, frame: int) -> Array:
    """A place in the world at one pose."""
    return scene.poses[frame].point(segment_of(place), offset(scene.body, place))


def skin(scene: Scene, segments: Iterable[str], frame: int) -> Array:
    """The vertices (N, 3) that these segments move most."""
    wanted = np.isin(scene.body.segment_of, [INDEX[segment] for segment in segments])
    found: Array = scene.vertices[frame][wanted]
    return found


def near(scene: Scene, place: str, frame: int, reach: float = NEAR) -> Array:
    """The skin of a place's segment and its neighbours within `reach` metres of the place."""
    segment = segment_of(place)
    family = [segment, *(s for s, parent in PARENT.items() if parent == segment or PARENT[segment] == s)]
    points = skin(scene, family, frame)
    close = points[np.linalg.norm(points - at(scene, place, frame), axis=1) < reach]
    return close if len(close) else at(scene, place, frame)[None]


def lowest(scene: Scene, place: str, frame: int) -> float:
    """The height of the skin underneath a place."""
    return float(near(scene, place, frame)[:, 1].min())


def middle(scene: Scene, named: Iterable[str], frame: int) -> Array:
    """The middle of some places."""
    found: Array = np.mean([at(scene, place, frame) for place in named], axis=0)
    return found


def height(scene: Scene, surface: str, otherwise: float) -> float:
    """The height of a level surface, metres; `otherwise` where the movement has no such surface."""
    return float(scene.surfaces[surface].point[1]) if surface in scene.surfaces else otherwise


def facing(scene: Scene, frame: int, origin: Array) -> Facing:
    """Where the figure looks, or for one who lies the way to the head; the origin is put on the floor."""
    turn = scene.poses[frame].rotation("pelvis")
    ahead = turn[:, 2] if upright(scene, frame) or abs(turn[1, 2]) < 0.5 else turn[:, 1]
    level = unit(ahead - Y * ahead[1])
    return Facing(origin * (1 - Y), np.stack([np.cross(Y, level), Y, level], axis=1))


def upright(scene: Scene, frame: int) -> bool:
    """Whether the figure stands, sits or kneels rather than lies."""
    return float(scene.poses[frame].rotation("thorax")[1, 1]) > 0.5


def closest_frame(scene: Scene, place: str, level: float) -> int:
    """The pose in which the skin underneath a place is nearest to a height."""
    gaps = [abs(lowest(scene, place, frame) - level) for frame in range(len(scene.poses))]
    return int(np.argmin(gaps))


def outline(scene: Scene, segment: str, centre: Array, axis: Array) -> tuple[Array, Array]:
    """The cut through a limb at a point of its own frame, square to `axis`, at the first pose.

    Returns its hull (N, 2) and a frame (3, 3) whose columns are the hull's first direction, the axis and the
    hull's second direction. Raises ValueError where the body has no skin.
    """
    pose = scene.poses[0]
    points = skin(scene, [segment, *(child for child, parent in PARENT.items() if parent == segment)], 0)
    local = (points - pose.position(segment)) @ pose.rotation(segment) - centre
    along = unit(axis)
    aside = unit(np.cross(along, Z if abs(along[2]) < 0.8 else Y))
    frame = np.stack([aside, along, np.cross(aside, along)], axis=1)
    flat = local @ frame
    for thickness in (0.015, 0.03, 0.06):
        cut = flat[(np.abs(flat[:, 1]) < thickness) & (np.hypot(flat[:, 0], flat[:, 2]) < 0.16)]
        if len(cut) > 5:
            return hull(cut[:, [0, 2]]), frame
    raise ValueError(f"the body has no skin round {segment}")


def extent(points: Array, axis: int) -> tuple[float, float]:
    """From the least to the greatest along one axis."""
    return float(points[:, axis].min()), float(points[:, axis].max())


def _under_foot(body: Body, segment: str, share: float) -> Array:
    """A point of the sole, `share` of the way from the back of the heel to the tips of the toes."""
    place = INDEX[segment]
    mine: NDArray[np.bool_] = np.isin(body.segment_of, [place, INDEX[f"toes_{segment[-1]}"]])
    local = (body.vertices[mine] - body.joints[place]) @ body.rest[place]
    back, front = extent(local, 2)
    return np.array([body.tip(segment)[0] * share, local[:, 1].min(), back + share * (front - back)])
