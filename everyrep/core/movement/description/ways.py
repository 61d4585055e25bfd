"""The ways in which a part moves, and the ways in which it comes back."""

from dataclasses import dataclass

from everyrep.core.language.words import Phrase
from everyrep.core.problems import N_


@dataclass(frozen=True, slots=True)
class Back:
    """again: what a bystander sees after the motion; do: told to the patient; word: for the player."""

    again: Phrase
    do: str
    word: str


@dataclass(frozen=True, slots=True)
class Way:
    """moves: what a bystander sees; do: told to the patient; word: for the player."""

    moves: Phrase
    do: str
    word: str
    back: Back


RETURNS = Back(
    Phrase("%(motion)s and returns", "%(motion)s and return"),
    N_("Bring %(part)s back slowly."),
    N_("Return"),
)
LOWERS = Back(
    Phrase("%(motion)s and lowers again", "%(motion)s and lower again"),
    N_("Lower %(part)s slowly."),
    N_("Lower"),
)
LIFTS = Back(
    Phrase("%(motion)s and lifts again", "%(motion)s and lift again"),
    N_("Lift %(part)s again slowly."),
    N_("Lift"),
)
BENDS = Back(
    Phrase("%(motion)s and bends again", "%(motion)s and bend again"),
    N_("Bend %(part)s again slowly."),
    N_("Bend"),
)
STRAIGHTENS = Back(
    Phrase("%(motion)s and straightens again", "%(motion)s and straighten again"),
    N_("Straighten %(part)s again slowly."),
    N_("Straighten"),
)

