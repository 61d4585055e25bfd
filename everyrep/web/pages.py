"""What every page for a signed-in person shares."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from everyrep.core.plan import Plan
from everyrep.http import Request
from everyrep.library.queries import exercise_name
from everyrep.library.words import WORDS as WORDS
from everyrep.people.policy import Permission, check
from everyrep.tenancy.viewer import Viewer

Rest = ParamSpec("Rest")
Page = Callable[Concatenate[HttpRequest, Viewer, Rest], HttpResponse]


def page(
    permission: Permission,
) -> Callable[[Page[Rest]], Callable[Concatenate[Request, Rest], HttpResponse]]:
    """A view for viewers with a permission: strangers go to the sign-in page, others get 404."""

    def decorate(view: Page[Rest]) -> Callable[Concatenate[Request, Rest], HttpResponse]:
        @wraps(view)
        def handle(request: Request, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            viewer = request.viewer
            if viewer is None:
                return _to_sign_in(request)
            check(viewer, permission)
            return view(request, viewer, *args, **kwargs)

        return handle

    return decorate


def _to_sign_in(request: Request) -> HttpResponse:
    """A part of a page takes the whole page there, so that the form does not open inside it."""
    part = request.headers.get("HX-Request") == "true"
    back = request.get_full_path() if request.method == "GET" else ""
    if part:
        back = urlsplit(request.headers.get("HX-Current-URL", "")).path
    address = f"{reverse('sign_in')}?{urlencode({'next': back})}"
    if part:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": address})
    return redirect(address)


SAID_SESSION_KEY = "everyrep_said"


def say(request: HttpRequest, text: str) -> None:
    """Have the next page say this in its live region, such as: saved."""
    request.session[SAID_SESSION_KEY] = [*request.session.get(SAID_SESSION_KEY, []), text]


def language() -> str:
    """The reader's language."""
    return translation.get_language() or "en"


def names(*plans: Plan | None) -> dict[str, str]:
    """The names of the plans' exercises in the reader's language, by library id."""
    exercises = {item.exercise for plan in plans if plan for item in plan.items}
    return {exercise: exercise_name(exercise, language()) for exercise in exercises}
