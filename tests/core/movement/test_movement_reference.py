"""The authors' reference page says what the program does."""

import re
from pathlib import Path

from everyrep.core.movement.directions import DIRECTIONS
from everyrep.core.movement.joints import JOINTS
from everyrep.core.movement.language.names import DEFAULT_BY, SURFACES, starred
from everyrep.core.movement.muscles import MUSCLES
from everyrep.figures.movements import parse_text

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "movements.md").read_text(encoding="utf-8")


def test_every_joint_stands_on_the_page_with_its_limits():
    rows = re.findall(r"^\| `(\S+)` \| `(\w+)` \| (\S+) \| (\S+) \|", PAGE, re.MULTILINE)
    told = {(joint, dof): (float(low), float(high)) for joint, dof, low, high in rows}
    limits = {
        (starred(joint), dof): (span.low, span.high)
        for joint, dofs in JOINTS.items()
        for dof, span in dofs.items()
    }
    assert told == limits


def test_what_gives_way_by_default_and_every_surface_stand_on_the_page():
    for segment, by in DEFAULT_BY.items():
        assert f"| `{segment}` | `{by[0]}` |" in PAGE
    assert ", ".join(f"`{name}`" for name in SURFACES) in PAGE


def test_every_muscle_stands_on_the_page():
    assert ", ".join(f"`{name}`" for name in MUSCLES) in PAGE


def test_the_example_on_the_page_is_a_movement():
    example = re.search(r"```yaml\n(.+?)```", PAGE, re.DOTALL)
    assert parse_text(example[1]).id == "straight-leg-raise"


def test_every_way_of_a_press_stands_on_the_page():
    ways = PAGE.split("- `way`:")[1].split("- `on`")[0]
    assert all(re.search(rf"\b{way}\b", ways) for way in DIRECTIONS)
