"""From the range a therapist prescribes to the angle at which the figure stops."""

import pytest

from everyrep.core.dosage import RomLimit
from everyrep.core.movement.definition import Keypose, Movement, Primary, View
from everyrep.core.movement.prescribed import can_stop_at, stop_at


def moving(joint: str, dof: str, start: float, finish: float, *, cycle: bool = False) -> Movement:
    """A movement of one angle from start to finish."""
    poses = tuple(
        Keypose(angles={joint: {dof: degrees}}, reach={}, hands={}, at=at)
        for at, degrees in ((0.0, start), (1.0, finish))
    )
    primary = Primary(joint=joint, dof=dof, range=(start, finish), safe=(-150, 150))
    view = View(yaw=0, pitch=0)
    return Movement(
        id="one", position="standing", side="right", poses=poses, view=view, primary=primary, cycle=cycle
    )


def limit(joint: str, motion: str, low: int, high: int) -> RomLimit:
    return RomLimit(joint=joint, motion=motion, min_deg=low, max_deg=high)


@pytest.mark.parametrize(
    ("movement", "prescribed", "degrees"),
    [
        # bending: the most that is allowed
        (moving("knee_R", "flex", 0, 110), limit("knee", "flexion", 0, 90), 90),
        (moving("hip_R", "flex", 0, 45), limit("Hip", "flexion", 0, 25), 25),
        # straightening: the bend that has to be left
        (moving("knee_R", "flex", 90, 0), limit("knee", "flexion", 10, 90), 10),
        (moving("knee_R", "flex", 90, 0), limit("knee", "extension", -90, -10), 10),
        (moving("hip_R", "flex", 0, -15), limit("hip", "extension", 0, 5), -5),
        # the shoulder's words
        (moving("shoulder_R", "elev", 0, 120), limit("shoulder", "flexion", 0, 90), 90),
        (moving("shoulder_R", "elev", 0, 120), limit("shoulder", "abduction", 0, 60), 60),
        (moving("shoulder_R", "er", -38, 48), limit("shoulder", "external rotation", -40, 20), 20),
        (moving("shoulder_R", "er", 40, -60), limit("shoulder", "internal_rotation", -40, 30), -30),
        # a foot, a back, a neck
        (moving("ankle_R", "df", 0, -40), limit("ankle", "plantarflexion", 0, 20), -20),
        (moving("trunk", "flex", 0, 60), limit("lumbar", "flexion", 0, 30), 30),
        (moving("neck", "rot", 0, -70), limit("cervical", "rotation", 0, 45), -45),
        (moving("neck", "rot", 0, 70), limit("cervical", "rotation", 0, 45), 45),
    ],
)
def test_the_figure_stops_where_the_prescription_does(
    movement: Movement, prescribed: RomLimit, degrees: int
) -> None:
    assert stop_at(movement, prescribed) == degrees


@pytest.mark.parametrize(
    ("movement", "prescribed"),
    [
        (moving("knee_R", "flex", 0, 110), limit("hip", "flexion", 0, 90)),
        (moving("hip_R", "flex", 0, 45), limit("hip", "abduction", 0, 20)),
        (moving("hip_R", "flex", 0, 45), limit("hip", "wiggling", 0, 20)),
        (moving("hip_R", "flex", 0, 45), limit("hip", "flexion", 0, 90)),
        (moving("hip_R", "flex", 0, 45), limit("hip", "flexion", 0, 45)),
        (moving("knee_R", "flex", 90, 0), limit("knee", "flexion", 0, 90)),
        (moving("knee_R", "flex", 20, 110, cycle=True), limit("knee", "flexion", 0, 90)),
    ],
)
def test_a_limit_of_something_else_or_beyond_the_movement_leaves_the_figure(
    movement: Movement, prescribed: RomLimit
) -> None:
    assert stop_at(movement, prescribed) is None


def test_a_limit_that_the_start_is_past_leaves_the_figure_at_its_start() -> None:
    assert stop_at(moving("knee_R", "flex", 40, 110), limit("knee", "flexion", 0, 30)) == 40


def test_a_figure_stops_within_its_movement_only() -> None:
    movement = moving("knee_R", "flex", 90, 10)
    asked = (5, 10, 50, 90, 95)
    assert [degrees for degrees in asked if can_stop_at(movement, degrees)] == [10, 50, 90]
