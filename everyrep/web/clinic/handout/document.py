"""From content to pages: the same templates for the preview and for the PDF, laid out by WeasyPrint."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from markupsafe import Markup
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from everyrep import pictures
from everyrep.core.paper import PAIN
from everyrep.figures.requests import parse
from everyrep.figures.store import store
from everyrep.figures.studio import known
from everyrep.library.own import PictureShown
from everyrep.web.clinic.handout.codes import QrCode, qr_code
from everyrep.web.clinic.handout.content import Drill, Handout
from everyrep.web.clinic.handout.lettering import BOLD, FONTS, MM_PER_PT, REGULAR, height
from everyrep.web.clinic.handout.options import Options
from everyrep.web.clinic.handout.ticks import TickDrawing, emergency_lines, program_words, tick_drawings
from everyrep.web.figures.showing import picture_address

FONT_FAMILY = "Atkinson Hyperlegible Next"
STYLES = Path(__file__).parent / "styles"
PDF_VARIANT = "pdf/ua-1"
MARGIN_MM = 10.0
TOP_MM = 17.0  # as in print.css
FOOT_PADDING_MM = 2.0
FOOT_GAP_MM = 4.0
FOOT_MOST_MM = 52.0
EXAMPLE_TOKEN = "00000-00000-00000-00000-00000-0"  # noqa: S105 - as long as a real one, to measure with

SITE = "https://everyrep.invalid"  # so that addresses on this site are whole; nothing is ever fetched there
FIGURES = f"{SITE}/figures/"

CSS_PX_PER_INCH = 96
DRILL, DRILL_END = "drill-", "end-"  # ids in the template

Groups = tuple[tuple[Drill, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPrint:
    """The patient's link as it is printed: the address to type, the code, and both as a QR code."""

    address: str
    token: str
    qr: QrCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A handout that has been laid out once: which exercises share a page."""

    handout: Handout
    options: Options
    groups: Groups
    ticks: tuple[TickDrawing, ...]
    foot_points: float
    foot_mm: float

    @property
    def pages(self) -> int:
        return len(self.groups) + len(self.ticks)


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
    """Nothing that a text or a drawing names is ever fetched: only data: addresses, our fonts and figures,
    and these pictures of the clinic's own exercises.
    """

    def __init__(self, own: Iterable[PictureShown] = ()) -> None:
        super().__init__()
        self._own = {f"{SITE}{picture_address(picture)}": picture.file for picture in own}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:") or url in _font_addresses():
            return super().fetch(url, headers)
        if url in self._own:
            content = pictures.content_of(self._own[url])
            return URLFetcherResponse(url, content, {"Content-Type": pictures.MEDIA_TYPE})
        figure = parse(url.rpartition("/")[2]) if url.startswith(FIGURES) else None
        if figure is None or not known(figure):
            raise ValueError(f"not a bundled file: {url}")
        content = store().get_or_make(figure).read_bytes()
        return URLFetcherResponse(url, content, {"Content-Type": "image/svg+xml"})


@cache
def _font_addresses() -> frozenset[str]:
    return frozenset(path.as_uri() for path in FONTS.glob("*.ttf"))


def link_print(address: str, token: str) -> LinkPrint:
    """`address` is the page that takes the code; the code follows in the fragment, which no server sees."""
    return LinkPrint(address=address, token=token, qr=qr_code(f"{address}#{token}"))


def compose(handout: Handout, options: Options, address: str) -> Composition:
    """Share the exercises out: at most `per_page` on a page, fewer where they need the room.

    Raises Invalid when the emergency text cannot stand on every page.
    """
    room = (options.paper.width - 2 * MARGIN_MM - 2 * FOOT_PADDING_MM, FOOT_MOST_MM)
    foot = emergency_lines(handout, room, large=options.large)
    example = link_print(address, EXAMPLE_TOKEN)
    composition = Composition(
        handout=handout,
        options=options,
        groups=_chunks(handout.drills, options.most),
        ticks=tuple(tick_drawings(handout, options)),
        foot_points=round(foot[0].size / MM_PER_PT, 1),
        foot_mm=height(foot) + 2 * FOOT_PADDING_MM,
    )
    return _settle(composition, example)


def sheets_html(composition: Composition, link: LinkPrint | None) -> Markup:
    """The pages, in the active language; without a link its place says where the code will be."""
    handout, options = composition.handout, composition.options
    context = {
        "handout": handout,
        "options": options,
        "groups": composition.groups,
        "ticks": composition.ticks,
        "pages": composition.pages,
        "program": program_words(handout),
        "foot_class": _size_class(composition.foot_points),
        "link": link,
        "pain": PAIN,
    }
    return Markup(render_to_string("handout/sheets.html", context))  # noqa: S704 - an escaping template made it


def pdf(composition: Composition, link: LinkPrint) -> bytes:
    """The tagged PDF (PDF/UA-1)."""
    data: bytes = _lay_out(composition, link).write_pdf(pdf_variant=PDF_VARIANT)
    return data


def _chunks(drills: tuple[Drill, ...], most: int) -> Groups:
    return tuple(drills[start : start + most] for start in range(0, len(drills), most))


def _settle(composition: Composition, link: LinkPrint) -> Composition:
    """Lay out; where a group ran over its page, pack by the heights seen; again until each has one page."""
    while True:
        groups = composition.groups
        places = _places(_lay_out(replace(composition, ticks=()), link))
        over = next((n for n, group in enumerate(groups) if _pages(group, places) > 1), None)
        if over is None:
            return composition
        kept = tuple(
            drill for drill in groups[over] if places[drill.key].page == places[groups[over][0].key].page
        )
        rest = tuple(drill for group in groups[over:] for drill in group)[len(kept) :]
        packed = _pack(rest, places, _room(composition), composition.options.most)
        composition = replace(composition, groups=(*groups[:over], kept, *packed))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an exercise was laid out: the page it begins on and its height in CSS pixels."""

    page: int
    height: float


