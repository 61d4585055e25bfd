"""What is worth saying of the start: a bent knee or elbow, and where the hands are."""

from collections.abc import Iterator

from everyrep.core.language import Words
from everyrep.core.language.words import Phrase, say
from everyrep.core.movement.definition import Keypose, Movement, Reach
from everyrep.core.movement.description.motion import BENT, from_a_seat
from everyrep.core.movement.description.parts import ELBOW, HAND, KNEE
from everyrep.core.movement.description.places import BEHIND, PAIRS, SURFACES
from everyrep.core.movement.joints import value
from everyrep.core.movement.language.names import starless
from everyrep.core.movement.segments import SIDES
from everyrep.core.problems import N_

# The words agree with their part in some languages, so that each part has its own text.
KNEE_BENT = Phrase("%(knee)s bent", "%(knee)s bent")
KNEE_BENT_FOOT_FLAT = Phrase("%(knee)s bent with the foot flat", "%(knee)s bent with the feet flat")
ELBOW_BENT = Phrase("%(elbow)s bent", "%(elbow)s bent")
HAND_ON = N_("%(hand)s on %(place)s")
AHEAD = 0.05  # metres before or behind a segment's axis from which a hand is told as there
BENT_ANYWAY = ("sitting", "kneeling", "half_kneeling", "quadruped")
ARM_JOINTS = ("shoulder", "forearm", "wrist", "arm")


def details(movement: Movement, words: Words, *, yours: bool = False) -> list[str]:
    """Phrases to follow the position, in the order knees, elbows, hands."""
    start = movement.poses[0]
    return [
        *_knees(movement, start, words, yours=yours),
        *_elbows(movement, start, words, yours=yours),
        *_hands(start, words, yours=yours),
    ]


def _knees(movement: Movement, start: Keypose, words: Words, *, yours: bool) -> Iterator[str]:
    bent = [side for side in SIDES if value(start.angles, f"knee_{side}", "flex") >= BENT]
    if movement.position in BENT_ANYWAY or movement.cycle or from_a_seat(movement) or not bent:
        return
    flat = {f"foot_{side}" for side in bent} <= {*movement.support, *movement.anchor, *start.reach}
    text = KNEE_BENT_FOOT_FLAT if flat else KNEE_BENT
    yield _sided(text, "knee", bent, words, yours=yours)


def _elbows(movement: Movement, start: Keypose, words: Words, *, yours: bool) -> Iterator[str]:
    """Told where the arm works: there it is part of the exercise."""
    joint = movement.primary.joint.partition("_")[0] if movement.primary else ""
    bent = [side for side in SIDES if value(start.angles, f"elbow_{side}", "flex") >= BENT]
    if joint in ARM_JOINTS and bent:
        yield _sided(ELBOW_BENT, "elbow", bent, words, yours=yours)


def _sided(text: Phrase, name: str, sides: list[str], words: Words, *, yours: bool) -> str:
    part = {"knee": KNEE, "elbow": ELBOW}[name]
    side = "" if len(sides) == len(SIDES) else sides[0]
    return text.say(words, part.count(side), **{name: part.named(side, words, yours=yours)})


def _hands(start: Keypose, words: Words, *, yours: bool) -> Iterator[str]:
    led = {side: reach for side in SIDES if (reach := start.reach.get(f"hand_{side}"))}
    places = {side: place for side, reach in led.items() if (place := _place(reach))}
    if len(places) == len(SIDES) and places["L"] == places["R"]:
        each = PAIRS if led["L"].to != led["R"].to else {}
        place = each.get(_plain_name(led["L"].to), places["L"])
        yield _on(HAND.named("", words), place, words)
        return
    for side, place in places.items():
        yield _on(HAND.named(side, words, yours=yours), place, words)


def _place(reach: Reach) -> str:
    """What the hand lies on, or nothing worth telling."""
    name = _plain_name(reach.to)
    ahead = reach.at[2]
    if name in BEHIND and ahead < -AHEAD:
        return BEHIND[name]
    if name == "pelvis" and ahead > AHEAD:
        return SURFACES["lumbar"]
    return SURFACES.get(name, "")


def _plain_name(target: str) -> str:
    """A segment without its side; any wall is a wall."""
    return "wall" if target.startswith("wall") else starless(target)


def _on(hand: str, place: str, words: Words) -> str:
    return say(words, HAND_ON, hand=hand, place=words.gettext(place))
