"""Answers kept ready: the same record, seen the same way on the same day, reads the same.

What is kept stands in this process under everything it depends on, above all the record's state (the number
of its newest audit row). A write makes a new number, so nothing stale is ever shown and nothing needs to be
thrown away by hand; the oldest go when there are too many. Fragments hold no form tokens.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from markupsafe import Markup

FRAGMENTS_KEPT = 400  # a process; a chart is about 50 kB

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """The most recently used answers, shared by the process's threads."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer under `key`, made now unless it is kept."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
                return found
        made = make()
        with self._lock:
            self._answers[key] = made
            if len(self._answers) > self._kept:
                self._answers.popitem(last=False)
        return made

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()


class Fragments(Kept[Markup]):
    """Parts of pages."""

    def draw(self, key: Hashable, draw: Callable[[], str]) -> Markup:
        """The fragment under `key`, drawn now unless it is kept."""
        return self.get(key, lambda: Markup(draw()))  # noqa: S704 - a rendered, escaped template


FRAGMENTS = Fragments(FRAGMENTS_KEPT)
