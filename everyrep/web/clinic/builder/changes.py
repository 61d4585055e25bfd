"""Changes of the draft: each is one POST, kept at once, answered with the program as it now stands."""

import json
from collections.abc import Callable
from typing import Concatenate
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from everyrep import clock
from everyrep.core.dosage import Side
from everyrep.core.language import dose_in_words, schedule_in_words
from everyrep.core.plan import Prescription
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.http import Request
from everyrep.people.policy import Permission
from everyrep.prescribing.actions import drafts
from everyrep.prescribing.queries import Workbench, workbench
from everyrep.prescribing.typed_dose import retyped
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.clinic.builder.cards import OUTDATED, Refusal, face_of, involved_side
from everyrep.web.clinic.builder.dose_fields import differences, typed_in
from everyrep.web.clinic.builder.dose_form import read_dose_form
from everyrep.web.clinic.builder.pages import dose_form, program_context, show_builder
from everyrep.web.figures.ahead import prepare_figures
from everyrep.web.pages import WORDS, Rest, page, say
from everyrep.web.templating import problem

NO_REASON = N_("Write why this exercise is still right for this patient, or take it out.")
GONE = N_("Someone else has taken this exercise out. Here is the draft as it stands now.")
CHANGED = N_(
    "This exercise has changed since you opened it; the last change of the draft is by %(name)s."
    " It now reads: %(dose)s · %(often)s. What you typed is kept here: save it again to put it in its place."
)
OVERRIDE_LENGTH = 300  # characters; product bound, one line in the version

# A change of the draft from the sent form: what to say about it, or raises Refused.
Change = Callable[Concatenate[QueryDict, Viewer, Workbench, Rest], str]


