"""The calendar feed of a patient, under its secret address, and the way out that an e-mail brings along."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.reminders.actions import stop_email
from everyrep.reminders.calendar import calendar_of, feed_of
from everyrep.reminders.stopping import viewer_of_stop
from everyrep.web.middleware import FOR_THE_READER


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the address reads the feed; a closed one is no address at all."""
    found = feed_of(token)
    if found is None:
        raise Http404
    feed, viewer = found
    now = clock.now()
    content = calendar_of(feed, viewer, now)
    record_read(by=viewer, what="calendar", patient_id=feed.patient_id, now=now)
    state = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    if state in request.headers.get("If-None-Match", ""):
        answer = HttpResponse(status=304)
    answer.headers["ETag"] = state
    answer.headers["Cache-Control"] = FOR_THE_READER
    return answer


@csrf_exempt  # one click in a mail program (RFC 8058): the signed address is all that it brings
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No e-mail any more, without signing in. A look at the page changes nothing: scanners look."""
    viewer = viewer_of_stop(token)
    if viewer is None:
        raise Http404
    if request.method == "POST":
        stop_email(by=viewer, now=clock.now())
    return render(request, "public/reminders_stop.html", {"stopped": request.method == "POST"})
