"""Whether a prop can be drawn as written."""

from collections.abc import Mapping
from typing import Any

from everyrep.core.movement.definition import Prop
from everyrep.core.movement.props.kinds import PROPS, Kind
from everyrep.core.movement.props.settings import Setting, Values, as_list


def check(prop: Prop) -> list[tuple[str, str]]:
    """What is wrong with a prop: (setting, problem), the setting "" where it is the prop itself."""
    kind = PROPS.get(prop.kind)
    if kind is None:
        return [("", f"there is no {prop.kind!r}; there is {', '.join(PROPS)}")]
    found = [_problem(kind, name, value) for name, value in prop.settings.items()]
    return [(name, problem) for name, problem in found if problem] + _missing(kind, prop.settings)


def values(prop: Prop) -> Values:
    """Every setting of a checked prop, with defaults filled in."""
    return {name: _value(prop, name, setting) for name, setting in PROPS[prop.kind].settings.items()}


def _value(prop: Prop, name: str, setting: Setting) -> Any:
    value = prop.settings.get(name, setting.default)
    return as_list(value) if setting.many and value is not None else value


def _problem(kind: Kind, name: str, value: object) -> tuple[str, str]:
    setting = kind.settings.get(name)
    if setting is None:
        accepted = ", ".join(kind.settings)
        return (
            name,
            f"is not a setting; it takes {accepted}" if accepted else "is not a setting; it takes none",
        )
    return name, setting.problem(value)


def _missing(kind: Kind, written: Mapping[str, object]) -> list[tuple[str, str]]:
    if not kind.needs or any(set(needed) <= set(written) for needed in kind.needs):
        return []
    return [("", "needs " + ", or ".join(" and ".join(needed) for needed in kind.needs))]
