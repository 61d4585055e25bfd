"""A drawing in one style as SVG text: no scripts, no references, no ids, nothing that depends on the page."""

from collections.abc import Sequence
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from everyrep.figures.drawing.drawing import Drawing, Mark, Shape, Still
from everyrep.figures.drawing.styles import STYLES, Style

HEAD = 32  # pixels above the figures, for the numbers
FONT = "Arial,Helvetica,'DejaVu Sans',sans-serif"
OUTLINE = 20  # tenths of a pixel


def to_svg(
    drawing: Drawing,
    *,
    style: str = "colour",
    title: str = "",
    words: Sequence[str] = (),
    frame: int | None = None,
) -> str:
    """The picture as SVG text.

    style: one of STYLES. title: what a screen reader says; "" marks it as decoration. words: what stands
    beside each number ("Start"); there may be fewer. frame: one still alone, from 0, without its number.
    Raises KeyError for an unknown style, IndexError for a frame that is not there.
    """
    chosen = STYLES[style]
    if frame is not None:
        wide = max(still.width for still in drawing.stills)  # equal sheets keep one scale in equal boxes
        alone = drawing.stills[frame]
        body = _still(drawing, replace(alone, left=(wide - alone.width) / 2), chosen, 0.0)
        return _page(body, wide, drawing.height, chosen, title)
    many = len(drawing.stills) > 1
    top = HEAD if many else 0.0
    body = "".join(_still(drawing, still, chosen, top) for still in drawing.stills)
    body += "".join(_number(still, chosen, words) for still in drawing.stills if many)
    return _page(body, drawing.width, drawing.height + top, chosen, title)


def _page(body: str, width: float, height: float, style: Style, title: str) -> str:
    ground = (
        f'<path fill="{style.ground}" d="M0 0h{width:g}v{height:g}h-{width:g}z"/>' if style.ground else ""
    )
    size = f'viewBox="0 0 {width:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}{_name(title)}>{ground}{body}</svg>'


def _name(title: str) -> str:
    return f' role="img" aria-label={quoteattr(title)}' if title else ' aria-hidden="true"'


def _still(drawing: Drawing, still: Still, style: Style, top: float) -> str:
    outline = "".join(_rim(shape, style) for shape in still.shapes)
    shapes = "".join(_shape(drawing, shape, style) for shape in still.shapes)
    arrows = "".join(_arrow(data, style) for data in still.arrows)
    mark = _mark(still.mark, style) if still.mark else ""
    place = f'transform="translate({still.left - still.start:g} {top - drawing.top:g}) scale(.1)"'
    return f'<g {place} fill-rule="evenodd" stroke-linejoin="round">{outline}{shapes}{mark}{arrows}</g>'


def _shape(drawing: Drawing, shape: Shape, style: Style) -> str:
    if shape.kind == "outline":
        return _outline(shape, style)
    if shape.kind == "muscle":
        return f'<path fill="{style.muscle}" fill-opacity=".62" d="{shape.data}"/>'
    if shape.kind in ("inner", "edge"):
        return f'<path fill="{style.ink}" d="{shape.data}"/>'
    fill = style.fill(shape.kind, shape.tone, drawing.palette[shape.kind])
    return f'<path fill="{fill}" d="{shape.data}"/>'


def _outline(shape: Shape, style: Style) -> str:
    return f'<path fill="none" stroke="{style.ink}" stroke-width="{OUTLINE}" d="{shape.data}"/>'


def _rim(shape: Shape, style: Style) -> str:
    """The same outline once more, under everything."""
    if shape.kind != "outline":
        return ""
    x, y = style.rim_shift
    line = f'stroke="{style.rim}" stroke-width="{style.rim_width}"'
    return f'<path fill="none" {line} transform="translate({x} {y})" d="{shape.data}"/>'


def _arrow(data: str, style: Style) -> str:
    halo = f'<path fill="{style.halo}" stroke="{style.halo}" stroke-width="40" d="{data}"/>'
    return f'{halo}<path fill="{style.arrow}" d="{data}"/>'


def _mark(mark: Mark, style: Style) -> str:
    wide, x, y = 80 * len(mark.words) + 90, round(mark.x * 10), round(mark.y * 10)
    sector = f'd="{mark.data}" fill="{style.halo}"'
    box = f'x="{x - wide // 2}" y="{y - 105}" width="{wide}" height="210" rx="60" fill="{style.halo}"'
    text = f'x="{x}" y="{y + 52}" text-anchor="middle" fill="{style.text}"'
    return (
        f'<path {sector} fill-opacity="0" stroke="{style.halo}" stroke-width="36"/>'
        f'<path {sector} fill-opacity=".55" stroke="{style.text}" stroke-width="16"/>'
        f'<rect {box} stroke="{style.text}" stroke-width="10"/>'
        f'<text {text} font-family="{FONT}" font-size="150" font-weight="bold">{escape(mark.words)}</text>'
    )


def _number(still: Still, style: Style, words: Sequence[str]) -> str:
    x, y, place = still.left + 17, 16, still.number - 1
    disc = f'<circle cx="{x:g}" cy="{y}" r="13" fill="{style.disc}"/>'
    number = (
        f'<text x="{x:g}" y="{y + 5.5:g}" text-anchor="middle" font-weight="bold" fill="{style.number}">'
        f"{still.number}</text>"
    )
    word = words[place] if place < len(words) else ""
    text = f'<text x="{x + 21:g}" y="{y + 5.5:g}" fill="{style.text}">{escape(word)}</text>' if word else ""
    return f'<g font-family="{FONT}" font-size="16">{disc}{number}{text}</g>'
