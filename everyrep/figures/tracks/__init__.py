"""One movement on one body as a glTF 2.0 animation without a figure: the browser plays it on a demonstrator.

The nodes are the bones of `core.movement.bones`, by name, each at its head with the turn it has against its
parent; the equipment comes along as small meshes. Key times are shares of the path, not seconds: the player
has the tempo. The solver's poses arrive as they are, so that nothing is solved twice.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from everyrep.core.movement.rotations import Array
from everyrep.core.movement.scene import Part, Scene
from everyrep.figures.glb import Buffer
from everyrep.figures.tracks.about import about
from everyrep.figures.tracks.bones import bone_motions
from everyrep.figures.tracks.equipment import add_meshes, part_motions
from everyrep.figures.tracks.motions import Motion, keys

Json = dict[str, Any]
FULL = 32767  # of a normalised 16-bit number


def track(scene: Scene, parts: Sequence[Part] = ()) -> bytes:
    """The .glb of a scene whose poses lie densely along the path (13 to 25 of them).

    Raises ValueError for equipment that is sheared: it may be moved, turned and stretched along its own axes.
    """
    buffer = Buffer()
    motions = [*bone_motions(scene), *part_motions(parts)]
    meshes, materials = add_meshes(parts, buffer)
    document: Json = {
        "asset": {"version": "2.0", "generator": "everyrep"},
        "scene": 0,
        "scenes": [{"nodes": [place for place, motion in enumerate(motions) if motion.parent is None]}],
        "nodes": _nodes(motions),
        "animations": [_animation(scene, motions, buffer) | {"extras": about(scene, parts)}],
    }
    if meshes:
        document |= {"meshes": meshes, "materials": materials}
    return buffer.packed(document)


def _nodes(motions: Sequence[Motion]) -> list[Json]:
    nodes = [motion.node() for motion in motions]
    for place, motion in enumerate(motions):
        if motion.parent is not None:
            nodes[motion.parent].setdefault("children", []).append(place)
    return nodes


def _animation(scene: Scene, motions: Sequence[Motion], buffer: Buffer) -> Json:
    shares = np.array(scene.shares)
    channels: list[Json] = []
    samplers: list[Json] = []
    still = (0, "rotation", motions[0].rotation)  # glTF asks for a channel even where nothing moves
    for place, path, values in [*_changing(motions)] or [still]:
        kept = keys(path, shares, values)
        times = shares[kept].astype(np.float32)
        sampler = {"input": buffer.add(times, bounds=True), "output": _output(path, values[kept], buffer)}
        channels.append({"sampler": len(samplers), "target": {"node": place, "path": path}})
        samplers.append(sampler)
    return {"name": "movement", "channels": channels, "samplers": samplers}


def _changing(motions: Sequence[Motion]) -> Iterator[tuple[int, str, Array]]:
    for place, motion in enumerate(motions):
        for path, values in motion.changing():
            yield place, path, values


def _output(path: str, values: Array, buffer: Buffer) -> int:
    if path == "rotation":
        whole: NDArray[np.int16] = np.round(values * FULL).astype(np.int16)
        return buffer.add(whole, normalized=True)
    return buffer.add(values.astype(np.float32))
