"""The ids of exercises that a clinic wrote itself: each names one revision, which never changes.

Shaped like the ids of the library, so that they stand wherever one of those does: in a program, a favourite,
the address of a figure.
"""

import re
from dataclasses import dataclass
from uuid import UUID

_ID = re.compile(r"own-(?P<clinic>[0-9a-f]{32})-(?P<number>[1-9][0-9]{0,6})-(?P<revision>[1-9][0-9]{0,5})")


@dataclass(frozen=True, slots=True)
class OwnRef:
    """One revision of one exercise; `number` counts the clinic's exercises, `revision` the exercise's own."""

    clinic: UUID
    number: int
    revision: int

    @property
    def id(self) -> str:
        """Such as `own-1f…9c-12-3`: at most 51 characters."""
        return f"own-{self.clinic.hex}-{self.number}-{self.revision}"


def own_ref(exercise_id: str) -> OwnRef | None:
    """What the id names; None where it is none of a clinic's own."""
    found = _ID.fullmatch(exercise_id)
    if found is None:
        return None
    return OwnRef(UUID(found["clinic"]), int(found["number"]), int(found["revision"]))


def same_exercise(one: str, other: str) -> bool:
    """Whether two ids name one exercise, perhaps in two revisions."""
    return whatever_revision(one) == whatever_revision(other)


def whatever_revision(exercise_id: str) -> str:
    """The same for every revision of an exercise; an id of the library as it is."""
    return exercise_id.rpartition("-")[0] if own_ref(exercise_id) else exercise_id
