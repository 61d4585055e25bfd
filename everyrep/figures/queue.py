"""Figures that will be looked at soon, made before anybody waits for them: one thread, one after another."""

import logging
from collections.abc import Callable, Iterable
from queue import Full, Queue
from threading import Lock, Thread

from django.db import connections

from everyrep.figures.requests import FigureRequest
from everyrep.figures.store import store

MOST = 500  # requests that may wait; what finds no room is made when somebody looks at it
LOG = logging.getLogger(__name__)


class FigureQueue:
    """Makes each request once, in the order asked for. The thread starts with the first request."""

    def __init__(self, make: Callable[[FigureRequest], object], most: int = MOST) -> None:
        self._make = make
        self._waiting: Queue[FigureRequest] = Queue(most)
        self._asked: set[FigureRequest] = set()
        self._lock = Lock()
        self._thread: Thread | None = None

    def prepare(self, requests: Iterable[FigureRequest]) -> None:
        """Have these made; what waits already is not asked for twice. Never blocks and never raises."""
        with self._lock:
            for request in requests:
                self._add(request)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="figures", daemon=True)
                self._thread.start()

    def join(self) -> None:
        """Wait until everything asked for is made or has failed."""
        self._waiting.join()

    def _add(self, request: FigureRequest) -> None:
        if request in self._asked:
            return
        try:
            self._waiting.put_nowait(request)
        except Full:
            return
        self._asked.add(request)

    def _work(self) -> None:
        while True:
            request = self._waiting.get()
            try:
                self._make(request)
            except Exception:
                LOG.exception("no figure could be made: %s", request.name)
            finally:
                connections.close_all()  # of this thread: what an exercise of a clinic's own was read by
                with self._lock:
                    self._asked.discard(request)
                self._waiting.task_done()


def prepare(requests: Iterable[FigureRequest]) -> None:
    """Have the installation make these in the background."""
    _QUEUE.prepare(requests)


_QUEUE = FigureQueue(lambda request: store().get_or_make(request))
