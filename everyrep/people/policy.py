"""Who may do what: one table, default deny."""

from enum import Enum

from everyrep.tenancy.viewer import NotAllowed, Role, Viewer


class Permission(Enum):
    """What a viewer may do inside the clinic; which records it applies to is the queryset's business."""

    SEE_PATIENTS = "see_patients"
    EDIT_PATIENT = "edit_patient"
    PRESCRIBE = "prescribe"
    WRITE_MOVEMENTS = "write_movements"
    HAND_OVER = "hand_over"
    LOG_FOR_PATIENT = "log_for_patient"
    EDIT_CLINIC = "edit_clinic"
    SEE_AUDIT = "see_audit"
    PRACTISE = "practise"
    SEE_PROGRESS = "see_progress"
    CHANGE_PASSWORD = "change_password"  # noqa: S105 - the name of a permission


P = Permission
ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset({P.EDIT_CLINIC, P.SEE_AUDIT, P.CHANGE_PASSWORD}),
    Role.THERAPIST: frozenset(
        {
            P.SEE_PATIENTS,
            P.EDIT_PATIENT,
            P.PRESCRIBE,
            P.WRITE_MOVEMENTS,
            P.HAND_OVER,
            P.LOG_FOR_PATIENT,
            P.CHANGE_PASSWORD,
        }
    ),
    Role.ASSISTANT: frozenset({P.SEE_PATIENTS, P.HAND_OVER, P.LOG_FOR_PATIENT, P.CHANGE_PASSWORD}),
    Role.FRONT_DESK: frozenset({P.CHANGE_PASSWORD}),
    Role.PATIENT: frozenset({P.PRACTISE, P.SEE_PROGRESS, P.CHANGE_PASSWORD}),
    Role.LINK: frozenset({P.PRACTISE}),
    Role.SYSTEM: frozenset(Permission),
}


def may(viewer: Viewer, permission: Permission) -> bool:
    return permission in ALLOWED[viewer.role]


def check(viewer: Viewer, permission: Permission) -> None:
    """Raise NotAllowed unless the viewer's role has the permission."""
    if not may(viewer, permission):
        raise NotAllowed(f"{viewer.role.value} may not {permission.value}")
