"""Pages kept ready: the same record, seen the same way on the same day, reads the same.

A fragment is kept in this process under everything it depends on, above all the record's state (the number
of its newest audit row). A write makes a new number, so nothing stale is ever shown and nothing needs to be
thrown away by hand; the oldest fragments go when there are too many. Fragments hold no form tokens.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from markupsafe import Markup

KEPT = 400  # fragments a process; a chart is about 50 kB


class Fragments:
    """The most recently used fragments, shared by the process's threads."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._fragments: OrderedDict[Hashable, Markup] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], str]) -> Markup:
        """The fragment under `key`, drawn now unless it is kept."""
        with self._lock:
            found = self._fragments.get(key)
            if found is not None:
                self._fragments.move_to_end(key)
                return found
        drawn = Markup(draw())  # noqa: S704 - a rendered, escaped template
        with self._lock:
            self._fragments[key] = drawn
            if len(self._fragments) > self._kept:
                self._fragments.popitem(last=False)
        return drawn


FRAGMENTS = Fragments(KEPT)
