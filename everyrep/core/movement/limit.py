"""A movement stopped where a prescription says so."""

from itertools import pairwise

from everyrep.core.movement.definition import Movement, Primary
from everyrep.core.movement.joints import value
from everyrep.core.problems import N_, invalid

NO_ANGLE = N_("this exercise has no angle to limit")
ROUND = N_("this exercise goes round and round, so it cannot stop part of the way")
UNSAFE = N_("%(degrees)s degrees is outside %(low)s to %(high)s, where this exercise is known to be done")


def limited(movement: Movement, degrees: float) -> Movement:
    """The movement, gone only as far as the primary angle first meets `degrees` (clinical signs).

    A limit beyond the finish changes nothing; one that the start is past already leaves it at its start.
    Raises Invalid, field `limit`, where there is no primary angle, in a cycle, and outside `primary.safe`.
    """
    primary = _primary(movement, degrees)
    start, finish = primary.range
    sign = 1 if finish >= start else -1
    stations = [(pose.at, sign * value(pose.angles, primary.joint, primary.dof)) for pose in movement.poses]
    for (at, angle), (next_at, next_angle) in pairwise(stations):
        if angle >= sign * degrees:
            return movement.stopped(at)
        if next_angle > sign * degrees:
            return movement.stopped(at + (next_at - at) * (sign * degrees - angle) / (next_angle - angle))
    return movement


def _primary(movement: Movement, degrees: float) -> Primary:
    if movement.primary is None:
        raise invalid("limit", NO_ANGLE)
    if movement.cycle:
        raise invalid("limit", ROUND)
    low, high = movement.primary.safe
    if not low <= degrees <= high:
        raise invalid("limit", UNSAFE, degrees=f"{degrees:g}", low=f"{low:g}", high=f"{high:g}")
    return movement.primary
