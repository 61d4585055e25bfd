"""Which figure belongs to an exercise, and to an exercise as it was prescribed."""

from dataclasses import replace
from datetime import date

from everyrep.core.dosage import Dosage, Side
from everyrep.core.movement.prescribed import stop_at
from everyrep.core.plan import Prescription
from everyrep.figures import requests, studio
from everyrep.figures.requests import FigureRequest
from everyrep.library.own import PictureShown, own
from everyrep.library.queries import known_exercise

SIDES: dict[Side, requests.Side] = {Side.LEFT: "left", Side.RIGHT: "right"}
OTHER: dict[requests.Side, requests.Side] = {"left": "right", "right": "left"}
Shown = FigureRequest | PictureShown
AUTHORED: requests.Side = "right"  # a movement of one side is written for this one


def figure_of(exercise_id: str, demonstrator: str = "") -> FigureRequest | None:
    """The library's figure, by the demonstrator chosen or the usual one; None where none is drawn yet."""
    movement, shows = studio.movement_of(exercise_id), studio.demonstrator(demonstrator)
    if movement is None or shows is None:
        return None
    side = "none" if movement.side == "none" else AUTHORED
    return FigureRequest(exercise=exercise_id, demonstrator=shows, side=side)


def face_of(exercise_id: str) -> Shown | None:
    """What an exercise is shown by: the picture its clinic gave it, else its figure; None for neither."""
    found = own(exercise_id)
    return found.picture if found and found.picture else figure_of(exercise_id)


def prescribed_face(
    item: Prescription,
    demonstrator: str = "",
    involved: Side | None = None,
    today: date | None = None,
) -> Shown | None:
    """The clinic's own picture, else the figure as prescribed. A picture, too, would contradict where the
    therapist had the exercise done in another position.
    """
    found = own(item.exercise)
    if found and found.picture:
        return found.picture if item.position in ("", found.exercise.position) else None
    return prescribed_figure(item, demonstrator, involved, today)


def prescribed_figure(
    item: Prescription,
    demonstrator: str = "",
    involved: Side | None = None,
    today: date | None = None,
) -> FigureRequest | None:
    """The figure of the side and within the range that were prescribed.

    A range that ran out before today no longer stops it. None also where the therapist had the exercise done
    in another position: the figure would contradict.
    """
    figure, known = figure_of(item.exercise, demonstrator), known_exercise(item.exercise)
    if figure is None or (known and item.position not in ("", known.position)):
        return None
    return replace(
        figure,
        side=_side(item.dosage, involved) if figure.side != "none" else "none",
        limit=_limit(item, today),
    )


def _limit(item: Prescription, today: date | None) -> int | None:
    movement, limit = studio.movement_of(item.exercise), item.dosage.rom_limit
    if movement is None or limit is None or (today and not limit.holds_on(today)):
        return None
    return stop_at(movement, limit)


def _side(dosage: Dosage, involved: Side | None) -> requests.Side:
    """Both sides in turn, and a side nobody has named, are shown as the movement is written."""
    affected = SIDES.get(involved) if involved else None
    if affected and dosage.side is Side.INVOLVED:
        return affected
    if affected and dosage.side is Side.UNINVOLVED:
        return OTHER[affected]
    return SIDES.get(dosage.side, AUTHORED) if dosage.side else AUTHORED
