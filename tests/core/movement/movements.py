"""Movements for property tests: any joints, any angles within their limits."""

from hypothesis import strategies as st

from everyrep.core.movement.definition import (
    Arrow,
    Contact,
    Keypose,
    Movement,
    Press,
    Primary,
    Prop,
    Reach,
    Tempo,
    View,
)
from everyrep.core.movement.directions import DIRECTIONS
from everyrep.core.movement.joints import JOINTS
from everyrep.core.movement.language.names import ENDS, POSITIONS, SHAPES, SURFACES
from everyrep.core.movement.segments import SEGMENTS

degrees = st.integers(-60, 60).map(float)
metres = st.integers(-100, 100).map(lambda centimetres: centimetres / 100)
segments = st.sampled_from(SEGMENTS)
angles = st.dictionaries(
    st.sampled_from(sorted(JOINTS)),
    st.dictionaries(st.sampled_from(["flex", "lat", "rot", "list"]), degrees),
    max_size=5,
)
reaches = st.builds(
    Reach, to=st.one_of(segments, st.sampled_from([*SURFACES, "start"])), at=st.tuples(metres, metres, metres)
)
keyposes = st.builds(
    Keypose,
    angles=angles,
    reach=st.dictionaries(st.sampled_from(ENDS), reaches, max_size=2),
    hands=st.dictionaries(st.sampled_from("LR"), st.sampled_from(SHAPES)),
    at=st.just(0.0),
    place=st.tuples(metres, metres),
)
presses = st.builds(Press, segment=segments, way=st.one_of(segments, st.sampled_from(DIRECTIONS)))
bands = st.builds(
    lambda hand, place: Prop(kind="band", settings={"from": hand, "to": list(place)}),
    st.sampled_from(["hand_L", "hand_R"]),
    st.tuples(metres, metres, metres),
)


@st.composite
def movements(draw: st.DrawFn) -> Movement:
    """A movement that need not make sense, only be well formed."""
    return Movement(
        id="any",
        position=draw(st.sampled_from(POSITIONS)),
        side=draw(st.sampled_from(["right", "left", "none"])),
        poses=tuple(draw(st.lists(keyposes, min_size=1, max_size=3))),
        view=View(yaw=draw(degrees), pitch=draw(degrees), focus=tuple(draw(st.lists(segments, max_size=2)))),
        primary=draw(st.none() | primaries()),
        anchor=tuple(draw(st.lists(segments, max_size=2))),
        support=draw(st.dictionaries(segments, contacts, max_size=3)),
        props=tuple(draw(st.lists(bands, max_size=2))),
        arrows=tuple(draw(st.lists(st.builds(Arrow, track=segments), max_size=2))),
        presses=tuple(draw(st.lists(presses, max_size=2))),
    )


contacts = st.builds(
    Contact,
    surface=st.sampled_from(SURFACES),
    by=st.sampled_from([("height",), ("hip_R.flex",), ("pelvis.tilt", "hip_L.flex")]),
)


@st.composite
def primaries(draw: st.DrawFn) -> Primary:
    joint, dof = draw(
        st.sampled_from([("hip_R", "flex"), ("trunk", "lat"), ("neck", "rot"), ("trunk", "flex")])
    )
    low, high = sorted((draw(degrees), draw(degrees)))
    return Primary(joint=joint, dof=dof, range=(draw(degrees), draw(degrees)), safe=(low, high))


@st.composite
def journeys(draw: st.DrawFn) -> Movement:
    """A knee that bends or straightens steadily, in two to five poses at any places of the path."""
    values = sorted(
        draw(st.lists(st.integers(0, 140), min_size=2, max_size=5, unique=True)), reverse=draw(st.booleans())
    )
    between = sorted(
        draw(st.lists(st.integers(1, 99), min_size=len(values) - 2, max_size=len(values) - 2, unique=True))
    )
    shares = [0.0, *(share / 100 for share in between), 1.0]
    poses = tuple(
        Keypose(angles={"knee_R": {"flex": float(value)}}, reach={}, hands={}, at=share)
        for value, share in zip(values, shares, strict=True)
    )
    span = (float(values[0]), float(values[-1]))
    return Movement(
        id="knee",
        position="sitting",
        side="right",
        poses=poses,
        view=View(yaw=-60, pitch=10),
        primary=Primary(joint="knee_R", dof="flex", range=span, safe=(0.0, 150.0)),
        tempo=Tempo(),
    )
