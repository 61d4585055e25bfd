"""What every page for a signed-in person shares."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from everyrep.core.language import Words
from everyrep.people.policy import Permission, check
from everyrep.tenancy.viewer import Viewer

Rest = ParamSpec("Rest")
Page = Callable[Concatenate[HttpRequest, Viewer, Rest], HttpResponse]


def page(permission: Permission) -> Callable[[Page[Rest]], Callable[Concatenate[HttpRequest, Rest], HttpResponse]]:
    """A view for viewers with a permission: strangers go to the sign-in page, others get 404."""

    def decorate(view: Page[Rest]) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
        @wraps(view)
        def handle(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            viewer = cast("Viewer | None", request.viewer)  # type: ignore[attr-defined]
            if viewer is None:
                back = request.get_full_path() if request.method == "GET" else ""
                return redirect(f"{reverse('sign_in')}?{urlencode({'next': back})}")
            check(viewer, permission)
            return view(request, viewer, *args, **kwargs)

        return handle

    return decorate


class _Words:
    """The reader's language, as the core's sentences ask for it."""

    def gettext(self, message: str) -> str:
        return translation.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return translation.ngettext(msgid1, msgid2, n)


WORDS: Words = _Words()
