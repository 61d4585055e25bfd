"""Positions, what carries the body, and equipment, as a description names them."""

from dataclasses import dataclass

from everyrep.core.movement.definition import Movement
from everyrep.core.movement.description.motion import from_a_seat
from everyrep.core.problems import N_


@dataclass(frozen=True, slots=True)
class Position:
    """seen: what a bystander sees; do: told to the patient. Both can take a place behind them."""

    seen: str
    do: str


POSITIONS = {
    "standing": Position(N_("A person stands"), N_("Stand")),
    "sitting": Position(N_("A person sits"), N_("Sit")),
    "long_sitting": Position(
        N_("A person sits with the legs stretched out in front"),
        N_("Sit with your legs stretched out in front"),
    ),
    "kneeling": Position(N_("A person kneels on both knees"), N_("Kneel on both knees")),
    "half_kneeling": Position(N_("A person kneels on one knee"), N_("Kneel on one knee")),
    "supine": Position(N_("A person lies on the back"), N_("Lie on your back")),
    "prone": Position(N_("A person lies face down"), N_("Lie face down")),
    "quadruped": Position(N_("A person is on hands and knees"), N_("Go on your hands and knees")),
    "plank": Position(
        N_("A person holds the body straight off the floor"), N_("Hold your body straight off the floor")
    ),
    "side_left": Position(N_("A person lies on the left side"), N_("Lie on your left side")),
    "side_right": Position(N_("A person lies on the right side"), N_("Lie on your right side")),
}

ON = {
    "mat": N_("on a mat"),
    "bed": N_("on a bed"),
    "bench": N_("on a bench"),
    "chair": N_("on a chair"),
    "bike": N_("on an exercise bike"),
}
"""What carries a body that sits, lies or kneels."""

BY = {
    "chair": N_("next to a chair"),
    "table": N_("at a table"),
    "counter": N_("at a counter"),
    "bench": N_("next to a bench"),
    "bed": N_("next to a bed"),
    "wall": N_("at a wall"),
    "doorway": N_("in a doorway"),
    "step": N_("at a step"),
    "foam_pad": N_("on a foam pad"),
    "mat": N_("on a mat"),
    "bike": N_("on an exercise bike"),
}
"""Where a standing person is; for the others, what is near besides."""

THINGS = {
    "pillow": N_("a pillow"),
    "towel": N_("a towel"),
    "towel_roll": N_("a rolled towel"),
    "table": N_("a table"),
    "counter": N_("a counter"),
    "wall": N_("a wall"),
    "bench": N_("a bench"),
    "bed": N_("a bed"),
    "chair": N_("a chair"),
    "mat": N_("a mat"),
    "doorway": N_("a doorway"),
    "step": N_("a step"),
    "foam_pad": N_("a foam pad"),
    "dowel": N_("a stick"),
    "band": N_("an elastic band"),
    "strap": N_("a strap or long towel"),
    "ball": N_("a ball"),
    "dumbbell": N_("a hand weight"),
    "kettlebell": N_("a kettlebell"),
    "hammer": N_("a hammer"),
    "flex_bar": N_("a flexible bar"),
    "ankle_weight": N_("an ankle weight"),
    "slider": N_("a slider"),
    "bike": N_("an exercise bike"),
    "partner_or_anchor": N_("a fixed hold"),
    "floor_markers": N_("marks on the floor"),
}

SURFACES = {
    "wall": N_("the wall"),
    "table": N_("the table"),
    "counter": N_("the counter"),
    "seat": N_("the seat"),
    "bench": N_("the bench"),
    "bed": N_("the bed"),
    "thigh": N_("the thigh"),
    "shank": N_("the shin"),
    "thorax": N_("the chest"),
    "lumbar": N_("the belly"),
    "pelvis": N_("the hips"),
    "head": N_("the head"),
    "neck": N_("the neck"),
    "upper_arm": N_("the upper arm"),
    "forearm": N_("the forearm"),
    "hand": N_("the other hand"),
    "foot": N_("the foot"),
}
"""What a hand may lie on."""

BEHIND = {
    "pelvis": N_("the low back"),
    "lumbar": N_("the low back"),
    "thorax": N_("the upper back"),
}
"""What a hand lies on that is behind the trunk."""

PAIRS = {
    "thigh": N_("the thighs"),
    "shank": N_("the shins"),
    "foot": N_("the feet"),
}
"""What two hands may lie on, one on each."""


def where(movement: Movement) -> str:
    """The place that belongs to the position, or nothing."""
    places = _places(movement)
    return next((places[kind] for kind in _kinds(movement) if kind in places), "")


def things(movement: Movement) -> list[str]:
    """Equipment besides the place."""
    places = _places(movement)
    kinds = _kinds(movement)
    place = next((kind for kind in kinds if kind in places), "")
    return [THINGS[kind] for kind in kinds if kind != place and kind in THINGS]


def position(movement: Movement) -> Position:
    """How the body is at the start."""
    return POSITIONS["sitting" if from_a_seat(movement) else movement.position]


def _places(movement: Movement) -> dict[str, str]:
    return BY if movement.position == "standing" and not from_a_seat(movement) else ON


def _kinds(movement: Movement) -> list[str]:
    return list(dict.fromkeys(prop.kind for prop in movement.props))
