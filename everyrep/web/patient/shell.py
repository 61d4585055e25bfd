"""The patient's app: one page without anything personal, its service worker and its manifest."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from everyrep.people.policy import Permission
from everyrep.tenancy.viewer import Viewer
from everyrep.web.assets import built_file
from everyrep.web.pages import page


@require_safe
@page(Permission.PRACTISE)
def shell(_request: HttpRequest, _viewer: Viewer, /, **_place: object) -> HttpResponse:
    """The same for every place in the app and for everyone: what it shows comes from /today/snapshot/."""
    return HttpResponse(built_file("app.html"))


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """From the root, so that it may answer for every page."""
    headers = {"Service-Worker-Allowed": "/"}
    return HttpResponse(built_file("sw.js"), content_type="text/javascript", headers=headers)


@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(built_file("manifest.webmanifest"), content_type="application/manifest+json")
