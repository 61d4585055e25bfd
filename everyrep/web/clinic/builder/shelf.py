"""What therapists keep at hand: favourites, and the clinic's own templates, also for a group of patients."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.problems import Invalid, Problem
from everyrep.library import queries as library
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.prescribing.actions import copying, shelf
from everyrep.prescribing.fill import own_template_ref, template_ref
from everyrep.prescribing.queries import clinic_templates, in_care, workbench
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.clinic.builder.pages import show_builder
from everyrep.web.clinic.builder.signing import named
from everyrep.web.pages import page, say


@require_POST
@page(Permission.PRESCRIBE)
def favourite(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """Keep an exercise among the favourites, or no longer: `keep` and `let_go` hold its id."""
    patient(viewer, patient_id)
    keep = request.POST.get("keep", "")
    exercise_id = keep or request.POST.get("let_go", "")
    shelf.set_favourite(by=viewer, exercise_id=exercise_id, wanted=bool(keep), now=clock.now())
    name = library.exercise_name(exercise_id, translation.get_language() or "en")
    told = _("%(name)s is a favourite and comes first.") if keep else _("%(name)s is no longer a favourite.")
    if request.headers.get("HX-Request") != "true":
        say(request, told % {"name": name})
        return redirect("builder", patient_id=patient_id)
    context = {"exercise": exercise_id, "name": name, "kept": bool(keep), "patient_id": patient_id}
    response = render(request, "clinic/builder/starred.html", context)
    response.headers["HX-Trigger"] = json.dumps({"announce": told % {"name": name}})
    return response


@require_POST
@page(Permission.PRESCRIBE)
def save(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The draft as a template of the clinic."""
    bench = workbench(viewer, patient_id)
    if bench is None:
        raise NotFound("draft")
    name = request.POST.get("name", "")
    try:
        kept = shelf.save_template(by=viewer, episode_id=bench.episode.id, name=name, now=clock.now())
    except Invalid as fault:
        record_read(by=viewer, what="draft", patient_id=patient_id, now=clock.now())
        return show_builder(request, viewer, bench, unsaved=(name, fault.problems[0]))
    said = _("“%(template)s” is among the clinic's templates. Nothing of %(name)s is in it.")
    say(request, said % {"template": kept.name, "name": bench.patient.given_name})
    return redirect("builder", patient_id=patient_id)


@require_safe
@page(Permission.PRESCRIBE)
def templates(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The clinic's own templates: to rename, remove, or give to several patients."""
    return _show_templates(request, viewer)


def _show_templates(
    request: HttpRequest,
    viewer: Viewer,
    renamed: UUID | None = None,
    typed: str = "",
    fault: Problem | None = None,
) -> HttpResponse:
    context = {
        "own": [(own_template_ref(kept.id), kept) for kept in clinic_templates(viewer)],
        "shipped": [
            (shipped, [(phase, template_ref(shipped, phase)) for phase in shipped.phases])
            for shipped in library.templates()
        ],
        "renamed": renamed,
        "typed": typed,
        "fault": fault,
    }
    return render(request, "clinic/builder/templates.html", context, status=422 if fault else 200)


@require_POST
@page(Permission.PRESCRIBE)
def template(request: HttpRequest, viewer: Viewer, template_id: UUID) -> HttpResponse:
    """Rename a template, or remove it."""
    if request.POST.get("do") == "remove":
        name = shelf.remove_template(by=viewer, template_id=template_id, now=clock.now())
        say(request, _("“%(template)s” is removed. Programs that began with it stay.") % {"template": name})
        return redirect("templates")
    typed = request.POST.get("name", "")
    try:
        kept = shelf.rename_template(by=viewer, template_id=template_id, name=typed, now=clock.now())
    except Invalid as fault:
        return _show_templates(request, viewer, template_id, typed, fault.problems[0])
    say(request, _("It is now called “%(template)s”.") % {"template": kept.name})
    return redirect("templates")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PRESCRIBE)
def give(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Begin drafts from one template for several patients; each is signed on its own."""
    name, chosen = _named(viewer, ref), request.POST.getlist("patients")
    given: list[copying.Given] = []
    fault: Problem | None = None
    if request.method == "POST":
        try:
            given = copying.give_to_group(
                by=viewer,
                template_ref=ref,
                patient_ids=[_uuid(one) for one in chosen],
                now=clock.now(),
                language=translation.get_language() or "",
            )
        except Invalid as refused:
            fault = refused.problems[0]
    record_read(by=viewer, what="patient_list", patient_id=None, now=clock.now())
    context = {
        "name": name,
        "patients": in_care(viewer),
        "chosen": chosen,
        "given": [one.patient for one in given if one.why_not is None],
        "not_given": [(one.patient, named(one.why_not)) for one in given if one.why_not],
        "fault": fault,
    }
    return render(request, "clinic/builder/give.html", context, status=422 if fault else 200)


def _named(viewer: Viewer, ref: str) -> str:
    """What a template and its phase are called; raises NotFound."""
    for kept in clinic_templates(viewer):
        if own_template_ref(kept.id) == ref:
            return kept.name
    language = translation.get_language() or "en"
    for shipped in library.templates():
        for phase in shipped.phases:
            if template_ref(shipped, phase) == ref:
                return f"{shipped.text(language).name}, {phase.text(language).name}"
    raise NotFound("template")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise NotFound("Patient") from fault
