"""The patient's links: making one to send, closing one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from everyrep import clock
from everyrep.people.actions import create_link, revoke_link
from everyrep.people.policy import Permission
from everyrep.people.queries import links_of, patient
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.pages import page, say

LABEL_LENGTH = 80


def link_address(request: HttpRequest) -> str:
    """The page on which a code is entered; a link is this address, # and the code."""
    return request.build_absolute_uri(reverse("link"))


@require_POST
@page(Permission.HAND_OVER)
def create(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """A new link to send. Its page is the only one that ever shows it: only a hash is kept."""
    found = patient(viewer, patient_id)
    label = request.POST.get("label", "").replace("\0", "").strip()[:LABEL_LENGTH] or _("Link to send")
    token = create_link(by=viewer, patient_id=patient_id, label=label, now=clock.now())
    context = {"patient": found, "address": f"{link_address(request)}#{token}", "label": label}
    return render(request, "handout/link.html", context)


@require_POST
@page(Permission.HAND_OVER)
def revoke(request: HttpRequest, viewer: Viewer, patient_id: UUID, link_id: UUID) -> HttpResponse:
    """Close a link. Whoever has it open is out at the next tap."""
    if not links_of(viewer, patient_id).filter(id=link_id).exists():
        raise NotFound("PatientLink")
    revoke_link(by=viewer, link_id=link_id, now=clock.now())
    say(request, _("The link no longer opens."))
    return redirect("handout", patient_id=patient_id)
