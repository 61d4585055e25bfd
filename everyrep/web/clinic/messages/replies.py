"""Saved replies: the list with a form for a new one, and each with its own."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from everyrep import clock
from everyrep.conversations.replies import remove_reply, save_reply, saved_replies
from everyrep.core.problems import Invalid
from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import page, say


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_PATIENTS)
def listing(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Every saved reply of the clinic, and the form for another."""
    found = list(saved_replies(viewer))
    return _form(request, viewer, {"replies": found, "reply": None}, "clinic/messages/replies.html")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SEE_PATIENTS)
def one(request: HttpRequest, viewer: Viewer, reply_id: UUID) -> HttpResponse:
    reply = saved_replies(viewer).find(id=reply_id)
    return _form(request, viewer, {"reply": reply}, "clinic/messages/reply.html", reply_id)


def _form(
    request: HttpRequest,
    viewer: Viewer,
    context: dict[str, object],
    template: str,
    reply_id: UUID | None = None,
) -> HttpResponse:
    reply, problems = context["reply"], {}
    typed = {name: getattr(reply, name, "") for name in ("title", "text")}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            save_reply(by=viewer, **typed, now=clock.now(), reply_id=reply_id)
        except Invalid as fault:
            problems = {problem.field: problem for problem in fault.problems}
        else:
            say(request, _("Saved."))
            return redirect("saved_replies")
    status = 422 if problems else 200
    return render(request, template, {**context, "typed": typed, "problems": problems}, status=status)


@require_POST
@page(Permission.SEE_PATIENTS)
def remove(request: HttpRequest, viewer: Viewer, reply_id: UUID) -> HttpResponse:
    remove_reply(by=viewer, reply_id=reply_id, now=clock.now())
    say(request, _("Removed."))
    return redirect("saved_replies")
