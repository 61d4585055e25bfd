"""What can only be checked once the whole movement is read."""

from collections.abc import Iterable, Mapping

from everyrep.core.movement.definition import Keypose, Movement, Primary
from everyrep.core.movement.joints import value
from everyrep.core.movement.language.nodes import Node
from everyrep.core.movement.language.reader import Reader
from everyrep.core.problems import N_

TOLERANCE = 0.5  # degrees
DOES_NOT_MOVE = N_("%(joint)s %(dof)s does not move; the primary angle is the one that the exercise changes")
OTHER_RANGE = N_(
    "the poses take %(joint)s %(dof)s from %(first)s to %(last)s; write range: [%(first)s, %(last)s]"
)
UNSAFE = N_("range reaches beyond safe; safe holds every angle that may be prescribed, the range included")
SAFE_ORDER = N_("safe goes from the lower to the higher angle")
NO_STILL = N_("there are only %(count)s stills; on counts them from 1")
NO_RIGHT = N_("side is right, but nothing names a joint or segment of the right side (_R); write side: none")


def check(movement: Movement, keys: Mapping[str, Node], reader: Reader) -> None:
    """Adds what is wrong between the parts; parts that have faults of their own are left alone."""
    faulty = {fault.field for fault in reader.faults}
    if movement.primary and movement.poses and not faulty & {"primary", "poses"}:
        reader.section = "primary"
        _check_primary(movement, movement.primary, keys["primary"], reader)
    if movement.poses and not faulty & {"arrows", "poses"}:
        reader.section = "arrows"
        stills = sum(pose.shown for pose in movement.poses)
        if any(press.on > stills for press in movement.presses):
            reader.fault(keys["arrows"], NO_STILL, count=stills)
    if movement.side == "right" and not faulty & {"side", "poses"}:
        reader.section = "side"
        if not any(name.endswith("_R") for name in _names(movement)):
            reader.fault(keys["side"], NO_RIGHT)


def _check_primary(movement: Movement, primary: Primary, node: Node, reader: Reader) -> None:
    names = {"joint": primary.joint, "dof": primary.dof}
    first, last = _ends(movement, primary)
    low, high = primary.safe
    if abs(last - first) <= TOLERANCE:
        reader.fault(node, DOES_NOT_MOVE, **names)
    elif max(abs(first - primary.range[0]), abs(last - primary.range[1])) > TOLERANCE:
        reader.fault(node, OTHER_RANGE, **names, first=f"{first:g}", last=f"{last:g}")
    if low >= high:
        reader.fault(node, SAFE_ORDER)
    elif not low <= min(primary.range) <= max(primary.range) <= high:
        reader.fault(node, UNSAFE)


def _ends(movement: Movement, primary: Primary) -> tuple[float, float]:
    """The angle at the first and the last still; in a cycle, first and farthest from it."""
    shown: list[Keypose] = [pose for pose in movement.poses if pose.shown]
    values = [value(pose.angles, primary.joint, primary.dof) for pose in shown or movement.poses]
    last = max(values, key=lambda angle: abs(angle - values[0])) if movement.cycle else values[-1]
    return values[0], last


def _names(movement: Movement) -> Iterable[str]:
    """Every joint and segment that the movement names."""
    for pose in movement.poses:
        yield from (*pose.angles, *pose.reach)
    yield from (*movement.anchor, *movement.support)
    yield from (*(arrow.track for arrow in movement.arrows), *(press.segment for press in movement.presses))
    if movement.primary:
        yield movement.primary.joint
