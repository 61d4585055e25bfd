"""The symptom check as a clinic has it: its questions, what an answer weighs, and the words that follow.

Clinical reference 4.1: the clinic's own texts come first; never a disease, a likelihood or a reassurance.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel.core import get_global

from everyrep.core.alerting import Level, worst
from everyrep.library.catalogue import emergency_numbers, symptom_check
from everyrep.library.content import SymptomGroup, SymptomQuestion
from everyrep.people.models import Clinic

UNKNOWN_ANSWER = Level.ATTENTION  # a question that is not in the content any more, or not yet


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTexts:
    """What a clinic has written itself; "" stands for the shipped default. `zone` tells its country."""

    zone: str
    emergency_number: str = ""
    emergency_text: str = ""
    urgent_text: str = ""
    crisis_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The symptom check in one language, ready to show. `number` is "" where none is known."""

    number: str
    groups: tuple[SymptomGroup, ...]
    guidance: Mapping[Level, str]
    crisis: str
    none: str
    keywords: tuple[str, ...]


def texts_of(clinic: Clinic) -> OwnTexts:
    """What this clinic has written itself."""
    return OwnTexts(
        zone=clinic.zone,
        emergency_number=clinic.emergency_number,
        emergency_text=clinic.emergency_text,
        urgent_text=clinic.urgent_text,
        crisis_text=clinic.crisis_text,
    )


def check_in(language: str, own: OwnTexts) -> Check:
    """The check as a patient of this clinic reads it."""
    content, code = symptom_check(), _code(language)
    return Check(
        number=own.emergency_number or default_number(own.zone),
        groups=content.groups,
        guidance={level: guidance(level, language, own) for level in content.guidance},
        crisis=crisis(language, own),
        none=content.none[code],
        keywords=content.keywords[code],
    )


def guidance(level: Level, language: str, own: OwnTexts) -> str:
    """What to do at this level: the clinic's own words, else the shipped ones."""
    written = {Level.EMERGENCY: own.emergency_text, Level.URGENT: own.urgent_text}.get(level, "")
    return written or symptom_check().guidance[level][_code(language)] % _numbers(language, own)


def unanswered(language: str, own: OwnTexts) -> str:
    """What to do while an urgent answer waits and nobody of the clinic is there (clinical reference 3.13)."""
    return symptom_check().unanswered[_code(language)] % _numbers(language, own)


def crisis(language: str, own: OwnTexts) -> str:
    """What to do with thoughts of self-harm: the clinic's own words, else the shipped ones."""
    if own.crisis_text:
        return own.crisis_text
    numbers, content = _numbers(language, own), symptom_check()
    words = content.crisis_with_line if numbers["line"] else content.crisis
    return words[_code(language)] % numbers


def default_number(zone: str) -> str:
    """The emergency number of a zone's country, "" where no source names one."""
    return _number(emergency_numbers().emergency, zone)


def default_crisis_line(zone: str) -> str:
    """The crisis line of a zone's country, "" where no source names one."""
    return _number(emergency_numbers().crisis, zone)


def questions() -> dict[str, SymptomQuestion]:
    """Every question by id."""
    return {question.id: question for question in symptom_check().questions}


def level_of(yes: Iterable[str]) -> Level | None:
    """What these answers of yes weigh together; an unknown id is never dropped. None without any."""
    known = questions()
    return worst(known[answer].level if answer in known else UNKNOWN_ANSWER for answer in yes)


def _numbers(language: str, own: OwnTexts) -> dict[str, str]:
    unknown = symptom_check().number_unknown[_code(language)]
    number = own.emergency_number or default_number(own.zone) or unknown
    return {"number": number, "line": default_crisis_line(own.zone)}


def _number(countries: Mapping[str, tuple[str, ...]], zone: str) -> str:
    country = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone), "")
    return next((number for number, served in countries.items() if country in served), "")


def _code(language: str) -> str:
    code = language[:2]
    return code if code in symptom_check().none else "en"
