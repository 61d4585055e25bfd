"""The summary as a PDF of one page: the text gets smaller, then shorter, until it fits."""

from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from everyrep.core.paper import Paper
from everyrep.web.clinic.handout.document import PDF_VARIANT, SITE, OwnFilesOnly, font_faces
from everyrep.web.clinic.summary.shown import SummaryShown
from everyrep.web.pages import language

STYLES = Path(__file__).parent / "styles"


@dataclass(frozen=True, slots=True)
class Room:
    """How it is set: text size in points, then at most so many lines in a part, characters, exercises."""

    points: float
    lines: int
    length: int
    items: int


ROOMS = (  # product defaults: from what reads best to what still reads; 7 pt is the smallest we print
    Room(10, 8, 300, 30),
    Room(9, 6, 220, 30),
    Room(8, 5, 160, 30),
    Room(7.5, 3, 120, 25),
    Room(7, 2, 90, 18),
    Room(7, 1, 70, 12),
)


def pdf(shown: SummaryShown, clinic: str, paper: Paper) -> bytes:
    """The tagged PDF (PDF/UA-1), in the active language: one page. What was left out is counted on it."""
    document = _fitting(shown, clinic, paper)
    data: bytes = document.write_pdf(pdf_variant=PDF_VARIANT)
    return data


def _fitting(shown: SummaryShown, clinic: str, paper: Paper) -> Document:
    for room in ROOMS[:-1]:
        document = _lay_out(shown, clinic, paper, room)
        if len(document.pages) == 1:
            return document
    return _lay_out(shown, clinic, paper, ROOMS[-1])


def _lay_out(shown: SummaryShown, clinic: str, paper: Paper, room: Room) -> Document:
    fonts, fetcher = FontConfiguration(), OwnFilesOnly()
    context = {
        "shown": shown.cut(lines=room.lines, length=room.length, items=room.items),
        "clinic": clinic,
        "language": language(),
        "title": _("Visit summary"),
    }
    html = render_to_string("clinic/summary/document.html", context)
    page = f"@page {{ size: {paper.width}mm {paper.height}mm }} body {{ font-size: {room.points}pt }}"
    texts = (font_faces(), (STYLES / "print.css").read_text(), page)
    styles = [CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in texts]
    source = HTML(string=html, base_url=SITE, url_fetcher=fetcher)
    return source.render(stylesheets=styles, font_config=fonts, pdf_variant=PDF_VARIANT)
