"""Whole sentences: the description of the picture and the skeleton of the steps."""

from everyrep.core.language import Words
from everyrep.core.language.words import Phrase, say
from everyrep.core.movement.definition import Movement
from everyrep.core.movement.description.details import details
from everyrep.core.movement.description.motion import SAME, Motion, accompanying, motion, motions, walks
from everyrep.core.movement.description.parts import ELBOW, HIP, KNEE
from everyrep.core.movement.description.places import position, things, where
from everyrep.core.movement.description.presses import presses
from everyrep.core.movement.description.ways import GO_ROUND
from everyrep.core.movement.segments import SIDES
from everyrep.core.problems import N_

AT = N_("%(position)s %(place)s")
WITH_DETAILS = N_("%(position)s, %(details)s")
SENTENCE = N_("%(said)s.")
TO = N_("%(motion)s to about %(n)s degrees")
TO_BENT = N_("%(motion)s until about %(n)s degrees of bend are left")
NO_FURTHER = Phrase("%(motion)s, no further than %(n)s degree,", "%(motion)s, no further than %(n)s degrees,")
IN_TURN = N_("%(motion)s, in turn")
STAGES = N_("The pictures show %(n)s stages.")
HARDLY = N_("Hardly anything is seen to move.")
THEN = N_("Then %(motion)s.")
FINGERS = N_("The fingers go through these shapes: %(shapes)s.")
ALSO = N_("At the same time, %(motion)s.")
HOPS = N_("The feet leave the ground in a small hop.")
STAYS = N_("The position is held.")
RUNS_ON = N_("The movement goes on and on without a stop.")
WALKS = N_("The person goes step after step.")
EQUIPMENT = N_("Equipment: %(things)s.")

HAVE_READY = N_("Have ready: %(things)s.")
STOP_AT = Phrase("Go no further than about %(n)s degree.", "Go no further than about %(n)s degrees.")
HOLD = N_("Hold, without straining.")
KEEP_POSITION = N_("Hold this position.")
NEXT_PICTURE = N_("Go slowly from one picture to the next.")
THEN_OTHER = N_("Then do the same on the other side, and keep changing sides evenly.")
KEEP_GOING = N_("Keep going evenly, one movement after the other.")
BREATHE = {
    "out": N_("Breathe out as you move and in as you come back."),
    "back": N_("Breathe in as you move and out as you come back."),
    "": N_("Keep breathing calmly."),
}
HAND_SHAPES = {
    "open": N_("open hand"),
    "flat": N_("flat hand"),
    "fist": N_("full fist"),
    "grip": N_("grip"),
    "point": N_("pointing finger"),
    "hook": N_("hook fist"),
    "flat_fist": N_("flat fist"),
}
SIDE_NAMES = {"L": "left", "R": "right"}
ROUNDED_TO = 5
WITHOUT_DEGREES = ("glide", "angle", "pro", "swivel", "raise", "tilt", "list")
"""Angles of the figure that no goniometer measures."""
BENDING = (KNEE, ELBOW, HIP)


def describe(movement: Movement, words: Words) -> str:
    """What the picture shows, for someone who cannot see it: up to four short sentences."""
    equipment = [say(words, EQUIPMENT, things=_list(movement, words))] if things(movement) else []
    start = say(words, SENTENCE, said=_position(movement, words))
    return " ".join([start, *_movement(movement, words), *equipment])


def steps(movement: Movement, words: Words) -> tuple[str, ...]:
    """A skeleton of the instructions: prepare, take up the position, move, hold, come back, breathe."""
    ready = [say(words, HAVE_READY, things=_list(movement, words))] if things(movement) else []
    start = say(words, SENTENCE, said=_position(movement, words, yours=True))
    moved = motion(movement)
    told = _told(movement, moved, words) if moved else _unmeasured_told(movement, words)
    breathing = "" if moved is None or movement.cycle else movement.tempo.breathe_out
    return (*ready, start, *told, words.gettext(BREATHE[breathing]))


def _unmeasured_told(movement: Movement, words: Words) -> list[str]:
    """What to do where the author names no one angle."""
    if movement.cycle or walks(movement):
        return [words.gettext(KEEP_GOING)]
    if len(movement.poses) == 1:
        return [words.gettext(KEEP_POSITION)]
    if _shapes(movement, words):
        return [words.gettext(NEXT_PICTURE)]
    moved = motions(movement)
    told = [say(words, one.way.do, part=one.part.named(one.side, words, yours=True)) for one in moved]
    back = [
        say(words, one.way.back.do, part=one.part.named(one.side, words, yours=True)) for one in moved[:1]
    ]
    return [*told, *(back if len(moved) == 1 else [])] or [words.gettext(KEEP_POSITION)]


def _position(movement: Movement, words: Words, *, yours: bool = False) -> str:
    names = position(movement)
    text = words.gettext(names.do if yours else names.seen)
    if place := where(movement):
        text = say(words, AT, position=text, place=words.gettext(place))
    told = details(movement, words, yours=yours)
    return say(words, WITH_DETAILS, position=text, details=", ".join(told)) if told else text


def _list(movement: Movement, words: Words) -> str:
    return ", ".join(words.gettext(thing) for thing in things(movement))


