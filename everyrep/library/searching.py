"""Finding an exercise by what is typed in a hurry: an index of words and names, built once.

Each typed word counts by its best word in an exercise: the word itself, one that begins so, or one that
differs by a slip. The weakest typed word decides. A whole name with a slip in it counts as well, so that a
slip in a short word or between two words is no hindrance. Names go before synonyms and names in other
languages, and those before joints, goals, equipment and the summary.
"""

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain

from rapidfuzz import fuzz, process

CLOSE_ENOUGH = 70.0  # rapidfuzz score out of 100; lets one slip in a word of four letters pass
EXACT, BEGINS = 100.0, 96.0
ALSO_LESS, REST_LESS = 3.0, 8.0  # how much less a word counts that is not in the name
FAVOURITE_LEAD = 10.0  # of the same 100: a favourite found by its synonym goes before a stranger by its name
SLIPS_FROM = 4  # letters; a slip in a shorter word makes another word of it
DETAILS_FROM = 3  # letters; fewer begin too many words of a summary to say anything

Facets = Mapping[str, str]
"""What the exercises are narrowed to: a value by facet, such as region or joint; "" narrows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One exercise as it is looked for. `also` are other words for it, `rest` what is known of it."""

    id: str
    name: str
    also: tuple[str, ...] = ()
    rest: str = ""
    facets: frozenset[tuple[str, str]] = frozenset()


Rank = tuple[float, float, str]


@dataclass(frozen=True, slots=True)
class Found:
    """An exercise and how well it answers, 0-100; 100 where nothing was typed.

    `rank` orders the answers of several indexes: the least is the best.
    """

    id: str
    score: float
    rank: Rank = field(compare=False)


@dataclass(slots=True)
class Index:
    """What `index_of` has built. Reading it changes nothing, so that requests may share it.

    `named` and `details` say for each of `words` in which rows it stands, and how much less it counts there:
    in a name or a synonym, and only in what else is known.
    """

    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    named: list[list[tuple[int, float]]] = field(default_factory=list)
    details: list[list[tuple[int, float]]] = field(default_factory=list)
    facets: dict[tuple[str, str], frozenset[int]] = field(default_factory=dict)

    def find(self, text: str, facets: Facets, limit: int, favourites: Set[str] = frozenset()) -> list[Found]:
        """The best answers, best first, those as good by name; with nothing typed all, by name.

        A favourite goes before what answers no more than FAVOURITE_LEAD better.
        """
        liked = {row for row, found in enumerate(self.ids) if found in favourites} if favourites else set()
        wanted = plain(text)
        pool = self._narrowed(facets)
        if not wanted:
            every: Iterable[int] = range(len(self.ids)) if pool is None else pool
            return self._first(limit, {row: (row not in liked, 0.0, self.names[row]) for row in every}, {})
        whole = self._by_whole_name(wanted)
        by_words = self._by_words(wanted.split(), pool)
        best = {
            row: max(by_words.get(row, 0.0), whole.get(row, 0.0))
            for row in by_words.keys() | whole.keys()
            if pool is None or row in pool
        }
        ranks = {
            row: (
                -best[row] - (FAVOURITE_LEAD if row in liked else 0.0),
                -whole.get(row, 0.0),
                self.names[row],
            )
            for row in best
        }
        return self._first(limit, ranks, best)

    def _first(self, limit: int, ranks: Mapping[int, Rank], scores: Mapping[int, float]) -> list[Found]:
        rows = nsmallest(limit, ranks, key=ranks.__getitem__)
        return [Found(self.ids[row], scores.get(row, EXACT), ranks[row]) for row in rows]

    def _narrowed(self, facets: Facets) -> frozenset[int] | None:
        """The rows with every facet asked for; None where none is."""
        asked = [self.facets.get((name, value), frozenset()) for name, value in facets.items() if value]
        return frozenset.intersection(*asked) if asked else None

    def _by_whole_name(self, wanted: str) -> dict[int, float]:
        close = process.extract(
            wanted, self.names, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=None, processor=None
        )
        return {row: score for _, score, row in close}

    def _by_words(self, wanted: list[str], pool: frozenset[int] | None) -> dict[int, float]:
        scores: dict[int, float] | None = None
        for word in dict.fromkeys(wanted):
            found = self._rows_with(word, pool if scores is None else scores.keys())
            scores = found if scores is None else {row: min(scores[row], found[row]) for row in found}
        return scores or {}

    def _rows_with(self, wanted: str, among: Set[int] | None) -> dict[int, float]:
        rows: dict[int, float] = {}
        for place, score in self._like(wanted):
            details = self.details[place] if len(wanted) >= DETAILS_FROM else ()
            for row, less in chain(self.named[place], details):
                if score - less > rows.get(row, 0.0):
                    rows[row] = score - less
        if among is not None:
            rows = {row: rows[row] for row in rows.keys() & among}
        return {row: score for row, score in rows.items() if score >= CLOSE_ENOUGH}

    def _like(self, wanted: str) -> Iterator[tuple[int, float]]:
        """Known words by their place, with how much each is like the one typed."""
        first = place = bisect_left(self.words, wanted)
        while place < len(self.words) and self.words[place].startswith(wanted):
            yield place, EXACT if self.words[place] == wanted else BEGINS
            place += 1
        if len(wanted) >= SLIPS_FROM:
            slips = process.extract(
                wanted, self.words, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=None, processor=None
            )
            yield from ((found, score) for _, score, found in slips if not first <= found < place)


def index_of(entries: Iterable[Entry]) -> Index:
    """An index over the exercises, in any order."""
    index = Index()
    words: dict[str, dict[int, float]] = defaultdict(dict)
    facets: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row, entry in enumerate(entries):
        index.ids.append(entry.id)
        index.names.append(plain(entry.name))
        for less, text in ((0.0, entry.name), (ALSO_LESS, " ".join(entry.also)), (REST_LESS, entry.rest)):
            for word in plain(text).split():
                words[word].setdefault(row, less)
        for facet in entry.facets:
            facets[facet].add(row)
    index.words = sorted(words)
    for word in index.words:
        found = words[word].items()
        index.named.append([(row, less) for row, less in found if less < REST_LESS])
        index.details.append([(row, less) for row, less in found if less == REST_LESS])
    index.facets = {facet: frozenset(rows) for facet, rows in facets.items()}
    return index


def plain(text: str) -> str:
    """Lower case without accents or punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (char if char.isalnum() else " " for char in letters if not unicodedata.combining(char))
    return " ".join("".join(kept).split())
