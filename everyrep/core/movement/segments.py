"""The parts of the skeleton. Every segment's frame is X left, Y up, Z forward in anatomical zero.

Anatomical zero: upright, arms at the sides, palms to the thighs.
"""

SIDES = ("L", "R")
SIGN = {"L": 1, "R": -1}  # +X is the figure's left

_TRUNK = {"pelvis": None, "lumbar": "pelvis", "thorax": "lumbar", "neck": "thorax", "head": "neck"}
_LIMBS = {
    "scapula": "thorax",
    "upper_arm": "scapula",
    "forearm": "upper_arm",
    "hand": "forearm",
    "thigh": "pelvis",
    "shank": "thigh",
    "foot": "shank",
    "toes": "foot",
}

PARENT: dict[str, str | None] = _TRUNK | {
    f"{name}_{side}": parent if parent in _TRUNK else f"{parent}_{side}"
    for side in SIDES
    for name, parent in _LIMBS.items()
}
"""Each segment's parent, parents first; the order is that of every array over segments."""

SEGMENTS = tuple(PARENT)
INDEX = {name: place for place, name in enumerate(SEGMENTS)}
PARENTS = tuple(-1 if parent is None else INDEX[parent] for parent in PARENT.values())


def other_side(name: str) -> str:
    """The name of the same thing on the other side; names without a side stay."""
    if name.endswith("_L"):
        return f"{name[:-1]}R"
    return f"{name[:-1]}L" if name.endswith("_R") else name
