"""Where the viewer stands and how much of the world the paper shows."""

import math
from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.definition import View
from everyrep.core.movement.rotations import Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Camera:
    """A parallel projection. turn (3, 3): rows right, up, towards the viewer. scale: pixels per metre.

    left, top: what lies in the still's upper left corner, pixels from the world's origin. width, height:
    pixels.
    """

    turn: Array
    scale: float
    left: float
    top: float
    width: int
    height: int

    def project(self, points: Array) -> Array:
        """(N, 3) points in the world -> x right and y down in pixels, z towards the viewer in metres."""
        seen = points @ self.turn.T
        across, down = seen[:, 0] * self.scale - self.left, -seen[:, 1] * self.scale - self.top
        return np.column_stack([across, down, seen[:, 2]])

    def magnified(self, times: float, left: float, top: float, width: int, height: int) -> "Camera":
        """The same view, `times` larger, of the window that starts at (left, top) in this one's pixels."""
        return Camera(
            turn=self.turn,
            scale=self.scale * times,
            left=(self.left + left) * times,
            top=(self.top + top) * times,
            width=width,
            height=height,
        )


def turn_of(view: View) -> Array:
    """The rows of `Camera.turn`: yaw 0 looks at the figure's front, 90 at its left side; pitch looks down."""
    yaw, pitch = math.radians(view.yaw), math.radians(view.pitch)
    towards = np.array([math.sin(yaw) * math.cos(pitch), math.sin(pitch), math.cos(yaw) * math.cos(pitch)])
    right = np.array([math.cos(yaw), 0.0, -math.sin(yaw)])
    return np.stack([right, np.cross(towards, right), towards])
