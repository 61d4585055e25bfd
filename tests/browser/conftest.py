"""A real Chromium against the real application: on a phone or at a desk, light or dark, always NOW.

A page that asks any other host for anything, or writes an error to the console, fails its test. The content
security policy forbids `page.wait_for_function`: wait for what a person would see, with `expect`. Journeys
are told through the helpers of each audience: `therapist`, `phone` and, without a mouse, `keyboard`.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from conftest import NOW, PLAIN, ClinicWorld
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from edges.conftest import signed_in
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)

from browser.handset import HANDSET, Handset, Line
from everyrep.figures import studio
from everyrep.web.sessions import DEVICE_COOKIE
from tools.system_packages import NEEDS, chromium

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = (360, 740), (1280, 800)  # CSS pixels; the narrow phone and the desk of design, UI
NO_NETWORK = "internetdisconnected"  # how a test that takes the network away aborts a request
# What the browser itself writes about what a test asked for: a refusal, a page that is not there, no network,
# and what the service worker could not fetch without one.
ASKED_FOR = ("the server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")
WAIT_MS = 30_000  # patience with a busy machine; only a failing test ever waits so long
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_RUN = """only => axe.run({runOnly: only, resultTypes: ["violations"]}).then(({violations}) =>
  violations.map(({id, nodes}) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`))"""

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


class WallClock:
    """The time of the server and of every open page: it stands at NOW until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW
        self._pages: list[Page] = []

    def hangs_in(self, page: Page) -> None:
        self._pages.append(page)
        page.clock.set_fixed_time(self.now)

    def moves_to(self, moment: datetime) -> None:
        self.now = moment
        for page in self._pages:
            if not page.is_closed():
                page.clock.set_fixed_time(moment)


@pytest.fixture(autouse=True)
def wall_clock(monkeypatch: pytest.MonkeyPatch) -> WallClock:
    clock = WallClock()
    monkeypatch.setattr("everyrep.clock.now", lambda: clock.now)
    return clock


@pytest.fixture(scope="session")
def _figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Apart from that of other tests, which look at what is in an animation."""
    return tmp_path_factory.mktemp("plain-figures")


@pytest.fixture(autouse=True)
def _plainly(plain_figures: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are tested without drawing, neither for them nor ahead of them."""
    monkeypatch.setattr(studio, "make", lambda _one: PLAIN)
    monkeypatch.setattr("everyrep.web.figures.ahead.prepare", lambda _requests: None)


@pytest.fixture(autouse=True)
def _the_server_sees_the_data(transactional_db: None) -> None:
    """What a test writes is committed, so that the server's own connection finds it."""


@pytest.fixture(scope="session")
def program() -> str:
    """The path of Chromium."""
    path = chromium()
    if path is None:
        pytest.fail(NEEDS["chromium"].without)
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright keeps an event loop in this thread; Django would take it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, program: str) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield started
    started.close()


class RunningServer(LiveServerThread):
    """Serves the application whole: its static files come from WhiteNoise, as in an installation."""

    def __init__(self, line: Line) -> None:
        super().__init__("127.0.0.1", _as_it_is)
        self.line = line

    def starts_anew(self) -> None:
        """As after an update: everything is read again that an installation reads when it starts."""
        self.httpd.set_app(self.static_handler(WSGIHandler()))

    def _create_server(self, connections_override: Any = None) -> Any:
        made = super()._create_server(connections_override)
        made.RequestHandlerClass = type("Handler", (_Handler,), {"line": self.line})
        return made


class _Handler(QuietWSGIRequestHandler):
    line: Line

    def parse_request(self) -> bool:
        """Whether the request is answered; else the connection just closes."""
        return bool(super().parse_request()) and self.line.carries(self.headers.get("User-Agent", ""))


def _as_it_is(handler: WSGIHandler) -> WSGIHandler:
    return handler


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def running(_the_server_sees_the_data: None, line: Line) -> Iterator[RunningServer]:
    thread = RunningServer(line)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield thread
    thread.terminate()


@pytest.fixture
def server(running: RunningServer) -> str:
    """The address of the running application."""
    return f"http://{running.host}:{running.port}"


@pytest.fixture
def open_page(browser: Browser, server: str, wall_clock: WallClock) -> Iterator[OpenPage]:
    """`open_page(screen=PHONE, scheme="light", client=None, script=True, keeps=True)`: a fresh browser.

    A client lends its session; without `script` the browser runs no JavaScript, and without `keeps` it has no
    service worker.
    """
    watched: list[Watched] = []

    def open_one(
        screen: tuple[int, int] = PHONE,
        scheme: str = "light",
        client: Client | None = None,
        script: bool = True,
        keeps: bool = True,
    ) -> Page:
        context = browser.new_context(
            **person(server, screen, scheme),
            java_script_enabled=script,
            service_workers="allow" if keeps else "block",
        )
        context.set_default_timeout(WAIT_MS)
        if client is not None:
            context.add_cookies(cookies_of(client, server))
        watched.append(Watched(context, server))
        page = context.new_page()
        if script:
            wall_clock.hangs_in(page)
        return page

    yield open_one
    found = [fault for one in watched for fault in one.faults]
    for one in watched:
        one.context.close()
    assert found == []


@pytest.fixture
def handset(
    playwright: Playwright, program: str, server: str, line: Line, wall_clock: WallClock, tmp_path: Path
) -> Iterator[Handset]:
    """A phone that has never been here, and that can be killed."""
    watched: list[Watched] = []

    def start(starter: Path, profile: Path) -> BrowserContext:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=starter,
            args=[*FLAGS, f"--user-agent={HANDSET}"],
            offline=line.cut,
            **person(server, PHONE, "light"),
        )
        context.set_default_timeout(WAIT_MS)
        watched.append(Watched(context, server))
        wall_clock.hangs_in(context.pages[0])
        return context

    made = Handset(tmp_path, program, line, start)
    yield made
    made.closes()
    assert [fault for one in watched for fault in one.faults] == []


def person(server: str, screen: tuple[int, int], scheme: str) -> dict[str, Any]:
    """Whose browser it is."""
    return {
        "base_url": server,
        "viewport": {"width": screen[0], "height": screen[1]},
        "color_scheme": "dark" if scheme == "dark" else "light",
        "locale": "en-US",
        "timezone_id": "America/New_York",
        "has_touch": screen == PHONE,
    }


def cookies_of(client: Client, server: str) -> list[SetCookieParam]:
    """The session of a client, for a browser that is signed in for as long as it runs."""
    return [
        {"name": name, "value": cookie.value, "url": server}
        for name, cookie in client.cookies.items()
        if name in (settings.SESSION_COOKIE_NAME, DEVICE_COOKIE)
    ]


class Watched:
    """A browser whose stray requests and console errors are written down."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.context, self.host = context, urlsplit(server).netloc
        self.faults: list[str] = []
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def _request(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in {"data", "blob"} and where.netloc != self.host:
            self.faults.append(f"asks another host: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in ASKED_FOR):
            self.faults.append(f"console: {message.text}")


@pytest.fixture
def signed_in_as(world: ClinicWorld, open_page: OpenPage) -> OpenPage:
    """`signed_in_as("therapist", screen=DESK)`: a page of someone of the world's clinic."""

    def open_for(role: str, **wanted: object) -> Page:
        return open_page(client=signed_in(Client(), getattr(world, role)), **wanted)

    return open_for


def axe_faults(page: Page, rules: Sequence[str] = AXE_RULES) -> list[str]:
    """What axe holds against the page: each rule (of these tags, or by its own name) and what breaks it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(AXE_RUN, list(rules))
    return found


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
