"""Colours: what each style makes of a body's palette and of the equipment's materials."""

import colorsys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Colour = tuple[int, int, int]

EQUIPMENT: dict[str, Colour] = {
    "wood": (158, 124, 94),
    "seat": (206, 172, 132),
    "wall": (228, 231, 235),
    "mat": (176, 207, 190),
    "band": (214, 84, 78),
    "metal": (170, 178, 188),
    "foam": (150, 184, 214),
    "cloth": (240, 238, 232),
    "rubber": (92, 98, 110),
    "ball": (236, 176, 76),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Colours as #rrggbb. fill: kind, tone and the palette's colour -> fill. ground: "" shows the page.

    ink: lines. rim: a second outline under everything, which makes the line heavier away from the light or,
    on dark pages, stands out all around; its width and shift in tenths of a pixel. halo: around arrows.
    """

    fill: Callable[[str, int, Colour], str]
    ink: str
    rim: str
    ground: str
    arrow: str
    muscle: str
    text: str
    disc: str
    halo: str = "#ffffff"
    number: str = "#ffffff"
    rim_width: int = 26
    rim_shift: tuple[int, int] = (3, 5)


def hexed(colour: Colour) -> str:
    """#rrggbb."""
    return "#" + "".join(f"{max(0, min(255, round(part))):02x}" for part in colour)


def _shaded(colour: Colour, tone: int, depth: float) -> Colour:
    """Darker. Warm colours keep their red, so that skin stays alive in the shade."""
    kept, warm = 1 - depth * tone, colour[0] > colour[2] * 1.2
    red = kept ** (0.6 if warm else 1.0)
    return round(colour[0] * red), round(colour[1] * kept), round(colour[2] * kept)


def _colour(kind: str, tone: int, colour: Colour) -> str:
    return hexed(_shaded(colour, tone, 0.08 if kind in EQUIPMENT else 0.13))


def _ink(kind: str, tone: int, colour: Colour) -> str:
    """White clothes and light shades that a photocopier keeps; hair, skin, bands and rubber keep what they
    are, roughly: a band of two lines with white between would not be seen as one."""
    if kind in ("iris", "brow"):
        return "#222222"
    light = _INK.get(kind, _PAPER)[_brightness(colour) < 120]
    return hexed((light[tone], light[tone], light[tone]))


def _brightness(colour: Colour) -> float:
    """0 black, 255 white (ITU-R BT.601)."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


_PAPER = ((255, 233, 212), (255, 233, 212))
_INK = {
    "hair": ((238, 220, 206), (56, 40, 28)),
    "skin": ((255, 236, 218), (208, 190, 172)),
    "band": ((70, 60, 50), (70, 60, 50)),
    "rubber": ((176, 160, 144), (176, 160, 144)),
    "metal": ((226, 208, 190), (226, 208, 190)),
}

_STRONG: dict[str, Colour] = {
    "shirt": (255, 212, 0),
    "pants": (11, 63, 168),
    "shoe": (255, 255, 255),
    "sock": (255, 255, 255),
    "band": (255, 96, 168),
    "cloth": (255, 255, 255),
}


def _contrast(kind: str, tone: int, colour: Colour) -> str:
    """Plain strong clothes, pale equipment; the person stays the person."""
    plain = _STRONG.get(kind, (232, 232, 232) if kind in EQUIPMENT else colour)
    return hexed(_shaded(plain, max(tone - 1, 0), 0.16))


def _dark(kind: str, tone: int, colour: Colour) -> str:
    """Lifted, so that navy trousers and dark hair still stand out of a dark page, and equipment of both."""
    hue, light, strength = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    least = 0.3 if kind == "hair" else 0.56 if kind in EQUIPMENT else 0.36
    lifted = max(light, least)
    if kind in ("wall", "mat"):
        lifted = min(lifted, 0.72)  # large and pale: it would glare
    red, green, blue = colorsys.hls_to_rgb(hue, lifted, strength)
    return hexed(_shaded((round(red * 255), round(green * 255), round(blue * 255)), tone, 0.14))


STYLES: Mapping[str, Style] = {
    "colour": Style(
        fill=_colour,
        ink="#232838",
        rim="#232838",
        arrow="#e2622b",
        muscle="#d64545",
        text="#232838",
        disc="#232838",
        ground="",
    ),
    "ink": Style(
        fill=_ink,
        ink="#000000",
        rim="#000000",
        arrow="#000000",
        muscle="#9a9a9a",
        text="#000000",
        disc="#000000",
        ground="#ffffff",
    ),
    "contrast": Style(
        fill=_contrast,
        ink="#000000",
        rim="#000000",
        arrow="#c40000",
        muscle="#c40000",
        text="#000000",
        disc="#000000",
        ground="#ffffff",
    ),
    "dark": Style(
        fill=_dark,
        ink="#0b1020",
        rim="#aab4c4",
        arrow="#ff9a5c",
        muscle="#ff6b6b",
        text="#f3f4f6",
        disc="#f3f4f6",
        ground="",
        halo="#111827",
        number="#111827",
        rim_width=44,
        rim_shift=(0, 0),
    ),
}
"""colour, ink (photocopies), contrast, dark (for dark pages)."""
