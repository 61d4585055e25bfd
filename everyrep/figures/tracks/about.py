"""What the player has to know besides the motion: tempo, view, frame and the angle that is counted."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from everyrep.core.movement.definition import Keypose, Movement, Primary
from everyrep.core.movement.joints import value
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.scene import Part, Scene
from everyrep.core.movement.segments import INDEX

DIRECTIONS: Array = np.array([way for way in product((-1, 0, 1), repeat=3) if any(way)])
CENTIMETRES = 2  # digits


def about(scene: Scene, parts: Sequence[Part]) -> dict[str, Any]:
    """The extras of a track's animation; the frontend's `movement/about.ts` reads them.

    shares: of the path that a prescription has left. angles: the primary angle at each, degrees. limit: the
    degrees, without sign, at which a prescription stops the path; left out where it does not. frame: the
    outermost points (metres) that a picture has to hold.
    """
    movement = scene.movement
    angles = [round(primary_angle(movement, share), 1) for share in scene.shares]
    found: dict[str, Any] = {
        "id": movement.id,
        "tempo": _tempo(movement),
        "cycle": movement.cycle,
        "shares": [round(share, 4) for share in scene.shares],
        "view": {"yaw": movement.view.yaw, "pitch": movement.view.pitch},
        "frame": frame(scene, parts),
    }
    if movement.primary:
        found["angles"] = angles
        if movement.until < 1:
            found["limit"] = abs(round(angles[-1]))
    return found


def primary_angle(movement: Movement, share: float) -> float:
    """Degrees at a share of the path that is left (0 to 1), 0 where a movement has no primary angle."""
    if movement.primary is None:
        return 0.0
    stations = [(pose.at, _angle(pose, movement.primary)) for pose in movement.poses]
    if movement.cycle:  # it runs on into its first pose
        stations.append((1.0, stations[0][1]))
    places, degrees = zip(*stations, strict=True)
    return float(np.interp(share * movement.until, places, degrees))


def frame(scene: Scene, parts: Sequence[Part]) -> list[list[float]]:
    """The points farthest out in 26 directions over all poses; where a view has a focus, of that alone."""
    points = np.concatenate([_framed(scene, vertices) for vertices in scene.vertices])
    if not scene.movement.view.focus:
        points = np.concatenate(
            [points, *(part.at(pose) for part in parts for pose in range(len(scene.poses)))]
        )
    outermost = np.unique(np.argmax(points @ DIRECTIONS.T, axis=0))
    rounded = np.unique(points[outermost].round(CENTIMETRES) + 0.0, axis=0)
    found: list[list[float]] = rounded.tolist()
    return found


def _angle(pose: Keypose, primary: Primary) -> float:
    return value(pose.angles, primary.joint, primary.dof)


def _framed(scene: Scene, vertices: Array) -> Array:
    focus = scene.movement.view.focus
    if not focus:
        return vertices
    wanted = [INDEX[segment] for segment in focus]
    return vertices[np.isin(scene.body.segment_of, wanted)]


def _tempo(movement: Movement) -> dict[str, Any]:
    tempo = movement.tempo
    return {
        "out": tempo.out,
        "hold": tempo.hold,
        "back": tempo.back,
        "rest": tempo.rest,
        "breatheOut": tempo.breathe_out,
    }
