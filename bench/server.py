"""The server under measurement: started as `everyrep serve` starts it, watched through /proc."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.visitor import HOST, Visitor

ROOT = Path(__file__).resolve().parent.parent
START_S = 30


@dataclass(frozen=True, slots=True)
class Server:
    """`worker` is the process that answers requests."""

    port: int
    worker: int

    def cpu_s(self) -> float:
        """Processor seconds that the serving process has used, from the scheduler's own count."""
        used = 0
        for thread in Path(f"/proc/{self.worker}/task").iterdir():
            try:
                used += int((thread / "schedstat").read_text().split()[0])
            except FileNotFoundError:
                continue
        return used / 1e9

    def memory_mb(self) -> float:
        """Resident memory of the serving process now, in MB."""
        status = Path(f"/proc/{self.worker}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@contextmanager
def running() -> Iterator[Server]:
    """The installation's server on a free port, with the environment of this process."""
    port = _free_port()
    command = [sys.executable, "-m", "everyrep", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ) as process:
        try:
            _wait_until_it_answers(port)
            yield Server(port, _worker(process.pid))
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(port: int) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            Visitor(port, "").get("/bench/bare/")
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"the server did not answer within {START_S} s")


def _worker(supervisor: int) -> int:
    """The child that holds most memory: the others only watch."""
    children = [pid for pid, parent in _parents() if parent == supervisor]
    return max(children or [supervisor], key=lambda pid: Server(0, pid).memory_mb())


def _parents() -> Iterator[tuple[int, int]]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        yield int(stat.parent.name), int(fields[1])
