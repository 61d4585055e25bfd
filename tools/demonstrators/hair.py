"""Hair, and the headscarf, are shells over the scalp."""

from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.body import REGIONS
from everyrep.core.movement.bones import BONE_INDEX
from everyrep.core.movement.rotations import Array
from tools.demonstrators.clothes import HEAD, Lines
from tools.demonstrators.mesh import Mask, Mesh, cut, smoothed

AZIMUTH = (0, 25, 45, 60, 72, 82, 90, 112, 122, 135, 155, 180)  # degrees from straight ahead
LONG = (0.66, 0.65, 0.56, 0.34, 0.02, -0.10, 0.00, 0.04, -0.30, -0.62, -0.74, -0.78)
CROPPED = (0.70, 0.68, 0.56, 0.46, 0.20, -0.12, 0.00, 0.06, -0.15, -0.42, -0.55, -0.58)
RECEDING = (0.90, 0.88, 0.80, 0.66, 0.34, -0.08, 0.00, 0.06, -0.15, -0.42, -0.55, -0.58)


@dataclass(frozen=True)
class Style:
    """hairline: sine of the elevation at AZIMUTH. thick: metres. curls: metres of unevenness."""

    hairline: tuple[float, ...]
    thick: float
    bun: float = 0.0
    curls: float = 0.0


STYLES = {
    "bun": Style(LONG, 0.013, bun=0.040),
    "low-bun": Style(LONG, 0.016, bun=0.034),
    "short": Style(CROPPED, 0.014),
    "full": Style(LONG, 0.026),
    "shaved": Style(CROPPED, 0.004),
    "curly": Style(LONG, 0.052, curls=0.007),
    "receding": Style(RECEDING, 0.010),
}
BUN_AT = {"bun": np.array([0, 0.060, -0.105]), "low-bun": np.array([0, -0.020, -0.122])}
SCARF_BELOW_NECK = 0.055  # metres
FULL_DEPTH = 0.03  # metres from the hairline to where the hair is as thick as it gets


def hair(skin: Mesh, lines: Lines) -> list[Mesh]:
    """The parts of a person's hair, on the left half."""
    if lines.person.hair == "headscarf":
        return [_headscarf(skin, lines)]
    style = STYLES[lines.person.hair]
    centre = crown(lines)
    whole, above = cut(skin, _inside(skin, centre, style))
    cap = whole.only(above).compact()
    off = cap.vertices - centre
    depth = np.clip(_inside(cap, centre, style) / FULL_DEPTH, 0, 1)
    thick = style.thick * (0.12 + 0.88 * np.sqrt(depth)) + style.curls * depth * _curls(off)
    parts = [cap.moved(cap.vertices + _way(off) * thick[:, None]).painted(REGIONS.index("hair"))]
    if style.bun:
        parts.append(_bun(centre + BUN_AT[lines.person.hair], style.bun))
    return parts


def hidden(skin: Mesh, lines: Lines) -> Mask:
    """(V,) whether the skin lies deep beneath the hair."""
    if lines.person.hair == "headscarf":
        return _scarf_line(skin, lines) > 0.003
    deep: Mask = _inside(skin, crown(lines), STYLES[lines.person.hair]) > 0.012
    return deep


def crown(lines: Lines) -> Array:
    """About the middle of the skull."""
    return lines.joint("head") + np.array([0, 0.062, 0.018])


def _inside(mesh: Mesh, centre: Array, style: Style) -> Array:
    """(V,) metres inside the hairline, below 0 outside."""
    off = mesh.vertices - centre
    way = _way(off)
    azimuth = np.degrees(np.arctan2(np.abs(way[:, 0]), way[:, 2]))
    value = (way[:, 1] - np.interp(azimuth, AZIMUTH, style.hairline)) * 0.1
    scalp = (np.linalg.norm(off, axis=1) > 0.055) & (mesh.weights @ HEAD > 0.5)
    return np.where(scalp, value, -0.1)


def _way(off: Array) -> Array:
    way: Array = off / (np.linalg.norm(off, axis=1, keepdims=True) + 1e-9)
    return way


def _curls(off: Array) -> Array:
    bumps: Array = np.cos(off[:, 0] * 210) * np.cos(off[:, 1] * 190 + 0.7) * np.cos(off[:, 2] * 200)
    return bumps


def _scarf_line(mesh: Mesh, lines: Lines) -> Array:
    """(V,) metres outside the oval of the face, on head and neck."""
    off = mesh.vertices - crown(lines) - np.array([0, -0.052, 0])
    oval = np.hypot(off[:, 0] / 0.062, off[:, 1] / np.where(off[:, 1] > 0, 0.088, 0.078))
    value = np.maximum((oval - 1) * 0.06, 0.045 - off[:, 2])
    value = np.minimum(value, mesh.vertices[:, 1] - lines.joint("neck")[1] + SCARF_BELOW_NECK)
    return np.where(mesh.weights @ HEAD > 0.02, value, -0.1)


def _headscarf(skin: Mesh, lines: Lines) -> Mesh:
    """Over hair, ears and neck, smooth, and wide over the collar."""
    whole, above = cut(skin, _scarf_line(skin, lines))
    scarf = whole.only(above).compact()
    inner = np.clip(_scarf_line(scarf, lines) / 0.03, 0, 1)[:, None]
    scarf = scarf.moved(scarf.vertices + inner * (smoothed(scarf, 25).vertices - scarf.vertices))
    low = np.clip((lines.joint("head")[1] + 0.02 - scarf.vertices[:, 1]) / 0.08, 0, 1)
    edge = np.where(low > 0.5, 1, np.clip(_scarf_line(scarf, lines) / 0.015, 0.35, 1))
    thick = (0.016 + 0.012 * low) * edge
    return scarf.moved(scarf.vertices + scarf.outward() * thick[:, None]).painted(REGIONS.index("hair"))


def _bun(centre: Array, radius: float, rings: int = 9, spokes: int = 8) -> Mesh:
    """The left half of a ball."""
    polar = np.linspace(0, np.pi, rings + 1)[:, None]
    round_ = np.linspace(-np.pi / 2, np.pi / 2, spokes + 1)[None, :]
    flat = [np.sin(polar) * np.cos(round_), np.cos(polar) + 0 * round_, np.sin(polar) * np.sin(round_)]
    corner = np.arange((rings + 1) * (spokes + 1)).reshape(rings + 1, spokes + 1)
    a, b, c, d = corner[:-1, :-1], corner[:-1, 1:], corner[1:, :-1], corner[1:, 1:]
    triangles = np.vstack([np.stack(three, -1).reshape(-1, 3) for three in ([a, b, c], [b, d, c])])
    vertices = centre + radius * np.stack(flat, axis=-1).reshape(-1, 3)
    vertices[np.abs(vertices[:, 0]) < 1e-6, 0] = 0
    weights = np.zeros((len(vertices), HEAD.size))
    weights[:, BONE_INDEX["head"]] = 1
    return Mesh(vertices, weights, triangles, np.full(len(triangles), REGIONS.index("hair")))
