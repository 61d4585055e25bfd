"""The parts of the body as a description names them: the left, the right, both; a person's and yours."""

from dataclasses import dataclass

from everyrep.core.language import Words
from everyrep.core.problems import N_


@dataclass(frozen=True, slots=True)
class Part:
    """Whole phrases, so that each language keeps its articles and endings. plural: its verb is plural."""

    left: str
    right: str
    both: str
    your_left: str
    your_right: str
    plural: bool = False

    def named(self, side: str, words: Words, *, yours: bool = False) -> str:
        """side: L, R, or "" for both."""
        if not side:
            return words.gettext(self.both)
        sides = {"L": self.your_left, "R": self.your_right} if yours else {"L": self.left, "R": self.right}
        return words.gettext(sides[side])

    def count(self, side: str) -> int:
        """1 or 2, as its verb takes it."""
        return 2 if self.plural or not side else 1


@dataclass(frozen=True, slots=True)
class Middle:
    """A part that is there once. plural: takes the plural of a verb."""

    theirs: str
    yours: str
    plural: bool = False

    def named(self, side: str, words: Words, *, yours: bool = False) -> str:  # noqa: ARG002 - asked as a Part is; a part that is there once
        return words.gettext(self.yours if yours else self.theirs)

    def count(self, side: str) -> int:  # noqa: ARG002 - asked as a Part is; a part that is there once
        return 2 if self.plural else 1


LEG = Part(
    N_("the left leg"), N_("the right leg"), N_("both legs"), N_("your left leg"), N_("your right leg")
)
STRAIGHT_LEG = Part(
    N_("the straight left leg"),
    N_("the straight right leg"),
    N_("both straight legs"),
    N_("your straight left leg"),
    N_("your straight right leg"),
)
KNEE = Part(
    N_("the left knee"), N_("the right knee"), N_("both knees"), N_("your left knee"), N_("your right knee")
)
FOOT = Part(
    N_("the left foot"), N_("the right foot"), N_("both feet"), N_("your left foot"), N_("your right foot")
)
HEEL = Part(
    N_("the left heel"), N_("the right heel"), N_("both heels"), N_("your left heel"), N_("your right heel")
)
TOES = Part(
    N_("the toes of the left foot"),
    N_("the toes of the right foot"),
    N_("the toes of both feet"),
    N_("the toes of your left foot"),
    N_("the toes of your right foot"),
    plural=True,
)
ARM = Part(
    N_("the left arm"), N_("the right arm"), N_("both arms"), N_("your left arm"), N_("your right arm")
)
ELBOW = Part(
    N_("the left elbow"),
    N_("the right elbow"),
    N_("both elbows"),
    N_("your left elbow"),
    N_("your right elbow"),
)
FOREARM = Part(
    N_("the left forearm"),
    N_("the right forearm"),
    N_("both forearms"),
    N_("your left forearm"),
    N_("your right forearm"),
)
HAND = Part(
    N_("the left hand"), N_("the right hand"), N_("both hands"), N_("your left hand"), N_("your right hand")
)
SHOULDER = Part(
    N_("the left shoulder"),
    N_("the right shoulder"),
    N_("both shoulders"),
    N_("your left shoulder"),
    N_("your right shoulder"),
)
SHOULDER_BLADE = Part(
    N_("the left shoulder blade"),
    N_("the right shoulder blade"),
    N_("both shoulder blades"),
    N_("your left shoulder blade"),
    N_("your right shoulder blade"),
)
HIP = Part(
    N_("the left hip"), N_("the right hip"), N_("both hips"), N_("your left hip"), N_("your right hip")
)

BUTTOCKS = Middle(N_("the hips"), N_("your hips"), plural=True)
UPPER_BODY = Middle(N_("the upper body"), N_("your upper body"))
HEAD_AND_SHOULDERS = Middle(N_("the head and shoulders"), N_("your head and shoulders"), plural=True)
HEAD = Middle(N_("the head"), N_("your head"))
CHIN = Middle(N_("the chin"), N_("your chin"))
PELVIS = Middle(N_("the pelvis"), N_("your pelvis"))
BODY = Middle(N_("the body"), N_("your body"))
BACK = Middle(N_("the back"), N_("your back"))
PERSON = Middle(N_("the person"), N_("the person"))
PEDALS = Middle(N_("the pedals"), N_("the pedals"), plural=True)
