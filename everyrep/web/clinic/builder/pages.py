"""The builder page, and how a draft begins and ends."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.library import queries as library
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.prescribing.actions import drafts
from everyrep.prescribing.fill import template_named
from everyrep.prescribing.queries import Workbench, active_episode, versions_of, workbench
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.clinic.builder.cards import Refusal, item_cards, summary
from everyrep.web.clinic.builder.dose_fields import SUGGESTIONS
from everyrep.web.clinic.builder.search import filters, hits_context
from everyrep.web.pages import page, say

EMPTY, SIGNED = "empty", "signed"


@require_safe
@page(Permission.PRESCRIBE)
def builder(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The draft on the bench; without one, how to begin; without an episode, how to open it."""
    bench = workbench(viewer, patient_id)
    if bench is None:
        return redirect("builder_start", patient_id=patient_id)
    record_read(by=viewer, what="draft", patient_id=patient_id, now=clock.now())
    return show_builder(request, bench)


def show_builder(request: HttpRequest, bench: Workbench, refusal: Refusal | None = None) -> HttpResponse:
    """The whole page; with a refusal, everything typed is in its place and the answer is 422."""
    context = {
        **program_context(request, bench, refusal),
        **hits_context(request, bench),
        "filters": filters(),
        "suggestions": SUGGESTIONS,
    }
    return render(request, "clinic/builder/builder.html", context, status=422 if refusal else 200)


def program_context(
    request: HttpRequest, bench: Workbench, refusal: Refusal | None = None
) -> dict[str, object]:
    """The program and its summary; the dose forms that are on the page already (`open`) stay there."""
    sent = request.POST if request.method == "POST" else request.GET
    cards = item_cards(bench, refusal, unfolded=sent.getlist("open"))
    template, phase = template_named(bench.draft.template)
    return {
        "bench": bench,
        "patient": bench.patient,
        "cards": cards,
        "summary": summary(bench, cards),
        "template": template,
        "phase": phase,
    }


@require_safe
@page(Permission.PRESCRIBE)
def dose_form(request: HttpRequest, viewer: Viewer, patient_id: UUID, key: str) -> HttpResponse:
    """The dose form of one prescription, when it is unfolded; without a script, on the page itself."""
    bench = workbench(viewer, patient_id)
    if bench is None:
        raise NotFound("draft")
    item = bench.item(key)
    record_read(by=viewer, what="draft", patient_id=patient_id, now=clock.now())
    if request.headers.get("HX-Request") != "true":
        page_url = reverse("builder", kwargs={"patient_id": patient_id}, query={"open": item.key})
        return redirect(f"{page_url}#item-{item.key}")
    card = next(card for card in item_cards(bench, unfolded=[key]) if card.key == key)
    return render(request, "clinic/builder/dose.html", {"card": card, "patient": bench.patient})


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PRESCRIBE)
def start(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """Where a draft begins: a phase of a starter program, nothing, or what was signed last."""
    found = patient(viewer, patient_id)
    episode = active_episode(viewer, patient_id)
    now = clock.now()
    if request.method == "POST" and episode is not None:
        drafts.open_draft(by=viewer, episode_id=episode.id, now=now)
        _begin(viewer, episode.id, request.POST.get("from", SIGNED))
        return redirect("builder", patient_id=patient_id)
    record_read(by=viewer, what="draft", patient_id=patient_id, now=now)
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
    }
    return render(request, "clinic/builder/start.html", context)


def _begin(viewer: Viewer, episode_id: UUID, source: str) -> None:
    now = clock.now()
    if source == EMPTY:
        drafts.start_empty(by=viewer, episode_id=episode_id, now=now)
    elif source == SIGNED:
        drafts.start_from_signed(by=viewer, episode_id=episode_id, now=now)
    else:
        template_id, _colon, phase_id = source.partition(":")
        drafts.use_template(
            by=viewer,
            episode_id=episode_id,
            template_id=template_id,
            phase_id=phase_id,
            now=now,
            language=translation.get_language() or "",
        )


@require_POST
@page(Permission.PRESCRIBE)
def discard(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    bench = workbench(viewer, patient_id)
    if bench is None:
        raise NotFound("draft")
    drafts.discard_draft(by=viewer, episode_id=bench.episode.id, now=clock.now())
    say(request, _("The draft is discarded. What was signed stands."))
    return redirect("chart", patient_id=patient_id)
