"""Write tests/figures/golden_poses.json anew: do so after a change to the solver, having looked at the sheet.

python tools/golden_poses.py
"""

import json
import os
import sys
from pathlib import Path

from everyrep.core.movement.definition import Movement
from everyrep.core.movement.segments import SEGMENTS
from everyrep.core.movement.solver import scene

KEPT = Path(__file__).parents[1] / "tests" / "figures" / "golden_poses.json"
SHARES = (0.0, 0.5, 1.0)
EXERCISES = (
    "band-row",
    "bird-dog",
    "clamshell",
    "dead-bug",
    "glute-bridge",
    "heel-slide",
    "single-leg-stance",
    "sit-to-stand",
    "squat-bodyweight",
    "stationary-bike",
    "straight-leg-raise",
    "wall-slide",
)
"""The ways a body is held up: lying, on all fours, sitting, standing, by its hands, going round."""

Centres = dict[str, dict[str, list[int]]]
"""Share of the path -> segment -> its near joint, in whole millimetres."""


def centres(movement: Movement) -> Centres:
    """On the usual demonstrator."""
    from everyrep.figures.bodies import body

    posed = scene(movement, body(), SHARES)
    return {
        f"{share:g}": {
            segment: [round(float(metres) * 1000) for metres in pose.position(segment)]
            for segment in SEGMENTS
        }
        for share, pose in zip(posed.shares, posed.poses, strict=True)
    }


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "everyrep.config.settings")
    from everyrep.figures.movements import movement

    lines = [
        f'"{exercise} {share}": {json.dumps(found, separators=(",", ":"))}'
        for exercise in EXERCISES
        for share, found in centres(movement(exercise)).items()
    ]
    KEPT.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(KEPT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
