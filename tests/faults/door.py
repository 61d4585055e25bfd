"""The server's door for the phones of these tests: the real view, on a server that may die anywhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from uuid import UUID

import msgspec
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from everyrep.api import sync as api
from everyrep.logbook.wire import Answer, Receipt
from everyrep.people.models import Patient
from everyrep.tenancy.viewer import Role, Viewer

NEVER = 10**9
REQUESTS = RequestFactory()
LINK = UUID(int=1)


class Killed(BaseException):
    """The server died here: what was not committed is gone, and nobody is answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """What came of one push: the answer, None where the server died, and whether it was stored by then."""

    response: HttpResponse | None
    stored: bool

    @property
    def answer(self) -> Answer | None:
        """The answer to a push that was taken."""
        if self.response is None or self.response.status_code != 200:
            return None
        return msgspec.json.decode(self.response.content, type=Answer)


def post(body: bytes, viewer: Viewer | None, *, closed: Viewer | None = None) -> HttpResponse:
    """What the view says to a push of this viewer, or of one whose way in was closed."""
    request = REQUESTS.post("/api/v1/sync", body, content_type="application/json")
    request.viewer, request.closed = viewer, closed
    return api.sync(request)


def knock(body: bytes, viewer: Viewer | None, *, closed: Viewer | None = None, dies_at: int = NEVER) -> Knock:
    """Push as this viewer, or as one whose way in was closed. The server dies at its nth statement of SQL."""
    stored, take_in = [], api.receive

    def noted(**asked: Any) -> list[Receipt]:
        receipts = take_in(**asked)
        stored.append(True)
        return receipts

    with patch.object(api, "receive", noted), _dying(dies_at):
        try:
            return Knock(response=post(body, viewer, closed=closed), stored=bool(stored))
        except Killed:
            return Knock(response=None, stored=bool(stored))


@contextmanager
def _dying(statement: int) -> Iterator[None]:
    """Ends of transactions are left alone: here they are savepoints, which no crash would complete."""
    done = 0

    def count(execute: Callable[..., Any], sql: str, *asked: Any) -> Any:
        nonlocal done
        if not sql.startswith(("RELEASE", "ROLLBACK")):
            done += 1
            if done == statement + 1:
                raise Killed
        return execute(sql, *asked)

    with connection.execute_wrapper(count):
        yield


def link_viewer(patient: Patient) -> Viewer:
    """Somebody who came by a link of the patient."""
    return Viewer(
        clinic_id=patient.clinic_id,
        role=Role.LINK,
        actor_id=LINK,
        name=patient.given_name,
        zone=patient.zone,
        patient_id=patient.id,
    )
