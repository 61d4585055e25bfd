"""Figures: what a still costs when it is asked for, and how much is sent to show an exercise."""

import statistics
import time
from collections.abc import Iterator

import brotli

from bench.goals import Goal
from everyrep.figures import bodies, studio
from everyrep.figures.requests import FigureRequest
from everyrep.web.assets import BUILD

# Goals of the product; never loosened to fit a measurement.
STILL_S = 0.5
STILL_KB = 15
TRACK_KB = 12
DEMONSTRATOR_KB = 220
PLAYER_KB = 180
SAMPLE = (
    "straight-leg-raise",
    "heel-slide",
    "sit-to-stand",
    "glute-bridge",
    "bird-dog",
    "clamshell",
    "band-er-neutral",
    "wall-slide",
    "step-up",
    "stationary-bike",
)
"""Lying, sitting, standing, on hands and knees; with a band, a wall, a step and a machine."""


def goals() -> Iterator[Goal]:
    """One core's seconds for a still nobody has asked for before, and sizes as they are sent."""
    seconds, still_kb, track_kb = [], [], []
    for exercise in SAMPLE:
        cost, still, track = _made(exercise)
        seconds.append(cost)
        still_kb.append(still)
        track_kb.append(track)
    yield Goal(
        name="a still on demand: median", measured=statistics.median(seconds), most=STILL_S, unit="s CPU"
    )
    yield Goal(name="a still on demand: slowest", measured=max(seconds), most=STILL_S, unit="s CPU")
    yield Goal(name="a still as sent: largest", measured=max(still_kb), most=STILL_KB, unit="kB")
    yield Goal(name="an animation as sent: largest", measured=max(track_kb), most=TRACK_KB, unit="kB")
    sent = [_packed(bodies.path(one).read_bytes()) for one in bodies.body_ids()]
    yield Goal(name="a demonstrator as sent: largest", measured=max(sent), most=DEMONSTRATOR_KB, unit="kB")
    yield Goal(name="movement player as sent", measured=_player_kb(), most=PLAYER_KB, unit="kB")


def _made(exercise: str) -> tuple[float, float, float]:
    """Seconds of one core for each still, the largest still and the track in kB, compressed."""
    movement = studio.movement_of(exercise)
    side = "none" if movement is None or movement.side == "none" else "left"
    whole = FigureRequest(exercise=exercise, side=side)
    bodies.body(whole.demonstrator)
    count = len(studio.frames(studio.shown(whole)))
    began = time.process_time()
    stills = [studio.make(_frame(whole, place)) for place in range(1, count + 1)]
    cost = (time.process_time() - began) / count
    track = studio.make(FigureRequest(exercise=exercise, side=side, what="track"))
    return cost, max(_packed(still) for still in stills), _packed(track)


def _frame(whole: FigureRequest, place: int) -> FigureRequest:
    return FigureRequest(exercise=whole.exercise, side=whole.side, frames=str(place))


def _packed(content: bytes) -> float:
    return len(brotli.compress(content)) / 1000


def _player_kb() -> float:
    """Everything that is fetched only for the player: the chunks that speak WebGL and what they share."""
    return sum(_packed(path.read_bytes()) for path in (BUILD / "assets").glob("player-*.js"))
