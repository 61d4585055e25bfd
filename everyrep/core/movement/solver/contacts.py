"""Contacts as equations: each names the angles that give way until the skin touches its surface."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.core.movement.definition import Angles, Contact
from everyrep.core.movement.rotations import Array

SHIFTS = {"sway": 0, "height": 1, "depth": 2}
"""The whole body's moves along X, Y, Z, in metres, that may give way as an angle may."""

PROBE = {"angle": 0.5, "shift": 0.002}  # degrees, metres: the step of the numeric slope
LARGEST = {"angle": 12.0, "shift": 2.0}  # of one step of Newton's method
MOST = {"angle": 75.0, "shift": 3.0}  # that may be given in all: beyond it the author meant something else
CLOSE = 0.001  # metres: close enough
ROUNDS = 24
HELPFUL = 0.7  # of the worst gap: a step that leaves more has hardly helped
STANDSTILL = 1e-12
FIRMNESS = 1e-4  # damping that keeps two contacts with nearly the same yielding angle apart

Gaps = Callable[[Array], Array]


@dataclass(frozen=True, slots=True)
class Yielding:
    """One unknown: the angles or the shift that one contact may change."""

    names: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Whether it is an angle (degrees) or a shift (metres)."""
        return "shift" if self.names[0] in SHIFTS else "angle"


def yielding(support: Mapping[str, Contact]) -> tuple[Yielding, ...]:
    """The unknowns, one for each contact."""
    return tuple(Yielding(contact.by) for contact in support.values())


def yielded(angles: Angles, unknowns: Sequence[Yielding], by: Array) -> dict[str, dict[str, float]]:
    """The angles once they have given way by so many degrees."""
    given = {joint: dict(dofs) for joint, dofs in angles.items()}
    for unknown, amount in zip(unknowns, by, strict=True):
        for name in unknown.names:
            if name not in SHIFTS:
                joint, dof = name.split(".")
                given.setdefault(joint, {})[dof] = given.get(joint, {}).get(dof, 0.0) + float(amount)
    return given


def shifted(unknowns: Sequence[Yielding], by: Array) -> Array:
    """The whole body's move, metres."""
    move = np.zeros(3)
    for unknown, amount in zip(unknowns, by, strict=True):
        for name in unknown.names:
            if name in SHIFTS:
                move[SHIFTS[name]] += amount
    return move


def settle(
    gaps: Gaps, unknowns: Sequence[Yielding], start: Array, slopes: Array | None
) -> tuple[Array, Array]:
    """What each unknown must give for every gap to close (the best found if none does), and the slopes there.

    Newton's method with Broyden's updates: the slopes of a neighbouring pose are taken over and mended on the
    way; they are measured anew only where the steps stop helping.
    """
    here, gap = start, gaps(start)
    best, smallest = here, _worst(gap)
    measured = slopes is None
    most = np.array([MOST[unknown.kind] for unknown in unknowns])
    steep = _slopes(gaps, unknowns, here, gap) if slopes is None else slopes
    for _ in range(ROUNDS):
        if smallest < CLOSE:
            break
        step = np.clip(here + _step(unknowns, steep, gap), -most, most) - here
        after = gaps(here + step)
        steep = steep + np.outer(after - gap - steep @ step, step) / max(float(step @ step), STANDSTILL)
        here, gap = here + step, after
        if _worst(gap) < HELPFUL * smallest:
            measured = False
        elif not measured:
            here, gap = best, gaps(best)
            steep, measured = _slopes(gaps, unknowns, here, gap), True
        if _worst(gap) < smallest:
            best, smallest = here, _worst(gap)
    return best, steep


def _worst(gap: Array) -> float:
    return float(np.abs(gap).max(initial=0.0))


def _slopes(gaps: Gaps, unknowns: Sequence[Yielding], here: Array, gap: Array) -> Array:
    """(gaps, unknowns): metres of gap for each degree or metre given."""
    steep = np.empty((len(gap), len(unknowns)))
    for place, unknown in enumerate(unknowns):
        beside = here.copy()
        beside[place] += PROBE[unknown.kind]
        steep[:, place] = (gaps(beside) - gap) / PROBE[unknown.kind]
    return steep


def _step(unknowns: Sequence[Yielding], steep: Array, gap: Array) -> Array:
    probes = np.array([PROBE[unknown.kind] for unknown in unknowns])
    scaled = steep * probes  # metres for one probe, so that degrees and metres weigh alike
    firmness = (FIRMNESS * float(np.abs(scaled).max() or 1.0)) ** 2
    square = scaled.T @ scaled + np.eye(len(unknowns)) * firmness
    step = -np.linalg.solve(square, scaled.T @ gap) * probes
    limits = np.array([LARGEST[unknown.kind] for unknown in unknowns])
    return np.clip(step, -limits, limits)
