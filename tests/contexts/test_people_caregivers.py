"""People who help: under their own name, as far and as long as it was granted, and seen by the patient."""

from datetime import timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld, details, make_operation
from contexts.ways_in import helper_of, invitation, is_closed, is_in, let_in_to_help

from everyrep.audit.actions import record_read
from everyrep.audit.queries import events_about
from everyrep.core.problems import Invalid
from everyrep.logbook.actions import receive
from everyrep.logbook.models import OperationRow
from everyrep.people.access import viewer_of_caregiver, viewer_of_staff, ways_of
from everyrep.people.accounts import renew_passphrase
from everyrep.people.actions import add_patient, create_link
from everyrep.people.caregivers import CAREGIVERS_MOST, caregivers_of, end_care, invite
from everyrep.people.entering import redeem_link
from everyrep.people.looks import clinic_eyes, looks, open_links
from everyrep.people.models import Caregiver, User
from everyrep.people.policy import Permission, may
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import ProgramVersion
from everyrep.tenancy.viewer import NotAllowed, NotFound, Role


def test_a_helper_signs_in_under_their_own_name_without_a_password(world: ClinicWorld) -> None:
    care = helper_of(world)
    assert not care.user.has_usable_password()
    luis = let_in_to_help(care).viewer
    assert (luis.role, luis.name, luis.patient_id) == (Role.CAREGIVER, "Luis Diaz", world.patient.id)


@pytest.mark.parametrize(("scope", "sees"), [("log", False), ("view", True)])
def test_a_helper_practises_and_sees_progress_only_where_that_was_granted(
    world: ClinicWorld, scope: str, sees: bool
) -> None:
    luis = viewer_of_caregiver(helper_of(world, scope=scope))
    allowed = {permission for permission in Permission if may(luis, permission)}
    assert {Permission.PRACTISE, Permission.OWN_SIGN_IN} <= allowed
    assert (Permission.SEE_PROGRESS in allowed) is sees
    assert not allowed & {Permission.DECIDE_WHO_SEES, Permission.CHANGE_PASSWORD, Permission.SEE_PATIENTS}


@pytest.mark.parametrize("claimed", ["guided", "ticked", "recalled"])
def test_what_a_helper_logs_says_so_whatever_the_phone_claims(
    world: ClinicWorld, signed: ProgramVersion, claimed: str
) -> None:
    luis = viewer_of_caregiver(helper_of(world))
    said = make_operation(signed.id, from_document(signed.items)[0].key, evidence=claimed)
    (receipt,) = receive(by=luis, patient_id=world.patient.id, ops=[said], now=NOW)
    assert receipt.status == "accepted"
    row = OperationRow.objects.seen_by(world.ana).get()
    assert (row.evidence, row.actor_role, row.actor_name) == ("caregiver", "caregiver", "Luis Diaz")


def test_a_phone_of_the_patient_cannot_claim_to_be_a_helpers(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    said = make_operation(signed.id, from_document(signed.items)[0].key, evidence="caregiver")
    (receipt,) = receive(by=world.rosa, patient_id=world.patient.id, ops=[said], now=NOW)
    assert receipt.status == "quarantined"


def test_inviting_the_same_address_again_changes_what_was_granted(world: ClinicWorld) -> None:
    first = helper_of(world)
    again = helper_of(world, name="Luis", scope="view", last_day="2026-12-01", email=" LUIS@example.org")
    assert again.id == first.id
    (kept,) = caregivers_of(world.rosa, world.patient.id, TODAY)
    assert (kept.name, kept.scope, kept.expires_on.isoformat()) == ("Luis", "view", "2026-12-01")


def test_a_helper_whose_day_has_passed_is_asked_again_in_the_same_row(world: ClinicWorld) -> None:
    care = helper_of(world, last_day=TODAY.isoformat())
    later = NOW + timedelta(days=10)
    asked = invitation(last_day="2026-12-24")
    assert invite(by=world.rosa, patient_id=world.patient.id, asked=asked, now=later).id == care.id


def test_an_ended_helper_is_out_at_once_and_can_be_asked_anew(world: ClinicWorld) -> None:
    care = helper_of(world)
    entered = let_in_to_help(care)
    end_care(by=world.rosa, caregiver_id=care.id, now=NOW)
    assert is_closed(entered)
    assert ways_of(care.user, now=NOW) == []
    anew = helper_of(world)
    assert anew.id != care.id
    assert is_closed(entered)
    assert is_in(let_in_to_help(anew))


def test_the_clinic_grants_and_ends_too_and_the_patient_sees_who_did(world: ClinicWorld) -> None:
    assistant = viewer_of_staff(world.assistant)
    care = invite(by=assistant, patient_id=world.patient.id, asked=invitation(), now=NOW)
    (seen,) = caregivers_of(world.rosa, world.patient.id, TODAY)
    assert seen.granted_by == world.assistant
    end_care(by=world.rosa, caregiver_id=care.id, now=NOW)
    actions = events_about(world.ana, world.patient.id).values_list("action", "actor_role")
    assert {("invite_caregiver", "assistant"), ("end_care", "patient")} <= set(actions)


def test_neither_owner_nor_link_nor_helper_lets_anyone_in(world: ClinicWorld) -> None:
    entered = redeem_link(
        create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW), now=NOW
    )
    assert entered is not None
    luis = viewer_of_caregiver(helper_of(world))
    for nobody in (world.oscar, entered.viewer, luis):
        with pytest.raises(NotAllowed):
            invite(by=nobody, patient_id=world.patient.id, asked=invitation(email="x@y.org"), now=NOW)
        with pytest.raises(NotAllowed):
            caregivers_of(nobody, world.patient.id, TODAY)


