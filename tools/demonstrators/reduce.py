"""Fewer triangles where many small ones show nothing more: hands, ears and the rest of the skin."""

import numpy as np
import pyfqmr

from everyrep.core.movement.body import REGIONS
from tools.demonstrators.mesh import Mesh, joined
from tools.demonstrators.weights import nearest

KEPT = 0.42  # of the skin's triangles


def reduced(half: Mesh) -> Mesh:
    """The skin with fewer triangles; its borders stay as they are, so that lips and brows fit into it."""
    skin = half.regions == REGIONS.index("skin")
    return joined([half.only(~skin).compact(), _simplified(half.only(skin).compact())])


def _simplified(skin: Mesh) -> Mesh:
    simplifier = pyfqmr.Simplify()
    simplifier.setMesh(skin.vertices, skin.triangles.astype(np.int32))
    simplifier.simplify_mesh(
        target_count=int(len(skin.triangles) * KEPT), aggressiveness=4, preserve_border=True, verbose=False
    )
    vertices, triangles, _ = simplifier.getMesh()
    regions = np.full(len(triangles), REGIONS.index("skin"))
    return Mesh(vertices, nearest(skin.vertices, skin.weights, vertices), triangles.astype(int), regions)
