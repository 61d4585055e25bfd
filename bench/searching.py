"""The library grown large: the search over 5,000 exercises, and a keystroke in the builder over 1,000."""

import random
import statistics
import string
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from django.test import Client
from django.urls import reverse

from bench.goals import Goal
from bench.world import World
from everyrep.library import catalogue, queries
from everyrep.library.content import Exercise
from everyrep.library.searching import index_of

MANY, SOME = 5_000, 1_000
SEARCH_MS, KEYSTROKE_MS = 15, 100
TURNS = 7
TYPED = (
    *("q", "qu", "quad", "quadriceps set", "quadricps set", "s", "st", "stand", "strait leg rase"),
    *("elastic band", "standing balance", "extension knee strength", "zzzz"),
)
WORDS = ("slow", "loaded", "elevated", "seated", "tempo", "supported", "diagonal", "reverse", "short", "deep")


def goals(world: World) -> Iterator[Goal]:
    """The slowest of what may be typed, each the median of some turns."""
    index = index_of(queries.entry(exercise, "en") for exercise in invented(MANY))
    slowest = max(
        _median_ms(lambda text=text: index.find(text, {}, queries.SEARCH_LIMIT), time.thread_time)
        for text in TYPED
    )
    name = f"search over {MANY} exercises: slowest"
    yield Goal(name=name, measured=slowest, most=SEARCH_MS, unit="ms CPU")
    name = f"keystroke in the builder, {SOME} exercises: slowest"
    yield Goal(name=name, measured=_keystroke_ms(world), most=KEYSTROKE_MS, unit="ms")


def invented(count: int) -> list[Exercise]:
    """The shipped exercises over and over, each with a name and an id of its own."""
    rng, shipped = random.Random(5), list(catalogue.exercises().values())
    return [_variant(shipped[number % len(shipped)], number, rng) for number in range(count)]


def _variant(exercise: Exercise, number: int, rng: random.Random) -> Exercise:
    more = f"{' '.join(rng.sample(WORDS, 2))} {''.join(rng.choices(string.ascii_lowercase, k=6))}"
    texts = {each: replace(text, name=f"{text.name} {more}") for each, text in exercise.texts.items()}
    return replace(exercise, id=f"{exercise.id}-{number}", texts=texts)


def _keystroke_ms(world: World) -> float:
    """The answer to what is typed, with its hits drawn; the page itself only puts them in their place."""
    catalogue.exercises().update((one.id, one) for one in invented(SOME))
    queries.index.cache_clear()
    client = Client(headers={"host": "localhost", "HX-Request": "true"})
    client.cookies.load(world.therapist_cookie)
    address = {"patient_id": world.short.patient_id}
    client.post(reverse("builder_start", kwargs=address), {"from": "signed"})
    search = reverse("builder_search", kwargs=address)
    if client.get(search, {"q": "quad"}).status_code != 200:
        raise RuntimeError("the builder shows no hits")
    return max(_median_ms(lambda text=text: client.get(search, {"q": text})) for text in TYPED)


def _median_ms(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    work()
    took = []
    for _ in range(TURNS):
        began = clock()
        work()
        took.append(clock() - began)
    return statistics.median(took) * 1000
