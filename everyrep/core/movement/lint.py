"""What is wrong with a movement once posed: what sinks, floats, jumps, cannot be reached or bends too far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.body import Body, Pose
from everyrep.core.movement.definition import Movement
from everyrep.core.movement.directions import press_way
from everyrep.core.movement.joints import JOINTS
from everyrep.core.movement.rotations import Array, Z, about_x, about_y, axis_angle
from everyrep.core.movement.scene import Scene, Surface
from everyrep.core.movement.segments import INDEX, SIDES
from everyrep.core.movement.solver import Solver
from everyrep.core.movement.solver.path import Freed, moment
from everyrep.core.movement.solver.solving import patch, scene, supports

SHARES = tuple(place / 10 for place in range(11))
TOUCH = 0.005  # metres that a contact may sink or float
REACHED = 0.02  # metres that a palm may miss what it reaches for
JUMP = 0.35  # metres that a joint may move in a tenth of the path, where the path is not a cycle
STILL = 0.03  # metres: an arrow shorter than this says nothing
ALONG_SIGHT = 0.96  # cosine between a press and the line of sight: its arrow would not be seen
SLACK = 3.0  # degrees beyond a joint's limit that a bent limb may come to


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at one share of the path; `text` is for the author, in English."""

    share: float
    text: str


def faults(movement: Movement, body: Body, touch: float = TOUCH) -> list[Fault]:
    """Every fault at eleven points of the path, on one body. touch: metres a contact may sink or float."""
    posed = scene(movement, body, SHARES)
    solver = Solver(movement, body)
    found = [fault for frame in range(len(SHARES)) for fault in _at_one_point(posed, solver, frame, touch)]
    return [*found, *_jumps(posed), *_idle_arrows(posed), *_unseen_presses(posed), *_idle_primary(movement)]


def _at_one_point(posed: Scene, solver: Solver, frame: int, touch: float) -> Iterator[Fault]:
    share, pose, skin = posed.shares[frame], posed.poses[frame], posed.vertices[frame]
    now = moment(posed.movement, share)
    for text in (
        *_contacts(posed, skin, now.lift, now.free, touch),
        *_sunk(posed, skin, touch),
        *_soles(posed, skin, now.lift, touch),
        *_missed(solver, share, pose),
        *_bent_too_far(pose),
    ):
        yield Fault(share, text)


def _contacts(
    posed: Scene, skin: Array, lift: float, free: Mapping[str, Freed], touch: float
) -> Iterator[str]:
    for segment, contact in supports(posed.movement).items():
        if segment in free and free[segment].far:
            continue
        gap = _gap(posed, skin, segment, posed.surfaces[contact.surface]) - lift
        if abs(gap) > touch:
            yield f"{segment} {_way(gap)} {contact.surface} by {abs(gap) * 1000:.0f} mm"


def _soles(posed: Scene, skin: Array, lift: float, touch: float) -> Iterator[str]:
    for segment in posed.movement.anchor:
        if segment.startswith("foot"):
            contact = posed.movement.support.get(segment)
            floor = posed.surfaces[contact.surface if contact else "floor"]
            foot = _gap(posed, skin, segment, floor) - lift
            if abs(foot) > touch:
                yield f"{segment} {_way(foot)} the surface it stands on by {abs(foot) * 1000:.0f} mm"


def _gap(posed: Scene, skin: Array, segment: str, surface: Surface) -> float:
    return float(surface.distance(skin[patch(posed.body, segment)]).min())


def _way(gap: float) -> str:
    return "floats off" if gap > 0 else "sinks into"


def _sunk(posed: Scene, skin: Array, touch: float) -> Iterator[str]:
    """Anything at all below the floor or behind a wall."""
    for name, surface in posed.surfaces.items():
        if name in {"floor", "mat"} or (name.startswith("wall") and not _has_an_edge(posed.movement)):
            depth = surface.distance(skin)
            lowest = int(np.argmin(depth))
            if depth[lowest] < -touch:
                segment = list(INDEX)[int(posed.body.segment_of[lowest])]
                yield f"{segment} sinks into {name} by {-depth[lowest] * 1000:.0f} mm"


def _has_an_edge(movement: Movement) -> bool:
    """Whether its wall ends beside the figure, at a corner or a doorway, which may be passed."""
    return any(prop.kind == "doorway" or prop.settings.get("corner") for prop in movement.props)


def _missed(solver: Solver, share: float, pose: Pose) -> Iterator[str]:
    for end, miss in solver.misses(share, pose).items():
        if miss > REACHED:
            yield f"{end} does not reach its place by {miss * 1000:.0f} mm"


def _bent_too_far(pose: Pose) -> Iterator[str]:
    for side in SIDES:
        for joint, upper, lower in (("knee", "thigh", "shank"), ("elbow", "upper_arm", "forearm")):
            bend = _bend(pose, f"{upper}_{side}", f"{lower}_{side}")
            most = JOINTS[f"{joint}_{side}"]["flex"].high
            if bend > most + SLACK:
                yield f"{joint}_{side} bends to {bend:.0f} degrees, more than {most:.0f}"


def _bend(pose: Pose, upper: str, lower: str) -> float:
    """Degrees between the long axes of two segments."""
    up, low = pose.rotation(upper)[:, 1], pose.rotation(lower)[:, 1]
    return float(np.degrees(np.arccos(np.clip(up @ low, -1.0, 1.0))))


def _jumps(posed: Scene) -> Iterator[Fault]:
    if posed.movement.cycle:
        return
    for frame in range(1, len(posed.poses)):
        step = np.linalg.norm(posed.poses[frame].positions - posed.poses[frame - 1].positions, axis=1)
        place = int(np.argmax(step))
        if step[place] > JUMP:
            yield Fault(
                posed.shares[frame],
                f"{list(INDEX)[place]} jumps {step[place] * 100:.0f} cm in a tenth of the path",
            )


def _idle_arrows(posed: Scene) -> Iterator[Fault]:
    for arrow in posed.movement.arrows:
        tips = np.array([pose.point(arrow.track, posed.body.tip(arrow.track)) for pose in posed.poses])
        turns = [
            axis_angle(posed.poses[0].rotation(arrow.track).T @ pose.rotation(arrow.track))[1]
            for pose in posed.poses
        ]
        if float(np.linalg.norm(tips - tips[0], axis=1).max()) < STILL and max(turns) < 8:
            yield Fault(1.0, f"the arrow follows {arrow.track}, which hardly moves")


def _unseen_presses(posed: Scene) -> Iterator[Fault]:
    view, pose = posed.movement.view, posed.poses[-1]
    sight = about_y(view.yaw) @ about_x(-view.pitch) @ Z
    for press in posed.movement.presses:
        if abs(press_way(press, posed.body, pose) @ sight) > ALONG_SIGHT:
            yield Fault(1.0, f"the camera looks along the press of {press.segment}; turn the view")


def _idle_primary(movement: Movement) -> Iterator[Fault]:
    primary = movement.primary
    if primary and primary.range[0] == primary.range[1]:
        yield Fault(1.0, f"{primary.joint}.{primary.dof} is the primary angle and does not change")
