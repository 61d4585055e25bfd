"""Who is asking. Every read and every write takes a viewer first and stays inside the viewer's clinic."""

from dataclasses import dataclass
from enum import Enum
from uuid import UUID


class Role(Enum):
    """What a viewer is to the clinic. LINK is a patient's printed or sent link: the plan and its log only.

    CAREGIVER helps a patient under their own name.
    """

    OWNER = "owner"
    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    FRONT_DESK = "front_desk"
    PATIENT = "patient"
    LINK = "link"
    CAREGIVER = "caregiver"
    SYSTEM = "system"


STAFF_ROLES = frozenset({Role.OWNER, Role.THERAPIST, Role.ASSISTANT, Role.FRONT_DESK})
PATIENT_ROLES = frozenset({Role.PATIENT, Role.LINK, Role.CAREGIVER})


class NotAllowed(Exception):
    """The viewer may not do this, or it is not theirs to see; edges answer 404 to both."""


class NotFound(NotAllowed):
    """There is no such record in the viewer's reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """`actor_id` is the staff member, patient, link or caregiver behind the viewer; `patient_id` is set for
    whoever comes on a patient's side. `wider`: a link whose holder gave the birth year a short while ago, or
    a caregiver who was allowed to see progress. `talks`: a caregiver who was allowed the messages, to
    read and to write.

    `zone` and `language` are the patient's own, or the clinic's for staff; an empty language leaves the
    choice to the browser. `demonstrator` shows a patient the exercises, "" for the usual one.
    """

    clinic_id: UUID
    role: Role
    actor_id: UUID
    name: str
    zone: str
    language: str = ""
    demonstrator: str = ""
    patient_id: UUID | None = None
    wider: bool = False
    talks: bool = False

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES

    @property
    def is_patient(self) -> bool:
        return self.role in PATIENT_ROLES


def system_viewer(clinic_id: UUID, zone: str) -> Viewer:
    """The installation itself at work in one clinic: setting it up, making the demo, a sweep."""
    return Viewer(clinic_id=clinic_id, role=Role.SYSTEM, actor_id=clinic_id, name="Everyrep", zone=zone)
