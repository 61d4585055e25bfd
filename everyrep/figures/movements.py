"""The shipped movements, and reading one from text."""

from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from everyrep.core.movement.definition import Movement
from everyrep.core.movement.language import Fault, MovementError, Node, parse
from everyrep.core.problems import N_
from everyrep.library.own import own

KEPT = 2000  # movements that a process has read
LONGEST = 20_000  # characters; a movement has about a thousand
NOT_YAML = N_("this is not YAML: %(reason)s")
EMPTY = N_("the text is empty")
NO_ALIAS = N_("YAML anchors and aliases are not used here; write it out")
TOO_LONG = N_("the text is longer than %(most)s characters")
OTHER_ID = N_("id is “%(given)s”, but the movement is called “%(id)s”")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BOOLS = {"true": True, "false": False}


def movement_ids() -> tuple[str, ...]:
    """The ids of every shipped movement, in order."""
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


def text_of(movement_id: str) -> str:
    """The file of a shipped movement, as it is now. Raises KeyError for an unknown id."""
    if movement_id not in movement_ids():
        raise KeyError(movement_id)
    return (_folder() / f"{movement_id}.yaml").read_text(encoding="utf-8")


def own_text_of(exercise_id: str) -> str:
    """What a clinic wrote for an exercise of its own; "" where it wrote none, or the id is none of those."""
    found = own(exercise_id)
    return found.movement if found else ""


@lru_cache(maxsize=KEPT)
def movement(movement_id: str) -> Movement:
    """One movement, shipped or a clinic's own. Raises KeyError for an unknown id, MovementError for a faulty
    text. What a text of a clinic calls itself says nothing: the id is that of its exercise.
    """
    if text := own_text_of(movement_id):
        return parse_text(text)
    return parse_text(text_of(movement_id), movement_id)


def parse_text(text: str, movement_id: str = "") -> Movement:
    """A movement from its YAML. Raises MovementError with every fault, its line and column."""
    try:
        read = parse(_tree(text))
    except MovementError as error:
        raise MovementError(error.faults, movement_id or error.movement_id) from error
    if movement_id and read.id != movement_id:
        fault = _fault(OTHER_ID, given=read.id, id=movement_id)
        raise MovementError([fault], movement_id)
    return read


def _folder() -> Path:
    return Path(settings.CONTENT_DIR) / "movements"


def _tree(text: str) -> Node:
    if len(text) > LONGEST:
        raise MovementError([_fault(TOO_LONG, most=LONGEST)])
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        raise MovementError([_yaml_fault(error)]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise MovementError([_fault(NOT_YAML, reason=type(error).__name__)]) from error
    if root is None:
        raise MovementError([_fault(EMPTY)])
    return _node(root, set())


def _node(node: yaml.Node, seen: set[int]) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, yaml.ScalarNode):
        return Node(_scalar(node), line, column)
    if id(node) in seen:
        raise MovementError([_fault(NO_ALIAS, line, column)])
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return Node(tuple(_node(item, seen) for item in node.value), line, column)
    return Node({_node(key, seen): _node(value, seen) for key, value in node.value}, line, column)


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    """Numbers, true and false; words that YAML 1.1 takes for something else ("on", dates) stay words."""
    kind = node.tag.rpartition(":")[2]
    if kind in ("int", "float"):
        return _number(node.value)
    if kind == "bool":
        return BOOLS.get(node.value.lower(), node.value)
    return None if kind == "null" else str(node.value)


def _number(text: str) -> int | float | str:
    """YAML 1.1 also knows 1:30, 0x1f and 1_000; those stay words."""
    try:
        return float(text) if set(text) & set(".e") else int(text)
    except ValueError:
        return text


def _yaml_fault(error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return _fault(NOT_YAML, *place, reason=error.problem or error.context or "")


def _fault(text: str, line: int = 1, column: int = 1, **values: object) -> Fault:
    return Fault("", text, values, line=line, column=column)
