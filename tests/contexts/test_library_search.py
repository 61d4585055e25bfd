"""Finding an exercise the way people type: in a hurry, with a typo, without accents."""

import pytest

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
