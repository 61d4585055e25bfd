"""Pages over HTTP on the loopback: one keep-alive client, the compared pages taking turns in small blocks."""

import gzip
import re
import statistics
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.server import Server
from bench.visitor import Visitor

BLOCK = 5  # requests for one page before the next page's turn
WARM_UP = 10
CLIENTS = 4
LINKED = re.compile(r"""<(?:link rel="stylesheet"|script type="module")[^>]* (?:href|src)="([^"]+)\"""")
IMPORTED = re.compile(r"""(?:from|import)\s*\(?["'](\./[^"']+\.js)["']""")


@dataclass(slots=True, kw_only=True)
class Page:
    """One page as one visitor asks for it. `first_look`: nothing of it is kept ready from the look before.

    Measured are seconds and processor seconds by request, and what one answer holds.
    """

    name: str
    path: str
    cookie: str
    first_look: bool = False
    seconds: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)
    html_kb: float = 0
    compressed_kb: float = 0
    queries: int = 0
    per_second: float = 0

    @property
    def median_ms(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p99_ms(self) -> float:
        return statistics.quantiles(self.seconds, n=100)[98] * 1000

    @property
    def cpu_ms(self) -> float:
        """Processor time of the server for one request; waiting for other work does not change it."""
        return statistics.median(self.cpu_s) * 1000

    def times(self, other: "Page") -> float:
        """How many times longer than the other: the median over the rounds, in which they took turns."""
        pairs = zip(_blocks(self.seconds), _blocks(other.seconds), strict=True)
        return statistics.median(mine / theirs for mine, theirs in pairs)


def _blocks(seconds: list[float]) -> list[float]:
    return [statistics.median(seconds[start : start + BLOCK]) for start in range(0, len(seconds), BLOCK)]


def measure(server: Server, pages: Iterable[Page], rounds: int) -> None:
    """Fill in the pages' measures."""
    visitors = [(page, Visitor(server.port, page.cookie)) for page in pages]
    for page, visitor in visitors:
        for _ in range(WARM_UP):
            html = visitor.get(page.path)
        page.html_kb, page.compressed_kb = len(html) / 1024, len(gzip.compress(html)) / 1024
        page.queries = _queries(page)
    for _ in range(rounds):
        for page, visitor in visitors:
            visitor.get(page.path)  # a first look at another page has thrown this one away
            for _ in range(BLOCK):
                _look(server, visitor, page)
    for page, _ in visitors:
        page.per_second = _per_second(server, page, rounds)


def _look(server: Server, visitor: Visitor, page: Page) -> None:
    if page.first_look:
        visitor.get("/bench/forget/")
    cpu, began = server.cpu_s(), time.perf_counter()
    visitor.get(page.path)
    page.seconds.append(time.perf_counter() - began)
    page.cpu_s.append(server.cpu_s() - cpu)


def _queries(page: Page) -> int:
    """Database queries of one request, session and viewer included."""
    client = Client(headers={"host": "localhost"})
    client.cookies.load(page.cookie)
    client.get(page.path)
    if page.first_look:
        client.get("/bench/forget/")
    with CaptureQueriesContext(connection) as captured:
        client.get(page.path)
    return len(captured)


def _per_second(server: Server, page: Page, rounds: int) -> float:
    """Answers a second to CLIENTS clients at once, which share this machine with the server."""
    if page.first_look:
        return 0
    count = rounds * BLOCK // CLIENTS

    def ask(_: int) -> None:
        visitor = Visitor(server.port, page.cookie)
        for _ in range(count):
            visitor.get(page.path)

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(ask, range(CLIENTS)))
    return CLIENTS * count / (time.perf_counter() - began)


def assets_kb(server: Server, path: str, cookie: str) -> float:
    """Kilobytes over the wire of every script and style a page loads, as a browser gets them."""
    visitor = Visitor(server.port, cookie)
    waiting = LINKED.findall(visitor.get(path).decode())
    sizes: dict[str, int] = {}
    while waiting:
        address = waiting.pop()
        if address not in sizes:
            sizes[address] = len(visitor.get(address, **{"Accept-Encoding": "gzip, deflate, br"}))
            folder = address.rpartition("/")[0]
            imported = IMPORTED.findall(visitor.get(address).decode())
            waiting += [f"{folder}/{name.removeprefix('./')}" for name in imported]
    return sum(sizes.values()) / 1024
