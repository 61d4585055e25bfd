"""Things held in the hands. What a fist holds lies along Z of the hand, through the middle of the palm."""

from collections.abc import Sequence

import numpy as np

from everyrep.core.movement.props.meshes import (
    Mesh,
    box,
    joined,
    lathe,
    moved,
    sphere,
    sweep,
    tube,
)
from everyrep.core.movement.props.places import at, offset, skin
from everyrep.core.movement.props.placing import carried, placed, spanning
from everyrep.core.movement.props.settings import Values
from everyrep.core.movement.rotations import Array, X, Y, about_x, unit
from everyrep.core.movement.scene import Part, Scene

STICK = 0.0125  # metres, radius
GRIP = 0.014
SIZES = {"small": 0.8, "medium": 1.0, "large": 1.25}
SPINE = ("head", "thorax", "pelvis")


def dowel(scene: Scene, values: Values) -> list[Part]:
    """A stick through one or both palms, or along the back of head, chest and pelvis."""
    ends = _ends_of_spine if values["along"] == "spine" else _ends_in_hands
    mesh = moved(tube((0, -0.5, 0), (0, 0.5, 0), 1.0), (0, 0.5, 0))
    return [
        placed(
            scene,
            "dowel",
            "wood",
            mesh,
            lambda f: spanning(*ends(scene, values, f, values["length"]), wide=STICK),
        )
    ]


def flex_bar(scene: Scene, values: Values) -> list[Part]:
    """A thick, ribbed rubber bar in both fists."""
    ribs = [
        lathe([(0.80, low), (1.0, low + 0.03), (1.0, low + 0.06), (0.80, low + 0.09)])
        for low in _steps(0, 1, 0.1)
    ]
    mesh = joined(lathe([(0.82, 0.0), (0.82, 1.0)]), *ribs)

    def placing(frame: int) -> Array:
        return spanning(*_ends_in_hands(scene, values, frame, values["length"]), wide=0.022)

    return [placed(scene, "flex bar", "rubber", mesh, placing)]


def _steps(start: float, stop: float, by: float) -> list[float]:
    return [start + by * step for step in range(round((stop - start) / by))]


def _ends_in_hands(scene: Scene, values: Values, frame: int, length: float | None) -> tuple[Array, Array]:
    """A bar's ends: it goes through the palms, or through one along the fist."""
    hands = values["in"]
    palms = [at(scene, hand, frame) for hand in hands]
    middle = np.mean(palms, axis=0)
    if len(palms) == 1:
        half = scene.poses[frame].rotation(hands[0])[:, 2] * (length or 1.0) / 2
        return middle - half, middle + half
    apart = palms[1] - palms[0]
    half = unit(apart) * max(length or 0.0, float(np.linalg.norm(apart)) + 0.14) / 2
    return middle - half, middle + half


def _ends_of_spine(scene: Scene, _: Values, frame: int, length: float | None) -> tuple[Array, Array]:
    """A bar's ends: it lies along the back from pelvis to head and passes through none of it."""
    pose = scene.poses[frame]
    back = -pose.rotation("thorax")[:, 2]
    head, pelvis = (
        points[int(np.argmax(points @ back))]
        for points in (skin(scene, [s], frame) for s in ("head", "pelvis"))
    )
    along = unit(head - pelvis)
    out = unit(back - along * (back @ along))
    body = np.vstack([skin(scene, [segment], frame) for segment in SPINE])
    clear = max(0.0, float(((body - pelvis) @ out).max())) + STICK
    centre = (head + pelvis) / 2
    side = np.cross(along, out)
    centre = (
        centre + out * (clear - (centre - pelvis) @ out) + side * ((pose.position("thorax") - centre) @ side)
    )
    half = along * max(length or 0.0, float(np.linalg.norm(head - pelvis)) + 0.3) / 2
    return centre - half, centre + half


def dumbbell(scene: Scene, values: Values) -> list[Part]:
    """One in each hand named, its handle across the palm."""
    scale = SIZES[values["size"]]
    handle = tube((0, 0, -0.062), (0, 0, 0.062), GRIP)
    profile = [(0.020, 0.0), (0.034 * scale, 0.006), (0.036 * scale, 0.016), (0.036 * scale, 0.045 * scale)]
    profile += [(0.030 * scale, 0.052 * scale)]
    weights = [moved(lathe(profile, 12), (0, 0, side * 0.056), about_x(side * 90)) for side in (-1, 1)]
    parts = []
    for hand in values["in"]:
        palm = offset(scene.body, hand)
        parts += [carried(scene, "dumbbell handle", "metal", moved(handle, palm), hand)]
        parts += [carried(scene, "dumbbell", "rubber", moved(joined(*weights), palm), hand)]
    return parts


def kettlebell(scene: Scene, values: Values) -> list[Part]:
    """Hanging from one hand or from both."""
    hands: Sequence[str] = values["in"]
    mesh = _kettlebell(SIZES[values["size"]])

    def placing(frame: int) -> Array:
        return np.column_stack(
            [_hanging(scene, hands, frame), np.mean([at(scene, h, frame) for h in hands], axis=0)]
        )

    return [placed(scene, "kettlebell", "metal", mesh, placing)]


def _kettlebell(scale: float) -> Mesh:
    """Its handle runs along X through the origin; the weight hangs below."""
    bow = np.array([[-0.055, -0.10, 0], [-0.066, -0.04, 0], [-0.052, -0.008, 0], [-0.03, 0, 0]])
    path = np.vstack([bow, (bow * [-1, 1, 1])[::-1]])
    handle = sweep(path, np.array([0.0, 0.0, 1.0]), GRIP, GRIP)
    weight = sphere(0.088 * scale, (0, -0.065 - 0.088 * scale, 0))
    foot = lathe([(0.055 * scale, 0), (0.06 * scale, 0.02)])
    return joined(handle, weight, moved(foot, (0, -0.067 - 0.176 * scale, 0)))


def _hanging(scene: Scene, hands: Sequence[str], frame: int) -> Array:
    """The orientation of something that hangs from the hands, its X along the grip."""
    if len(hands) > 1:
        grip = at(scene, hands[0], frame) - at(scene, hands[1], frame)
    else:
        grip = scene.poses[frame].rotation(hands[0])[:, 2]
    level = grip * (1 - Y)
    aside = unit(level) if float(np.linalg.norm(level)) > 0.01 else X
    return np.stack([aside, Y, np.cross(aside, Y)], axis=1)


def hammer(scene: Scene, values: Values) -> list[Part]:
    """Held by the end of its handle; the head is on the thumb's side."""
    hand = values["in"]
    palm, length = offset(scene.body, hand), values["length"]
    handle = tube((0, 0, -0.07), (0, 0, length - 0.07), GRIP)
    head = joined(
        tube((-0.055, 0, length - 0.085), (0.035, 0, length - 0.085), 0.017),
        box((0.05, 0.018, 0.026), (0.055, 0, length - 0.085)),
    )
    return [
        carried(scene, "hammer handle", "wood", moved(handle, palm), hand),
        carried(scene, "hammer", "metal", moved(head, palm), hand),
    ]
