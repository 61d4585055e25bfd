"""The product's own line drawings for paper, taken from the built icon sprite."""

import re
from functools import cache

from markupsafe import Markup

from everyrep.web.assets import BUILD, manifest

SYMBOL = re.compile(r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>', re.DOTALL)


@cache
def _symbols() -> dict[str, Markup]:
    sprite = (BUILD / manifest()["icons.svg"]["file"]).read_text(encoding="utf-8")
    return {name: Markup(shapes) for name, shapes in SYMBOL.findall(sprite)}  # noqa: S704 - our own build's file


def position_drawing(position: str) -> Markup | None:
    """The shapes of a starting position in a 24 by 24 box, or None where there is no drawing of it."""
    return _symbols().get(f"position-{position}")
