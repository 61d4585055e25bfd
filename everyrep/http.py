"""The request as every edge gets it."""

from django.http import HttpRequest

from everyrep.tenancy.viewer import Viewer


class Request(HttpRequest):
    """A request to which the middleware has added who is asking; None for a stranger.

    `closed` is who came by a way in that was closed since, where `viewer` is None: what their device still
    holds is taken in and set aside, and nothing is shown to them any more.
    """

    viewer: Viewer | None
    closed: Viewer | None
