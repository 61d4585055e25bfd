"""Pages for what went wrong: what happened, what is kept, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one answer to both "absent" and "not yours"."""
    del exception
    return render(request, "errors/not_found.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open so long that its form is no longer valid."""
    del reason
    return render(request, "errors/form_expired.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the request: its session and viewer may be what went wrong."""
    del request
    return HttpResponse(render_to_string("errors/server_error.html"), status=500)
