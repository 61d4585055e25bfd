"""Finding exercises, starter programs, flags and labels."""

from collections.abc import Set
from functools import lru_cache
from heapq import merge
from itertools import islice

from rapidfuzz import fuzz

from everyrep.core.safety.warnings import Action
from everyrep.library import catalogue, own
from everyrep.library.content import Exercise, SafetyFlag, Template
from everyrep.library.searching import Entry, Index, index_of, plain
from everyrep.tenancy.viewer import NotFound, Viewer

SAME_PROBLEM = 80.0  # rapidfuzz score out of 100: most words of the shorter text are in the other
SEARCH_LIMIT = 30
VOCABULARIES = {  # the labels of a facet's values; a condition is named by its starter program
    "region": "body_region",
    "joint": "joints",
    "goal": "goal",
    "position": "position",
    "equipment": "equipment",
}


def known_exercise(exercise_id: str) -> Exercise | None:
    """An exercise as a program names it: of the library, or a clinic's own in the revision that was signed.

    None where the library ships it no longer. For ids from the clinic's own records; one that somebody sent
    goes through `to_add` or `in_reach`.
    """
    return catalogue.exercises().get(exercise_id) or own.own_exercise(exercise_id)


def to_add(viewer: Viewer, exercise_id: str) -> Exercise:
    """What goes into a program under an id that was sent: of the library, or the clinic's own as it reads
    now. Raises NotFound.
    """
    return catalogue.exercises().get(exercise_id) or own.to_add(viewer, exercise_id)


def in_reach(viewer: Viewer, exercise_id: str) -> Exercise:
    """An exercise that was named from outside, a retired one too; raises NotFound."""
    return catalogue.exercises().get(exercise_id) or own.in_reach(viewer, exercise_id)


def exercise(exercise_id: str) -> Exercise:
    """One exercise of the library; raises NotFound."""
    found = catalogue.exercises().get(exercise_id)
    if found is None:
        raise NotFound(exercise_id)
    return found


def exercise_name(exercise_id: str, language: str) -> str:
    """The exercise's name, or its id when the library no longer ships it: a signed plan stays readable."""
    found = known_exercise(exercise_id)
    return found.text(language).name if found else exercise_id


def plain_exercise_name(exercise_id: str, language: str) -> str:
    """The name as patients read it; clinicians read `exercise_name`."""
    found = known_exercise(exercise_id)
    text = found.text(language) if found else None
    return (text.plain_name or text.name) if text else exercise_id


def templates() -> list[Template]:
    return list(catalogue.templates().values())


def templates_like(text: str, language: str) -> list[Template]:
    """The starter programs whose name has the words of a problem such as "after knee replacement, left"."""
    wanted = plain(text)
    scored = [(fuzz.token_set_ratio(wanted, plain(t.text(language).name)), t) for t in templates()]
    close = [pair for pair in scored if pair[0] >= SAME_PROBLEM]
    return [found for _, found in sorted(close, key=lambda pair: -pair[0])]


def template(template_id: str) -> Template:
    """One starter program; raises NotFound."""
    found = catalogue.templates().get(template_id)
    if found is None:
        raise NotFound(template_id)
    return found


def flags() -> list[SafetyFlag]:
    return list(catalogue.flags().values())


def equipment() -> list[str]:
    """Every piece of equipment an exercise may ask for, in the vocabulary's order."""
    return [item for item in catalogue.vocabulary()["equipment"] if item != "none"]


def flag(flag_id: str) -> SafetyFlag:
    """One patient flag; raises NotFound."""
    found = catalogue.flags().get(flag_id)
    if found is None:
        raise NotFound(flag_id)
    return found


def flag_actions() -> dict[str, Action]:
    """What each patient flag does when it meets an exercise's precaution tag."""
    return {flag.id: Action(flag.action) for flag in flags()}


def label(vocabulary: str, value: str, language: str) -> str:
    """A vocabulary value as people read it."""
    texts = catalogue.vocabulary()[vocabulary].get(value)
    return (texts.get(language[:2]) or texts["en"]) if texts else value.replace("_", " ")


