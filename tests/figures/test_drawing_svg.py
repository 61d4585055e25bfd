"""The SVG text is safe to put into any page, small, and right in every style."""

import gzip
import re
from xml.etree import ElementTree

import pytest
from figures.drawn import block, scene_of

from everyrep.core.movement.definition import View
from everyrep.figures import bodies
from everyrep.figures.drawing import STYLES, Drawing, RangeArc, to_svg, trace

NAME = "{http://www.w3.org/2000/svg}"
LIFTED = {"hip_R": {"flex": 70.0}, "knee_R": {"flex": 80.0}, "shoulder_L": {"abd": 60.0}}


@pytest.fixture(scope="module")
def person() -> Drawing:
    scene = scene_of(
        {}, LIFTED, body=bodies.body(bodies.DEFAULT), view=View(yaw=-50, pitch=8), arrows=("thigh_R",)
    )
    limit = RangeArc(
        centre=scene.poses[1].position("thigh_R"),
        start=scene.poses[0].rotation("thigh_R") @ scene.body.tip("thigh_R"),
        stop=scene.poses[1].rotation("thigh_R") @ scene.body.tip("thigh_R"),
        words="70°",
    )
    mat = block((-0.5, -0.05, -0.5), (0.5, -0.02, 0.5), "mat", 2)
    return trace(scene, (mat,), limit=limit, muscles=False)


def colours(text: str) -> set[str]:
    return set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', text))


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_style_is_well_formed_and_holds_nothing_active(person: Drawing, style: str) -> None:
    text = to_svg(person, style=style, title='Knee <up> & "hold"', words=("Start", "Hold & breathe"))
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Knee <up> & "hold"'
    assert {element.tag.removeprefix(NAME) for element in root.iter()} <= {
        "svg",
        "g",
        "path",
        "circle",
        "rect",
        "text",
    }
    names = {name for element in root.iter() for name in element.attrib}
    assert not names & {"id", "class", "style", "href", "onload", "onclick"}


def test_a_picture_without_a_title_is_decoration(person: Drawing) -> None:
    root = ElementTree.fromstring(to_svg(person))
    assert root.get("aria-hidden") == "true"
    assert root.get("role") is None


def test_a_still_is_less_than_fifteen_kilobytes_on_the_way(person: Drawing) -> None:
    for frame in range(len(person.stills)):
        assert len(gzip.compress(to_svg(person, frame=frame).encode())) < 15_000


def test_stills_are_numbered_and_may_have_words(person: Drawing) -> None:
    words = [
        element.text
        for element in ElementTree.fromstring(to_svg(person, words=("Start",))).iter(f"{NAME}text")
    ]
    assert [word for word in words if word != "70°"] == ["1", "Start", "2"]


def test_one_still_alone_has_no_number(person: Drawing) -> None:
    text = to_svg(person, frame=0)
    assert "<text" not in text
    alone, whole = (float(re.search(r'viewBox="0 0 (\S+)', t)[1]) for t in (text, to_svg(person)))
    assert alone < 0.7 * whole


def test_a_photocopy_has_only_greys_and_mostly_white_clothes(person: Drawing) -> None:
    found = colours(to_svg(person, style="ink"))
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in found)
    assert {"#000000", "#ffffff"} <= found


def test_each_style_has_colours_of_its_own(person: Drawing) -> None:
    found = {style: colours(to_svg(person, style=style)) for style in STYLES}
    assert len({frozenset(palette) for palette in found.values()}) == len(STYLES)
    assert "#2f8a9e" in found["colour"]  # the shirt as the demonstrator wears it


def test_skin_stays_the_persons_own_in_high_contrast(person: Drawing) -> None:
    red, green, blue = person.palette["skin"]
    assert f"#{red:02x}{green:02x}{blue:02x}" in colours(to_svg(person, style="contrast"))


def test_a_dark_page_shows_through_and_the_figure_has_a_light_rim(person: Drawing) -> None:
    text = to_svg(person, style="dark")
    rim = STYLES["dark"].rim
    assert f'stroke="{rim}"' in text
    assert int(rim[1:3], 16) > 150
    assert not re.search(r'd="M0 0h', text)


def test_coordinates_are_whole_tenths_of_a_pixel(person: Drawing) -> None:
    for data in re.findall(r' d="([^"]+)"', to_svg(person, frame=1)):
        assert "." not in data


def test_unknown_styles_and_frames_are_refused(person: Drawing) -> None:
    with pytest.raises(KeyError):
        to_svg(person, style="sepia")
    with pytest.raises(IndexError):
        to_svg(person, frame=7)


def test_every_still_of_a_figure_has_the_same_sheet_so_that_they_are_seen_at_one_scale(person):
    sheets = {to_svg(person, frame=frame).split('viewBox="')[1].split('"')[0] for frame in range(2)}
    assert len(person.stills) == 2
    assert len(sheets) == 1
