"""The pictures of a clinic's own exercises: for its staff and for the patients who have them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from everyrep import pictures
from everyrep.people.policy import Permission
from everyrep.prescribing.queries import own_picture
from everyrep.tenancy.viewer import Viewer
from everyrep.web.middleware import KEPT_BY_THE_READER
from everyrep.web.pages import page


@require_safe
@page(Permission.SEE_EXERCISES)
def picture(_request: HttpRequest, viewer: Viewer, picture_id: UUID) -> HttpResponse:
    """A picture never changes under its address. Its kind is ours, whatever was sent."""
    content = own_picture(viewer, picture_id)
    headers = {"Cache-Control": KEPT_BY_THE_READER, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=pictures.MEDIA_TYPE, headers=headers)