def choices(vocabulary: str, language: str) -> list[tuple[str, str]]:
    """Every value of a vocabulary with its label, in the file's order."""
    return [(value, label(vocabulary, value, language)) for value in catalogue.vocabulary()[vocabulary]]


def search(
    text: str,
    language: str,
    *,
    favourites: Set[str] = frozenset(),
    beside: tuple[Exercise, ...] = (),
    **facets: str,
) -> list[Exercise]:
    """Exercises that match, best first; forgiving of accents, case, word order and a slip.

    `favourites` are ids that go first where they answer nearly as well, `beside` the clinic's own exercises.
    `facets` narrow: region, joint, goal, position, equipment, and condition (the id of a starter program).
    """
    exercises = {**catalogue.exercises(), **{one.id: one for one in beside}}
    indexes = [index(language[:2]), *([_index_beside(beside, language[:2])] if beside else [])]
    answers = [one.find(text, facets, SEARCH_LIMIT, favourites) for one in indexes]
    found = islice(merge(*answers, key=lambda one: one.rank), SEARCH_LIMIT)
    return [exercises[one.id] for one in found]


def by_name(language: str, beside: tuple[Exercise, ...] = ()) -> list[tuple[str, str]]:
    """Every exercise of the library, and those beside it, with its name, by name."""
    exercises = (*catalogue.exercises().values(), *beside)
    named = [(found.id, found.text(language).name) for found in exercises]
    return sorted(named, key=lambda pair: plain(pair[1]))


def conditions(language: str) -> list[tuple[str, str]]:
    """The conditions that exercises are looked up by: the starter programs with their names."""
    return [(found.id, found.text(language).name) for found in templates()]


@lru_cache(maxsize=4)
def index(language: str) -> Index:
    """Of the shipped library, once per process and language."""
    return index_of(entry(exercise, language) for exercise in catalogue.exercises().values())


def _index_beside(beside: tuple[Exercise, ...], language: str) -> Index:
    """Of a clinic's own exercises; made anew when one of them is written."""
    return _index_of_ids(tuple(one.id for one in beside), language)


@lru_cache(maxsize=256)
def _index_of_ids(ids: tuple[str, ...], language: str) -> Index:
    return index_of(entry(found, language) for one in ids if (found := own.own_exercise(one)))


def entry(exercise: Exercise, language: str) -> Entry:
    """An exercise as it is looked for by those who read `language`; its other names find it too."""
    text = exercise.text(language)
    others = [other for other in exercise.texts.values() if other is not text]
    names = [name for other in others for name in (other.name, other.plain_name, *other.synonyms)]
    facets = _facets(exercise)
    labels = [label(VOCABULARIES[facet], value, language) for facet, value in facets if facet in VOCABULARIES]
    return Entry(
        id=exercise.id,
        name=text.name,
        also=(text.plain_name, *text.synonyms, *names, exercise.id),
        rest=" ".join((exercise.movement, *labels, text.summary)),
        facets=frozenset(facets),
    )


def _facets(exercise: Exercise) -> list[tuple[str, str]]:
    return [
        *(("region", exercise.body_region), ("position", exercise.position)),
        *(("joint", joint) for joint in exercise.joints),
        *(("goal", goal) for goal in exercise.goals),
        *(("equipment", item) for item in exercise.equipment),
        *(("condition", template_id) for template_id in _conditions_by_exercise().get(exercise.id, ())),
    ]


@lru_cache(maxsize=1)
def _conditions_by_exercise() -> dict[str, list[str]]:
    """The starter programs that hold an exercise, by its id."""
    found: dict[str, dict[str, None]] = {}
    for template_id, source in catalogue.templates().items():
        for line in (line for phase in source.phases for line in phase.items):
            found.setdefault(line.exercise, {})[template_id] = None
    return {exercise_id: list(ids) for exercise_id, ids in found.items()}
