"""Clinics, staff and patients: what is accepted, what is refused and where, who may do what."""

from datetime import date, timedelta
from typing import Any

import pytest
from conftest import NOW, ClinicWorld, details

from everyrep.audit.queries import events_about
from everyrep.core.problems import Invalid
from everyrep.people.access import SignedIn, viewer_of_session, viewer_of_staff, ways_of
from everyrep.people.actions import add_patient, change_patient, set_emergency_text
from everyrep.people.models import Patient
from everyrep.people.policy import ALLOWED, Permission, may
from everyrep.people.queries import clinic_of, patient, patients
from everyrep.tenancy.viewer import NotAllowed, NotFound, Role, Viewer, system_viewer

WRONG: list[tuple[str, Any]] = [
    ("given_name", ""),
    ("given_name", "   "),
    ("family_name", ""),
    ("birth_date", date(1899, 12, 31)),
    ("birth_date", NOW.date() + timedelta(days=1)),
    ("zone", "New York"),
    ("zone", ""),
    ("language", "fr"),
    ("minutes_per_day", 0),
    ("minutes_per_day", 241),
]


@pytest.mark.parametrize(("field", "value"), WRONG, ids=lambda value: str(value) or "empty")
def test_what_is_wrong_is_refused_beside_its_field(world: ClinicWorld, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        add_patient(by=world.ana, details=details(**{field: value}), now=NOW)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert Patient.objects.seen_by(world.ana).count() == 1


def test_everything_wrong_is_said_at_once(world: ClinicWorld) -> None:
    wrong = details(given_name="", family_name="", zone="Moon", language="xx", minutes_per_day=0)
    with pytest.raises(Invalid) as refused:
        add_patient(by=world.ana, details=wrong, now=NOW)
    assert [problem.field for problem in refused.value.problems] == [
        "given_name",
        "family_name",
        "zone",
        "language",
        "minutes_per_day",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_date", date(1900, 1, 1)),
        ("birth_date", NOW.date()),
        ("minutes_per_day", 1),
        ("minutes_per_day", 240),
        ("language", "es"),
        ("zone", "Europe/Madrid"),
    ],
    ids=str,
)
def test_the_ends_of_each_range_are_accepted(world: ClinicWorld, field: str, value: Any) -> None:
    added = add_patient(by=world.ana, details=details(**{field: value}), now=NOW)
    assert getattr(added, field) == value


def test_a_changed_patient_is_audited_by_field_and_not_by_content(world: ClinicWorld) -> None:
    change_patient(
        by=world.ana, patient_id=world.patient.id, details=details(weight_bearing_note="Boot"), now=NOW
    )
    latest = events_about(world.ana, world.patient.id).filter(action="change").get()
    assert latest.detail == {"fields": ["weight_bearing_note"]}


def test_saving_a_patient_unchanged_writes_nothing(world: ClinicWorld) -> None:
    change_patient(by=world.ana, patient_id=world.patient.id, details=details(), now=NOW)
    assert not events_about(world.ana, world.patient.id).filter(action="change").exists()


