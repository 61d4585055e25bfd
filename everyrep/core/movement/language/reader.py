"""Taking values out of the tree; what is not as it should be becomes a fault, and reading goes on."""

from collections.abc import Collection
from difflib import get_close_matches

from everyrep.core.movement.language.names import BOTH, expanded, in_short, side_of
from everyrep.core.movement.language.nodes import Fault, Node, fault_at
from everyrep.core.problems import N_

UNKNOWN = N_("“%(given)s” is not known here; use one of: %(accepted)s")
NEARLY = N_("“%(given)s” is not known here; did you mean “%(near)s”? Accepted: %(accepted)s")
NO_TABLE = N_("names with values are expected here, like {flex: 45}")
NO_NAME = N_("a name is expected here")
NO_NUMBER = N_("a number is expected here, not “%(given)s”")
NO_NUMBERS = N_("%(count)s numbers are expected here, like %(example)s")
NO_TEXT = N_("a text is expected here")
NO_FLAG = N_("true or false is expected here")
TWICE = N_("“%(given)s” is given twice")
MISSING = N_("“%(name)s” is missing")
OUTSIDE = N_("%(given)s is outside %(low)s to %(high)s")


class Reader:
    """Collects the faults. `section`: the top-level key being read."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.section = ""

    def fault(self, node: Node, text: str, **values: object) -> None:
        self.faults.append(fault_at(node, self.section, text, **values))

    def entries(self, node: Node) -> list[tuple[Node, Node]]:
        """The pairs of a table, each key a text and given once."""
        if not isinstance(node.value, dict):
            self.fault(node, NO_TABLE)
            return []
        seen: set[object] = set()
        for key in node.value:
            if key.value in seen:
                self.fault(key, TWICE, given=key.value)
            seen.add(key.value)
        return list(node.value.items())

    def table(self, node: Node, accepted: Collection[str], required: Collection[str] = ()) -> dict[str, Node]:
        """A table with known keys only."""
        pairs = self.entries(node)
        found = {key.value: value for key, value in pairs if self.known(key, accepted)}
        if isinstance(node.value, dict):
            for name in required:
                if name not in found:
                    self.fault(node, MISSING, name=name)
        return {str(name): value for name, value in found.items()}

    def sided(self, node: Node, accepted: Collection[str]) -> list[tuple[str, Node, Node, bool]]:
        """Entries named for a joint or segment, `*` spread over both sides: name, key, value, had a star."""
        return [
            (name, key, value, str(key.value).endswith(BOTH))
            for key, value in self.entries(node)
            for name in self.spread(key, accepted)
        ]

    def spread(self, node: Node, accepted: Collection[str]) -> tuple[str, ...]:
        """The names that a node stands for: one, two for a star, none for an unknown one."""
        names = expanded(node.value) if isinstance(node.value, str) else ()
        if names and set(names) <= set(accepted):
            return names
        self._unknown(node, in_short(accepted))
        return ()

    def spread_all(self, node: Node, accepted: Collection[str]) -> tuple[str, ...]:
        """The names in a list, or of one name alone."""
        return tuple(name for item in self.items(node) for name in self.spread(item, accepted))

    def known(self, node: Node, accepted: Collection[str]) -> str:
        """A name out of those accepted, else nothing."""
        if isinstance(node.value, str) and node.value in accepted:
            return node.value
        self._unknown(node, accepted)
        return ""

    def items(self, node: Node) -> tuple[Node, ...]:
        """A list; a value alone is a list of one."""
        return node.value if isinstance(node.value, tuple) else (node,)

    def number(self, node: Node, low: float, high: float) -> float:
        """A number between two limits; `low` where it is none."""
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(node, NO_NUMBER, given=node.plain())
            return low
        if not low <= value <= high:
            self.fault(node, OUTSIDE, given=f"{value:g}", low=f"{low:g}", high=f"{high:g}")
        return float(value)

    def numbers(self, node: Node, count: int, low: float, high: float) -> tuple[float, ...]:
        """So many numbers, all of them between two limits."""
        if not isinstance(node.value, tuple) or len(node.value) != count:
            self.fault(node, NO_NUMBERS, count=count, example=str([0, 45, 0][:count]))
            return (0.0,) * count
        return tuple(self.number(item, low, high) for item in node.value)

    def text(self, node: Node) -> str:
        if isinstance(node.value, str):
            return node.value
        self.fault(node, NO_TEXT)
        return ""

    def flag(self, node: Node) -> bool:
        if not isinstance(node.value, bool):
            self.fault(node, NO_FLAG)
        return node.value is True

    def _unknown(self, node: Node, accepted: Collection[str]) -> None:
        if not isinstance(node.value, str):
            self.fault(node, NO_NAME)
            return
        shown = ", ".join(accepted)
        near = nearest(node.value, accepted)
        self.fault(node, NEARLY if near else UNKNOWN, given=node.value, near=near, accepted=shown)


def nearest(given: str, accepted: Collection[str]) -> str:
    """The accepted name that was probably meant, on the side that was written."""
    side = side_of(given)
    choices = [name.replace(BOTH, f"_{side}") if side else name for name in accepted]
    return next(iter(get_close_matches(given, choices, n=1)), "")
