"""The manual's page on props, written from the registry."""

from everyrep.core.movement.props.kinds import PROPS, Kind
from everyrep.core.movement.props.places import PLACES
from everyrep.core.movement.props.settings import Setting

INTRODUCTION = """# Props

Equipment and furniture that a movement may name under `props`. This page is written from the registry
`everyrep.core.movement.props.PROPS`; change it there.

The movement says how high a surface is (`seat`, `table`, `bench`, ...) and the poses say where it is touched;
furniture is drawn so that its top or front is that surface. Lengths are metres. "Left" is the figure's left.

A place on the body is one of: {places}. `hand` is the middle of the palm, `foot` the ball of the foot, `sole`
the middle of the sole, `heel` the heel; `thigh` and other long parts mean their middle, joints their centre.
"""


def reference() -> str:
    """The whole page, as Markdown."""
    names = ", ".join(f"`{name}`" for name in PLACES)
    return "\n".join(
        [INTRODUCTION.format(places=names), *(_section(name, kind) for name, kind in PROPS.items())]
    )


def _section(name: str, kind: Kind) -> str:
    lines = [f"## {name}", "", kind.about, ""]
    if kind.needs:
        lines += [
            "Needs " + ", or ".join(" and ".join(f"`{s}`" for s in needed) for needed in kind.needs) + ".",
            "",
        ]
    if kind.settings:
        lines += ["| setting | takes | by itself | meaning |", "| --- | --- | --- | --- |"]
        lines += [*(_row(setting_name, setting) for setting_name, setting in kind.settings.items()), ""]
    return "\n".join(lines)


def _row(name: str, setting: Setting) -> str:
    default = "" if setting.default in (None, "") else f"`{setting.default}`".replace("'", "")
    return f"| `{name}` | {setting.takes} | {default} | {setting.about} |"
