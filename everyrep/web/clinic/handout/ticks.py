"""The tick sheet's drawing: the core's places, and the words set into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from everyrep.core.paper import (
    PAIN,
    Box,
    DayHead,
    RowLabel,
    SessionLabel,
    TickPage,
    TickSheet,
    page_code,
    tick_sheet,
)
from everyrep.core.problems import N_, invalid
from everyrep.web.clinic.handout.codes import QrCode, qr_code
from everyrep.web.clinic.handout.content import Handout
from everyrep.web.clinic.handout.lettering import MM_PER_PT, Line, Paragraph, fit, fit_or_cut, height
from everyrep.web.clinic.handout.options import Options
from everyrep.web.templating import day, weekday

EMERGENCY_TOO_LONG = N_(
    "The clinic's emergency text has %(count)s characters, too many for a printed page. Shorten it in the"
    " clinic's settings, so that every page can carry all of it."
)
PADDING = 1.2  # mm between a box and the words in it
FOOT_INSET = 2.5
HEAD_SIZES = {False: (11, 10, 9.5, 9, 8.5, 8, 7), True: (14, 13, 12, 11, 10, 9, 8)}
EMERGENCY_SIZES = {
    False: (12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7),
    True: (16, 15, 14, 13, 12, 11, 10, 9, 8, 7),
}
LABEL_SIZES = {False: (10.5, 10, 9.5, 9, 8.5, 8, 7.5), True: (18, 17, 16, 15, 14, 13, 12, 11)}
CODE_SIZES = (6.5, 6, 5.5, 5)
DAY_SIZES = {False: (7.5, 12.0, 7.0), True: (13.0, 19.0, 11.0)}  # weekday, number, month


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One line of text on the page: x and baseline y in mm, size in mm."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TickDrawing:
    """One page of the sheet, ready to draw. `code` is None for a draft, which nobody ticks."""

    page: TickPage
    words: tuple[Word, ...]
    code: QrCode | None
    summary: str


def emergency_paragraphs(handout: Handout) -> tuple[Paragraph, ...]:
    """What every page ends with: the clinic's own text and its telephone number."""
    call = _("%(clinic)s: %(phone)s") % {"clinic": handout.clinic, "phone": handout.phone}
    return (
        Paragraph(_("In an emergency"), bold=True),
        Paragraph(handout.emergency),
        Paragraph(call, bold=True),
    )


def emergency_lines(handout: Handout, room: tuple[float, float], *, large: bool) -> list[Line]:
    """The emergency text, whole, in a box. Raises Invalid when it does not fit even in the smallest print."""
    lines = fit(emergency_paragraphs(handout), room, EMERGENCY_SIZES[large])
    if lines is None:
        raise invalid("emergency_text", EMERGENCY_TOO_LONG, count=len(handout.emergency))
    return lines


def tick_drawings(handout: Handout, options: Options) -> list[TickDrawing]:
    """The pages of the two weeks; none when nothing of the program falls into them. Raises Invalid."""
    if not handout.rows:
        return []
    sheet = tick_sheet(options.paper, handout.rows, handout.first_day, large=options.large)
    return [_draw(handout, sheet, page) for page in sheet.pages]


def _draw(handout: Handout, sheet: TickSheet, page: TickPage) -> TickDrawing:
    large = sheet.large
    emergency = emergency_lines(
        handout, (page.foot.w - 2 * FOOT_INSET, page.foot.h - 2 * PADDING), large=large
    )
    words = [
        *_placed(fit_or_cut(_head(handout, page), (page.head.w, page.head.h), HEAD_SIZES[large]), page.head),
        *_placed(emergency, page.foot, inset=FOOT_INSET, middle=True),
        *(word for label in page.labels for word in _label(label, handout, large)),
        *(_session(label, large) for label in page.sessions),
        *(word for index, head in enumerate(page.days) for word in _day(head, index == 0, large)),
    ]
    if page.notes is not None:
        ask = Paragraph(_("Anything to tell your therapist?"), scale=0.9)
        words += _placed(
            fit_or_cut([ask], _inside(page.notes), LABEL_SIZES[large]), page.notes, inset=PADDING
        )
    if handout.number is not None:
        words += _code_words(handout.number, sheet, page)
    code = qr_code(page_code(sheet, page, handout.number)) if handout.number is not None else None
    return TickDrawing(page=page, words=tuple(words), code=code, summary=_summary(handout, page))


def _inside(box: Box) -> tuple[float, float]:
    return box.w - 2 * PADDING, box.h - 2 * PADDING


