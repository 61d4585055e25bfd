"""One movement on one body: the start is settled first, every other instant follows from it."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from everyrep.core.movement.body import Body, Pose
from everyrep.core.movement.definition import Contact, Movement
from everyrep.core.movement.hands import HAND_SHAPES
from everyrep.core.movement.joints import value
from everyrep.core.movement.rotations import IDENTITY, Array, X, Y, about_x, about_y, about_z
from everyrep.core.movement.scene import Scene, Surface
from everyrep.core.movement.segments import INDEX, SIDES
from everyrep.core.movement.skin import Skins, posed_vertices
from everyrep.core.movement.solver.contacts import CLOSE, settle, shifted, yielded, yielding
from everyrep.core.movement.solver.feet import (
    Footing,
    ball_height,
    footing,
    heading,
    level_feet,
    put,
    turn_as_it_stands,
)
from everyrep.core.movement.solver.figure import POSITIONS, Figure
from everyrep.core.movement.solver.path import DEFAULT_HAND, Held, Moment, moment
from everyrep.core.movement.solver.reaching import Room, missed, palm, reach_with_foot, reach_with_hand
from everyrep.core.movement.solver.surfaces import WALLS, surfaces

EVERYWHERE = "body"
DIRECTIONS = 400  # about 10 degrees apart
FOREMOST = 3  # vertices kept in each direction, for skin that bends
BENT: tuple[Mapping[str, Mapping[str, float]], ...] = (
    {
        "hip": {"flex": 90},
        "knee": {"flex": 90},
        "ankle": {"df": -60},
        "elbow": {"flex": 90},
        "shoulder": {"flex": 90},
    },
    {
        "hip": {"flex": 60},
        "knee": {"flex": 130},
        "ankle": {"df": 20},
        "elbow": {"flex": 130},
        "shoulder": {"flex": 160},
    },
)
"""Angles of both sides at which the skin that can touch is looked for, besides standing."""
ARMS = ("upper_arm", "forearm", "hand")
NOWHERE = np.zeros(3)
LAYING = 12  # rounds in which a hand comes to lie on a surface
HOMEWARD = {"angle": 0.005, "shift": 1.0}  # metres of gap that a degree, or a metre, given way weighs
SADDLE_OVER_CRANK = 0.86  # of the leg's length: the knee stays a little bent at the bottom
SADDLE_BEHIND_CRANK = 0.22  # metres


def scene(movement: Movement, body: Body, shares: Sequence[float]) -> Scene:
    """The movement posed at each share (0 to 1) of its path."""
    solver = Solver(movement, body)
    poses = tuple(solver.pose(share) for share in shares)
    return Scene(
        movement=movement,
        body=body,
        shares=tuple(shares),
        poses=poses,
        vertices=Skins(body, poses),
        surfaces=solver.surfaces,
    )


class Solver:
    """Poses of one movement on one body. Everything that stays put is fixed by the start pose."""

    def __init__(self, movement: Movement, body: Body) -> None:
        self.movement, self.body = movement, body
        self.support = supports(movement)
        self.unknowns = yielding(self.support)
        self.patches = {name: outermost(body, name) for name in self.support}
        self.touching = np.concatenate([*self.patches.values(), np.zeros(0, int)])
        self.surfaces: Mapping[str, Surface] = surfaces(movement, body, {})
        self.anchored: dict[str, Array] = {}
        self.levels: dict[str, Array] = {}
        self.settled = np.zeros(len(self.unknowns))
        self.slopes: Array | None = None
        self.given_at: dict[float, Array] = {}
        self.unplaced = frozenset(WALLS) - movement.surfaces.keys()  # walls that the start places
        self.on_arms = any(name.startswith(ARMS) for name in self.support)
        self._take_up_the_start()

    def pose(self, share: float) -> Pose:
        """The body at a share (0 to 1) of the path."""
        now = moment(self.movement, share)
        given = self._given(now)
        figure = self._figure(now, given)
        self._lay_hands_on(figure, now)
        return figure.pose(now.curls)

    def misses(self, share: float, pose: Pose) -> dict[str, float]:
        """How far each reaching palm is from its goal, metres."""
        now = moment(self.movement, share)
        figure = Figure.of(self.body, now.angles, pose)
        ends = {end: held for end, held in now.held.items() if end.startswith("hand")}
        return {end: missed(figure, end[-1], held, self.room) for end, held in ends.items()}

    def _take_up_the_start(self) -> None:
        start = moment(self.movement, 0.0)
        bare = self._bare(start, np.zeros(len(self.unknowns)))
        self.levels = {side: heading(bare, side) for side in SIDES}
        self._anchor(bare)
        self.room = self._room(bare)
        self.settled = self._given(start)
        figure = self._figure(start, self.settled, reaching=False)
        self.anchored |= {name: figure.at[name] for name in self.movement.anchor if name not in self.anchored}
        self.surfaces = surfaces(self.movement, self.body, self._touching(figure, start))
        self.unplaced = frozenset()
        self.room, self.slopes = self._room(figure), None
        self.given_at.clear()
        if any(prop.kind == "chair" for prop in self.movement.props) and "seat" not in self.surfaces:
            lowest = posed_vertices(self.body, figure.pose(start.curls), patch(self.body, "pelvis"))[
                :, 1
            ].min()
            self.surfaces = {**self.surfaces, "seat": Surface(np.array([0.0, lowest, 0.0]), Y)}
        if any(reach.to == "pedal" for pose in self.movement.poses for reach in pose.reach.values()):
            self.surfaces = {**self.surfaces, "crank": Surface(self.room.crank, X)}
        self.settled = self._given(start)

    def _anchor(self, bare: Figure) -> None:
        """Stand the anchored feet where the start's angles bring them, their soles on what they stand on."""
        for name in self.movement.anchor:
            if name.startswith("foot"):
                ball = bare.at[f"toes_{name[-1]}"].copy()
                ball[1] = self._floor_under(name) + ball_height(bare, name[-1])
                self.anchored[name] = ball

    def _floor_under(self, segment: str) -> float:
        contact = self.support.get(segment)
        return float(self.surfaces[contact.surface].point[1]) if contact else 0.0

    def _bare(self, now: Moment, given: Array) -> Figure:
        """The figure as its angles say, before anything holds it."""
        angles = yielded(now.angles, self.unknowns, given)
        tilt, side_bend, turn = (value(angles, "pelvis", dof) for dof in ("tilt", "list", "rot"))
        root = POSITIONS[self.movement.position] @ about_x(tilt) @ about_z(side_bend) @ about_y(turn)
        figure = Figure.standing_as(self.body, angles, root, shifted(self.unknowns, given))
        level_feet(figure)
        for name in self.movement.anchor:
            if name.startswith("foot") and name[-1] in self.levels:
                turn_as_it_stands(figure, name[-1], self.levels[name[-1]])
        return figure

    def _figure(self, now: Moment, given: Array, reaching: bool = True, hands: bool = True) -> Figure:
        figure = self._bare(now, given)
        figure.shift(self._held_back(figure) + now.gone)
        for name in self.movement.anchor:
            if name.startswith("foot"):
                ball = self.anchored[name] + now.gone
                put(figure, name[-1], footing(figure, name[-1], self.levels[name[-1]], ball))
        if reaching:
            for side in SIDES:
                if f"foot_{side}" in now.held:
                    reach_with_foot(figure, side, now.held[f"foot_{side}"], self.room)
            for side in SIDES if hands else ():
                if f"hand_{side}" in now.held:
                    reach_with_hand(figure, side, now.held[f"hand_{side}"], self.room)
        return figure

    def _held_back(self, figure: Figure) -> Array:
        """The move that brings the anchors back to where they were; only feet hold the body's height."""
        feet = [name for name in self.movement.anchor if name.startswith("foot")]
        moves = [self.anchored[name] - figure.at[f"toes_{name[-1]}"] for name in feet]
        moves += [
            self.anchored[name] - figure.at[name]
            for name in self.movement.anchor
            if name in self.anchored and name not in feet
        ]
        if not moves:
            return NOWHERE
        move: Array = np.mean(moves, axis=0)
        return move if feet else move * np.array([1.0, 0.0, 1.0])

    def _given(self, now: Moment) -> Array:
        if not self.unknowns:
            return self.settled
        kept = self._kept(now)
        weight = np.array([HOMEWARD[unknown.kind] for unknown in self.unknowns])

        def gaps(given: Array) -> Array:
            """What has let go takes its angle back instead of closing its gap."""
            distances = (
                self._distances(self._figure(now, given, hands=self.on_arms).pose(now.curls)) - now.lift
            )
            return np.where(np.isnan(kept), distances, (given - kept) * weight)

        guess = np.where(np.isnan(kept), self._guess(now), kept)
        given, slopes = settle(gaps, self.unknowns, guess, self.slopes)
        if (
            self.slopes is None
        ):  # those of the start serve everywhere: a pose is the same however one came to it
            self.slopes = slopes
        return given

    def _guess(self, now: Moment) -> Array:
        """About what will be given: between two poses it goes nearly evenly from one to the other."""
        if now.mix in (0.0, 1.0) or self.slopes is None:
            return self.settled
        before, after = (self._at_a_pose(share) for share in now.between)
        return before + (after - before) * now.mix

    def _at_a_pose(self, share: float) -> Array:
        if share not in self.given_at:
            self.given_at[share] = self._given(moment(self.movement, share))
        return self.given_at[share]

    def _kept(self, now: Moment) -> Array:
        """What each contact that has let go still gives of what it gave last; not a number while it holds."""
        kept = np.full(len(self.unknowns), np.nan)
        for place, (name, contact) in enumerate(self.support.items()):
            freed = now.free.get(name)
            if contact.surface in self.unplaced or (freed and freed.far == 1):
                kept[place] = 0.0
            elif freed and freed.far:
                held = self._at_a_pose(freed.held_at)
                kept[place] = held[place] * (1 - freed.far)
        return kept

    def _distances(self, pose: Pose) -> Array:
        """How far each contact's nearest skin is from its surface, metres; below 0 it has sunk in."""
        skin = posed_vertices(self.body, pose, self.touching)
        ends = np.cumsum([len(patch) for patch in self.patches.values()])[:-1]
        contacts = zip(self.support.values(), np.split(skin, ends), strict=True)
        return np.array([self.surfaces[contact.surface].distance(own).min() for contact, own in contacts])

    def _lay_hands_on(self, figure: Figure, now: Moment) -> None:
        """Once more for hands on a surface, now by their skin and not by the middle of the palm.

        A hand that is on its way only keeps clear of it.
        """
        for side in SIDES:
            held = now.held.get(f"hand_{side}")
            on = (
                {reach.to for reach in (held.before, held.after) if reach} & set(self.surfaces)
                if held
                else set()
            )
            if held and on:
                self._lay_on(figure, side, held, now, self.surfaces[min(on)])

    def _lay_on(self, figure: Figure, side: str, held: Held, now: Moment, surface: Surface) -> None:
        resting, aside = bool(held.before and held.after), NOWHERE
        for _ in range(LAYING):
            skin = posed_vertices(self.body, figure.pose(now.curls), patch(self.body, f"hand_{side}"))
            off = float(surface.distance(skin).min())
            if abs(off) < CLOSE:
                break
            aside = aside - (off if resting else min(off, 0.0)) * surface.normal
            reach_with_hand(figure, side, held, self.room, aside)

    def _room(self, figure: Figure) -> Room:
        crank = figure.at["pelvis"] + np.array([0.0, -SADDLE_OVER_CRANK * self._leg(), SADDLE_BEHIND_CRANK])
        return Room(
            surfaces=self.surfaces,
            palms={side: palm(figure, side) for side in SIDES},
            balls={side: figure.at[f"toes_{side}"] for side in SIDES},
            feet={side: _standing(figure, side) for side in SIDES},
            levels=self.levels,
            crank=crank,
        )

    def _leg(self) -> float:
        return self.body.length("thigh_L") + self.body.length("shank_L")

    def _touching(self, figure: Figure, start: Moment) -> dict[str, Array]:
        """Where the start pose reaches furthest towards each wall that it touches."""
        pose, found = figure.pose(start.curls), {}
        for wall, normal in WALLS.items():
            names = [name for name, contact in self.support.items() if contact.surface == wall]
            skins = [posed_vertices(self.body, pose, self.patches[name]) for name in names]
            ends = [
                palm(figure, end[-1])[None]
                for end, held in start.held.items()
                if held.before and held.before.to == wall and end.startswith("hand")
            ]
            if skins or ends:
                points = np.concatenate([*skins, *ends])
                found[wall] = points[int(np.argmin(points @ normal))]
        return found