def _movement(movement: Movement, words: Words) -> list[str]:
    """The motion and the way back, as a bystander sees them."""
    moved = motion(movement)
    if moved is None:
        return _unmeasured(movement, words)
    count = moved.part.count(moved.seen_side)
    text = _extent(moved, _plain(moved, words), words)
    if movement.cycle:
        text = say(words, IN_TURN, motion=text) if moved.in_turn else text
        return [_sentence(text, words), words.gettext(RUNS_ON)]
    there_and_back = _sentence(moved.way.back.again.say(words, count, motion=text), words)
    return [there_and_back, *_besides(movement, words), *_stages(movement, words)]


def _plain(moved: Motion, words: Words) -> str:
    """The motion without its extent."""
    count = moved.part.count(moved.seen_side)
    return moved.way.moves.say(words, count, part=moved.part.named(moved.seen_side, words))


def _besides(movement: Movement, words: Words) -> list[str]:
    """What else is plain to see: the arms, a hop."""
    arms = accompanying(movement)
    also = [say(words, ALSO, motion=_plain(arms, words))] if arms else []
    return [*also, *_hops(movement, words)]


def _hops(movement: Movement, words: Words) -> list[str]:
    return [words.gettext(HOPS)] if any(pose.lift for pose in movement.poses) else []


def _stages(movement: Movement, words: Words) -> list[str]:
    """Told where there is more to see than start and end."""
    count = sum(pose.shown for pose in movement.poses)
    return [say(words, STAGES, n=count)] if count > 2 else []


def _unmeasured(movement: Movement, words: Words) -> list[str]:
    """What is seen where no one angle moves: a position held, hands at work, or a change of place."""
    if walks(movement):
        return [words.gettext(WALKS)]
    if pressed := presses(movement, words):
        return [_sentence(pressed[0], words), *(say(words, THEN, motion=text) for text in pressed[1:])]
    shapes = _shapes(movement, words)
    if len(shapes) > 1:
        return [say(words, FINGERS, shapes=", ".join(shapes))]
    if movement.cycle:
        return [*_there_and_back(movement, words), *_hops(movement, words), words.gettext(RUNS_ON)]
    if len(movement.poses) == 1:
        return [words.gettext(STAYS)]
    return _chain(motions(movement), words) or [words.gettext(HARDLY)]


def _chain(moved: list[Motion], words: Words) -> list[str]:
    """One motion and the way back, or one motion after the other."""
    if len(moved) == 1:
        count = moved[0].part.count(moved[0].side)
        return [_sentence(moved[0].way.back.again.say(words, count, motion=_plain(moved[0], words)), words)]
    return _one_after_the_other(moved, words)


def _one_after_the_other(moved: list[Motion], words: Words) -> list[str]:
    first = [_sentence(_plain(motion, words), words) for motion in moved[:1]]
    return [*first, *(say(words, THEN, motion=_plain(motion, words)) for motion in moved[1:])]


def _there_and_back(movement: Movement, words: Words) -> list[str]:
    """What goes one way and the other in a round; a single motion would be half of it."""
    moved = motions(movement)
    whole = len(moved) > 1 or any(one.way == GO_ROUND for one in moved)
    return _one_after_the_other(moved, words) if whole else []


def _shapes(movement: Movement, words: Words) -> list[str]:
    """The shapes that the hand goes through, where it goes through any."""
    sides = [side for side in reversed(SIDES) if movement.side in ("none", SIDE_NAMES[side])]
    for side in sides:
        shapes = [pose.hands.get(side, "open") for pose in movement.poses if pose.shown]
        if len(set(shapes)) > 1:
            return [words.gettext(HAND_SHAPES[shape]) for shape in shapes]
    return []


def _extent(moved: Motion, text: str, words: Words) -> str:
    """How far it goes, where the number says something to a patient."""
    if moved.stopped:
        n = abs(round(moved.degrees))
        return NO_FURTHER.say(words, n, motion=text, n=n)
    n = abs(ROUNDED_TO * round(moved.degrees / ROUNDED_TO))
    onward = moved.grows == (moved.degrees > 0)
    mostly_back = onward and moved.start * moved.degrees < 0 and abs(moved.start) > abs(moved.degrees)
    if n <= SAME or mostly_back or moved.dof in WITHOUT_DEGREES:
        return text
    if onward:
        return say(words, TO, motion=text, n=n)
    return say(words, TO_BENT, motion=text, n=n) if moved.dof == "flex" and moved.part in BENDING else text


def _sentence(text: str, words: Words) -> str:
    return say(words, SENTENCE, said=text[:1].upper() + text[1:])


def _told(movement: Movement, moved: Motion, words: Words) -> list[str]:
    """The motion, the hold and the way back, as told to the patient."""
    part = moved.part.named(moved.side, words, yours=True)
    n = abs(round(moved.degrees))
    limit = [STOP_AT.say(words, n, n=n)] if moved.stopped else []
    arms = accompanying(movement)
    besides = [say(words, arms.way.do, part=arms.part.named(arms.side, words, yours=True))] if arms else []
    out = " ".join([say(words, moved.way.do, part=part), *limit, *besides])
    if movement.cycle:
        return [out, words.gettext(THEN_OTHER if moved.in_turn else KEEP_GOING)]
    hold = [words.gettext(HOLD)] if movement.tempo.hold else []
    return [out, *hold, say(words, moved.way.back.do, part=part)]
