"""The patient list, a patient's details, and opening an episode."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from everyrep import clock
from everyrep.attention.needs import quiet_ids
from everyrep.audit.actions import record_read
from everyrep.core.attention.kinds import Condition
from everyrep.core.problems import Invalid, Problem
from everyrep.library import queries as library
from everyrep.logbook.roster import roster
from everyrep.people.actions import PatientDetails, add_patient, change_patient, zones
from everyrep.people.policy import Permission
from everyrep.people.queries import details_of, patient
from everyrep.prescribing.actions import episodes
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic import patient_form
from everyrep.web.clinic.abilities import abilities
from everyrep.web.clinic.alert_words import level_pill
from everyrep.web.clinic.attention.start import condition_words
from everyrep.web.clinic.tracker_table import legend, strip
from everyrep.web.figures.ahead import prepare_program
from everyrep.web.figures.choosing import demonstrator_choices
from everyrep.web.pages import language, page, say


@require_safe
@page(Permission.SEE_PATIENTS)
def patient_list(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    name = request.GET.get("q", "").strip()
    now = clock.now()
    standing = next((one for one in Condition if one.value == request.GET.get("standing")), None)
    ids = quiet_ids(viewer, standing) if standing else None
    rows = roster(viewer, now=now, name=name, ids=ids)
    record_read(by=viewer, what="patient_list", patient_id=None, now=now)
    context = {
        "rows": rows,
        "cells": [strip(row.states) for row in rows],
        "level_pill": level_pill,
        "alerted": sum(row.alert is not None for row in rows),
        "q": name,
        "standing": condition_words(standing) if standing else "",
        "legend": legend(),
        "can": abilities(viewer),
    }
    return render(request, "clinic/patients.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.EDIT_PATIENT)
def add(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A new patient; then straight to opening the episode."""
    fresh = {**patient_form.typed_in(request.GET), "zone": viewer.zone, "units": "metric", "language": "en"}
    typed = (
        patient_form.typed_in(request.POST)
        if request.method == "POST"
        else {**fresh, "minutes_per_day": "15"}
    )
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            made = add_patient(by=viewer, details=patient_form.read(typed), now=clock.now())
            return redirect("episode_open", patient_id=made.id)
        except Invalid as fault:
            problems = fault.problems
    return _form(request, typed, problems, patient_name="")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.EDIT_PATIENT)
def edit(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    now = clock.now()
    found = patient(viewer, patient_id)
    details: PatientDetails = details_of(found)
    typed = (
        patient_form.typed_in(request.POST) if request.method == "POST" else patient_form.typed_of(details)
    )
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            changed = change_patient(
                by=viewer, patient_id=patient_id, details=patient_form.read(typed), now=now
            )
            if changed.demonstrator != details.demonstrator:
                prepare_program(viewer, patient_id, clock.today_in(changed.zone))
            say(request, _("Saved."))
            return redirect("chart", patient_id=patient_id)
        except Invalid as fault:
            problems = fault.problems
    record_read(by=viewer, what="details", patient_id=patient_id, now=now)
    return _form(request, typed, problems, patient_name=found.name, patient_id=patient_id)


def _form(
    request: HttpRequest,
    typed: patient_form.Typed,
    problems: tuple[Problem, ...],
    patient_name: str,
    patient_id: UUID | None = None,
) -> HttpResponse:
    context = {
        "typed": typed,
        "problems": {problem.field: problem for problem in problems},
        "patient_name": patient_name,
        "patient_id": patient_id,
        "zones": sorted(zones()),
        "flags": library.flags(),
        "equipment": library.equipment(),
        "demonstrators": demonstrator_choices(),
        "weight_bearing": library.choices("weight_bearing_status", language()),
    }
    return render(request, "clinic/patient_form.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PRESCRIBE)
def open_episode(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """What the care is for, in the clinic's words and in the patient's; then the builder."""
    now = clock.now()
    found = patient(viewer, patient_id)
    typed = {name: request.POST.get(name, "") for name in ("problem", "goal", "involved_side")}
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            episodes.open_episode(
                by=viewer, patient_id=patient_id, started_on=clock.today_in(found.zone), now=now, **typed
            )
            return redirect("builder", patient_id=patient_id)
        except Invalid as fault:
            problems = fault.problems
    record_read(by=viewer, what="details", patient_id=patient_id, now=now)
    context = {"patient": found, "typed": typed, "problems": {problem.field: problem for problem in problems}}
    return render(request, "clinic/episode_form.html", context, status=422 if problems else 200)
