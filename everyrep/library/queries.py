"""Finding exercises, starter programs, flags and labels."""

import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

from everyrep.core.safety.warnings import Action
from everyrep.library import catalogue
from everyrep.library.content import Exercise, SafetyFlag, Template
from everyrep.tenancy.viewer import NotFound

CLOSE_ENOUGH = 70.0  # rapidfuzz score out of 100; lets one typo in a word pass
SAME_PROBLEM = 80.0  # the same scale: most words of the shorter text are in the other
SEARCH_LIMIT = 30


def exercise(exercise_id: str) -> Exercise:
    """One exercise; raises NotFound."""
    found = catalogue.exercises().get(exercise_id)
    if found is None:
        raise NotFound(exercise_id)
    return found


def exercise_name(exercise_id: str, language: str) -> str:
    """The exercise's name, or its id when the library no longer ships it: a signed plan stays readable."""
    found = catalogue.exercises().get(exercise_id)
    return found.text(language).name if found else exercise_id


def plain_exercise_name(exercise_id: str, language: str) -> str:
    """The name as patients read it; clinicians read `exercise_name`."""
    found = catalogue.exercises().get(exercise_id)
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
    text: str, language: str, *, region: str = "", goal: str = "", equipment: str = ""
) -> list[Exercise]:
    """Exercises that match, best first; forgiving of accents, case, word order and a typo.

    Names count before synonyms, and those before movement, joints, goals and equipment.
    """
    pool = [
        exercise
        for exercise in catalogue.exercises().values()
        if region in ("", exercise.body_region)
        and (not goal or goal in exercise.goals)
        and (not equipment or equipment in exercise.equipment)
    ]
    wanted = plain(text)
    if not wanted:
        return sorted(pool, key=lambda exercise: exercise.text(language).name)[:SEARCH_LIMIT]
    scored = [(_score(wanted, exercise, language), exercise) for exercise in pool]
    close = [(score, exercise) for score, exercise in scored if score >= CLOSE_ENOUGH]
    close.sort(key=lambda pair: (-pair[0], pair[1].text(language).name))
    return [exercise for _, exercise in close[:SEARCH_LIMIT]]


def plain(text: str) -> str:
    """Lower case without accents or punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (char if char.isalnum() else " " for char in letters if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def _score(wanted: str, exercise: Exercise, language: str) -> float:
    name, also, rest = _haystacks(exercise.id, language[:2])
    return max(
        _match(wanted, name),
        _match(wanted, also) - 3,
        _match(wanted, rest) - 8,
    )


def _match(wanted: str, hay: str) -> float:
    """Each wanted word against its best word in the hay (or its beginning); the weakest decides."""
    words = hay.split()
    return min(
        (max((_word_match(word, other) for other in words), default=0.0) for word in wanted.split()),
        default=0.0,
    )


def _word_match(wanted: str, word: str) -> float:
    if word.startswith(wanted):
        return 100.0 if word == wanted else 96.0
    return fuzz.ratio(wanted, word) if len(wanted) > 3 else 0.0


@lru_cache(maxsize=2048)
def _haystacks(exercise_id: str, language: str) -> tuple[str, str, str]:
    exercise = catalogue.exercises()[exercise_id]
    text, english = exercise.text(language), exercise.text("en")
    also = " ".join((text.plain_name, *text.synonyms, *english.synonyms, english.name, exercise_id))
    codes = (
        *(("body_region", exercise.body_region), ("position", exercise.position)),
        *(("joints", joint) for joint in exercise.joints),
        *(("goal", goal) for goal in exercise.goals),
        *(("equipment", item) for item in exercise.equipment),
    )
    labels = " ".join(label(vocabulary, value, language) for vocabulary, value in codes)
    return plain(text.name), plain(also), plain(f"{exercise.movement} {labels} {text.summary}")
