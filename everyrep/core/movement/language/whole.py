"""A whole movement from its tree."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from everyrep.core.movement.definition import Movement, Primary, Prop, Tempo, View
from everyrep.core.movement.joints import JOINTS
from everyrep.core.movement.language.arrows import Arrows, read_arrows
from everyrep.core.movement.language.checks import check
from everyrep.core.movement.language.names import ENGLISH, LANGUAGES, POSITIONS, SURFACES, side_of
from everyrep.core.movement.language.nodes import MovementError, Node
from everyrep.core.movement.language.poses import read_poses
from everyrep.core.movement.language.reader import Reader
from everyrep.core.movement.language.support import read_support
from everyrep.core.movement.muscles import MUSCLES
from everyrep.core.movement.props import PROPS
from everyrep.core.movement.props import check as check_prop
from everyrep.core.movement.segments import SEGMENTS
from everyrep.core.problems import N_

KEYS = (
    "id",
    "position",
    "side",
    "poses",
    "anchor",
    "support",
    "surfaces",
    "primary",
    "tempo",
    "cycle",
    "props",
    "view",
    "arrows",
    "muscles",
    "not_shown",
    "reviewed_by",
)
REQUIRED = ("id", "position", "side", "poses", "view")
SIDES = ("right", "none")
PHASES = ("out", "back", "")
SECONDS = 60.0
SHORTEST = 0.1
HEIGHT_LIMIT = 2.5  # metres
PROP_FAULT = N_("%(name)s: %(problem)s")
NOT_PRIMARY = ("flat", "plane")  # no motion of their own
NEED_ONE_KEY = N_("one kind of equipment with its settings is expected here, like {band: {from: hand_R}}")


def parse(root: Node) -> Movement:
    """Raises MovementError with every fault that can be seen at once."""
    reader = Reader()
    parts = reader.table(root, KEYS, REQUIRED)
    movement = _Whole(parts, reader).movement()
    if isinstance(root.value, dict):
        check(movement, {str(key.value): key for key in root.value}, reader)
    if reader.faults:
        raise MovementError(reader.faults, movement.id)
    return movement


class _Whole:
    """The parts of one document, each read in its section."""

    def __init__(self, parts: Mapping[str, Node], reader: Reader) -> None:
        self.parts = parts
        self.reader = reader

    def movement(self) -> Movement:
        cycle = self.flag("cycle")
        props = self.props()
        surfaces = self.surfaces()
        places = tuple(dict.fromkeys((*SURFACES, *surfaces)))
        anchor = self.names("anchor")
        arrows = self.arrows()
        node = self.part("support")
        support = (
            read_support(node, self.reader, places, anchored=any(name.startswith("foot") for name in anchor))
            if node
            else {}
        )
        return Movement(
            id=self.text("id"),
            position=self.word("position", POSITIONS),
            side=self.word("side", SIDES),
            poses=read_poses(node, self.reader, places, cycle=cycle) if (node := self.part("poses")) else (),
            view=self.view(),
            primary=self.primary(),
            anchor=anchor,
            support=support,
            surfaces=surfaces,
            cycle=cycle,
            tempo=self.tempo(),
            props=props,
            arrows=arrows.ways,
            presses=arrows.presses,
            muscles=self.muscles(),
            not_shown=self.texts("not_shown"),
            reviewed_by=self.text("reviewed_by"),
        )

    def part(self, key: str) -> Node | None:
        self.reader.section = key
        return self.parts.get(key)

    def flag(self, key: str) -> bool:
        node = self.part(key)
        return self.reader.flag(node) if node else False

    def text(self, key: str) -> str:
        node = self.part(key)
        return self.reader.text(node) if node else ""

    def texts(self, key: str) -> dict[str, str]:
        """A text in several languages; one alone is English."""
        node = self.part(key)
        if node is None:
            return {}
        several = isinstance(node.value, dict)
        found = self.reader.table(node, LANGUAGES, required=(ENGLISH,)) if several else {ENGLISH: node}
        said = {language: self.reader.text(text) for language, text in found.items()}
        return {language: text for language, text in said.items() if text}

    def word(self, key: str, accepted: tuple[str, ...]) -> str:
        node = self.part(key)
        return self.reader.known(node, accepted) if node else ""

    def names(self, key: str) -> tuple[str, ...]:
        node = self.part(key)
        return self.reader.spread_all(node, SEGMENTS) if node else ()

    def muscles(self) -> tuple[str, ...]:
        node = self.part("muscles")
        return tuple(self.reader.known(item, MUSCLES) for item in self.reader.items(node)) if node else ()

    def surfaces(self) -> dict[str, float]:
        node = self.part("surfaces")
        pairs = self.reader.entries(node) if node else []
        return {str(key.value): self.reader.number(value, 0, HEIGHT_LIMIT) for key, value in pairs}

    def primary(self) -> Primary | None:
        if not (node := self.part("primary")):
            return None
        keys = ("joint", "dof", "range", "safe")
        table = self.reader.table(node, keys, required=keys)
        if table.keys() != set(keys):
            return None
        joints = self.reader.spread(table["joint"], JOINTS)
        if not joints:
            return None
        dofs = tuple(dof for dof in JOINTS[joints[-1]] if dof not in NOT_PRIMARY)
        dof = self.reader.known(table["dof"], dofs)
        span, safe = (self.reader.numbers(table[key], 2, -720, 720) for key in ("range", "safe"))
        return Primary(joint=joints[-1], dof=dof, range=(span[0], span[1]), safe=(safe[0], safe[1]))

    def tempo(self) -> Tempo:
        if not (node := self.part("tempo")):
            return Tempo()
        table = self.reader.table(node, ("out", "hold", "back", "rest", "breathe_out"))
        least = {"out": SHORTEST, "hold": 0.0, "back": SHORTEST, "rest": 0.0}
        said: dict[str, Any] = {
            key: self.reader.number(table[key], low, SECONDS) for key, low in least.items() if key in table
        }
        if "breathe_out" in table:
            said["breathe_out"] = self.reader.known(table["breathe_out"], PHASES)
        return Tempo(**said)

    def view(self) -> View:
        if not (node := self.part("view")):
            return View(yaw=0, pitch=0)
        table = self.reader.table(node, ("yaw", "pitch", "focus"), required=("yaw", "pitch"))
        return View(
            yaw=self.reader.number(table["yaw"], -180, 180) if "yaw" in table else 0,
            pitch=self.reader.number(table["pitch"], -30, 90) if "pitch" in table else 0,
            focus=self.reader.spread_all(table["focus"], SEGMENTS) if "focus" in table else (),
        )

    def arrows(self) -> Arrows:
        node = self.part("arrows")
        return read_arrows(node, self.reader) if node else Arrows()

    def props(self) -> tuple[Prop, ...]:
        node = self.part("props")
        items = self.reader.items(node) if node else ()
        return tuple(prop for item in items for prop in self.prop(item))

    def prop(self, node: Node) -> tuple[Prop, ...]:
        """A kind alone, or a table of one kind and its settings."""
        if not isinstance(node.value, dict):
            return self.checked(node, Prop(kind=self.reader.known(node, PROPS)), {})
        if len(node.value) != 1:
            self.reader.fault(node, NEED_ONE_KEY)
            return ()
        ((key, value),) = node.value.items()
        kind = self.reader.known(key, PROPS)
        nodes = self.reader.table(value, PROPS[kind].settings) if kind else {}
        settings = {name: setting.plain() for name, setting in nodes.items()}
        return self.checked(key, Prop(kind=kind, settings=settings), nodes)

    def checked(self, node: Node, prop: Prop, settings: Mapping[str, Node]) -> tuple[Prop, ...]:
        """The prop, if there is such a kind; one-sided defaults are written out, to be mirrored."""
        if not prop.kind:
            return ()
        sided = {
            name: setting.default
            for name, setting in PROPS[prop.kind].settings.items()
            if isinstance(setting.default, str) and side_of(setting.default)
        }
        for name, problem in check_prop(prop):
            self.reader.fault(settings.get(name, node), PROP_FAULT, name=name or prop.kind, problem=problem)
        return (replace(prop, settings={**sided, **prop.settings}),)
