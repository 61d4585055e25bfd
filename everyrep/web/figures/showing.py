"""What a page needs to show a figure: addresses of stills and animation, and the words beside them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import get_args

from django.urls import reverse
from django.utils.translation import gettext as _

from everyrep.core.movement.definition import Movement
from everyrep.core.movement.description import describe, frame_labels, phase_words
from everyrep.figures import studio
from everyrep.figures.requests import FigureRequest, Style
from everyrep.library.own import PictureShown
from everyrep.web.pages import WORDS, language

LYING = frozenset(
    ("supine", "prone", "side_left", "side_right", "long_sitting", "quadruped", "plank")
)  # pictures of these are wide, the others tall

WIDE, TALL = (400, 200), (300, 400)
STYLES: tuple[Style, ...] = get_args(Style)
SMALL = "small"  # one still: how the movement ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One still in each look, by the style's name, and what it is called beside others, such as Start.

    `width` and `height` keep its place on a page until it is there: a share of each other, not its pixels.
    """

    address: Mapping[str, str]
    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureShown:
    """`alt` tells the whole movement. `not_shown`: what a picture cannot show, "" for nothing.

    `track`, `body`, `label`, `words`: attributes of the player of animations.
    """

    frames: tuple[Frame, ...]
    wide: bool
    alt: str
    not_shown: str
    not_shown_language: str
    track: str
    body: str
    label: str
    words: str


def figure_shown(figure: FigureRequest | PictureShown, size: str = "") -> FigureShown:
    """The figure in the reader's language; `small` is one still alone. A picture looks the same in every
    style and has no animation.
    """
    if isinstance(figure, PictureShown):
        return _picture_shown(figure)
    return _figure_shown(figure, size == SMALL, language(), studio.digest(figure))


@lru_cache(maxsize=4096)
def _figure_shown(figure: FigureRequest, alone: bool, language: str, digest: str) -> FigureShown:
    movement = studio.shown(figure)
    wide, told = movement.position in LYING, describe(movement, WORDS)
    not_shown, told_in = movement.not_shown_in(language)
    frames = tuple(
        _frame(figure, number, digest, name, wide=wide)
        for number, name in enumerate(_names(movement), start=1)
    )
    return FigureShown(
        frames=frames[-1:] if alone else frames,
        wide=wide,
        alt=told,
        not_shown=not_shown,
        not_shown_language=told_in,
        track=address(replace(figure, what="track"), digest),
        body=body_address(figure.demonstrator),
        label=told,
        words=json.dumps(_player_words(movement), ensure_ascii=False),
    )


def picture_address(picture: PictureShown) -> str:
    return reverse("own_picture", kwargs={"picture_id": picture.id})


def _picture_shown(picture: PictureShown) -> FigureShown:
    looks: dict[str, str] = dict.fromkeys(STYLES, picture_address(picture))
    frame = Frame(address=looks, name="", width=picture.width, height=picture.height)
    return FigureShown(
        frames=(frame,),
        wide=picture.width > picture.height,
        alt=picture.alt,
        not_shown="",
        not_shown_language="",
        track="",
        body="",
        label=picture.alt,
        words="{}",
    )


def _names(movement: Movement) -> tuple[str, ...]:
    """One for each still; a movement that is stopped early has its last name where it stops."""
    names, count = frame_labels(movement, WORDS), len(studio.frames(movement))
    return names if len(names) == count else (*names, *names)[: count - 1] + names[-1:]


def address(figure: FigureRequest, digest: str) -> str:
    return reverse("figure", kwargs={"digest": digest, "name": figure.name})


def body_address(demonstrator: str) -> str:
    digest = studio.body_digest(demonstrator)
    return reverse("figure_body", kwargs={"digest": digest, "demonstrator": demonstrator})


def _frame(figure: FigureRequest, number: int, digest: str, name: str, *, wide: bool) -> Frame:
    looks = {style: replace(figure, frames=str(number), style=style) for style in STYLES}
    width, height = WIDE if wide else TALL
    return Frame(
        address={style: address(look, digest) for style, look in looks.items()},
        name=name,
        width=width,
        height=height,
    )


def _player_words(movement: Movement) -> dict[str, str]:
    spoken = phase_words(movement, WORDS)
    return {
        **{phase: spoken[phase] for phase in ("out", "hold", "back", "rest")},
        "breatheOut": spoken["breathe_out"],
        "breatheIn": spoken["breathe_in"],
        "play": _("Play"),
        "pause": _("Pause"),
        "stepBack": _("Step back"),
        "stepOn": _("Step on"),
        "slow": _("Slowly"),
        "more": _("More ways to look"),
        "turn": _("Turn"),
        "mirror": _("Mirror view"),
        "reset": _("First view"),
        "upTo": _("up to {degrees}°"),
    }
