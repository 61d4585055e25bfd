"""The web server, and what runs beside it: pages are WSGI, in one process with a few threads."""

import logging
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

THREADS = 4  # SQLite has one writer and the pages are quick: a few threads keep both cores busy
WAITING = 256  # requests that may wait for a thread before the server stops reading more
RESTARTS_AFTER_S = (1, 5, 30, 60)  # the last one again and again
STOPS_WITHIN_S = 5

log = logging.getLogger(__name__)


def serve(host: str, port: int) -> None:
    """Serve until Ctrl-C. Without `blocking_threads` Granian would start 512 of them."""
    server = Granian(
        "everyrep.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=WAITING,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.serve()


@contextmanager
def beside(arguments: Sequence[str]) -> Iterator[None]:
    """While something else runs, keep another `everyrep` command running, and start it again when it dies."""
    stopping = Event()
    keeper = Thread(target=_keep_running, args=(arguments, stopping), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join(2 * STOPS_WITHIN_S)


def _keep_running(arguments: Sequence[str], stopping: Event) -> None:
    died = 0
    while not stopping.is_set():
        # S603: this same program, with arguments written in the code; no shell reads them. Its session is its
        # own, so that a Ctrl-C reaches the server first, which then ends it.
        command = [sys.executable, "-m", "everyrep", *arguments]
        with subprocess.Popen(command, start_new_session=True) as process:  # noqa: S603
            while process.poll() is None and not stopping.wait(0.2):
                pass
            if stopping.is_set():
                _stop(process)
                return
        wait_s = RESTARTS_AFTER_S[min(died, len(RESTARTS_AFTER_S) - 1)]
        log.error("everyrep %s ended (%s); once more in %s s", arguments[0], process.returncode, wait_s)
        died += 1
        stopping.wait(wait_s)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOPS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
