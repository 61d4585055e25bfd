"""Views of the benchmark alone, behind the same middleware as every page."""

from django.http import HttpResponse

from everyrep.http import Request
from everyrep.people.models import Clinic
from everyrep.web.fragments import FRAGMENTS
from everyrep.web.patient.snapshot.serving import SNAPSHOTS


def bare(request: Request) -> HttpResponse:
    """The least a page can do, one indexed read: the viewer's clinic by its primary key."""
    viewer = request.viewer
    name = Clinic.objects.values_list("name", flat=True).get(id=viewer.clinic_id) if viewer else ""
    return HttpResponse(name, content_type="text/plain")


def forget(request: Request) -> HttpResponse:
    """Throw away the answers this process keeps, so that the next look at a page is a first look."""
    del request
    FRAGMENTS.clear()
    SNAPSHOTS.clear()
    return HttpResponse("forgotten", content_type="text/plain")
