"""Who is asking, in which language, and what may be kept of the answer."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from everyrep.http import Request
from everyrep.tenancy.viewer import NotAllowed
from everyrep.web.errors import not_found
from everyrep.web.sessions import find_viewer, note_use

LANGUAGE_COOKIE = "everyrep_language"
SUPPORTED = frozenset(code for code, _ in settings.LANGUAGES)
IMMUTABLE = "public, max-age=31536000, immutable"  # for what has its content's hash in its address
KEPT_BY_THE_READER = "private, max-age=31536000, immutable"  # a picture: never another under its address
FOR_THE_READER = "private, max-age=300"  # a calendar's own client asks often; five minutes old is new enough
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"

Handler = Callable[[HttpRequest], HttpResponse]


def viewer(get_response: Handler) -> Handler:
    """Give the request its viewer, answer 404 to what is not theirs, keep private answers out of caches."""

    def handle(bare: HttpRequest) -> HttpResponse:
        request = cast("Request", bare)
        request.viewer = request.device_id = request.closed = None
        request.keeps, request.due = "", False
        find_viewer(request)
        language = _language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers["Content-Language"] = language
        if response.headers.get("Cache-Control") not in (IMMUTABLE, FOR_THE_READER, KEPT_BY_THE_READER):
            add_never_cache_headers(response)
            note_use(request, response)
        return response

    def handle_not_allowed(request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return not_found(request) if isinstance(fault, NotAllowed) else None

    handle.process_exception = handle_not_allowed  # type: ignore[attr-defined]
    return handle


def _language(request: Request) -> str:
    """What the person chose here, else what their record says, else what the browser asks for."""
    recorded = request.viewer.language if request.viewer else ""
    for wanted in (request.COOKIES.get(LANGUAGE_COOKIE, ""), recorded):
        if wanted in SUPPORTED:
            return wanted
    return translation.get_language_from_request(request)
