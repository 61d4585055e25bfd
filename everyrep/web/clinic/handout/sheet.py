"""The handout page: choose how the sheet prints, look at it, print it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from babel.dates import format_date
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from everyrep import clock
from everyrep.audit.actions import record, record_read
from everyrep.core.problems import Invalid, Problem
from everyrep.people.actions import create_link
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.clinic.handout.document import Composition, compose, link_print, pdf, sheets_html
from everyrep.web.clinic.handout.links import link_address, links_shown
from everyrep.web.clinic.handout.options import Options, Typed, read, usual
from everyrep.web.clinic.handout.program import draft_handout, printable, signed_handout
from everyrep.web.pages import page

FILE_NAME = "exercises.pdf"  # says nothing about the patient: it stays in a folder of downloads


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the page shows: the sheets, or why there are none."""

    sheets: Markup = Markup()
    pages: int = 0
    problems: tuple[Problem, ...] = ()


@require_safe
@page(Permission.HAND_OVER)
def preview(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The sheet as it will print, without a code: looking makes no link. `?draft=1` shows the draft."""
    draft = request.GET.get("draft") == "1"
    return _page(request, viewer, patient_id, request.GET, draft=draft)


@require_POST
@page(Permission.HAND_OVER)
def print_sheet(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The sheet as a PDF with a link of its own. Raises NotFound where nothing is signed."""
    now = clock.now()
    found = patient(viewer, patient_id)
    address = link_address(request)
    try:
        options = read(_typed(request.POST, found.language, found.units))
        with translation.override(options.language):
            signed = signed_handout(viewer, patient_id, clock.today_in(found.zone), options.which)
            if signed is None:
                raise NotFound("ProgramVersion")
            handout, version_id = signed
            composition = compose(handout, options, address)
    except Invalid:
        return _page(request, viewer, patient_id, request.POST, draft=False)
    token = _link_for_sheet(viewer, patient_id, version_id, composition, now)
    with translation.override(options.language):
        data = pdf(composition, link_print(address, token))
    headers = {"Content-Disposition": f'inline; filename="{FILE_NAME}"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


@transaction.atomic
def _link_for_sheet(
    viewer: Viewer, patient_id: UUID, version_id: UUID, composition: Composition, now: datetime
) -> str:
    """A link named after the day, and a note of what was printed; the slow layout is already done."""
    on = format_date(clock.today_in(viewer.zone), format="d MMM y", locale=translation.get_language() or "en")
    label = _("Sheet printed %(day)s") % {"day": on}
    token = create_link(by=viewer, patient_id=patient_id, label=label, now=now)
    options = composition.options
    detail = {
        "per_page": options.per_page,
        "paper": options.paper.value,
        "large": options.large,
        "pictures": options.pictures,
        "language": options.language,
        "pages": composition.pages,
    }
    record(
        by=viewer,
        action="print",
        object_type="version",
        object_id=version_id,
        patient_id=patient_id,
        now=now,
        detail=detail,
    )
    return token


def _typed(sent: Mapping[str, str], language: str, units: str) -> Typed:
    """The form's values: what was sent, else what is usual for the patient."""
    return {name: sent.get(name, value) for name, value in usual(language=language, units=units).items()}


def _page(
    request: HttpRequest, viewer: Viewer, patient_id: UUID, sent: Mapping[str, str], *, draft: bool
) -> HttpResponse:
    found = patient(viewer, patient_id)
    typed = _typed(sent, found.language, found.units)
    record_read(by=viewer, what="handout", patient_id=patient_id, now=clock.now())
    shown = _preview(request, viewer, patient_id, typed, draft=draft)
    context = {
        "patient": found,
        "typed": typed,
        "draft": draft,
        "shown": shown,
        "printable": printable(viewer, patient_id, clock.today_in(found.zone)),
        "problems": {problem.field: problem for problem in shown.problems},
        "links": links_shown(viewer, patient_id),
    }
    return render(request, "handout/preview.html", context, status=422 if shown.problems else 200)


def _preview(request: HttpRequest, viewer: Viewer, patient_id: UUID, typed: Typed, *, draft: bool) -> Preview:
    try:
        options = read(typed)
        composition = _compose(request, viewer, patient_id, options, draft=draft)
    except Invalid as fault:
        return Preview(problems=fault.problems)
    if composition is None:
        return Preview()
    with translation.override(options.language):
        return Preview(sheets=sheets_html(composition, None), pages=composition.pages)


def _compose(
    request: HttpRequest, viewer: Viewer, patient_id: UUID, options: Options, *, draft: bool
) -> Composition | None:
    today = clock.today_in(patient(viewer, patient_id).zone)
    with translation.override(options.language):
        if draft:
            return compose(draft_handout(viewer, patient_id, today), options, link_address(request))
        signed = signed_handout(viewer, patient_id, today, options.which)
        return compose(signed[0], options, link_address(request)) if signed else None
