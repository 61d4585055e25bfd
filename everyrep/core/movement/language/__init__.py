"""Movements as text: from the tree of a YAML file to a Movement, or to every fault with its place."""

from everyrep.core.movement.language.nodes import Fault, MovementError, Node
from everyrep.core.movement.language.whole import parse

__all__ = ["Fault", "MovementError", "Node", "parse"]
