"""The page where a movement is written: what is answered to a text, and that nothing is kept of it."""

import re
from collections.abc import Iterator
from threading import Lock
from typing import Any

import pytest
from conftest import ClinicWorld
from django.test import Client

from edges.conftest import signed_in
from everyrep.core.movement.definition import Movement
from everyrep.figures import preview, studio
from everyrep.figures.drawing import Drawing
from everyrep.figures.drawing.drawing import Shape, Still
from everyrep.figures.movements import text_of

LEG_RAISE = "straight-leg-raise"
PAGE = f"/clinic/movements/{LEG_RAISE}/"
SHAPE = Shape("shirt", 0, "M0 0h100v100z")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """What had to be drawn, by a studio that draws two plain stills in no time."""
    asked: list[dict[str, Any]] = []

    def draw(
        movement: Movement, demonstrator: str, limit: int | None = None, *, muscles: bool = False
    ) -> Drawing:
        asked.append(
            {"side": movement.side, "demonstrator": demonstrator, "limit": limit, "muscles": muscles}
        )
        stills = tuple(Still(number=n, left=0, start=0, width=100, shapes=(SHAPE,)) for n in (1, 2))
        return Drawing(width=216, height=100, top=0, stills=stills, palette={"shirt": (10, 20, 200)})

    monkeypatch.setattr(studio, "draw", draw)
    preview._drawn.cache_clear()
    yield asked
    preview._drawn.cache_clear()


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


def sends(ana: Client, text: str, **choices: str) -> Any:
    """What script does while a therapist types."""
    return ana.post(PAGE, {"text": text, **choices}, headers={"HX-Request": "true"})


def words(answer: Any) -> str:
    """The answer's text as it is read, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_list_has_every_movement_with_its_region_and_whether_it_is_reviewed(ana: Client) -> None:
    page = ana.get("/clinic/movements/").content.decode()
    assert PAGE in page
    assert "Knee" in page
    assert page.count("exercises__link") == page.count("author__state")
    assert "Not reviewed yet" in page


def test_the_page_opens_with_the_file_its_words_and_its_range(ana: Client) -> None:
    page = ana.get(PAGE)
    assert "id: straight-leg-raise" in page.content.decode()
    assert "The straight right leg lifts to about 45 degrees" in words(page)
    assert "hip_R flex, from 0° to 45°" in words(page)
    assert "Nothing is saved here" in words(page)


def test_a_sound_text_is_answered_with_its_stills_and_words(ana: Client, drawn: list[dict[str, Any]]) -> None:
    text = text_of(LEG_RAISE).replace("flex: 45", "flex: 60").replace("[0, 45]", "[0, 60]")
    answer = sends(ana, text)
    assert answer.status_code == 200
    assert answer.content.decode().count("<svg xmlns") == 2
    assert "about 60 degrees" in words(answer)
    assert drawn == [{"side": "right", "demonstrator": "young-woman", "limit": None, "muscles": False}]


def test_a_slip_is_answered_with_its_place_and_what_is_accepted(
    ana: Client, drawn: list[dict[str, Any]]
) -> None:
    answer = sends(ana, text_of(LEG_RAISE).replace("hip_R: {flex: 45}", "hipp_R: {flex: 45}"))
    assert answer.status_code == 422
    assert "Line 7, column 14 : “hipp_R” is not known here; did you mean “hip_R”?" in words(answer)
    assert 'id="drawing"' not in answer.content.decode()
    assert drawn == []


def test_side_degrees_muscles_and_demonstrator_are_drawn_as_chosen(
    ana: Client, drawn: list[dict[str, Any]]
) -> None:
    sends(ana, text_of(LEG_RAISE), side="left", limit="30", muscles="on", demonstrator="older-man")
    assert drawn == [{"side": "left", "demonstrator": "older-man", "limit": 30, "muscles": True}]


def test_another_style_of_the_same_text_is_not_drawn_again(ana: Client, drawn: list[dict[str, Any]]) -> None:
    plain = sends(ana, text_of(LEG_RAISE)).content
    assert sends(ana, text_of(LEG_RAISE), style="ink").content != plain
    assert len(drawn) == 1


@pytest.mark.parametrize(
    ("limit", "said"),
    [("far", "whole degrees are expected"), ("95", "95 degrees is outside 0 to 80")],
)
def test_degrees_that_cannot_be_are_answered_at_their_field(
    ana: Client, drawn: list[dict[str, Any]], limit: str, said: str
) -> None:
    answer = ana.post(PAGE, {"text": text_of(LEG_RAISE), "limit": limit})
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'aria-describedby="limit-error"' in answer.content.decode()
    assert f'value="{limit}"' in answer.content.decode()


def test_without_script_the_whole_page_comes_back_with_the_text_that_was_typed(
    ana: Client, drawn: list[dict[str, Any]]
) -> None:
    typed = "id: straight-leg-raise\nposition: <standing>\n"
    answer = ana.post(PAGE, {"text": typed.replace("\n", "\r\n")})
    assert answer.status_code == 422
    assert "position: &lt;standing&gt;\n</textarea>" in answer.content.decode()
    assert "Line 2, column 11" in words(answer)


@pytest.mark.parametrize(
    "text",
    ["", "[" * 5000, "a: &b [*b]", "\x00", "x" * 30_000],
    ids=["empty", "deep", "alias", "zero", "long"],
)
def test_no_text_breaks_the_page(ana: Client, text: str) -> None:
    answer = sends(ana, text)
    assert answer.status_code == 422
    assert "problem in the text" in words(answer)


def test_more_stills_than_are_ever_drawn_are_refused(ana: Client, drawn: list[dict[str, Any]]) -> None:
    many = text_of(LEG_RAISE).replace("support:", "  - {}\n" * 9 + "support:")
    answer = sends(ana, many)
    assert "11 stills are more than the 9 that are drawn" in words(answer)
    assert drawn == []


def test_a_therapist_who_would_wait_long_for_anothers_picture_is_told_so(
    ana: Client, drawn: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Lock()
    held.acquire()
    monkeypatch.setattr(preview, "_PEN", held)
    monkeypatch.setattr(preview, "PATIENCE", 0.0)
    assert "still being drawn" in words(sends(ana, text_of(LEG_RAISE)))
    assert drawn == []


def test_what_the_drawing_stumbles_over_is_told_not_thrown(
    ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(*_: object, **__: object) -> Drawing:
        raise ValueError("a knot")

    preview._drawn.cache_clear()
    monkeypatch.setattr(studio, "draw", stumbles)
    assert "this cannot be drawn (ValueError: a knot)" in words(sends(ana, text_of(LEG_RAISE)))


def test_the_file_stays_as_it_is(ana: Client, drawn: list[dict[str, Any]]) -> None:
    before = text_of(LEG_RAISE)
    sends(ana, before.replace("flex: 45", "flex: 44").replace("[0, 45]", "[0, 44]"))
    assert text_of(LEG_RAISE) == before


def test_in_spanish_the_words_of_the_movement_are_spanish(
    ana: Client, world: ClinicWorld, drawn: list[dict[str, Any]]
) -> None:
    ana.cookies["everyrep_language"] = "es"
    assert "pierna" in words(sends(ana, text_of(LEG_RAISE)))
    assert "pierna" not in words(Client().get(PAGE))
