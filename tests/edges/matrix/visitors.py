"""Who may come to a route: people of the record, of the same clinic, of the clinic next door, strangers."""

from datetime import timedelta
from enum import Enum
from uuid import UUID

from conftest import NOW, TODAY
from django.test import Client

from edges.conftest import as_caregiver, signed_in, through_link
from edges.matrix.town import Record, Town
from everyrep.people.access import viewer_of_patient
from everyrep.people.actions import create_link, revoke_link
from everyrep.people.caregivers import Invitation, end_care, invite
from everyrep.people.models import PatientLink, Staff
from everyrep.people.queries import links_of
from everyrep.people.signing_out import sign_out_device
from everyrep.web.sessions import DEVICE_SESSION_KEY


class Visitor(Enum):
    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    OWNER = "owner"
    PATIENT = "patient"
    LINK = "patient's link"
    CAREGIVER = "caregiver"
    OTHER_PATIENT = "other patient of the clinic"
    NEIGHBOUR_THERAPIST = "therapist of the clinic next door"
    NEIGHBOUR_OWNER = "owner of the clinic next door"
    NEIGHBOUR_PATIENT = "patient of the clinic next door"
    NEIGHBOUR_LINK = "link of a patient next door"
    NEIGHBOUR_CAREGIVER = "caregiver of a patient next door"
    ANONYMOUS = "anonymous"
    ENDED_STAFF = "staff who has left"
    REVOKED_LINK = "revoked link"
    EXPIRED_LINK = "link after its last day"
    ENDED_CAREGIVER = "caregiver whose access was ended"
    EXPIRED_CAREGIVER = "caregiver after the last day"
    SIGNED_OUT_DEVICE = "device that was signed out"


V = Visitor
CLOSED = frozenset(
    {V.REVOKED_LINK, V.EXPIRED_LINK, V.ENDED_CAREGIVER, V.EXPIRED_CAREGIVER, V.SIGNED_OUT_DEVICE}
)
STRANGERS = CLOSED | {V.ANONYMOUS, V.ENDED_STAFF}
AT_HOME = frozenset({V.THERAPIST, V.ASSISTANT, V.OWNER, V.PATIENT, V.LINK, V.CAREGIVER})
ROLES = {  # the visitor of the record who has the same role
    V.OTHER_PATIENT: V.PATIENT,
    V.NEIGHBOUR_THERAPIST: V.THERAPIST,
    V.NEIGHBOUR_OWNER: V.OWNER,
    V.NEIGHBOUR_PATIENT: V.PATIENT,
    V.NEIGHBOUR_LINK: V.LINK,
    V.NEIGHBOUR_CAREGIVER: V.CAREGIVER,
}
PATIENTS = frozenset(
    {
        V.PATIENT,
        V.LINK,
        V.CAREGIVER,
        V.OTHER_PATIENT,
        V.NEIGHBOUR_PATIENT,
        V.NEIGHBOUR_LINK,
        V.NEIGHBOUR_CAREGIVER,
    }
)


def words_not_for(visitor: Visitor, town: Town) -> list[str]:
    """The words that must not be in any answer to this visitor."""
    mine, other, neighbour = town.mine.word, town.other.word, town.neighbour.word
    if visitor in STRANGERS:
        return [mine, other, neighbour]
    if visitor.name.startswith("NEIGHBOUR"):
        return [mine, other]
    if visitor is Visitor.OTHER_PATIENT:
        return [mine, neighbour]
    return [other, neighbour] if visitor in PATIENTS else [neighbour]


def client_of(visitor: Visitor, town: Town) -> Client:
    client, mine, there = Client(raise_request_exception=False), town.mine.world, town.neighbour
    match visitor:
        case V.THERAPIST:
            return signed_in(client, mine.therapist)
        case V.ASSISTANT:
            return signed_in(client, mine.assistant)
        case V.OWNER:
            return signed_in(client, mine.owner)
        case V.PATIENT:
            return signed_in(client, town.mine.patient)
        case V.LINK:
            return through_link(client, town.mine.token)
        case V.OTHER_PATIENT:
            return signed_in(client, town.other.patient)
        case V.NEIGHBOUR_THERAPIST:
            return signed_in(client, there.world.therapist)
        case V.NEIGHBOUR_OWNER:
            return signed_in(client, there.world.owner)
        case V.NEIGHBOUR_PATIENT:
            return signed_in(client, there.patient)
        case V.NEIGHBOUR_LINK:
            return through_link(client, there.token)
        case V.ENDED_STAFF:
            return _who_has_left(client, mine.therapist)
        case V.CAREGIVER:
            return as_caregiver(client, town.mine.helper)
        case V.NEIGHBOUR_CAREGIVER:
            return as_caregiver(client, there.helper)
        case V.REVOKED_LINK | V.EXPIRED_LINK:
            return _closed_link(client, town.mine, revoked=visitor is V.REVOKED_LINK)
        case V.ENDED_CAREGIVER | V.EXPIRED_CAREGIVER:
            return _former_caregiver(client, town.mine, ended=visitor is V.ENDED_CAREGIVER)
        case V.SIGNED_OUT_DEVICE:
            return _signed_out(client, town.mine)
        case V.ANONYMOUS:
            return client


def _who_has_left(client: Client, staff: Staff) -> Client:
    """Signed in while still a colleague; the colleague who stays is another one."""
    leaver = Staff.objects.in_clinic(staff.clinic_id).get(id=staff.id)
    leaver.pk, leaver.user = (
        None,
        type(staff.user).objects.create_user(email="leaver@x.example", password=None),
    )
    leaver._state.adding = True
    leaver.save()
    signed_in(client, leaver)
    leaver.ended_at = NOW
    leaver.save(update_fields=["ended_at"])
    return client


def _closed_link(client: Client, record: Record, *, revoked: bool) -> Client:
    """In by a link that was closed since, or whose last day has passed."""
    ana = record.world.ana
    kept = set(links_of(ana, record.patient.id).values_list("id", flat=True))
    token = create_link(by=ana, patient_id=record.patient.id, label="Lost sheet", now=NOW)
    through_link(client, token)
    lost = PatientLink.objects.seen_by(ana).filter(patient=record.patient).exclude(id__in=kept).get()
    if revoked:
        revoke_link(by=ana, link_id=lost.id, now=NOW)
    else:
        lost.expires_at = NOW
        lost.save(update_fields=["expires_at"])
    return client


def _former_caregiver(client: Client, record: Record, *, ended: bool) -> Client:
    """Another one than the record's helper, who stays."""
    ana, last_day = record.world.ana, TODAY.isoformat()
    asked = Invitation(name="Former helper", email="former@helper.example", scope="view", last_day=last_day)
    care = invite(by=ana, patient_id=record.patient.id, asked=asked, now=NOW)
    as_caregiver(client, care)
    if ended:
        end_care(by=ana, caregiver_id=care.id, now=NOW)
    else:
        care.expires_on = TODAY - timedelta(days=1)
        care.save(update_fields=["expires_on"])
    return client


def _signed_out(client: Client, record: Record) -> Client:
    signed_in(client, record.patient)
    device_id = UUID(client.session[DEVICE_SESSION_KEY])
    sign_out_device(by=viewer_of_patient(record.patient), device_id=device_id, now=NOW)
    return client
