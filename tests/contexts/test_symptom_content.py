"""The shipped symptom check: its questions, its words, and what it never says."""

import re
from collections import Counter

import pytest

from everyrep.core.alerting import Level
from everyrep.library.catalogue import emergency_numbers, symptom_check
from everyrep.library.symptoms import (
    OwnTexts,
    check_in,
    crisis,
    default_number,
    guidance,
    level_of,
    questions,
)

LANGUAGES = ("en", "es")
NEW_YORK = OwnTexts(zone="America/New_York")
# Clinical reference 4.1: never a disease, a likelihood or a reassurance. For texts that patients read.
DISEASES = re.compile(
    r"stroke|thrombos|clot|infarct|heart attack|cancer(?! ?,)|infection|sepsis|fracture|rupture|syndrome"
    r"|derrame|coágulo|infarto|infección|fractura|rotura|síndrome",
    re.IGNORECASE,
)
REASSURANCE = re.compile(
    r"\b(?:safe|fine|all clear|nothing serious|not serious|don't worry|no need to worry|cleared|probably"
    r"|likely|seguro|segura|tranquil\w*|no es grave|probable\w*|no se preocupe)\b",
    re.IGNORECASE,
)
# What the reference's table asks about, by the concern that only clinicians read (rows of 4.1 and 3.13).
ROWS = {
    "cauda equina": Level.EMERGENCY,
    "cardiac": Level.EMERGENCY,
    "pulmonary": Level.EMERGENCY,
    "stroke": Level.EMERGENCY,
    "self-harm": Level.EMERGENCY,
    "vein thrombosis": Level.URGENT,
    "possible fracture": Level.URGENT,
    "joint infection": Level.URGENT,
    "wound infection": Level.URGENT,
    "tendon or graft rupture": Level.URGENT,
    "locked joint": Level.URGENT,
    "fall;": Level.URGENT,
    "neurological progression": Level.URGENT,
    "cancer": Level.ATTENTION,
}


def test_every_concern_of_the_reference_is_asked_at_its_level() -> None:
    for concern, level in ROWS.items():
        asking = [q for q in questions().values() if concern in q.texts["en"].concern.lower()]
        assert level in {question.level for question in asking}, concern


def test_ids_are_unique_and_fit_an_entry() -> None:
    asked = symptom_check().questions
    assert len(asked) <= 60
    assert max(Counter(question.id for question in asked).values()) == 1
    assert all(re.fullmatch(r"[a-z_]{3,100}", question.id) for question in asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_short_and_plain_and_name_no_disease(language: str) -> None:
    for question in symptom_check().questions:
        text = question.texts[language].text
        assert text.endswith("?")
        assert len(text.split()) <= 18, text
        named = DISEASES.search(text)
        assert named is None or question.id == "unexplained_pain", text
        assert question.texts[language].concern


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_for_patients_reassures(language: str) -> None:
    check = check_in(language, NEW_YORK)
    read = [*check.guidance.values(), check.crisis, check.none]
    read += [question.texts[language].text for question in symptom_check().questions]
    for text in read:
        assert not REASSURANCE.search(text), text
        assert "%(" not in text


def test_it_says_where_it_comes_from_and_that_nobody_has_reviewed_it() -> None:
    assert "needs review by a licensed clinician" in symptom_check().source
    assert symptom_check().reviewed_by == ""
    assert "Needs review" in emergency_numbers().source


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_has_words(language: str) -> None:
    assert set(check_in(language, NEW_YORK).guidance) == {Level.EMERGENCY, Level.URGENT, Level.ATTENTION}
    assert all(check_in(language, NEW_YORK).keywords)


def test_the_worst_answer_weighs() -> None:
    assert level_of(["weight_loss", "fell", "chest_pressure"]) is Level.EMERGENCY
    assert level_of(["weight_loss", "fell"]) is Level.URGENT
    assert level_of(["weight_loss"]) is Level.ATTENTION
    assert level_of([]) is None


def test_an_answer_that_is_not_known_still_asks_for_attention() -> None:
    assert level_of(["asked_by_a_newer_app"]) is Level.ATTENTION
    assert level_of(["asked_by_a_newer_app", "fell"]) is Level.URGENT


@pytest.mark.parametrize(
    ("zone", "number"),
    [
        ("America/New_York", "911"),
        ("US/Eastern", "911"),
        ("America/Puerto_Rico", "911"),
        ("America/Mexico_City", "911"),
        ("Europe/Madrid", "112"),
        ("Europe/Oslo", "112"),
        ("Europe/London", "999"),
        ("Australia/Sydney", "000"),
        ("Asia/Tokyo", ""),
        ("UTC", ""),
    ],
)
def test_the_number_follows_the_country_and_is_empty_where_no_source_names_one(
    zone: str, number: str
) -> None:
    assert default_number(zone) == number


def test_a_clinics_own_words_come_before_the_shipped_ones() -> None:
    own = OwnTexts(
        zone="Asia/Tokyo",
        emergency_number="119",
        emergency_text="Our emergency words.",
        urgent_text="Our urgent words.",
        crisis_text="Our crisis words.",
    )
    check = check_in("es", own)
    assert check.number == "119"
    assert check.guidance[Level.EMERGENCY] == "Our emergency words."
    assert check.guidance[Level.URGENT] == "Our urgent words."
    assert check.crisis == "Our crisis words."


def test_without_a_known_number_the_words_still_say_whom_to_call() -> None:
    nowhere = OwnTexts(zone="Asia/Tokyo")
    assert "Call your emergency number now" in guidance(Level.EMERGENCY, "en", nowhere)
    assert "Llame ahora al número de emergencias" in guidance(Level.EMERGENCY, "es", nowhere)
    assert "crisis line" not in crisis("en", nowhere)


def test_the_crisis_line_of_the_country_is_named() -> None:
    assert "988" in crisis("en", NEW_YORK)
    assert "024" in crisis("es", OwnTexts(zone="Europe/Madrid"))
    assert "911" in crisis("en", NEW_YORK)


def test_a_language_without_its_own_words_reads_english() -> None:
    assert check_in("fr", NEW_YORK).none == check_in("en", NEW_YORK).none
