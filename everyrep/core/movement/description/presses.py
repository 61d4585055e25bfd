"""What presses without moving, as a bystander tells it."""

from everyrep.core.language import Words
from everyrep.core.language.words import Phrase, say
from everyrep.core.movement.definition import Movement, Press
from everyrep.core.movement.description.parts import FOOT, FOREARM, HAND, HEAD, KNEE, Middle, Part
from everyrep.core.movement.language.names import side_of, starless
from everyrep.core.problems import N_

PARTS: dict[str, Part | Middle] = {
    "hand": HAND,
    "forearm": FOREARM,
    "thigh": KNEE,
    "shank": KNEE,
    "foot": FOOT,
    "head": HEAD,
}
PRESSES = Phrase("%(part)s presses", "%(part)s press")
SOMEWHERE = N_("%(presses)s without moving")
WAYS = {
    "up": N_("%(presses)s upward without moving"),
    "down": N_("%(presses)s downward without moving"),
    "forward": N_("%(presses)s forward without moving"),
    "back": N_("%(presses)s backward without moving"),
    "left": N_("%(presses)s to the left without moving"),
    "right": N_("%(presses)s to the right without moving"),
    "in": N_("%(presses)s inward without moving"),
    "out": N_("%(presses)s outward without moving"),
}


def presses(movement: Movement, words: Words) -> list[str]:
    """One text for each press, in the order of the stills; both sides at once are one."""
    together: dict[tuple[int, str, str], list[Press]] = {}
    for press in sorted(movement.presses, key=lambda one: one.on or len(movement.poses)):
        if starless(press.segment) in PARTS:
            together.setdefault((press.on, starless(press.segment), press.way), []).append(press)
    return [_told(PARTS[name], way, group, words) for (_, name, way), group in together.items()]


def _told(part: Part | Middle, way: str, group: list[Press], words: Words) -> str:
    side = side_of(group[0].segment) if len(group) == 1 else ""
    text = PRESSES.say(words, part.count(side), part=part.named(side, words))
    return say(words, WAYS.get(way, SOMEWHERE), presses=text)
