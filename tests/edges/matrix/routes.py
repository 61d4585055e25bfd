"""Every route of the installation, read from the URLconf."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    name: str
    pattern: str


def routes() -> list[Route]:
    return sorted(_routes(get_resolver().url_patterns, ""), key=lambda route: route.pattern)


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for pattern in patterns:
        here = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, here)
        else:
            yield Route(pattern.name or "", here)