def _standing(figure: Figure, side: str) -> Footing:
    return Footing(figure.at[f"foot_{side}"], figure.turn[f"foot_{side}"], figure.turn[f"toes_{side}"])


def supports(movement: Movement) -> Mapping[str, Contact]:
    """The contacts written down; a figure that nothing holds stands with its lowest skin on the floor."""
    if movement.support or any(name.startswith("foot") for name in movement.anchor):
        return movement.support
    return {EVERYWHERE: Contact(surface="floor", by=("height",))}


def patch(body: Body, segment: str) -> NDArray[np.int_]:
    """The vertices that touch for a segment; a foot touches with its toes too."""
    if segment == EVERYWHERE:
        return np.arange(len(body.vertices))
    names = {segment, segment.replace("foot", "toes")}
    return np.flatnonzero(np.isin(body.segment_of, [INDEX[name] for name in names]))


@lru_cache(maxsize=256)
def outermost(body: Body, segment: str) -> NDArray[np.int_]:
    """The vertices of a patch that can be the first to touch: its furthest ones in every direction.

    About a tenth of them; what the others could add is under half a millimetre, and solving is much faster.
    """
    own = patch(body, segment)
    shapes = [np.asarray(body.vertices)[own], *(posed_vertices(body, pose, own) for pose in _bent(body))]
    reach = np.concatenate([shape @ _directions().T for shape in shapes], axis=1)
    foremost = np.argpartition(-reach, min(FOREMOST, len(own) - 1), axis=0)[:FOREMOST]
    return own[np.unique(foremost)]


@lru_cache(maxsize=16)
def _bent(body: Body) -> tuple[Pose, ...]:
    """Bent limbs: where a joint bends, the skin beside it comes to the front, as the seat does in sitting."""
    curls = (HAND_SHAPES[DEFAULT_HAND], HAND_SHAPES[DEFAULT_HAND])
    angles = (
        {f"{limb}_{side}": dict(dofs) for limb, dofs in limbs.items() for side in SIDES} for limbs in BENT
    )
    return tuple(Figure.standing_as(body, own, IDENTITY, NOWHERE).pose(curls) for own in angles)


@cache
def _directions() -> Array:
    """(N, 3) unit vectors spread evenly over the sphere (a Fibonacci lattice)."""
    place = np.arange(DIRECTIONS) + 0.5
    height, turn = 1 - 2 * place / DIRECTIONS, place * np.pi * (3 - np.sqrt(5))
    ring = np.sqrt(1 - height * height)
    return np.stack([ring * np.cos(turn), height, ring * np.sin(turn)], axis=1)
