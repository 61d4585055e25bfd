"""Keep the app's types and the reference in step with the snapshot's schema in Python.

    python tools/snapshot_types.py write | check

From everyrep/web/patient/snapshot/schema.py come the JSON schema in docs/reference and, out of that, the
TypeScript types that the app is built against. check fails where either says something else.
"""

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

from everyrep.web.patient.snapshot.schema import Snapshot

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
BIN = FRONTEND / "node_modules" / ".bin"
SCHEMA = ROOT / "docs" / "reference" / "snapshot.schema.json"
TYPES = FRONTEND / "src" / "store" / "snapshot.ts"
BANNER = (
    "/** Made from everyrep/web/patient/snapshot/schema.py by tools/snapshot_types.py:"
    " change that, then make fix. */\n"
)


def made() -> dict[Path, str]:
    """What each file should say."""
    schema = msgspec.json.schema(Snapshot)
    for part in schema["$defs"].values():
        part["description"] = inspect.cleandoc(part["description"])
    return {
        SCHEMA: json.dumps(schema, indent=2, ensure_ascii=False) + "\n",
        TYPES: _types(schema),
    }


def _types(schema: dict[str, Any]) -> str:
    """Interfaces are named as the classes are; biome lays them out like the rest of the front end."""
    flat = {**schema["$defs"]["Snapshot"], "title": "Snapshot", "$defs": schema["$defs"]}
    asked = json.dumps(flat)
    named = _run("json2ts", "--no-additionalProperties", f"--bannerComment={BANNER}", said=asked)
    return _run("biome", "format", f"--stdin-file-path={TYPES.relative_to(FRONTEND)}", said=named)


def _run(tool: str, *arguments: str, said: str) -> str:
    done = subprocess.run(
        [BIN / tool, *arguments], cwd=FRONTEND, input=said, text=True, capture_output=True, check=False
    )
    if done.returncode:
        sys.exit(f"{tool}: {done.stderr}")
    return done.stdout


def write() -> int:
    for path, content in made().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return 0


def check() -> int:
    stale = [path for path, content in made().items() if _read(path) != content]
    for path in stale:
        print(f"{path.relative_to(ROOT)} is not what the schema says: run `make fix`.")
    return 1 if stale else 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    if sys.argv[1:] not in (["check"], ["write"]):
        sys.exit("usage: snapshot_types.py check | write")
    sys.exit(check() if sys.argv[1] == "check" else write())
