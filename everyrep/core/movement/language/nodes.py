"""A movement's text as a tree that remembers where each thing stands, and the faults found in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from everyrep.core.problems import Invalid, Problem

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One value of the text. line, column: from 1.

    A table's keys are nodes too, so that a fault can point at a key and a key given twice is seen.
    """

    value: "Scalar | tuple[Node, ...] | dict[Node, Node]"
    line: int
    column: int

    def plain(self) -> object:
        """The value without its places: dicts, lists, texts and numbers."""
        if isinstance(self.value, dict):
            return {key.value: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value


@dataclass(frozen=True, slots=True)
class Fault(Problem):
    """A problem at a place of the text. field: the top-level key that it is under. line, column: from 1."""

    line: int = 0
    column: int = 0


class MovementError(Invalid):
    """Raised for a text that is not a movement; carries every fault, in reading order."""

    def __init__(self, faults: Iterable[Fault], movement_id: str = "") -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))
        self.movement_id = movement_id
        super().__init__(self.faults)

    def __str__(self) -> str:
        where = f"{self.movement_id}:" if self.movement_id else ""
        return "\n".join(f"{where}{fault.line}:{fault.column}: {fault}" for fault in self.faults)


def fault_at(node: Node, field: str, text: str, **values: object) -> Fault:
    return Fault(field, text, values, line=node.line, column=node.column)
