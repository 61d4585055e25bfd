"""The one policy table: nothing is in it for nothing, and its page says what it says."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import everyrep
from everyrep.people.policy import Permission

SOURCES = Path(everyrep.__file__).parent
ROOT = SOURCES.parent


def asked_for() -> set[str]:
    """The permissions that a route or an action names, outside the table itself."""
    return {
        node.attr
        for path in SOURCES.rglob("*.py")
        if path.name != "policy.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Permission"
    }


@pytest.mark.parametrize("permission", Permission, ids=lambda permission: permission.value)
def test_each_permission_is_asked_for_by_a_route_or_an_action(permission: Permission) -> None:
    assert permission.name in asked_for()


def test_the_page_of_roles_says_what_the_table_says() -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "tools" / "roles_reference.py", "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
