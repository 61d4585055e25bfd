"""Short words beside the stills and in the player."""

from everyrep.core.language import Words
from everyrep.core.movement.definition import Movement
from everyrep.core.movement.description.motion import motion, motions
from everyrep.core.problems import N_

START = N_("Start")
HALFWAY = N_("Halfway")
FINISH = N_("End")
MOVE = N_("Move")
RETURN = N_("Return")
HOLD = N_("Hold")
REST = N_("Rest")
KEEP_GOING = N_("Keep going")
BREATHE_OUT = N_("Breathe out")
BREATHE_IN = N_("Breathe in")


def frame_labels(movement: Movement, words: Words) -> tuple[str, ...]:
    """One label for each still: start, halfway and finish, or numbers in a cycle and on a longer way."""
    count = _stills(movement)
    if count == 1:
        return (words.gettext(HOLD if movement.primary is None else START),)
    if movement.cycle:
        return tuple(map(str, range(1, count + 1)))
    between = [words.gettext(HALFWAY)] if count == 3 else map(str, range(2, count))
    return (words.gettext(START), *between, words.gettext(FINISH))


def _stills(movement: Movement) -> int:
    """The poses shown before the end, and the end, which a cycle does not have."""
    before = sum(pose.shown and pose.at < movement.until for pose in movement.poses)
    ends = len(movement.poses) > 1 and not (movement.cycle and before > 1)
    return max(1, before + ends)


def phase_words(movement: Movement, words: Words) -> dict[str, str]:
    """The player's words by phase: out, hold, back, rest; breathe_out and breathe_in go with them."""
    moved = motion(movement) or next(iter(motions(movement)), None)
    out, back = (moved.way.word, moved.way.back.word) if moved else (MOVE, RETURN)
    texts = {
        "out": KEEP_GOING if movement.cycle else out,
        "hold": HOLD,
        "back": back,
        "rest": REST,
        "breathe_out": BREATHE_OUT,
        "breathe_in": BREATHE_IN,
    }
    return {phase: words.gettext(text) for phase, text in texts.items()}
