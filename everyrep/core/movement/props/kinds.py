"""Every kind of prop: what it is, the settings it takes and what draws it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from everyrep.core.movement.props import furniture, held, room, soft, straps, tied, worktops
from everyrep.core.movement.props.bike import bike
from everyrep.core.movement.props.padding import THICK
from everyrep.core.movement.props.settings import (
    Setting,
    Values,
    choice,
    flag,
    hand,
    hands,
    number,
    pair,
    place,
    places,
    points,
    shift,
    spot,
)
from everyrep.core.movement.scene import Part, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of equipment. needs: sets of settings, of which one set must be written; empty: none must."""

    about: str
    build: Callable[[Scene, Values], list[Part]]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    needs: tuple[tuple[str, ...], ...] = ()


SHIFT = shift("moves it, in the room, from where it is put by itself")
FACES = choice(
    "where its front looks, seen from where it would look by itself", "ahead", "left", "right", "back"
)
UNDER_HANDS = places("the hands or forearms on it; by itself both hands")
LEVELS = ("floor", "seat", "table", "bench", "bed", "step")
ON = choice("the surface it lies on", *LEVELS)
HANDS = hands("the hand or both hands that hold it")
SIZE = choice("how heavy it looks", "medium", "small", "large")
WORKTOP = {
    "under": UNDER_HANDS,
    "side": choice("where it is, seen from the figure", "front", "left", "right"),
    "width": number("metres from side to side", 0.3, 2.5, 0.9),
    "depth": number("metres from front to back", 0.2, 1.2, 0.55),
    "overlap": number("metres from the palms back to its near edge", -0.2, 0.6, 0.2),
    "edge": place("where its far edge ends, such as a wrist that hangs over it"),
    "shift": SHIFT,
}
SIDES = ("front", "back", "left", "right")
COUCH = {"length": number("metres; by itself as long as the figure needs", 0.5, 2.5), "shift": SHIFT}

