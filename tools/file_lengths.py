"""Refuse a source file of more than 400 lines: a folder named by nouns reads better.

python tools/file_lengths.py FOLDER …
"""

import sys
from collections.abc import Iterator
from pathlib import Path

LIMIT = 400  # lines
SUFFIXES = {".py", ".ts", ".css", ".html"}
NOT_OURS = {"node_modules", "static_build", "migrations", "__pycache__"}


def sources(folders: list[str]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix in SUFFIXES and NOT_OURS.isdisjoint(path.parts):
                yield path


def main(folders: list[str]) -> int:
    long = 0
    for path in sources(folders):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LIMIT:
            long += 1
            print(f"{path}: {lines} lines, at most {LIMIT}: split it into a folder named by nouns")
    return 1 if long else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
