"""The request as every edge gets it."""

from django.http import HttpRequest

from everyrep.tenancy.viewer import Viewer


class Request(HttpRequest):
    """A request to which the middleware has added who is asking; None for a stranger."""

    viewer: Viewer | None
