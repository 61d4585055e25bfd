"""The builder page, and how a draft begins and ends."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.problems import Problem
from everyrep.people.policy import Permission
from everyrep.prescribing.actions import drafts
from everyrep.prescribing.fill import template_named
from everyrep.prescribing.queries import Workbench, clinic_template_named, workbench
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.clinic.builder.cards import Refusal, item_cards, summary
from everyrep.web.clinic.builder.dose_fields import SUGGESTIONS
from everyrep.web.clinic.builder.search import filters, hits_context
from everyrep.web.pages import page, say


@require_safe
@page(Permission.PRESCRIBE)
def builder(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The draft on the bench; without one, how to begin; without an episode, how to open it."""
    bench = workbench(viewer, patient_id)
    if bench is None:
        return redirect("builder_start", patient_id=patient_id)
    record_read(by=viewer, what="draft", patient_id=patient_id, now=clock.now())
    return show_builder(request, viewer, bench)


def show_builder(
    request: HttpRequest,
    viewer: Viewer,
    bench: Workbench,
    refusal: Refusal | None = None,
    unsaved: tuple[str, Problem] | None = None,
) -> HttpResponse:
    """The whole page; with a refusal, everything typed is in its place and the answer is 422.

    `unsaved` is a name for a template that was not taken, and why.
    """
    context = {
        **program_context(request, viewer, bench, refusal),
        **hits_context(request, viewer, bench),
        "filters": filters(),
        "suggestions": SUGGESTIONS,
        "unsaved": unsaved,
    }
    status = 422 if refusal or unsaved else 200
    return render(request, "clinic/builder/builder.html", context, status=status)


def program_context(
    request: HttpRequest, viewer: Viewer, bench: Workbench, refusal: Refusal | None = None
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
        "own_template": clinic_template_named(viewer, bench.draft.template),
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


@require_POST
@page(Permission.PRESCRIBE)
def discard(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    bench = workbench(viewer, patient_id)
    if bench is None:
        raise NotFound("draft")
    drafts.discard_draft(by=viewer, episode_id=bench.episode.id, now=clock.now())
    say(request, _("The draft is discarded. What was signed stands."))
    return redirect("chart", patient_id=patient_id)
