"""GET /today/snapshot/: what the phone keeps, in one answer."""

import gzip
from dataclasses import dataclass
from http import HTTPStatus

import brotli
import msgspec
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.audit.queries import record_state
from everyrep.http import Request
from everyrep.library.symptoms import texts_of
from everyrep.people.policy import Permission, check
from everyrep.people.queries import clinic_of
from everyrep.tenancy.viewer import Viewer
from everyrep.web.fragments import Kept
from everyrep.web.pages import language
from everyrep.web.patient.snapshot.building import snapshot_of
from everyrep.web.patient.snapshot.held import held_words

SNAPSHOTS_KEPT = 1000  # a process; one is about 20 kB
QUALITY = 5  # of brotli: a tenth larger than at its best, and many times quicker
VARIES = ("Cookie", "Accept-Language", "Accept-Encoding")
JSON = "application/json"


class NotSignedIn(msgspec.Struct):
    error: str
    accepted: str


class Closed(msgspec.Struct):
    """The way in was closed: the phone forgets what it keeps."""

    closed: bool = True


@dataclass(frozen=True, slots=True)
class Ready:
    """A snapshot as it travels: `content` is JSON, compressed with brotli."""

    state: str
    content: bytes


SNAPSHOTS: Kept[Ready] = Kept(SNAPSHOTS_KEPT)


@require_safe
@ensure_csrf_cookie
def snapshot(request: Request) -> HttpResponse:
    """Not sent again to a phone that has this state. The cookie holds the token that a push needs."""
    viewer = request.viewer
    if viewer is None:
        return _refusal(request)
    check(viewer, Permission.PRACTISE)
    ready = kept_snapshot(viewer)
    record_read(by=viewer, what="snapshot", patient_id=viewer.patient_id, now=clock.now())
    known = f'"{ready.state}"' in request.headers.get("If-None-Match", "")
    answer = HttpResponse(status=HTTPStatus.NOT_MODIFIED) if known else _answer(request, ready)
    answer.headers["ETag"] = f'"{ready.state}"'
    patch_vary_headers(answer, VARIES)
    return answer


def kept_snapshot(viewer: Viewer) -> Ready:
    """Made anew when the record, the clinic, the day, the reader or the language is another, or when nobody
    of the clinic is there any more for an answer that waits.
    """
    assert viewer.patient_id is not None
    clinic, today = clinic_of(viewer), clock.today_in(viewer.zone)
    said_by_the_clinic = tuple(vars(clinic)[field.attname] for field in clinic._meta.concrete_fields)
    waits = held_words(viewer, texts_of(clinic), clock.now())
    key = (viewer, record_state(viewer, viewer.patient_id), said_by_the_clinic, today, language(), waits)
    return SNAPSHOTS.get(key, lambda: _make(viewer))


def _make(viewer: Viewer) -> Ready:
    made = snapshot_of(viewer, clock.now())
    return Ready(made.state, brotli.compress(msgspec.json.encode(made), quality=QUALITY))


def _answer(request: Request, ready: Ready) -> HttpResponse:
    """Compressed as the browser understands it."""
    accepted = request.headers.get("Accept-Encoding", "")
    content, encoding = ready.content, "br"
    if "br" not in accepted:
        content, encoding = brotli.decompress(content), ""
    if not encoding and "gzip" in accepted:
        content, encoding = gzip.compress(content), "gzip"
    answer = HttpResponse(content, content_type=JSON)
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    return answer


def _refusal(request: Request) -> HttpResponse:
    """A device whose way in was closed is told to forget; anybody else may sign in, and keeps what waits."""
    if request.closed is not None:
        content, status = msgspec.json.encode(Closed()), HTTPStatus.GONE
    else:
        refused = NotSignedIn("not signed in", "open your link or sign in, then ask again")
        content, status = msgspec.json.encode(refused), HTTPStatus.UNAUTHORIZED
    answer = HttpResponse(content, content_type=JSON, status=status)
    patch_vary_headers(answer, VARIES)
    return answer
