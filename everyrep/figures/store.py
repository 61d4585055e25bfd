"""Figures that have been made, as files: `<folder>/<digest>/<name>`, the path of their address.

A file is written beside its place and put there in one step, with its compressed siblings before it, so that
any static host can serve the folder as it is. Nothing is ever changed: another content has another digest.
"""

import gzip
import os
import secrets
import shutil
from collections.abc import Callable, Collection, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock

import brotli
from django.conf import settings
from django.db import connections

from everyrep.figures import studio
from everyrep.figures.requests import FigureRequest

Make = Callable[[FigureRequest], bytes]

DIGEST = "[0-9a-f]" * studio.DIGEST_LENGTH
"""The folders of figures, as a file pattern."""

SIBLINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: bytes(brotli.compress(content, quality=9)),
    "gz": lambda content: gzip.compress(content, compresslevel=9, mtime=0),
}
"""Ending -> how the sibling is made."""


class Store:
    """One folder of figures. `make` draws what is not there yet.

    Those who ask for the same figure wait for one making, also in another style or of another frame: what is
    slow is common to them. One thread draws, however many ask: two would only take turns at one interpreter,
    and each would keep the memory of its largest picture.
    """

    def __init__(self, folder: Path, make: Make, digest: Callable[[FigureRequest], str]) -> None:
        self.folder = folder
        self._make, self._digest = make, digest
        self._board = ThreadPoolExecutor(1, "drawing")
        self._guard = Lock()
        self._making: dict[Hashable, tuple[Lock, int]] = {}

    def path(self, request: FigureRequest) -> Path:
        """Where the figure is or will be."""
        return self.folder / self._digest(request) / request.name

    def get_or_make(self, request: FigureRequest) -> Path:
        """The figure's file. Raises what `make` raises; then nothing is kept."""
        path = self.path(request)
        if path.exists():
            return path
        with self._alone((request.exercise, request.side, request.limit, request.demonstrator)):
            if not path.exists():
                self._keep(path, self._board.submit(_apart, self._make, request).result())
        return path

    def get_or_copy(self, source: Path, place: Path) -> Path:
        """A file that others made, kept at a place in the folder so that it is served as figures are."""
        path = self.folder / place
        if not path.exists():
            self._keep(path, source.read_bytes())
        return path

    def sweep(self, current: Collection[str]) -> int:
        """Delete what was made of a content that is gone: every digest but these. Returns how many went."""
        kept = [*self.folder.glob(DIGEST), *self.folder.glob(f"*/{DIGEST}")]
        gone = [folder for folder in kept if folder.name not in current]
        for folder in gone:
            shutil.rmtree(folder)
        return len(gone)

    def _keep(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        for ending, compress in SIBLINGS.items():
            _put(path.with_name(f"{path.name}.{ending}"), compress(content))
        _put(path, content)

    @contextmanager
    def _alone(self, subject: Hashable) -> Iterator[None]:
        with self._guard:
            lock, waiting = self._making.get(subject, (Lock(), 0))
            self._making[subject] = (lock, waiting + 1)
        try:
            with lock:
                yield
        finally:
            with self._guard:
                lock, waiting = self._making.pop(subject)
                if waiting > 1:
                    self._making[subject] = (lock, waiting - 1)


@cache
def store() -> Store:
    """The installation's figures, in its data folder."""
    return Store(Path(settings.DATA_DIR) / "figures", studio.make, studio.digest)


def _apart(make: Make, request: FigureRequest) -> bytes:
    """In the drawing thread, which keeps no connection to the database open from one figure to the next."""
    try:
        return make(request)
    finally:
        connections.close_all()


def _put(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        aside.write_bytes(content)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
