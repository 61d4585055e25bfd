"""One-click sign-in to the demo clinic. Never mounted outside demo mode: it asks for no password."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from everyrep.people.access import user_of
from everyrep.web.errors import not_found
from everyrep.web.figures.asking import figure_of
from everyrep.web.sessions import open_session

SHOWN = ("quad-set", "straight-leg-raise", "step-up")  # exercises in the gallery, with their figures


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Who one can be in the demo, and the page that needs no account."""
    return render(request, "demo/index.html", {"link": _patient_link()})


@require_safe
def sign_in_as(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the demo's therapist, patient or owner."""
    user = user_of(settings.DEMO_ACCOUNTS.get(role, ""))
    if user is None or not open_session(request, user):
        return not_found(request)
    return redirect("home")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in its states."""
    context = {
        "audience": request.GET.get("audience", "patient"),
        "figures": {exercise: figure_of(exercise) for exercise in SHOWN},
    }
    return render(request, "gallery.html", context)


def _patient_link() -> str:
    """The demo patient's own link; the code sits in the fragment, which no server log sees."""
    kept = Path(settings.DATA_DIR) / settings.DEMO_LINK_FILE
    return f"{reverse('link')}#{kept.read_text().strip()}" if kept.exists() else ""
