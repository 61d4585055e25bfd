"""A drawing in one style as SVG text: no scripts, no references, no ids, nothing that depends on the page."""

from collections.abc import Sequence
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

    style: one of STYLES. title: what a screen reader says; "" marks it as decoration. words: what stands beside
    each number ("Start"), any missing ones are left out. frame: one still alone, from 0, without its number.
    Raises KeyError for an unknown style, IndexError for a frame that is not there.
    """
    chosen = STYLES[style]
    stills = drawing.stills if frame is None else (drawing.stills[frame],)
    origin = 0.0 if frame is None else stills[0].left
    width = drawing.width if frame is None else stills[0].width
    top = HEAD if frame is None else 0
    height = drawing.height + top
    body = "".join(_still(drawing, still, chosen, still.left - origin - still.start, top - drawing.top) for still in stills)
    if frame is None and len(stills) > 1:
        body += "".join(_number(still, chosen, words) for still in stills)
    ground = f'<path fill="{chosen.ground}" d="M0 0h{width:g}v{height:g}h-{width:g}z"/>' if chosen.ground else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"{_name(title)}>{ground}{body}</svg>'


def _name(title: str) -> str:
    return f' role="img" aria-label={quoteattr(title)}' if title else ' aria-hidden="true"'


def _still(drawing: Drawing, still: Still, style: Style, left: float, top: float) -> str:
    outline = "".join(_rim(shape, style) for shape in still.shapes)
    shapes = "".join(_shape(drawing, shape, style) for shape in still.shapes)
    arrows = "".join(_arrow(data, style) for data in still.arrows)
    mark = _mark(still.mark, style) if still.mark else ""
    place = f'transform="translate({left:g} {top:g}) scale(.1)"'
    return f'<g {place} fill-rule="evenodd" stroke-linejoin="round">{outline}{shapes}{mark}{arrows}</g>'


def _shape(drawing: Drawing, shape: Shape, style: Style) -> str:
    if shape.kind == "outline":
        return _outline(shape, style)
    if shape.kind == "muscle":
        return f'<path fill="{style.muscle}" fill-opacity=".62" d="{shape.data}"/>'
    fill = style.ink if shape.kind in ("inner", "edge") else style.fill(shape.kind, shape.tone, drawing.palette[shape.kind])
    return f'<path fill="{fill}" d="{shape.data}"/>'


def _outline(shape: Shape, style: Style) -> str:
    return f'<path fill="none" stroke="{style.ink}" stroke-width="{OUTLINE}" d="{shape.data}"/>'


def _rim(shape: Shape, style: Style) -> str:
    """The same outline once more, under everything: makes the line heavier on one side, or the figure stand out."""
    if shape.kind != "outline":
        return ""
    x, y = style.rim_shift
    line = f'stroke="{style.rim}" stroke-width="{style.rim_width}"'
    return f'<path fill="none" {line} transform="translate({x} {y})" d="{shape.data}"/>'


def _arrow(data: str, style: Style) -> str:
    halo = f'<path fill="{style.halo}" stroke="{style.halo}" stroke-width="40" d="{data}"/>'
    return f'{halo}<path fill="{style.arrow}" d="{data}"/>'


def _mark(mark: Mark, style: Style) -> str:
    sector = f'<path fill="none" stroke="{style.halo}" stroke-width="36" d="{mark.data}"/>'
    sector += f'<path fill="{style.halo}" fill-opacity=".55" stroke="{style.text}" stroke-width="16" d="{mark.data}"/>'
    wide = 80 * len(mark.words) + 90
    x, y = mark.x * 10, mark.y * 10
    box = f'<rect x="{x - wide / 2:.0f}" y="{y - 105:.0f}" width="{wide}" height="210" rx="60" fill="{style.halo}" stroke="{style.text}" stroke-width="10"/>'
    text = (
        f'<text x="{x:.0f}" y="{y + 52:.0f}" font-family="{FONT}" font-size="150" font-weight="bold" '
        f'text-anchor="middle" fill="{style.text}">{escape(mark.words)}</text>'
    )
    return sector + box + text


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