LIFT = Way(Phrase("%(part)s lifts", "%(part)s lift"), N_("Lift %(part)s."), N_("Lift"), LOWERS)
LOWER = Way(Phrase("%(part)s lowers", "%(part)s lower"), N_("Lower %(part)s."), N_("Lower"), LIFTS)
BEND = Way(Phrase("%(part)s bends", "%(part)s bend"), N_("Bend %(part)s."), N_("Bend"), STRAIGHTENS)
STRAIGHTEN = Way(
    Phrase("%(part)s straightens", "%(part)s straighten"), N_("Straighten %(part)s."), N_("Straighten"), BENDS
)
FORWARD = Way(
    Phrase("%(part)s moves forward", "%(part)s move forward"),
    N_("Move %(part)s forward."),
    N_("Move forward"),
    RETURNS,
)
BACKWARD = Way(
    Phrase("%(part)s moves back", "%(part)s move back"), N_("Move %(part)s back."), N_("Move back"), RETURNS
)
SIDEWAYS = Way(
    Phrase("%(part)s moves out to the side", "%(part)s move out to the side"),
    N_("Move %(part)s out to the side."),
    N_("Move out"),
    RETURNS,
)
ACROSS = Way(
    Phrase("%(part)s moves in across the body", "%(part)s move in across the body"),
    N_("Move %(part)s in across your body."),
    N_("Move across"),
    RETURNS,
)
TURN_OUT = Way(
    Phrase("%(part)s turns outward", "%(part)s turn outward"),
    N_("Turn %(part)s outward."),
    N_("Turn out"),
    RETURNS,
)
TURN_IN = Way(
    Phrase("%(part)s turns inward", "%(part)s turn inward"),
    N_("Turn %(part)s inward."),
    N_("Turn in"),
    RETURNS,
)
OPEN = Way(
    Phrase("%(part)s opens outward", "%(part)s open outward"),
    N_("Open %(part)s outward."),
    N_("Open out"),
    RETURNS,
)
CLOSE = Way(
    Phrase("%(part)s closes inward", "%(part)s close inward"),
    N_("Bring %(part)s inward."),
    N_("Close in"),
    RETURNS,
)
BEND_FORWARD = Way(
    Phrase("%(part)s bends forward", "%(part)s bend forward"),
    N_("Bend %(part)s forward."),
    N_("Bend forward"),
    RETURNS,
)
BEND_BACK = Way(
    Phrase("%(part)s bends back", "%(part)s bend back"), N_("Bend %(part)s back."), N_("Bend back"), RETURNS
)
LEAN_LEFT = Way(
    Phrase("%(part)s leans to the left", "%(part)s lean to the left"),
    N_("Lean %(part)s to the left."),
    N_("Lean left"),
    RETURNS,
)
LEAN_RIGHT = Way(
    Phrase("%(part)s leans to the right", "%(part)s lean to the right"),
    N_("Lean %(part)s to the right."),
    N_("Lean right"),
    RETURNS,
)
TURN_LEFT = Way(
    Phrase("%(part)s turns to the left", "%(part)s turn to the left"),
    N_("Turn %(part)s to the left."),
    N_("Turn left"),
    RETURNS,
)
TURN_RIGHT = Way(
    Phrase("%(part)s turns to the right", "%(part)s turn to the right"),
    N_("Turn %(part)s to the right."),
    N_("Turn right"),
    RETURNS,
)
TILT_FORWARD = Way(
    Phrase("%(part)s tilts forward", "%(part)s tilt forward"),
    N_("Tilt %(part)s forward."),
    N_("Tilt forward"),
    RETURNS,
)
TILT_BACK = Way(
    Phrase("%(part)s tilts back", "%(part)s tilt back"), N_("Tilt %(part)s back."), N_("Tilt back"), RETURNS
)
PULL_UP = Way(
    Phrase("%(part)s pulls up toward the shin", "%(part)s pull up toward the shins"),
    N_("Pull %(part)s up toward you."),
    N_("Pull up"),
    RETURNS,
)
POINT = Way(
    Phrase("%(part)s points away", "%(part)s point away"),
    N_("Point %(part)s away from you."),
    N_("Point"),
    RETURNS,
)
CURL = Way(Phrase("%(part)s curls", "%(part)s curl"), N_("Curl %(part)s."), N_("Curl"), RETURNS)
PALM_UP = Way(
    Phrase("%(part)s turns palm up", "%(part)s turn palms up"),
    N_("Turn %(part)s so that the palm faces up."),
    N_("Palm up"),
    RETURNS,
)
PALM_DOWN = Way(
    Phrase("%(part)s turns palm down", "%(part)s turn palms down"),
    N_("Turn %(part)s so that the palm faces down."),
    N_("Palm down"),
    RETURNS,
)
TO_PALM = Way(
    Phrase("%(part)s bends toward the palm side", "%(part)s bend toward the palm side"),
    N_("Bend %(part)s toward the palm side."),
    N_("Bend"),
    RETURNS,
)
TO_BACK_OF_HAND = Way(
    Phrase("%(part)s bends up and back", "%(part)s bend up and back"),
    N_("Bend %(part)s up and back."),
    N_("Bend back"),
    RETURNS,
)
TO_THUMB = Way(
    Phrase("%(part)s tips toward the thumb", "%(part)s tip toward the thumbs"),
    N_("Tip %(part)s toward the thumb."),
    N_("Tip"),
    RETURNS,
)
TO_LITTLE_FINGER = Way(
    Phrase("%(part)s tips toward the little finger", "%(part)s tip toward the little fingers"),
    N_("Tip %(part)s toward the little finger."),
    N_("Tip"),
    RETURNS,
)
DRAW_BACK = Way(
    Phrase("%(part)s draws back", "%(part)s draw back and together"),
    N_("Draw %(part)s back."),
    N_("Draw back"),
    RETURNS,
)
STAND_UP = Way(
    Phrase("%(part)s stands up", "%(part)s stand up"),
    N_("Stand up."),
    N_("Stand up"),
    Back(
        Phrase("%(motion)s and sits down again", "%(motion)s and sit down again"),
        N_("Sit down again slowly."),
        N_("Sit down"),
    ),
)
ROUND = Way(Phrase("%(part)s rounds", "%(part)s round"), N_("Round %(part)s upward."), N_("Round"), RETURNS)
ARCH = Way(
    Phrase("%(part)s arches", "%(part)s arch"), N_("Let %(part)s sink into an arch."), N_("Arch"), RETURNS
)
GO_ROUND = Way(
    Phrase("%(part)s goes round", "%(part)s go round"), N_("Push %(part)s round."), N_("Pedal"), RETURNS
)
