"""The request as every edge gets it."""

from uuid import UUID

from django.http import HttpRequest

from everyrep.tenancy.viewer import Viewer


class Request(HttpRequest):
    """A request to which the middleware has added who is asking; `viewer` is None for a stranger.

    `device_id` is the device of a patient's side. `closed` is who this device once showed the pages of: it
    may hand in what it still holds, is shown nothing, and wipes itself. `keeps` is a secret for the browser
    to keep from now on; `due` says that its last use is worth noting.
    """

    viewer: Viewer | None = None
    device_id: UUID | None = None
    closed: Viewer | None = None
    keeps: str = ""
    due: bool = False
