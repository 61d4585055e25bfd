"""The web server: pages are WSGI, in one process with a few threads."""

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

THREADS = 4  # SQLite has one writer and the pages are quick: a few threads keep both cores busy
WAITING = 256  # requests that may wait for a thread before the server stops reading more


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