class Refused(Exception):
    """A change that was not taken, with what was typed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.form)
        self.refusal = refusal


def change(make: Change[Rest]) -> Callable[..., HttpResponse]:
    """A view that changes the draft: 422 with everything typed where it refuses, else the new state."""

    @require_POST
    @page(Permission.PRESCRIBE)
    def view(
        request: HttpRequest, viewer: Viewer, /, patient_id: UUID, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        bench = _bench(viewer, patient_id)
        if "key" in kwargs and not any(item.key == kwargs["key"] for item in bench.review.items):
            return _answer(request, viewer, patient_id, _(GONE))
        try:
            said = make(request.POST, viewer, bench, *args, **kwargs)
        except Refused as refused:
            return _refuse(request, viewer, patient_id, refused.refusal)
        return _answer(request, viewer, patient_id, said)

    return view


def _answer(request: HttpRequest, viewer: Viewer, patient_id: UUID, said: str) -> HttpResponse:
    if not _from_script(request):
        say(request, said)
        return redirect(reverse("builder", kwargs={"patient_id": patient_id}) + "#program")
    response = _program(request, viewer, _bench(viewer, patient_id), None)
    response.headers["HX-Trigger"] = json.dumps({"announce": said})
    return response


def _refuse(request: HttpRequest, viewer: Viewer, patient_id: UUID, refusal: Refusal) -> HttpResponse:
    bench = _bench(viewer, patient_id)
    if _from_script(request):
        return _program(request, viewer, bench, refusal)
    return show_builder(request, viewer, bench, refusal)


def _program(request: HttpRequest, viewer: Viewer, bench: Workbench, refusal: Refusal | None) -> HttpResponse:
    context = program_context(request, viewer, bench, refusal)
    return render(request, "clinic/builder/changed.html", context, status=422 if refusal else 200)


def _bench(viewer: Viewer, patient_id: UUID) -> Workbench:
    bench = workbench(viewer, patient_id)
    if bench is None:
        raise NotFound("draft")
    return bench


def _from_script(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


@change
def add(form: QueryDict, viewer: Viewer, bench: Workbench) -> str:
    """A unilateral exercise starts on the involved side where the episode has one."""
    exercise_id = form.get("exercise", "")
    side = Side.INVOLVED if involved_side(bench) else Side.BOTH
    try:
        drafts.add_exercise(
            by=viewer, episode_id=bench.episode.id, exercise_id=exercise_id, side=side, now=clock.now()
        )
    except Invalid as fault:
        return problem(fault.problems[0])
    return _("%(name)s is added at the end.") % {"name": _name(exercise_id)}


@change
def line(form: QueryDict, viewer: Viewer, bench: Workbench, key: str) -> str:
    """The buttons of a line: up, down, remove, essential, optional."""
    do = LINE_BUTTONS.get(form.get("do", ""))
    if do is None:
        raise NotFound("button")
    return do(viewer, bench, bench.item(key))


def _moved(steps: int) -> Callable[[Viewer, Workbench, Prescription], str]:
    def move(viewer: Viewer, bench: Workbench, item: Prescription) -> str:
        drafts.move_item(by=viewer, episode_id=bench.episode.id, key=item.key, steps=steps, now=clock.now())
        count = len(bench.review.items)
        place = min(max(bench.review.items.index(item) + 1 + steps, 1), count)
        values = {"name": _name(item.exercise), "place": place, "count": count}
        return _("%(name)s: now %(place)s of %(count)s.") % values

    return move


def _remove(viewer: Viewer, bench: Workbench, item: Prescription) -> str:
    drafts.remove_item(by=viewer, episode_id=bench.episode.id, key=item.key, now=clock.now())
    return _("%(name)s is taken out. Undo brings it back.") % {"name": _name(item.exercise)}


def _essential(viewer: Viewer, bench: Workbench, item: Prescription) -> str:
    _mark(viewer, bench, item, essential=True)
    return _("%(name)s is essential.") % {"name": _name(item.exercise)}


def _optional(viewer: Viewer, bench: Workbench, item: Prescription) -> str:
    _mark(viewer, bench, item, essential=False)
    return _("%(name)s is optional.") % {"name": _name(item.exercise)}


def _mark(viewer: Viewer, bench: Workbench, item: Prescription, *, essential: bool) -> None:
    drafts.set_essential(
        by=viewer, episode_id=bench.episode.id, key=item.key, essential=essential, now=clock.now()
    )


def _take_up(viewer: Viewer, bench: Workbench, item: Prescription) -> str:
    drafts.take_up(by=viewer, episode_id=bench.episode.id, key=item.key, now=clock.now())
    _prepare_figure(_bench(viewer, bench.patient.id), item.key)
    return _("%(name)s now reads as it was last written. Undo brings the other back.") % {
        "name": _name(item.exercise)
    }


LINE_BUTTONS: dict[str, Callable[[Viewer, Workbench, Prescription], str]] = {
    "up": _moved(-1),
    "down": _moved(1),
    "remove": _remove,
    "essential": _essential,
    "optional": _optional,
    "take_up": _take_up,
}


@change
def swap(form: QueryDict, viewer: Viewer, bench: Workbench, key: str) -> str:
    """An easier or harder exercise in the place of one."""
    exercise_id, before = form.get("exercise", ""), bench.item(key)
    drafts.swap_exercise(
        by=viewer, episode_id=bench.episode.id, key=key, exercise_id=exercise_id, now=clock.now()
    )
    said = _("%(new)s takes the place of %(old)s, at the gentle end of its dose. Undo brings it back.")
    return said % {"new": _name(exercise_id), "old": _name(before.exercise)}


@change
def typed_line(form: QueryDict, viewer: Viewer, bench: Workbench, key: str) -> str:
    """The dose as shorthand, or in the plain words a patient reads."""
    text = form.get("shorthand", "").strip()
    today = clock.today_in(bench.patient.zone)
    try:
        return _rework(form, viewer, bench, key, lambda item: retyped(item, text, today=today))
    except Invalid as fault:
        raise Refused(Refusal(key=key, form="shorthand", text=text, problems=fault.problems)) from fault
    except drafts.Outdated as fault:
        problems = (_outdated(_bench(viewer, bench.patient.id), key),)
        raise Refused(Refusal(key=key, form="shorthand", text=text, problems=problems)) from fault


@change
def save_dose(form: QueryDict, viewer: Viewer, bench: Workbench, key: str) -> str:
    """Every field of the prescription at once."""
    typed = typed_in(form)
    today = clock.today_in(bench.patient.zone)
    try:
        return _rework(form, viewer, bench, key, lambda item: read_dose_form(typed, item, today=today))
    except Invalid as fault:
        raise Refused(Refusal(key=key, form="dose", typed=typed, problems=fault.problems)) from fault
    except drafts.Outdated as fault:
        now = _bench(viewer, bench.patient.id)
        problems = (_outdated(now, key), *differences(typed, now.item(key)))
        raise Refused(Refusal(key=key, form="dose", typed=typed, problems=problems)) from fault


@require_http_methods(["GET", "HEAD", "POST"])
def dose(request: Request, patient_id: UUID, key: str) -> HttpResponse:
    """The dose form of one prescription, shown and sent."""
    answer = save_dose if request.method == "POST" else dose_form
    return answer(request, patient_id=patient_id, key=key)


@change
def override(form: QueryDict, viewer: Viewer, bench: Workbench, key: str) -> str:
    """Why a blocked exercise is right here; empty takes the reason back."""
    text = form.get("override_reason", "").strip()
    item = bench.item(key)
    if not text and not item.override_reason:
        problem = Problem("override_reason", NO_REASON)
        raise Refused(Refusal(key=key, form="override", problems=(problem,)))
    reason = text[:OVERRIDE_LENGTH]
    drafts.override_block(by=viewer, episode_id=bench.episode.id, key=key, reason=reason, now=clock.now())
    return _saved(item)


@change
def undo(_form: QueryDict, viewer: Viewer, bench: Workbench) -> str:
    drafts.undo(by=viewer, episode_id=bench.episode.id, now=clock.now())
    return _("The last change is taken back.")


@change
def redo(_form: QueryDict, viewer: Viewer, bench: Workbench) -> str:
    drafts.redo(by=viewer, episode_id=bench.episode.id, now=clock.now())
    return _("The change is made again.")


def _rework(
    form: QueryDict,
    viewer: Viewer,
    bench: Workbench,
    key: str,
    rework: Callable[[Prescription], Prescription],
) -> str:
    """Change the dose from what it is at this moment, if that is still what the form was opened on."""
    drafts.rework_item(
        by=viewer,
        episode_id=bench.episode.id,
        key=key,
        rework=rework,
        now=clock.now(),
        seen=form.get("seen", ""),
    )
    _prepare_figure(_bench(viewer, bench.patient.id), key)
    return _saved(bench.item(key))


def _prepare_figure(bench: Workbench, key: str) -> None:
    """A figure that stops at a prescribed range is in no library: have it made before the patient looks."""
    limited = [item for item in bench.review.items if item.key == key and item.dosage.rom_limit]
    today = clock.today_in(bench.patient.zone)
    prepare_figures(limited, bench.patient.demonstrator, involved_side(bench), today)


def _outdated(bench: Workbench, key: str) -> Problem:
    """What the draft says by now, and who changed it last."""
    item = bench.item(key)
    values: dict[str, object] = {
        "name": bench.draft.updated_by_name,
        "dose": dose_in_words(item.dosage, WORDS, involved_side(bench)),
        "often": schedule_in_words(item.schedule, WORDS),
    }
    return Problem(OUTDATED, CHANGED, values)


def _saved(item: Prescription) -> str:
    return _("%(name)s: saved in the draft.") % {"name": _name(item.exercise)}


def _name(exercise_id: str) -> str:
    face = face_of(exercise_id)
    return face.name if face else exercise_id
