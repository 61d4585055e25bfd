"""The patient's links: making one to send, setting a sheet's last day, closing one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from everyrep import clock
from everyrep.core.problems import Invalid
from everyrep.people.actions import create_link, revoke_link, set_link_date
from everyrep.people.links import LinkKind
from everyrep.people.policy import Permission
from everyrep.people.queries import links_of, patient
from everyrep.people.signing_out import devices_by_link
from everyrep.tenancy.viewer import NotFound, Viewer
from everyrep.web.pages import page, say
from everyrep.web.templating import problem

LABEL_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """A link of the list. `last_day` is set on printed ones, to be changed; `devices` are what it let in."""

    id: UUID
    label: str
    created_at: datetime
    last_used_at: datetime | None
    opens_until: datetime | None
    last_day: date | None
    spent: bool
    devices: tuple[str, ...]


def links_shown(viewer: Viewer, patient_id: UUID) -> list[LinkShown]:
    """The patient's links that still open, and those whose devices are still in."""
    now = clock.now()
    by_link = devices_by_link(viewer, patient_id, now)
    shown = []
    for link in links_of(viewer, patient_id):
        devices = by_link.get(link.id, [])
        opens = link.used_at is None and (link.expires_at is None or now < link.expires_at)
        if not (opens or devices):
            continue
        shown.append(
            LinkShown(
                id=link.id,
                label=link.label,
                created_at=link.created_at,
                last_used_at=link.last_used_at,
                opens_until=link.expires_at,
                last_day=link.last_day,
                spent=not opens,
                devices=tuple(_names(device.label for device in devices)),
            )
        )
    return shown


def _names(labels: Iterable[str]) -> Iterator[str]:
    """Chrome, Android (2)"""
    for label, count in Counter(label or _("A device") for label in labels).items():
        yield f"{label} ({count})" if count > 1 else label


def link_address(request: HttpRequest) -> str:
    """The page on which a code is entered; a link is this address, # and the code."""
    return request.build_absolute_uri(reverse("link"))


@require_POST
@page(Permission.HAND_OVER)
def create(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """A new link to send, that opens once. Its page alone ever shows it: only a hash is kept."""
    found = patient(viewer, patient_id)
    label = request.POST.get("label", "").replace("\0", "").strip()[:LABEL_LENGTH] or _("Link to send")
    token = create_link(by=viewer, patient_id=patient_id, label=label, now=clock.now(), kind=LinkKind.SENT)
    context = {
        "patient": found,
        "address": f"{link_address(request)}#{token}",
        "label": label,
        "minutes": settings.SENT_LINK_MINUTES,
    }
    return render(request, "handout/link.html", context)


@require_POST
@page(Permission.HAND_OVER)
def set_date(request: HttpRequest, viewer: Viewer, patient_id: UUID, link_id: UUID) -> HttpResponse:
    """The last day on which a printed sheet's code opens."""
    _check_is_of(viewer, patient_id, link_id)
    try:
        typed = request.POST.get("last_day", "")
        set_link_date(by=viewer, link_id=link_id, last_day=typed, now=clock.now())
    except Invalid as fault:
        say(request, problem(fault.problems[0]))
    else:
        say(request, _("The date is kept."))
    return redirect("handout", patient_id=patient_id)


@require_POST
@page(Permission.HAND_OVER)
def revoke(request: HttpRequest, viewer: Viewer, patient_id: UUID, link_id: UUID) -> HttpResponse:
    """Close a link. Whoever has it open is out at the next tap."""
    _check_is_of(viewer, patient_id, link_id)
    revoke_link(by=viewer, link_id=link_id, now=clock.now())
    say(request, _("The link no longer opens."))
    return redirect("handout", patient_id=patient_id)


def _check_is_of(viewer: Viewer, patient_id: UUID, link_id: UUID) -> None:
    if not links_of(viewer, patient_id).filter(id=link_id).exists():
        raise NotFound("PatientLink")