def test_the_neighbours_patient_is_not_there(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    with pytest.raises(NotFound):
        patient(world.ana, neighbour.patient.id)
    with pytest.raises(NotFound):
        change_patient(
            by=world.ana, patient_id=neighbour.patient.id, details=details(given_name="X"), now=NOW
        )
    assert list(patients(world.ana)) == [world.patient]


def test_an_emergency_text_needs_words_and_a_number(world: ClinicWorld) -> None:
    with pytest.raises(Invalid) as refused:
        set_emergency_text(by=world.oscar, text=" ", phone="", now=NOW)
    assert [problem.field for problem in refused.value.problems] == ["emergency_text", "phone"]
    assert clinic_of(world.oscar).emergency_text.startswith("Chest pain")


WHO_MAY = {
    Permission.SEE_PATIENTS: {Role.THERAPIST, Role.ASSISTANT},
    Permission.EDIT_PATIENT: {Role.THERAPIST},
    Permission.PRESCRIBE: {Role.THERAPIST},
    Permission.ACCEPT_PROPOSALS: {Role.THERAPIST, Role.ASSISTANT},
    Permission.WRITE_MOVEMENTS: {Role.THERAPIST},
    Permission.WRITE_EXERCISES: {Role.OWNER, Role.THERAPIST},
    Permission.SEE_EXERCISES: {
        Role.OWNER,
        Role.THERAPIST,
        Role.ASSISTANT,
        Role.PATIENT,
        Role.LINK,
        Role.CAREGIVER,
    },
    Permission.HAND_OVER: {Role.THERAPIST, Role.ASSISTANT},
    Permission.LOG_FOR_PATIENT: {Role.THERAPIST, Role.ASSISTANT},
    Permission.CLEAR_ALERT: {Role.THERAPIST},
    Permission.ATTEND: {Role.THERAPIST, Role.ASSISTANT},
    Permission.READ_MESSAGES: {Role.THERAPIST, Role.ASSISTANT, Role.PATIENT},
    Permission.WRITE_MESSAGES: {Role.THERAPIST, Role.ASSISTANT, Role.PATIENT},
    Permission.SET_REMINDERS: {Role.PATIENT, Role.LINK},
    Permission.EDIT_CLINIC: {Role.OWNER},
    Permission.SEE_AUDIT: {Role.OWNER, Role.THERAPIST},
    Permission.SEE_MONITORING: {Role.OWNER, Role.THERAPIST, Role.ASSISTANT},
    Permission.KEEP_TIME: {Role.THERAPIST, Role.ASSISTANT},
    Permission.PRACTISE: {Role.PATIENT, Role.LINK, Role.CAREGIVER},
    Permission.DECIDE_WHO_SEES: {Role.PATIENT},
    Permission.OWN_SIGN_IN: {
        Role.OWNER,
        Role.THERAPIST,
        Role.ASSISTANT,
        Role.FRONT_DESK,
        Role.PATIENT,
        Role.CAREGIVER,
    },
    Permission.SEE_PROGRESS: {Role.PATIENT},
    Permission.CHANGE_PASSWORD: {
        Role.OWNER,
        Role.THERAPIST,
        Role.ASSISTANT,
        Role.FRONT_DESK,
        Role.PATIENT,
    },
}


@pytest.mark.parametrize("permission", Permission, ids=lambda permission: permission.value)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM], ids=lambda r: r.value)
def test_each_role_may_do_what_the_table_says_and_nothing_else(
    world: ClinicWorld, role: Role, permission: Permission
) -> None:
    viewer = Viewer(clinic_id=world.clinic.id, role=role, actor_id=world.clinic.id, name="", zone="UTC")
    assert may(viewer, permission) is (role in WHO_MAY[permission])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM], ids=lambda r: r.value)
def test_only_a_link_and_a_caregiver_can_be_let_see_more_and_that_is_progress(
    world: ClinicWorld, role: Role
) -> None:
    usual, wider = (
        Viewer(
            clinic_id=world.clinic.id, role=role, actor_id=world.clinic.id, name="", zone="UTC", wider=wider
        )
        for wider in (False, True)
    )
    more = {one for one in Permission if may(wider, one) and not may(usual, one)}
    assert more == ({Permission.SEE_PROGRESS} if role in (Role.LINK, Role.CAREGIVER) else set())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM], ids=lambda r: r.value)
def test_only_a_caregiver_can_be_let_read_and_write_messages(world: ClinicWorld, role: Role) -> None:
    usual, talks = (
        Viewer(
            clinic_id=world.clinic.id, role=role, actor_id=world.clinic.id, name="", zone="UTC", talks=talks
        )
        for talks in (False, True)
    )
    more = {one for one in Permission if may(talks, one) and not may(usual, one)}
    messages = {Permission.READ_MESSAGES, Permission.WRITE_MESSAGES}
    assert more == (messages if role is Role.CAREGIVER else set())


def test_every_role_has_a_line_in_the_table() -> None:
    assert set(ALLOWED) == set(Role)


def test_an_assistant_does_not_change_the_patient(world: ClinicWorld) -> None:
    with pytest.raises(NotAllowed):
        add_patient(by=viewer_of_staff(world.assistant), details=details(), now=NOW)


def session_of(world: ClinicWorld) -> SignedIn:
    user = world.therapist.user
    return SignedIn(user_id=user.id, auth_hash=user.get_session_auth_hash())


def test_an_open_session_has_its_viewer(world: ClinicWorld) -> None:
    assert viewer_of_session(session_of(world)) == world.ana


def test_a_changed_password_ends_every_open_session(world: ClinicWorld) -> None:
    open_before = session_of(world)
    world.therapist.user.set_password("another long password")
    world.therapist.user.save()
    assert viewer_of_session(open_before) is None


def test_who_has_left_the_clinic_is_out_at_once(world: ClinicWorld) -> None:
    open_before = session_of(world)
    world.therapist.ended_at = NOW
    world.therapist.save(update_fields=["ended_at"])
    assert viewer_of_session(open_before) is None
    assert ways_of(world.therapist.user, now=NOW) == []


def test_a_locked_account_is_out_at_once(world: ClinicWorld) -> None:
    open_before = session_of(world)
    world.therapist.user.is_active = False
    world.therapist.user.save()
    assert viewer_of_session(open_before) is None


def test_the_installation_acts_inside_one_clinic_only(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    with pytest.raises(NotFound):
        patient(system_viewer(world.clinic.id, "UTC"), neighbour.patient.id)
