"""Serving figures: kept ones like any static file, missing ones made once, for those who may ask."""

import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from everyrep.core.own_exercise import own_ref
from everyrep.figures import studio
from everyrep.figures.requests import FigureRequest, parse
from everyrep.figures.store import store
from everyrep.http import Request
from everyrep.web.middleware import IMMUTABLE, PERMISSIONS_POLICY

PLACE = re.compile(r"/figures/(?P<path>(?:bodies/)?[0-9a-f]{12}/[a-z0-9-]+\.(?:svg|glb))")
ENCODINGS = ("br", "gzip")
ENDINGS = {"br": ".br", "gzip": ".gz"}
TYPES = {".svg": "image/svg+xml", ".glb": "model/gltf-binary"}

Handler = Callable[[HttpRequest], HttpResponse]


def kept_figures(get_response: Handler) -> Handler:
    """Answers with a figure that is kept before any session is opened: it is the same for everyone.

    One that was made just now is answered in the same way, without a word about the session that asked.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        asked = request.path if request.method in ("GET", "HEAD") else ""
        if path := _kept(asked):
            return _answer(request, path)
        answer = get_response(request)
        made = _kept(asked) if answer.status_code == HTTPStatus.OK else None
        return _answer(request, made) if made else answer

    return handle


@require_safe
def figure(request: Request, digest: str, name: str) -> HttpResponse:
    """A figure that is not kept yet, or under the digest of a content that is gone.

    A prescribed range costs a drawing of its own, so a figure of one is made for those who are signed in. The
    figure of a clinic's own exercise is made for that clinic; who has its address, with the digest, has it.
    """
    asked = parse(name)
    if asked is None or not _in_reach(request, asked) or not studio.known(asked):
        raise Http404
    current = studio.digest(asked)
    if digest != current:
        return redirect("figure", digest=current, name=name)
    if asked.limit is not None and request.viewer is None:
        raise Http404
    return _answer(request, store().get_or_make(asked))


def _in_reach(request: Request, asked: FigureRequest) -> bool:
    ref = own_ref(asked.exercise)
    return ref is None or (request.viewer is not None and request.viewer.clinic_id == ref.clinic)


@require_safe
def body(request: HttpRequest, digest: str, demonstrator: str) -> HttpResponse:
    """A demonstrator as the animation player loads it."""
    if demonstrator not in studio.demonstrators():
        raise Http404
    current = studio.body_digest(demonstrator)
    if digest != current:
        return redirect("figure_body", digest=current, demonstrator=demonstrator)
    place = Path("bodies") / current / f"{demonstrator}.glb"
    return _answer(request, store().get_or_copy(studio.body_path(demonstrator), place))


def _kept(address: str) -> Path | None:
    """The file of an address, where there is one."""
    place = PLACE.fullmatch(address)
    path = store().folder / place["path"] if place else None
    return path if path and path.exists() else None


def _answer(request: HttpRequest, path: Path) -> HttpResponse:
    """The file, compressed as far as the browser understands and the store has it."""
    content, encoding = path, ""
    accepted = request.headers.get("Accept-Encoding", "")
    for one in ENCODINGS:
        sibling = path.with_name(path.name + ENDINGS[one])
        if one in accepted and sibling.exists():
            content, encoding = sibling, one
            break
    answer = HttpResponse(content.read_bytes(), content_type=TYPES[path.suffix])
    answer.headers["Cache-Control"] = IMMUTABLE
    answer.headers["Permissions-Policy"] = PERMISSIONS_POLICY
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer
