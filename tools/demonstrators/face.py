"""Eyes, lips and brows: crisp shapes that can be seen in a small picture."""

import numpy as np

from everyrep.core.movement.body import REGIONS
from everyrep.core.movement.rotations import Array
from tools.demonstrators.mesh import Mesh, cut

IRIS = 0.56  # of the eye's radius


def with_lips(skin: Mesh, painted: Array) -> Mesh:
    """Lips where the mask of the body's own texture is bright."""
    whole, above = cut(skin, painted - 0.5)
    return whole.painted(REGIONS.index("lip"), above)


def with_brows(skin: Mesh, eye: Array) -> Mesh:
    """An arched brow over the eye whose centre is given."""
    off = skin.vertices - eye
    along = off[:, 0] / 0.021
    middle = 0.0215 + 0.004 * np.cos(1.3 * (along - 0.15))
    half = 0.0030 * np.clip(1.15 - 0.35 * along, 0.2, 1.4)
    value = np.minimum(half - np.abs(off[:, 1] - middle), (1 - np.abs(along)) * 0.02)
    value = np.where((off[:, 2] > -0.015) & (np.abs(off[:, 1]) < 0.06), value, -1)
    whole, above = cut(skin, value)
    return whole.painted(REGIONS.index("brow"), above)


def eyeball(ball: Mesh) -> Mesh:
    """White with a round iris."""
    centre = ball.vertices[np.unique(ball.triangles)].mean(axis=0)
    off = ball.vertices - centre
    radius = float(np.linalg.norm(off[np.unique(ball.triangles)], axis=1).max())
    value = np.where(off[:, 2] > 0, IRIS * radius - np.hypot(off[:, 0], off[:, 1]), -radius)
    whole, above = cut(ball.painted(REGIONS.index("eye")), value)
    return whole.painted(REGIONS.index("iris"), above)
