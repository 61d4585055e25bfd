"""A movement as its author wrote it, with every default filled in. See docs/reference/movements.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

Angles = Mapping[str, Mapping[str, float]]
"""Joint -> degree of freedom -> degrees (swivels too; `heel.raise` in degrees; `crank.angle`)."""

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The end of a limb is brought to a place and kept there while the limb's own joints give way.

    to: a surface's name, a segment, "start" (where it was at the first pose) or "world".
    at: metres; in the segment's frame for a segment, in the world for the rest; for a surface or "start",
    a shift along it. palm, fingers: directions for a hand ("down", "up", "forward", "back", "in", "out",
    "to": towards what it touches), "" leaves the wrist as its angles say.
    """

    to: str
    at: Vector = (0.0, 0.0, 0.0)
    palm: str = ""
    fingers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keypose:
    """One pose of a movement; `angles` holds every angle that is not zero.

    at: where on the path, 0 to 1. shown: drawn as a still of its own. lift: metres off the surface (a hop).
    place: metres to the left and forward that the figure has gone from where it began.
    hands: "L" and "R" -> a hand shape. free: segments that their contact has let go of.
    """

    angles: Angles
    reach: Mapping[str, Reach]
    hands: Mapping[str, str]
    at: float
    shown: bool = True
    lift: float = 0.0
    place: tuple[float, float] = (0.0, 0.0)
    free: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A segment that touches a surface all the way; `by` names the angles ("hip_R.flex", "pelvis.tilt",
    "height") that give way until it does. Several angles yield together."""

    surface: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Primary:
    """The angle that the exercise is about, in degrees.

    range: at start and finish. safe: what may be prescribed.
    """

    joint: str
    dof: str
    range: tuple[float, float]
    safe: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """Seconds of one repetition: out to the finish, hold, back, rest. A cycle uses `out` alone, one round.

    breathe_out: the phase ("out" or "back") in which to breathe out; "" says to keep breathing.
    """

    out: float = 2.0
    hold: float = 1.0
    back: float = 2.0
    rest: float = 1.0
    breathe_out: str = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The camera, in degrees: yaw 0 looks at the front, 90 at the figure's left side, -90 at its right.

    focus: segments that the picture is framed on (a hand's work close up); empty frames the whole figure.
    """

    yaw: float
    pitch: float
    focus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """The way a segment goes, drawn beside the figure. offset: pixels outward, None to find room."""

    track: str
    offset: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A segment that presses and does not move, drawn as a short arrow beside it.

    way: one of `directions.DIRECTIONS`, or the segment that it is pressed towards. on: the still that shows
    it, counted from 1; 0 is the last one.
    """

    segment: str
    way: str
    on: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prop:
    """Equipment or furniture. `settings` as written: see `props.PROPS` for what each takes."""

    kind: str
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One exercise's movement. A right-sided one is authored for the right; `mirror.mirrored` makes the left.

    position: how the body lies in the room. anchor: segments that stay where they are at the start and carry
    the body with them. support: segment -> Contact. surfaces: name -> height (metres) where it is not the
    figure that sets it. cycle: runs on into its first pose instead of back the way it came.
    until: the share of the path that is gone, less than 1 where a prescription stops it.
    not_shown: language -> what the picture cannot show; in English at least, or empty.
    reviewed_by: empty until a licensed person has.
    """

    id: str
    position: str
    side: str
    poses: tuple[Keypose, ...]
    view: View
    primary: Primary | None = None
    anchor: tuple[str, ...] = ()
    support: Mapping[str, Contact] = field(default_factory=dict)
    surfaces: Mapping[str, float] = field(default_factory=dict)
    cycle: bool = False
    tempo: Tempo = field(default_factory=Tempo)
    props: tuple[Prop, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    presses: tuple[Press, ...] = ()
    muscles: tuple[str, ...] = ()
    not_shown: Mapping[str, str] = field(default_factory=dict)
    reviewed_by: str = ""
    until: float = 1.0

    def not_shown_in(self, language: str) -> tuple[str, str]:
        """What the picture cannot show, and the language that says it: English where there is no other."""
        found = language[:2] if language[:2] in self.not_shown else "en"
        return self.not_shown.get(found, ""), found

    def stopped(self, until: float) -> "Movement":
        """The same movement, gone only this share of its path (0 to 1)."""
        return replace(self, until=until)