def _places(document: Document) -> dict[str, _Place]:
    """By item key. An exercise that is cut at the end of a page is as high as can be: it stands alone."""
    places = {}
    for number, page in enumerate(document.pages):
        for name, (_x, top, *_rest) in page.anchors.items():
            if name.startswith(DRILL):
                end = page.anchors.get(DRILL_END + name.removeprefix(DRILL))
                places[name.removeprefix(DRILL)] = _Place(number, end[1] - top if end else math.inf)
    return places


def _pages(group: tuple[Drill, ...], places: dict[str, _Place]) -> int:
    return len({places[drill.key].page for drill in group})


def _room(composition: Composition) -> float:
    """The height for exercises on a page after the first, in CSS pixels."""
    height_mm = composition.options.paper.height - TOP_MM - _bottom_mm(composition)
    return height_mm / 25.4 * CSS_PX_PER_INCH


def _pack(drills: tuple[Drill, ...], places: dict[str, _Place], room: float, most: int) -> Groups:
    groups: list[list[Drill]] = []
    left = 0.0
    for drill in drills:
        height = places[drill.key].height
        if not groups or len(groups[-1]) == most or height > left:
            groups.append([])
            left = room
        groups[-1].append(drill)
        left -= height
    return tuple(tuple(group) for group in groups)


def _lay_out(composition: Composition, link: LinkPrint) -> Document:
    fonts = FontConfiguration()
    figures = (drill.figure for drill in composition.handout.drills)
    fetcher = OwnFilesOnly(one for one in figures if isinstance(one, PictureShown))
    html = render_to_string(
        "handout/document.html",
        {
            "sheets": sheets_html(composition, link),
            "title": _("Exercises from %(clinic)s") % {"clinic": composition.handout.clinic},
            "language": composition.options.language,
        },
    )
    styles = [
        CSS(string=text, font_config=fonts, url_fetcher=fetcher)
        for text in (
            font_faces(),
            (STYLES / "sheet.css").read_text(),
            (STYLES / "print.css").read_text(),
            _page_rule(composition),
        )
    ]
    page = HTML(string=html, base_url=SITE, url_fetcher=fetcher)
    return page.render(stylesheets=styles, font_config=fonts, pdf_variant=PDF_VARIANT)


def font_faces() -> str:
    """The bundled font, as CSS for the PDF engine."""
    face = '@font-face {{ font-family: "{}"; font-weight: {}; src: url("{}") format("truetype") }}'
    weights = ((400, REGULAR), (700, BOLD))
    return "\n".join(face.format(FONT_FAMILY, weight, path.as_uri()) for weight, path in weights)


def _page_rule(composition: Composition) -> str:
    """The paper, with a bottom margin just as high as the emergency text needs."""
    paper = composition.options.paper
    return (
        f"@page {{ size: {paper.width}mm {paper.height}mm; margin-bottom: {_bottom_mm(composition):.1f}mm }}"
        f"@page ticks {{ margin: 0 }}"
    )


def _bottom_mm(composition: Composition) -> float:
    return MARGIN_MM + composition.foot_mm + FOOT_GAP_MM


def _size_class(points: float) -> str:
    return f"print-{points:g}".replace(".", "-")
