"""How a draft begins: from a template, from what was signed, from another patient's program, or empty."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.problems import N_
from everyrep.library import queries as library
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.prescribing.actions import copying, drafts, shelf
from everyrep.prescribing.fill import own_template_ref
from everyrep.prescribing.queries import (
    active_episode,
    clinic_templates,
    versions_of,
    with_programs,
    workbench,
)
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.pages import page, say

EMPTY, SIGNED, COPY = "empty", "signed", "copy"
CHOOSE_PATIENT = N_("Choose whose program is to be copied. Nothing has changed.")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PRESCRIBE)
def start(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """Where a draft begins."""
    found = patient(viewer, patient_id)
    episode = active_episode(viewer, patient_id)
    if request.method == "POST" and episode is not None:
        source = request.POST.get("from", SIGNED)
        if source == COPY and not request.POST.get("patient"):
            say(request, _(CHOOSE_PATIENT))
            return redirect("builder_start", patient_id=patient_id)
        _begin(request, viewer, episode.id, source)
        return redirect("builder", patient_id=patient_id)
    record_read(by=viewer, what="draft", patient_id=patient_id, now=clock.now())
    signed = [v for v in versions_of(viewer, patient_id) if episode and v.episode_id == episode.id]
    language = translation.get_language() or "en"
    fitting = library.templates_like(episode.problem, language) if episode else []
    context = {
        "patient": found,
        "episode": episode,
        "bench": workbench(viewer, patient_id),
        "signed": signed[-1] if signed else None,
        "fitting": fitting,
        "others": [template for template in library.templates() if template not in fitting],
        "own": [(own_template_ref(kept.id), kept) for kept in clinic_templates(viewer)],
        "sources": [(str(one.id), one.name) for one in with_programs(viewer, besides=patient_id)],
    }
    return render(request, "clinic/builder/start.html", context)


def _begin(request: HttpRequest, viewer: Viewer, episode_id: UUID, source: str) -> None:
    now = clock.now()
    drafts.open_draft(by=viewer, episode_id=episode_id, now=now)
    if source == EMPTY:
        drafts.start_empty(by=viewer, episode_id=episode_id, now=now)
    elif source == SIGNED:
        drafts.start_from_signed(by=viewer, episode_id=episode_id, now=now)
    elif source == COPY:
        other = _uuid(request.POST.get("patient", ""))
        copying.copy_from_patient(by=viewer, episode_id=episode_id, patient_id=other, now=now)
    else:
        language = translation.get_language() or ""
        shelf.use(by=viewer, episode_id=episode_id, template_ref=source, now=now, language=language)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise NotFound("Patient") from fault
