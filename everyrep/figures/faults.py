"""What `lint` finds in a posed movement, in the form people read."""

from everyrep.core.movement.definition import Movement
from everyrep.core.movement.lint import faults
from everyrep.figures import bodies


def faults_once(movement: Movement, demonstrator: str) -> tuple[str, ...]:
    """Each fault once, in English, with the first share of the path it was found at."""
    told: dict[str, str] = {}
    for fault in faults(movement, bodies.body(demonstrator)):
        told.setdefault(fault.text.split(" by ")[0], f"{fault.text} (at {fault.share:.0%})")
    return tuple(told.values())
