"""The way back to the list as it was filtered."""

from typing import Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

Whose = Literal["mine", "team", "all"]
WHOSE: tuple[Whose, ...] = ("mine", "team", "all")


def whose_of(asked: str) -> Whose:
    """What was asked for; anything else is `mine`."""
    return next((one for one in WHOSE if one == asked), "mine")


def back_to_list(request: HttpRequest) -> HttpResponseRedirect:
    """The list with the filter that a form on it had sent along."""
    whose = whose_of(request.POST.get("whose", ""))
    return redirect(f"{reverse('attention')}?{urlencode({'whose': whose})}")
