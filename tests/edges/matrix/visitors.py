"""Who may come to a route: people of the record, of the same clinic, of the clinic next door, strangers."""

from enum import Enum

from conftest import NOW
from django.test import Client

from edges.conftest import signed_in, through_link
from edges.matrix.town import Record, Town
from everyrep.people.actions import create_link, revoke_link
from everyrep.people.models import PatientLink, Staff
from everyrep.people.queries import links_of


class Visitor(Enum):
    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    OWNER = "owner"
    PATIENT = "patient"
    LINK = "patient's link"
    OTHER_PATIENT = "other patient of the clinic"
    NEIGHBOUR_THERAPIST = "therapist of the clinic next door"
    NEIGHBOUR_OWNER = "owner of the clinic next door"
    NEIGHBOUR_PATIENT = "patient of the clinic next door"
    NEIGHBOUR_LINK = "link of a patient next door"
    ANONYMOUS = "anonymous"
    ENDED_STAFF = "staff who has left"
    REVOKED_LINK = "revoked link"


V = Visitor
STRANGERS = frozenset({V.ANONYMOUS, V.ENDED_STAFF, V.REVOKED_LINK})
AT_HOME = frozenset({V.THERAPIST, V.ASSISTANT, V.OWNER, V.PATIENT, V.LINK})
ROLES = {  # the visitor of the record who has the same role
    V.OTHER_PATIENT: V.PATIENT,
    V.NEIGHBOUR_THERAPIST: V.THERAPIST,
    V.NEIGHBOUR_OWNER: V.OWNER,
    V.NEIGHBOUR_PATIENT: V.PATIENT,
    V.NEIGHBOUR_LINK: V.LINK,
}
PATIENTS = frozenset({V.PATIENT, V.LINK, V.OTHER_PATIENT, V.NEIGHBOUR_PATIENT, V.NEIGHBOUR_LINK})


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
        case V.REVOKED_LINK:
            return _revoked(client, town.mine)
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


def _revoked(client: Client, record: Record) -> Client:
    ana = record.world.ana
    kept = set(links_of(ana, record.patient.id).values_list("id", flat=True))
    token = create_link(by=ana, patient_id=record.patient.id, label="Lost sheet", now=NOW)
    through_link(client, token)
    lost = PatientLink.objects.seen_by(ana).filter(patient=record.patient).exclude(id__in=kept).get()
    revoke_link(by=ana, link_id=lost.id, now=NOW)
    return client
