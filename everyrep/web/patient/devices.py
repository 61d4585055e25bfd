"""The patient's devices: which browsers are let in, and signing one out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.people.policy import Permission
from everyrep.people.signing_out import devices, sign_out_device
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import page, say
from everyrep.web.sessions import device_in_hand


@require_safe
@page(Permission.DECIDE_WHO_SEES)
def devices_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Every device that opens the patient's own pages, this one first."""
    here = device_in_hand(request)
    found = sorted(devices(viewer, clock.now()), key=lambda device: device.id != here)
    record_read(by=viewer, what="devices", patient_id=viewer.patient_id, now=clock.now())
    return render(request, "patient/devices.html", {"devices": found, "here": here})


@require_POST
@page(Permission.DECIDE_WHO_SEES)
def sign_out(request: HttpRequest, viewer: Viewer, device_id: UUID) -> HttpResponse:
    """Sign a device out: it shows nothing more from its next request on."""
    sign_out_device(by=viewer, device_id=device_id, now=clock.now())
    if device_id == device_in_hand(request):
        request.session.flush()
        return redirect("sign_in")
    say(request, _("The device is signed out."))
    return redirect("devices")
