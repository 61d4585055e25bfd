"""A phone whose browser can be closed, or killed at any moment, and started again on what it has kept."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page

Start = Callable[[Path, Path], BrowserContext]
HANDSET = "Mozilla/5.0 (Linux; Android 16) Chrome/150.0.0.0 Mobile Handset"
STARTER = '#!/bin/sh\necho $$ > "$0.pid"\nexec "{chromium}" "$@"\n'  # the browser takes over the process


class Line:
    """The connection of the handset, known by its user agent. A cut one answers neither page nor worker."""

    def __init__(self) -> None:
        self.cut = False

    def carries(self, user_agent: str) -> bool:
        return not (self.cut and HANDSET in user_agent)


class Handset:
    """`start` makes a browser from the program and the folder it is given."""

    context: BrowserContext

    def __init__(self, folder: Path, chromium: str, line: Line, start: Start) -> None:
        self.profile, self._program = folder / "profile", folder / "chromium"
        self._line, self._start = line, start
        self._program.write_text(STARTER.format(chromium=chromium))
        self._program.chmod(0o755)

    def starts(self) -> Page:
        """The browser's first page."""
        self.context = self._start(self._program, self.profile)
        return self.context.pages[0]

    def goes_offline(self) -> None:
        """The line is cut; an open browser notices. One that starts then has none from the beginning."""
        self._line.cut = True
        if self.context.pages:
            self.context.set_offline(True)

    def goes_online(self) -> None:
        self._line.cut = False
        self.context.set_offline(False)

    def closes(self) -> None:
        self.context.close()

    def kills(self) -> None:
        """The browser has no time for anything more. Inside `is_killed`."""
        os.kill(int(self._program.with_suffix(".pid").read_text()), signal.SIGKILL)

    @contextmanager
    def is_killed(self) -> Iterator[None]:
        """Until the browser is gone; what was asked of its page in that moment has no answer."""
        with self.context.expect_event("close"), suppress(Error):
            yield

    def holds(self, words: str) -> bool:
        """Whether the words are to be read in any file that the browser has written."""
        ways = [words.encode(coding) for coding in ("utf-8", "utf-16-le")]
        files = [path for path in self.profile.rglob("*") if path.is_file() and not path.is_symlink()]
        return any(way in content for content in map(_read, files) for way in ways)


def _read(path: Path) -> bytes:
    """A browser that is ending still takes files away."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
