"""Reading back the English plain words, so that what a patient sees can be typed as well.

The wording is that of `dose_in_words` and `schedule_in_words`; small variants are brought to it first.
"""

import re
from difflib import get_close_matches

from everyrep.core.dosage import Dosage, Tempo
from everyrep.core.language.grammar import RULES
from everyrep.core.problems import N_, Invalid, Problem, invalid
from everyrep.core.schedule import Schedule
from everyrep.core.shorthand.scanner import Fields, Grammar, assemble, gather

TEMPO_PHRASES = ("eccentric", "pause_bottom", "concentric", "pause_top")
NUMBER_WORDS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
# Small variants, brought to the wording that is printed.
VARIANTS: tuple[tuple[str, str], ...] = (
    *((rf"\b{word}\b(?!-)", str(number)) for number, word in enumerate(NUMBER_WORDS, start=1)),
    (r"\breps?\b", "repetitions"),
    (r"\b(kilo)?metre(s?)\b", r"\1meter\2"),
    (r"\buninvolved side\b", "the other side"),
    (r"\binvolved side\b", "the side we are treating"),
    (r"\b(effort [0-9]+(?: to [0-9]+)?) out of 10\b", r"\1 of 10"),
    (r"\bsecs?\b", "seconds"),
    (r"\bmins?\b", "minutes"),
    (r"(?<=[0-9])\s*[-–]\s*(?=[0-9])", " to "),  # noqa: RUF001 - an en dash is what people paste
    (r"\b1 times?\b", "once"),
    (r"\b2 times\b", "twice"),
    (r"\b(once|twice|[0-9]+ times) daily\b", r"\1 a day"),
    (r"\b(once|twice|[0-9]+ times) a week\b(?!, on any day)", r"\1 a week, on any day"),
    (r"\b(?:daily|each day)\b", "every day"),
    (r"\bevery other day\b", "every 2 days"),
    (r"\bas needed\b", "when needed"),
    (r"\s+[x×]\s+", ", "),
    (r"\bon (?=(?:mon|tues|wednes|thurs|fri|satur|sun)day)", ""),
)
HINTS = 3
USUAL = "3 sets of 10, hold each for 5 seconds"


def _explain(part: str, column: int) -> Problem:
    examples = {rule.example.lower(): rule.example for rule in RULES}
    near = get_close_matches(re.sub(r"[0-9]+", "3", part.strip().lower()), examples, n=HINTS)
    forms = "; ".join(examples[example] for example in near) or USUAL
    text = N_("“%(token)s” at column %(column)s is not understood; write it like: %(forms)s")
    return Problem("words", text, {"token": part.strip(), "column": column, "forms": forms})


GRAMMAR = Grammar(
    name="words",
    rules=RULES,
    gap=re.compile(r"[\s,;]*"),
    unread=re.compile(r"[^,;]+"),
    explain=_explain,
)


def parse_words(text: str) -> tuple[Dosage, Schedule]:
    """Read `dose_in_words; schedule_in_words` in English; without a schedule it is once a day, every day.

    Raises Invalid: field `words` for a part that is not understood, else the field out of range.
    """
    try:
        return _read(text)
    except Invalid as error:
        usual = _usual_wording(text)
        if usual == text:
            raise
        try:
            return _read(usual)
        except Invalid as still:
            # A part not understood is told with its column in the text as it was typed.
            understood = all(problem.field != "words" for problem in still.problems)
            raise (still if understood else error) from None


def _read(text: str) -> tuple[Dosage, Schedule]:
    return assemble(_with_tempo(gather(text, GRAMMAR)))


def _usual_wording(text: str) -> str:
    for variant, usual in VARIANTS:
        text = re.sub(variant, usual, text, flags=re.IGNORECASE)
    return text


def _with_tempo(found: Fields) -> Fields:
    """The phrases of the tempo as one: a pause that is not said is 0, and what comes first starts."""
    said = [name for name in found if name in TEMPO_PHRASES]
    if not said:
        return found
    missing = {"eccentric", "concentric"} - set(said)
    if missing:
        raise invalid("words", N_("Say both how long to lower and how long to lift"))
    parts = {name: found.pop(name, 0) for name in TEMPO_PHRASES}
    starts = said.index("concentric") < said.index("eccentric")
    return {**found, "tempo": Tempo(**parts, starts_concentric=starts)}
