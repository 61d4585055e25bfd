"""The words of the language that are not joints or segments."""

from collections.abc import Collection, Iterable

from everyrep.core.movement.directions import DIRECTIONS
from everyrep.core.movement.hands import HAND_SHAPES
from everyrep.core.movement.segments import SIDES

POSITIONS = (
    "standing",
    "sitting",
    "long_sitting",
    "kneeling",
    "half_kneeling",
    "supine",
    "prone",
    "quadruped",
    "plank",
    "side_left",
    "side_right",
)
SHAPES = tuple(HAND_SHAPES)
"""What a hand can do; `open` where nothing is written."""

ENDS = tuple(f"{name}_{side}" for name in ("hand", "foot") for side in SIDES)
"""What can be brought to a place by `reach`."""

FACINGS = (*DIRECTIONS, "to")
"""What a palm or fingers can point at."""

PLACES = ("start", "world", "pedal")
SURFACES = (
    "floor",
    "mat",
    "seat",
    "bench",
    "bed",
    "step",
    "foam",
    "roll",
    "pillow",
    "towel",
    "table",
    "counter",
    "wall_front",
    "wall_back",
    "wall_left",
    "wall_right",
)
"""Surfaces whose place follows from the figure; `surfaces` gives others a height, or these another one."""

HEIGHT = "height"
SHIFTS = (HEIGHT, "sway", "depth")
"""Moves of the whole body (up, to its left, forward in the room) that can give way as an angle can."""

BOTH = "_*"

ENGLISH = "en"
LANGUAGES = (ENGLISH, "es")
"""What a text of a movement can be written in."""

_LEG = ("hip_*.flex",)
_ARM = ("shoulder_*.flex",)
DEFAULT_BY: dict[str, tuple[str, ...]] = {
    "pelvis": (HEIGHT,),
    "thorax": ("pelvis.tilt",),
    "head": ("neck.flex",),
    "thigh_*": _LEG,
    "shank_*": _LEG,
    "foot_*": _LEG,
    "toes_*": _LEG,
    "upper_arm_*": _ARM,
    "forearm_*": _ARM,
    "hand_*": _ARM,
}
"""What gives way until a segment touches, where the author does not say."""


def expanded(name: str) -> tuple[str, ...]:
    """hip_* is hip_L and hip_R; other names are themselves."""
    return tuple(with_side(name, side) for side in SIDES) if name.endswith(BOTH) else (name,)


def with_side(name: str, side: str) -> str:
    """hip_*.flex on the side "R" is hip_R.flex; names without the star stay."""
    return name.replace(BOTH, f"_{side}")


def starred(name: str) -> str:
    """hip_L is hip_*."""
    return f"{name[:-2]}{BOTH}" if name[-2:] in ("_L", "_R") else name


def starless(name: str) -> str:
    """hip_L is hip."""
    return name[:-2] if side_of(name) else name


def side_of(name: str) -> str:
    """L, R or nothing."""
    return name[-1] if name[-2:] in ("_L", "_R") else ""


def in_short(names: Iterable[str]) -> Collection[str]:
    """Each name once, sides folded into the star."""
    return tuple(dict.fromkeys(starred(name) for name in names))
