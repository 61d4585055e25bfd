"""The contact sheet: every exercise on paper and on one page, for a licensed person to look through."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations, translation
from itertools import groupby
from pathlib import Path

from django.conf import settings
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from everyrep.core.language.words import Words
from everyrep.core.movement.definition import Movement
from everyrep.core.movement.description import describe, steps
from everyrep.figures import bodies, studio
from everyrep.figures.faults import faults_once
from everyrep.figures.requests import FigureRequest, Side, Style
from everyrep.figures.store import store
from everyrep.library.catalogue import exercises
from everyrep.library.content import Exercise
from everyrep.library.queries import label


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One exercise as the reviewer sees it. picture: SVG, or None where none is drawn yet."""

    exercise: Exercise
    name: str
    movement: Movement | None
    picture: Markup | None
    words: str
    steps: tuple[str, ...]
    not_shown: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A body region's exercises."""

    title: str
    entries: tuple[Entry, ...]


def sheet(
    folder: Path, *, language: str = "en", demonstrator: str = bodies.DEFAULT, style: Style = "colour"
) -> list[Path]:
    """Write the sheet as HTML and PDF; returns both files. Makes the figures that are not there yet."""
    from weasyprint import HTML

    folder.mkdir(parents=True, exist_ok=True)
    text = page(chapters(language, demonstrator, style), language, demonstrator)
    written, printed = folder / "figures.html", folder / "figures.pdf"
    written.write_text(text, encoding="utf-8")
    HTML(string=text, base_url=str(folder)).write_pdf(printed)
    return [written, printed]


def page(found: Sequence[Chapter], language: str, demonstrator: str) -> str:
    """The whole sheet as one HTML page that needs nothing else."""
    loader = PackageLoader("everyrep.figures", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    entries = [entry for chapter in found for entry in chapter.entries]
    return environment.get_template("sheet.html").render(
        chapters=found,
        language=language,
        demonstrator=studio.demonstrator_name(demonstrator, language),
        drawn=sum(entry.picture is not None for entry in entries),
        reviewed=sum(bool(entry.movement and entry.movement.reviewed_by) for entry in entries),
        count=len(entries),
    )


def chapters(language: str, demonstrator: str, style: Style) -> list[Chapter]:
    """Every exercise of the library by body region, those without a figure too."""
    ordered = sorted(exercises().values(), key=lambda one: (one.body_region, one.text(language).name))
    words = words_of(language)
    return [
        Chapter(
            label("body_region", region, language),
            tuple(_entry(one, words, language, demonstrator, style) for one in group),
        )
        for region, group in groupby(ordered, key=lambda one: one.body_region)
    ]


def words_of(language: str) -> Words:
    """The catalog of a language; English is what the texts are written in."""
    if language == "en":
        return NullTranslations()
    return translation("django", settings.LOCALE_PATHS[0], [language])


def _entry(exercise: Exercise, words: Words, language: str, demonstrator: str, style: Style) -> Entry:
    movement = studio.movement_of(exercise.id)
    return Entry(
        exercise=exercise,
        name=exercise.text(language).name,
        movement=movement,
        picture=_picture(movement, demonstrator, style) if movement else None,
        words=describe(movement, words) if movement else "",
        steps=steps(movement, words) if movement else (),
        not_shown=movement.not_shown_in(language)[0] if movement else "",
        faults=faults_once(movement, demonstrator) if movement else (),
    )


def _picture(movement: Movement, demonstrator: str, style: Style) -> Markup:
    side: Side = "none" if movement.side == "none" else "right"
    request = FigureRequest(exercise=movement.id, demonstrator=demonstrator, side=side, style=style)
    return Markup(store().get_or_make(request).read_text(encoding="utf-8"))  # noqa: S704 - drawn by us