PROPS: Mapping[str, Kind] = {
    "mat": Kind(
        about="An exercise mat under everything that comes near the floor. Its top is the floor.",
        build=room.mat,
        settings={
            "width": number("metres; by itself as wide as needed", 0.3, 2.5),
            "length": number("metres; by itself as long as needed", 0.3, 3.0),
            "shift": SHIFT,
        },
    ),
    "pillow": Kind(
        about="A pillow whose top is the surface `pillow` or the skin that lies on it; or between two knees.",
        build=soft.pillow,
        settings={
            "under": places("what rests on it", "head"),
            "between": pair("the two places that hold it"),
            "on": ON,
            "width": number("metres across the figure", 0.2, 0.8, 0.52),
            "depth": number("metres along the figure", 0.2, 0.8, 0.36),
            "shift": SHIFT,
        },
    ),
    "towel": Kind(
        about="A folded towel under a part, with which it slides, or tucked between elbow and side. Under a "
        "hand that touches a table or wall, the table or wall stands further off by its thickness.",
        build=soft.towel,
        settings={
            "under": places("what rests on it"),
            "between": pair("the two places that hold it; it stays with the second"),
            "on": choice("the surface or wall it lies on", *LEVELS, *room.WALLS),
            "thick": number("metres", 0.005, 0.1, THICK),
        },
        needs=(("under",), ("between",)),
    ),
    "towel_roll": Kind(
        about="A rolled towel. Its top is the surface `roll`, or the skin of what rests on it.",
        build=soft.towel_roll,
        settings={
            "under": places("what rests on it"),
            "between": pair("the two places that hold it; it stays with the second"),
            "on": ON,
            "size": number("metres through; by itself from the surface to the skin", 0.03, 0.4),
            "length": number("metres from end to end", 0.1, 0.8, 0.42),
            "shift": SHIFT,
        },
        needs=(("under",), ("between",)),
    ),
    "chair": Kind(
        about="A chair. To sit on, its seat is the surface `seat`; to hold, its back is under the hands "
        "(surface `chair_back`); for feet, its seat is under the heels.",
        build=furniture.chair,
        settings={
            "for": choice("what it is there for", "sitting", "hands", "feet"),
            "under": places("the hands or heels on it; by itself both"),
            "back": flag("whether it has a back; without one it is a stool", True),
            "faces": FACES,
            "shift": SHIFT,
        },
    ),
    "table": Kind(
        about="A table whose top is the surface `table`, or just under the hands.",
        build=worktops.table,
        settings=WORKTOP,
    ),
    "counter": Kind(
        about="A kitchen counter; its top is the surface `counter`, or just under the hands.",
        build=worktops.counter,
        settings=WORKTOP
        | {
            "depth": number("metres from front to back", 0.2, 1.2, 0.45),
            "overlap": number("metres from the palms back to its near edge", -0.2, 0.6, 0.06),
        },
    ),
    "bench": Kind(
        about="A treatment bench whose top is the surface `bench`; lengthwise under one who lies.",
        build=furniture.bench,
        settings=COUCH,
    ),
    "bed": Kind(about="A bed whose top is the surface `bed`.", build=furniture.bed, settings=COUCH),
    "wall": Kind(
        about="A wall whose front is the surface `wall_front`, `wall_back`, `wall_left` or `wall_right`; "
        "without one it stands behind the figure. It is cut short where it would hide the figure.",
        build=room.wall,
        settings={
            "at": choice("which wall; by itself every one that the movement speaks of", "", *SIDES),
            "corner": flag("whether it ends just past what touches it, to press round its corner", False),
            "width": number("metres", 0.3, 4.0, 1.2),
            "height": number("metres; by itself above the figure", 0.3, 3.0),
        },
    ),
    "doorway": Kind(
        about="A door frame, one post at the forearm; its front is the wall that the movement speaks of.",
        build=room.doorway,
        settings={"at": place("the forearm or hand at its post", "forearm_R")},
    ),
    "step": Kind(
        about="A step whose top is the surface `step`.",
        build=room.step,
        settings={
            "under": places("the feet on it; by itself the one nearest to its height"),
            "over": choice(
                "what hangs over its edge: heels at the back, or the other foot",
                "none",
                "back",
                "left",
                "right",
            ),
            "width": number("metres", 0.3, 1.5, 0.70),
            "depth": number("metres", 0.2, 0.8, 0.32),
            "shift": SHIFT,
        },
    ),
    "foam_pad": Kind(
        about="A soft balance pad, 40 by 50 cm, whose top is the surface `foam`.",
        build=room.foam_pad,
        settings={
            "under": places("the feet or knee on it", "foot_L", "foot_R"),
            "height": number("metres, where the surface does not say", 0.02, 0.2, 0.06),
            "shift": SHIFT,
        },
    ),
    "dowel": Kind(
        about="A stick through the palms, or along the back of head, chest and pelvis.",
        build=held.dowel,
        settings={
            "in": HANDS,
            "along": choice("`spine` lays it on the back", "hands", "spine"),
            "length": number("metres; longer where the hands are farther apart", 0.3, 2.0, 1.0),
        },
        needs=(("in",), ("along",)),
    ),
    "band": Kind(
        about="An elastic band. It grows narrower as it is stretched.",
        build=tied.band,
        settings={
            "from": places("one or two places where it begins"),
            "to": spot("where it ends; a point in the room is a post"),
            "round": pair("the two limbs that a loop goes round"),
            "post": flag("whether a post is drawn where it ends in the room", True),
            "width": number("metres", 0.01, 0.15, 0.022),
        },
        needs=(("from", "to"), ("round",)),
    ),
    "strap": Kind(
        about="A strap or long towel that does not stretch.",
        build=straps.strap,
        settings={
            "from": places("the hand or hands that hold it"),
            "round": place("what it goes round: a foot, the head or the neck"),
            "to": spot("where else it ends, such as the other hand"),
            "over": choice(
                "`neck`: on its way it lies behind the upper neck and across the cheek", "none", "neck"
            ),
            "width": number("metres", 0.01, 0.15, 0.03),
        },
        needs=(("from", "round"), ("from", "to")),
    ),
    "ball": Kind(
        about="A ball in a hand, between two knees, or under a part (its top is then the surface `ball`).",
        build=soft.ball,
        settings={
            "in": hand("the hand that holds it"),
            "between": pair("the two places that press it"),
            "under": places("what rests on it"),
            "on": ON,
            "size": number("metres through; by itself as big as its place", 0.03, 0.9),
            "shift": SHIFT,
        },
        needs=(("in",), ("between",), ("under",)),
    ),
    "dumbbell": Kind(
        about="One in each hand named, its handle across the palm.",
        build=held.dumbbell,
        settings={"in": HANDS, "size": SIZE},
        needs=(("in",),),
    ),
    "kettlebell": Kind(
        about="Hangs from one hand or from both; held close, it is a goblet.",
        build=held.kettlebell,
        settings={"in": HANDS, "size": SIZE},
        needs=(("in",),),
    ),
    "hammer": Kind(
        about="Held by the end of its handle, its head on the thumb's side.",
        build=held.hammer,
        settings={"in": hand("the hand that holds it"), "length": number("metres", 0.15, 0.5, 0.30)},
        needs=(("in",),),
    ),
    "flex_bar": Kind(
        about="A thick, flexible rubber bar in both fists.",
        build=held.flex_bar,
        settings={
            "in": hands("the hands that hold it", "hand_L", "hand_R"),
            "length": number("metres; longer where the hands are farther apart", 0.2, 0.6, 0.30),
        },
    ),
    "ankle_weight": Kind(
        about="A padded cuff above the ankle.",
        build=tied.ankle_weight,
        settings={"on": places("the ankle or ankles that wear one")},
        needs=(("on",),),
    ),
    "slider": Kind(
        about="A smooth disc under each place, with which it slides.",
        build=tied.slider,
        settings={"under": places("what stands on one", "heel_L", "heel_R")},
    ),
    "bike": Kind(
        about="A stationary bicycle: its saddle is the surface `seat`, its pedals are under the feet, and "
        "its crank turns with them.",
        build=bike,
    ),
    "ankle_anchor": Kind(
        about="A padded bar on short posts that holds both ankles down.",
        build=tied.ankle_anchor,
        settings={"over": places("what it holds down", "ankle_L", "ankle_R")},
    ),
    "floor_markers": Kind(
        about="Small cones to walk round or between.",
        build=room.floor_markers,
        settings={"at": points("where they stand", [[0.0, 1.2], [0.0, -1.2]])},
    ),
    "floor_line": Kind(
        about="Tape on the floor: one line ahead, a cross, the eight ways of a star, or the three of a Y.",
        build=room.floor_line,
        settings={
            "shape": choice("which lines", "line", "cross", "star", "y"),
            "under": place("the place they meet under", "pelvis"),
            "length": number("metres from end to end", 0.3, 5.0, 2.0),
        },
    ),
    "footprints": Kind(
        about="The next steps as prints of the figure's own soles.",
        build=room.footprints,
        settings={
            "count": number("how many", 1, 8, 3),
            "stride": number("metres from step to step; by itself heel to toe", 0.2, 0.9),
        },
    ),
}
"""Kind -> what it takes. The language knows no other."""
