"""Clothes are cut from the body's own suit of tights; the skin beneath them is left out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.body import REGIONS
from everyrep.core.movement.bones import BONES
from everyrep.core.movement.rotations import Array
from everyrep.core.movement.segments import INDEX
from tools.demonstrators.mesh import Mesh, cut, smoothed
from tools.demonstrators.people import Person
from tools.demonstrators.skeleton import Skeleton

ARM = np.array([bone.segment.startswith(("upper_arm", "forearm", "hand")) for bone in BONES], dtype=float)
LEG = np.array([bone.segment.startswith(("thigh", "shank")) for bone in BONES], dtype=float)
HEAD = np.array([bone.segment in ("neck", "head") for bone in BONES], dtype=float)
SMOOTH, SOLE = 5, 0.014  # rounds over the toes of a shoe; metres
SINKING, DEPTH = 0.4, 0.005  # skin under clothes: metres inward for each metre beneath, at most
COLLAR = 0.05  # metres from the collar over which a shirt becomes loose
UNDER = 0.03  # metres that a garment runs on beneath the next
SHOE_TOP, SOCK_TOP, HEM, SHORTS = 0.012, 0.075, 0.02, 0.09  # metres above ankle, ankle, hip, knee


@dataclass
class Lines:
    """Where garments end on one body: each gives (V,) above 0 on the far side of the line, in metres."""

    made: Skeleton
    person: Person

    def joint(self, segment: str) -> Array:
        point: Array = self.made.joints[INDEX[segment]]
        return point

    def sleeve(self, mesh: Mesh) -> Array:
        bone = "upper_arm_L" if self.person.sleeve < 1 else "forearm_L"
        start, way = self.joint(bone), self.made.tips[INDEX[bone]] - self.joint(bone)
        length = float(np.linalg.norm(way))
        along = (mesh.vertices - start) @ way / length
        return np.where(mesh.weights @ ARM > 0.4, along - self.person.sleeve % 1 * length, -0.2)

    def collar(self, mesh: Mesh) -> Array:
        neck = self.joint("neck")
        wide = np.array([0.082, 0.062 if self.person.sex == "male" else 0.07, 0.088])
        off = (mesh.vertices - neck - np.array([0, -0.005, 0.02])) / wide
        inside = (1 - np.linalg.norm(off, axis=1)) * 0.08
        return np.where(
            mesh.weights @ ARM > 0.4, -0.2, np.maximum(inside, mesh.vertices[:, 1] - neck[1] - 0.004)
        )

    def below(self, segment: str, above: float, mesh: Mesh) -> Array:
        """Below a height over a joint; the arms hang beside it and do not count."""
        return np.where(mesh.weights @ ARM > 0.4, -0.2, self.joint(segment)[1] + above - mesh.vertices[:, 1])


def garments(tights: Mesh, lines: Lines) -> list[Mesh]:
    """Shirt, pants, socks and shoes."""
    leg_end = SHORTS if lines.person.legs == "shorts" else None
    body = _beyond(_beyond(tights, lines.sleeve, keep=False), lines.collar, keep=False)
    shirt = _beyond(body, lambda mesh: lines.below("thigh_L", HEM, mesh), keep=False)
    low = _beyond(body, lambda mesh: lines.below("thigh_L", HEM + UNDER, mesh))
    pants_end = ("shank_L", leg_end) if leg_end else ("foot_L", SOCK_TOP)
    pants = _beyond(low, lambda mesh: lines.below(*pants_end, mesh), keep=False)
    foot = _beyond(low, lambda mesh: lines.below("foot_L", SOCK_TOP + (0 if leg_end else UNDER), mesh))
    shoe = _beyond(foot, lambda mesh: lines.below("foot_L", SHOE_TOP, mesh))
    sock = _beyond(foot, lambda mesh: lines.below("foot_L", SHOE_TOP - UNDER, mesh), keep=False)
    return [
        _thick(shirt, "shirt", _close_at_neck(shirt, lines)),
        _thick(pants, "pants", 0.003),
        _thick(sock, "sock", 0.0005),
        _sole(_thick(smoothed(shoe, SMOOTH), "shoe", 0.009)),
    ]


def bare(skin: Mesh, lines: Lines) -> Mesh:
    """The skin that can show: head, arms below the sleeve, shanks below shorts; it sinks under clothes."""
    shown = _shown(skin, lines)
    sunk = np.clip(-shown * SINKING, 0, DEPTH)[:, None] * skin.outward()
    near = shown > -UNDER
    return skin.moved(skin.vertices - sunk).only(near[skin.triangles].any(axis=1))


def _shown(skin: Mesh, lines: Lines) -> Array:
    """(V,) metres from the nearest edge of the clothes, below 0 beneath them."""
    shown = np.maximum(lines.collar(skin), lines.sleeve(skin))
    if lines.person.legs == "shorts":
        knee, ankle = lines.below("shank_L", SHORTS, skin), lines.below("foot_L", SOCK_TOP, skin)
        shown = np.maximum(shown, np.where(skin.weights @ LEG > 0.5, np.minimum(knee, -ankle), -0.1))
    return shown


def _beyond(mesh: Mesh, line: Callable[[Mesh], Array], keep: bool = True) -> Mesh:
    whole, above = cut(mesh, line(mesh))
    return whole.only(above == keep)


def _close_at_neck(shirt: Mesh, lines: Lines) -> Array:
    """(V,) how far the shirt is from the skin: loose, but for the collar."""
    share: Array = np.clip(-lines.collar(shirt) / COLLAR, 0.2, 1)
    return lines.person.loose * share


def _sole(shoe: Mesh) -> Mesh:
    """Flat beneath."""
    floor = shoe.vertices[np.unique(shoe.triangles), 1].min()
    flat = shoe.vertices.copy()
    flat[flat[:, 1] < floor + SOLE, 1] = floor
    return shoe.moved(flat)


def _thick(mesh: Mesh, region: str, thickness: float | Array) -> Mesh:
    away = mesh.outward() * np.broadcast_to(thickness, len(mesh.vertices))[:, None]
    return mesh.moved(mesh.vertices + away).painted(REGIONS.index(region))
