"""Addresses of the built scripts, styles and icons, read from the manifest the front-end build writes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

from django.conf import settings

BUILD = Path(__file__).parent / "static_build"


class BuildMissing(Exception):
    """The front end has not been built, or was built without what a page asks for."""


class Chunk(TypedDict, total=False):
    """One entry of Vite's manifest; see https://vite.dev/guide/backend-integration."""

    file: str
    css: list[str]
    imports: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """What a page loads for one entry: a module script and its style sheets."""

    js: str
    css: tuple[str, ...]


@cache
def manifest(build: Path = BUILD) -> dict[str, Chunk]:
    """Every built file by its source name. Raises BuildMissing where there is no build."""
    path = build / "manifest.json"
    try:
        chunks: dict[str, Chunk] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BuildMissing(f"{path} is not there: run `npm ci && npm run build` in frontend/") from None
    return chunks


def asset(entry: str) -> Asset:
    """The script and styles of `patient`, `clinic` or `public`. Raises BuildMissing for another entry."""
    source = f"src/{entry}.ts"
    styles = dict.fromkeys(_styles(source))
    return Asset(js=_address(_chunk(source)["file"]), css=tuple(_address(file) for file in styles))


@cache
def built_file(name: str) -> bytes:
    """A file that the build writes under a name without a hash. Raises BuildMissing."""
    try:
        return (BUILD / name).read_bytes()
    except FileNotFoundError:
        raise BuildMissing(f"the front-end build holds no {name}: build frontend/ again") from None


def sprite_url() -> str:
    """Address of the one file that holds every icon; add `#name` for an icon."""
    return _address(_chunk("icons.svg")["file"])


def _styles(source: str) -> Iterator[str]:
    """Those of what it imports come first: what two entries share lies beside neither of them."""
    chunk = _chunk(source)
    for shared in chunk.get("imports", []):
        yield from _styles(shared)
    yield from chunk.get("css", [])


def _chunk(source: str) -> Chunk:
    try:
        return manifest()[source]
    except KeyError:
        raise BuildMissing(f"the front-end build holds no {source}: build frontend/ again") from None


def _address(file: str) -> str:
    # Vite already put a content hash into the name: no second one by the static files storage, or a
    # script would be loaded twice, once under each name.
    return f"{settings.STATIC_URL}{file}"