def test_next_door_invites_to_nothing_and_ends_nothing_here(
    world: ClinicWorld, neighbour: ClinicWorld
) -> None:
    care = helper_of(world)
    with pytest.raises(NotFound):
        invite(by=neighbour.ana, patient_id=world.patient.id, asked=invitation(), now=NOW)
    for outsider in (neighbour.ana, neighbour.rosa):
        with pytest.raises(NotFound):
            end_care(by=outsider, caregiver_id=care.id, now=NOW)
    assert is_in(let_in_to_help(care))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Lu\0is"}, "name"),
        ({"email": "luis"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "Rosa@Riverside.example"}, "email"),
        ({"scope": "everything"}, "scope"),
        ({"last_day": "2026-11-15"}, "last_day"),
        ({"last_day": "2028-01-01"}, "last_day"),
        ({"last_day": "soon"}, "last_day"),
        ({"last_day": "2027-02-30"}, "last_day"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused_beside_its_field(
    world: ClinicWorld, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        helper_of(world, **changes)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Caregiver.objects.seen_by(world.ana).exists()
    assert not User.objects.filter(email="luis@example.org").exists()


def test_there_is_an_end_to_how_many_help_at_a_time(world: ClinicWorld) -> None:
    for number in range(CAREGIVERS_MOST):
        helper_of(world, email=f"helper{number}@example.org")
    with pytest.raises(Invalid, match="10 people can help"):
        helper_of(world, email="one-more@example.org")


def test_inviting_an_address_that_signs_in_here_already_tells_nobody(
    world: ClinicWorld, neighbour: ClinicWorld
) -> None:
    care = helper_of(world, email="ana@hillside.example")
    assert care.user == neighbour.therapist.user
    assert care.name == "Luis Diaz"
    kinds = [way.kind for way in ways_of(care.user, now=NOW)]
    assert kinds == ["staff", "caregiver"]


def test_one_helper_for_two_patients_has_two_ways(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    care = helper_of(world)
    invite(by=neighbour.rosa, patient_id=neighbour.patient.id, asked=invitation(), now=NOW)
    assert [way.clinic for way in ways_of(care.user, now=NOW)] == [
        neighbour.clinic.name,
        world.clinic.name,
    ]


def test_a_clinic_does_not_renew_a_password_that_also_opens_someone_elses_record(
    world: ClinicWorld, neighbour: ClinicWorld
) -> None:
    """Else the staff of one clinic could walk into the record of another."""
    helper_of(world, email="rosa@hillside.example")
    with pytest.raises(Invalid, match="not the clinic's to renew"):
        renew_passphrase(by=neighbour.ana, patient_id=neighbour.patient.id, now=NOW)


def test_the_patient_sees_who_can_open_the_record_and_which_links_open(world: ClinicWorld) -> None:
    create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    assert [staff.name for staff in clinic_eyes(world.rosa)] == ["Ali Khan", "Ana Vidal"]
    assert [link.label for link in open_links(world.rosa, NOW)] == ["Sheet"]
    assert open_links(world.rosa, NOW + timedelta(days=400)) == []


def test_the_patient_sees_who_looked_by_day_and_not_their_own_looks(world: ClinicWorld) -> None:
    luis = viewer_of_caregiver(helper_of(world))
    seen = [
        (world.ana, "chart", timedelta(days=31)),
        (world.ana, "chart", timedelta(days=2)),
        (world.ana, "handout", timedelta(days=2, minutes=-5)),
        (world.rosa, "progress", timedelta(days=1)),
        (luis, "snapshot", timedelta()),
    ]
    for viewer, what, ago in seen:
        record_read(by=viewer, what=what, patient_id=world.patient.id, now=NOW - ago)
    told = [(look.who, look.what) for look in looks(world.rosa, NOW)]
    assert told == [("Luis Diaz", ("snapshot",)), ("Ana Vidal, PT, DPT", ("handout", "chart"))]


def test_who_looked_at_another_patient_is_not_told(world: ClinicWorld) -> None:
    other = add_patient(by=world.ana, details=details(given_name="Martin"), now=NOW)
    record_read(by=world.ana, what="chart", patient_id=other.id, now=NOW)
    assert looks(world.rosa, NOW) == []
