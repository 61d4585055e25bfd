"""Draw the gallery of the documentation: every exercise by body region, and the figure of the README.

    python -m tools.gallery [--data FOLDER]

Writes docs/pictures/figures/ and docs/reference/gallery.md. Figures that are not in the data folder's store
yet are drawn first. Needs Chromium, which turns the vector drawings into pictures.
"""

import argparse
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import django
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools.system_packages import NEEDS, chromium

if TYPE_CHECKING:
    from everyrep.figures.requests import Style

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures" / "figures"
TEXT = ROOT / "docs" / "reference" / "gallery.md"
WIDTH, SCALE, QUALITY = 1200, 1.25, 80  # CSS pixels, pixels for each, WebP's 0 to 100
README = "sit-to-stand"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
STYLE = """
body { margin: 0; padding: 12px; background: #fff; color: #1f2430 }
main { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px }
figure { margin: 0; padding: 8px; border: 1px solid #d9dde3; border-radius: 8px }
svg { display: block; width: 100%; height: 150px }
figcaption { margin-top: 6px; text-align: center; font: 15px/1.25 "DejaVu Sans", Arial, sans-serif }
"""
HEAD = """# Gallery

Every exercise as it is drawn from its text in `content/movements/`, by body region; [Movements](movements.md)
says how they are written. The demonstrators take turns: each exercise can be shown by any of them, on the
other side, and within a prescribed range. A figure is reviewed when its file names a licensed person.

`python -m tools.gallery` draws this page anew.
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """An exercise with its drawing as SVG text."""

    name: str
    drawing: str


@dataclass(frozen=True, slots=True)
class Region:
    id: str
    title: str
    exercises: tuple[Shown, ...]


def regions() -> Iterator[Region]:
    """Every region with its drawn exercises, in the order of the clinic's list."""
    from everyrep.library.catalogue import exercises
    from everyrep.library.queries import choices

    order = [region for region, _words in choices("body_region", "en")]
    titles = dict(choices("body_region", "en"))
    known = sorted(exercises().values(), key=lambda one: (order.index(one.body_region), one.text("en").name))
    turn = 0
    for region, group in groupby(known, key=lambda one: one.body_region):
        shown = []
        for exercise in group:
            if drawing := drawn(exercise.id, turn):
                shown.append(Shown(exercise.text("en").name, drawing))
                turn += 1
        if shown:
            yield Region(region, titles[region], tuple(shown))


def drawn(exercise: str, turn: int, style: "Style" = "colour") -> str:
    """The exercise by the demonstrator whose turn it is; "" where it has no figure."""
    from everyrep.figures import studio
    from everyrep.figures.store import store
    from everyrep.web.figures.asking import figure_of

    people = studio.demonstrators()
    figure = figure_of(exercise, people[turn % len(people)])
    if figure is None:
        return ""
    return store().get_or_make(replace(figure, style=style)).read_text(encoding="utf-8")


def picture(page: Page, region: Region) -> bytes:
    """All exercises of a region on one sheet, as WebP."""
    cells = "".join(
        f"<figure>{one.drawing}<figcaption>{escape(one.name)}</figcaption></figure>"
        for one in region.exercises
    )
    page.set_content(f"<!doctype html><style>{STYLE}</style><main>{cells}</main>")
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    made = io.BytesIO()
    shot.convert("RGB").save(made, "WEBP", quality=QUALITY, method=6)
    return made.getvalue()


def told(found: list[Region]) -> str:
    """The page of the documentation."""
    parts = [
        f"\n## {region.title}\n\n![{', '.join(one.name for one in region.exercises)}]"
        f"(../pictures/figures/{region.id}.webp)\n"
        for region in found
    ]
    return HEAD + "".join(parts)


def main() -> int:
    asking = argparse.ArgumentParser(description="Draw the gallery of the documentation.")
    asking.add_argument("--data", type=Path, help="folder of the installation whose figures are used")
    asked = asking.parse_args()
    browser = chromium()
    if browser is None:
        print(NEEDS["chromium"].without, file=sys.stderr)
        return 1
    if asked.data:
        os.environ["EVERYREP_DATA"] = str(asked.data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "everyrep.config.settings")
    django.setup()
    PICTURES.mkdir(parents=True, exist_ok=True)
    found = list(regions())
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        page = started.new_page(viewport={"width": WIDTH, "height": 800}, device_scale_factor=SCALE)
        for region in found:
            (PICTURES / f"{region.id}.webp").write_bytes(picture(page, region))
        started.close()
    looks: tuple[Style, ...] = ("colour", "dark")
    for style in looks:
        (PICTURES / f"{README}-{style}.svg").write_text(drawn(README, 0, style), encoding="utf-8")
    TEXT.write_text(told(found), encoding="utf-8")
    print(f"{sum(path.stat().st_size for path in PICTURES.iterdir()) / 1e6:.2f} MB in {PICTURES}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
