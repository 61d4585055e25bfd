"""Who may do what: one table, default deny."""

from enum import Enum

from everyrep.tenancy.viewer import NotAllowed, Role, Viewer


class Permission(Enum):
    """What a viewer may do inside the clinic; which records it applies to is the queryset's business."""

    SEE_PATIENTS = "see_patients"
    EDIT_PATIENT = "edit_patient"
    PRESCRIBE = "prescribe"
    ACCEPT_PROPOSALS = "accept_proposals"
    WRITE_MOVEMENTS = "write_movements"
    WRITE_EXERCISES = "write_exercises"
    SEE_EXERCISES = "see_exercises"
    HAND_OVER = "hand_over"
    LOG_FOR_PATIENT = "log_for_patient"
    CLEAR_ALERT = "clear_alert"
    ATTEND = "attend"
    READ_MESSAGES = "read_messages"
    WRITE_MESSAGES = "write_messages"
    EDIT_CLINIC = "edit_clinic"
    SEE_AUDIT = "see_audit"
    SEE_MONITORING = "see_monitoring"
    KEEP_TIME = "keep_time"
    PRACTISE = "practise"
    SEE_PROGRESS = "see_progress"
    SET_REMINDERS = "set_reminders"
    OWN_SIGN_IN = "own_sign_in"
    CHANGE_PASSWORD = "change_password"  # noqa: S105 - the name of a permission
    DECIDE_WHO_SEES = "decide_who_sees"


P = Permission
ACCOUNT = frozenset({P.OWN_SIGN_IN, P.CHANGE_PASSWORD})
TALK = frozenset({P.READ_MESSAGES, P.WRITE_MESSAGES})
TIME = frozenset({P.SEE_MONITORING, P.KEEP_TIME})
ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(
        {P.EDIT_CLINIC, P.SEE_AUDIT, P.SEE_MONITORING, P.WRITE_EXERCISES, P.SEE_EXERCISES, *ACCOUNT}
    ),
    Role.THERAPIST: frozenset(
        {
            P.SEE_PATIENTS,
            P.EDIT_PATIENT,
            P.PRESCRIBE,
            P.ACCEPT_PROPOSALS,
            P.WRITE_MOVEMENTS,
            P.WRITE_EXERCISES,
            P.SEE_EXERCISES,
            P.HAND_OVER,
            P.LOG_FOR_PATIENT,
            P.CLEAR_ALERT,
            P.ATTEND,
            P.SEE_AUDIT,
            *TIME,
            *TALK,
            *ACCOUNT,
        }
    ),
    Role.ASSISTANT: frozenset(
        {
            P.SEE_PATIENTS,
            P.SEE_EXERCISES,
            P.ACCEPT_PROPOSALS,
            P.HAND_OVER,
            P.LOG_FOR_PATIENT,
            P.ATTEND,
            *TIME,
            *TALK,
            *ACCOUNT,
        }
    ),
    Role.FRONT_DESK: ACCOUNT,
    Role.PATIENT: frozenset(
        {
            P.PRACTISE,
            P.SEE_EXERCISES,
            P.SEE_PROGRESS,
            P.SET_REMINDERS,
            P.DECIDE_WHO_SEES,
            *TALK,
            *ACCOUNT,
        }
    ),
    Role.LINK: frozenset({P.PRACTISE, P.SEE_EXERCISES, P.SET_REMINDERS}),
    Role.CAREGIVER: frozenset({P.PRACTISE, P.SEE_EXERCISES, P.OWN_SIGN_IN}),
    Role.SYSTEM: frozenset(Permission),
}
WIDER: dict[Role, frozenset[Permission]] = {  # on top of it, for a viewer who is `wider`
    Role.LINK: frozenset({P.SEE_PROGRESS}),
    Role.CAREGIVER: frozenset({P.SEE_PROGRESS}),
}
TALKING: dict[Role, frozenset[Permission]] = {Role.CAREGIVER: TALK}  # for a viewer who `talks`


def may(viewer: Viewer, permission: Permission) -> bool:
    more = WIDER.get(viewer.role, frozenset()) if viewer.wider else frozenset()
    talk = TALKING.get(viewer.role, frozenset()) if viewer.talks else frozenset()
    return permission in ALLOWED[viewer.role] | more | talk


def check(viewer: Viewer, permission: Permission) -> None:
    """Raise NotAllowed unless the viewer's role has the permission."""
    if not may(viewer, permission):
        raise NotAllowed(f"{viewer.role.value} may not {permission.value}")