def _placed(lines: Sequence[Line], box: Box, *, inset: float = 0.0, middle: bool = False) -> list[Word]:
    """The lines from the top left of a box, `inset` mm inside it; `middle` sets them half-way down."""
    x, y = box.x + inset, box.y + ((box.h - height(lines)) / 2 if middle else inset)
    return [
        Word(
            text=line.text,
            x=round(x, 2),
            y=round(y + line.baseline, 2),
            size=round(line.size, 2),
            bold=line.bold,
        )
        for line in lines
    ]


def _head(handout: Handout, page: TickPage) -> list[Paragraph]:
    dates = _("%(first)s to %(last)s") % {"first": day(page.days[0].day), "last": day(page.days[-1].day)}
    program = program_words(handout)
    return [
        *([Paragraph(_("Draft – not signed"), bold=True, scale=1.2)] if handout.number is None else []),
        Paragraph(_("Tick sheet, %(dates)s") % {"dates": dates}, bold=True, scale=1.35),
        Paragraph(" · ".join(part for part in (handout.patient, program, handout.clinic) if part)),
        Paragraph(
            _(
                "Tick one circle each time you finish an exercise. An empty circle is no problem: it tells"
                " your therapist what fits your days. Write numbers in the squares."
            )
        ),
    ]


def program_words(handout: Handout) -> str:
    """Program 3, from 16 November 2026"""
    if handout.number is None or handout.starts_on is None:
        return ""
    return _("Program %(number)s, from %(day)s") % {"number": handout.number, "day": day(handout.starts_on)}


def _label(label: RowLabel, handout: Handout, large: bool) -> list[Word]:
    lines = fit_or_cut(_label_text(label.key, handout), _inside(label.box), LABEL_SIZES[large])
    return _placed(lines, label.box, inset=PADDING, middle=True)


def _label_text(key: str, handout: Handout) -> list[Paragraph]:
    if key == PAIN:
        ends = _("0 is no pain, 10 is the worst you can imagine")
        return [Paragraph(_("Worst pain that day"), bold=True), Paragraph(ends, scale=0.82)]
    drill = next(drill for drill in handout.drills if drill.key == key)
    row = next(row for row in handout.rows if row.key == key)
    parts = [part for part in (drill.short_dose, drill.side[:1].lower() + drill.side[1:]) if part]
    if row.counted:
        parts.append(_("write how many times, up to %(count)s") % {"count": max(row.times)})
    return [Paragraph(drill.name, bold=True), Paragraph(", ".join(parts), scale=0.88)]


def _session(label: SessionLabel, large: bool) -> Word:
    size = (13 if large else 9) * MM_PER_PT
    x, y = label.box.middle
    return Word(
        text=str(label.session + 1),
        x=round(x, 2),
        y=round(y + size * 0.35, 2),
        size=round(size, 2),
        centred=True,
    )


def _day(head: DayHead, first: bool, large: bool) -> list[Word]:
    sizes = [points * MM_PER_PT for points in DAY_SIZES[large]]
    texts = (weekday(head.day), str(head.day.day), _month(head.day) if first or head.day.day == 1 else "")
    top = head.box.y + (head.box.h - sum(sizes) * 1.1) / 2
    words = []
    for text, size, bold in zip(texts, sizes, (False, True, False), strict=True):
        words.append(
            Word(
                text=text,
                x=round(head.box.middle[0], 2),
                y=round(top + size * 0.9, 2),
                size=round(size, 2),
                bold=bold,
                centred=True,
            )
        )
        top += size * 1.1
    return [word for word in words if word.text]


def _month(value: date) -> str:
    return str(format_date(value, format="LLL", locale=get_language() or "en"))


def _code_words(number: int, sheet: TickSheet, page: TickPage) -> list[Word]:
    version = page_code(sheet, page, number).partition(".")[0]
    place = _("page %(page)s/%(pages)s") % {"page": page.number, "pages": len(sheet.pages)}
    lines = fit_or_cut(
        [Paragraph(f"{version} · {number} · {place}")], (page.code_text.w, page.code_text.h), CODE_SIZES
    )
    return _placed(lines, page.code_text)


def _summary(handout: Handout, page: TickPage) -> str:
    """What a screen reader says of the page."""
    names = ", ".join(
        drill.name for drill in handout.drills if drill.key in {label.key for label in page.labels}
    )
    return _(
        "Tick sheet for %(patient)s, %(first)s to %(last)s, with a place for each day and time: %(names)s."
        " In an emergency: %(emergency)s"
    ) % {
        "patient": handout.patient,
        "first": day(page.days[0].day),
        "last": day(page.days[-1].day),
        "names": names,
        "emergency": handout.emergency,
    }
