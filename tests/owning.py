"""A clinic's own exercises in tests: the ball roll, which no library has."""

from io import BytesIO
from typing import Any

from conftest import NOW, ClinicWorld
from talking import photo

from everyrep.library.actions import Shown, keep_picture, revise, write
from everyrep.library.models import OwnExercise, OwnRevision
from everyrep.library.own import Written

ALT = "Seated, one foot on a ball, rolling it forward."


def ball_roll(**changes: Any) -> Written:
    usual: dict[str, Any] = {
        "name": "Seated ball roll",
        "synonyms": ("Foot on the ball",),
        "body_region": "knee",
        "position": "seated",
        "equipment": ("ball", "chair"),
        "laterality": "unilateral",
        "weight_bearing": "NWB",
        "steps": ("Sit on a firm chair.", "Roll the ball forward with your foot."),
        "cues": ("Heel stays on the ball",),
        "common_errors": ("The back often rounds; instead, sit tall.",),
        "precaution": "Stay within the bend you were given.",
        "precaution_tags": ("tka_wound_early",),
        "dose": "2x8",
        "times_per_day": 2,
        "days_per_week": 7,
    }
    return Written(**{**usual, **changes})


def pictured(world: ClinicWorld, **changes: Any) -> Shown:
    kept = keep_picture(by=world.ana, sent=BytesIO(photo((60, 40))), field="picture", now=NOW)
    return Shown(**{"picture_id": kept.id, "alt": ALT, "agreed": True, **changes})


def writes_own(world: ClinicWorld, shown: Shown | None = None, **changes: Any) -> OwnRevision:
    """Ana writes the ball roll."""
    return write(by=world.ana, written=ball_roll(**changes), shown=shown or Shown(), language="en", now=NOW)


def rewrites(world: ClinicWorld, row: OwnRevision, shown: Shown | None = None, **changes: Any) -> OwnRevision:
    return revise(
        by=world.ana,
        own_id=row.exercise_id,
        written=ball_roll(**changes),
        shown=shown or Shown(),
        language="en",
        now=NOW,
    )


def how_many(world: ClinicWorld) -> int:
    return OwnExercise.objects.in_clinic(world.clinic.id).count()
