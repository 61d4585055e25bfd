"""A figure's name says all that it is asked for by, and nothing else is a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.figures.requests import EVERY_FRAME, FigureRequest, parse

ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
subjects = {
    "exercise": ids,
    "demonstrator": ids,
    "side": st.sampled_from(["none", "left", "right"]),
    "limit": st.none() | st.integers(-180, 180),
}
stills = st.builds(
    FigureRequest,
    **subjects,
    style=st.sampled_from(["colour", "dark", "contrast", "ink"]),
    frames=st.sampled_from([EVERY_FRAME, *"123456789"]),
)
tracks = st.builds(FigureRequest, **subjects, what=st.just("track"))


@given(stills | tracks)
def test_a_request_is_found_again_from_its_name(request: FigureRequest) -> None:
    assert parse(request.name) == request


@given(stills | tracks)
def test_a_name_is_safe_as_a_file_and_in_an_address(request: FigureRequest) -> None:
    assert set(request.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert ".." not in request.name


def test_a_name_can_be_read_aloud() -> None:
    still = FigureRequest(exercise="straight-leg-raise", side="left", limit=25)
    track = FigureRequest(exercise="knee-bend", limit=-5, what="track")
    assert still.name == "straight-leg-raise--left--to-25--young-woman--all--colour.svg"
    assert track.name == "knee-bend--none--to-minus-5--young-woman.glb"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "squat.svg",
        "squat--none--full--young-woman--all--colour.png",
        "squat--none--full--young-woman--0--colour.svg",
        "squat--none--to-007--young-woman--all--colour.svg",
        "squat--none--to-minus-0--young-woman--all--colour.svg",
        "squat--both--full--young-woman--all--colour.svg",
        "squat--none--full--young-woman--all--pink.svg",
        "../secret-key--none--full--young-woman.glb",
        "squat--none--full--young-woman.glb\n",
    ],
)
def test_anything_else_is_no_name(name: str) -> None:
    assert parse(name) is None
