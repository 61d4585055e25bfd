"""Finding an exercise the way people type: in a hurry, with a typo, without accents."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.library.catalogue import exercises
from everyrep.library.queries import SEARCH_LIMIT, search, templates_like


def found(text: str, language: str = "en", **filters: str) -> list[str]:
    return [exercise.id for exercise in search(text, language, **filters)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("quadriceps set", "quad-set"),
        ("QUAD SET", "quad-set"),
        ("set quad", "quad-set"),
        ("clam", "clamshell"),
        ("clamshel", "clamshell"),
        ("clmashell", "clamshell"),
        ("straigt leg raise", "straight-leg-raise"),
        ("bird-dog", "bird-dog"),
        ("birddog", "bird-dog"),
        ("pendulm", "pendulum"),
    ],
)
def test_a_name_is_found_with_any_case_order_beginning_or_typo(typed: str, first: str) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("subida al escalón", "step-up"),
        ("subida al escalon", "step-up"),
        ("SUBIDA AL ESCALÓN", "step-up"),
        ("subir al escalon", "step-up"),
        ("elevacion de talones", "heel-raise-double"),
    ],
)
def test_spanish_is_found_with_and_without_accents(typed: str, wanted: str) -> None:
    assert wanted in found(typed, "es")[:3]


def test_the_english_name_is_found_by_someone_who_reads_spanish() -> None:
    assert "quad-set" in found("quad set", "es")[:3]


def test_a_synonym_is_found_and_comes_after_a_name() -> None:
    hits = found("step up")
    assert hits[0] == "step-up"


def test_a_joint_a_goal_and_a_piece_of_equipment_can_be_typed() -> None:
    assert "band-row" in found("elastic band")
    assert found("balance ankle")


def test_filters_narrow_and_go_together() -> None:
    knees = search("", "en", region="knee", goal="strength")
    assert knees
    assert {exercise.body_region for exercise in knees} == {"knee"}
    assert all("strength" in exercise.goals for exercise in knees)
    with_step = search("", "en", region="knee", equipment="step")
    assert with_step
    assert all("step" in exercise.equipment for exercise in with_step)


def test_a_filter_holds_for_what_is_typed_too() -> None:
    assert "clamshell" not in found("clamshell", region="shoulder")


def test_nothing_typed_lists_by_name_up_to_the_limit() -> None:
    names = [exercise.text("en").name for exercise in search("", "en")]
    assert len(names) == SEARCH_LIMIT
    assert names == sorted(names)


@pytest.mark.parametrize("typed", ["zzzzzz", "xylophone practice", "12345678"])
def test_what_is_not_in_the_library_finds_nothing(typed: str) -> None:
    assert found(typed) == []


def test_punctuation_alone_is_nothing_typed() -> None:
    assert found(" -- ") == found("")


@pytest.mark.parametrize(
    ("problem", "language", "first"),
    [
        ("After knee replacement, left", "en", "after-total-knee-replacement"),
        ("low back pain since May", "en", "low-back-pain"),
        ("Dolor de cuello", "es", "neck-pain"),
    ],
)
def test_the_template_for_a_problem_is_offered_first(problem: str, language: str, first: str) -> None:
    assert [template.id for template in templates_like(problem, language)][:1] == [first]


def test_a_problem_without_a_template_offers_none() -> None:
    assert templates_like("Burn of the hand", "en") == []
    assert templates_like("", "en") == []


LETTERS = "abcdefghijklmnopqrstuvwxyz"
NAMED = [
    (language, exercise.id, exercise.text(language).name)
    for exercise in exercises().values()
    for language in ("en", "es")
    if len(exercise.text(language).name) >= 5
]


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str, str]:
    """A name of at least five letters with one of them left out, exchanged, doubled up or swapped."""
    language, exercise_id, name = draw(st.sampled_from(NAMED))
    places = [place for place, letter in enumerate(name) if letter.isalpha()]
    place = draw(st.sampled_from(places))
    before, letter, after = name[:place], name[place], name[place + 1 :]
    other = draw(st.sampled_from(LETTERS))
    typed = [before + after, before + other + after, before + other + letter + after]
    if after[:1].isalpha():
        typed.append(before + after[0] + letter + after[1:])
    return language, exercise_id, draw(st.sampled_from(typed))


@given(slips())
def test_a_name_with_any_one_slip_is_among_the_first_five(slip: tuple[str, str, str]) -> None:
    language, exercise_id, typed = slip
    assert exercise_id in found(typed, language)[:5]


@given(st.sampled_from(NAMED), st.booleans())
def test_accents_and_case_never_matter(named: tuple[str, str, str], upper: bool) -> None:
    language, _, name = named
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    assert found(bare.upper() if upper else bare, language) == found(name, language)


def test_joint_position_and_condition_narrow_too() -> None:
    hips = search("", "en", joint="hip", position="supine")
    assert hips
    assert all("hip" in exercise.joints and exercise.position == "supine" for exercise in hips)
    assert "quad-set" in found("", condition="after-total-knee-replacement")
    assert "pendulum" not in found("", condition="after-total-knee-replacement")


def test_a_value_that_no_exercise_has_finds_nothing() -> None:
    assert found("", region="tail") == []


def test_a_favourite_comes_first_where_it_answers_nearly_as_well_and_not_where_it_does_not() -> None:
    def liked(typed: str, *favourites: str) -> list[str]:
        return [exercise.id for exercise in search(typed, "en", favourites=frozenset(favourites))]

    assert liked("", "wall-sit")[0] == "wall-sit"
    squats = liked("squat")
    assert liked("squat", squats[2])[0] == squats[2]
    assert liked("clamshell", "wall-sit")[0] == "clamshell"
