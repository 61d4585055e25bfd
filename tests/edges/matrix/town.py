"""Two clinics and three patients, each with every kind of record and a word of its own in every text.

A word of a record that turns up in an answer to someone who may not see the record is a leak.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from conftest import NOW, PASSWORD, TODAY, ClinicWorld, details, make_operation, make_world
from owning import pictured, writes_own
from PIL import Image
from ruling import two_for_two, waiting_proposal

from everyrep.attention.needs import open_needs
from everyrep.attention.queries import alerts_of
from everyrep.conversations.actions import Draft, send
from everyrep.conversations.models import Message, Photo
from everyrep.conversations.replies import save_reply
from everyrep.library.models import OwnRevision
from everyrep.logbook.actions import receive
from everyrep.logbook.models import Entry, QuarantinedOperation
from everyrep.monitoring.actions import Typed, write_time
from everyrep.people.access import viewer_of_patient, ways_of
from everyrep.people.actions import add_patient, change_patient, create_link
from everyrep.people.caregivers import Invitation, invite
from everyrep.people.entering import let_in
from everyrep.people.models import Caregiver, Device, Passkey, Patient, PatientLink
from everyrep.prescribing.actions import drafts, signing
from everyrep.prescribing.actions.episodes import open_episode
from everyrep.prescribing.actions.milestones import set_milestones
from everyrep.prescribing.actions.rules import assign
from everyrep.prescribing.actions.shelf import save_template
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.prescribing.queries import milestones_of
from everyrep.reminders.actions import open_calendar
from everyrep.reminders.models import ReminderPreferences
from everyrep.reminders.stopping import stop_token

TEMPLATE = "after-total-knee-replacement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One patient with a signed program, a draft, a log, something set aside, an alert, and every way in."""

    word: str
    world: ClinicWorld
    patient: Patient
    episode: Episode
    version: ProgramVersion
    item_key: str
    revision: int
    entry_id: UUID
    quarantined_id: UUID
    link_id: UUID
    alert_id: UUID
    reason_id: UUID
    milestone_id: UUID
    device_id: UUID
    passkey_id: UUID
    helper: Caregiver
    said_id: UUID
    question_id: UUID
    photo_id: UUID
    reply_id: UUID
    template_id: UUID
    own_row: OwnRevision
    time_id: UUID
    proposal_id: UUID
    token: str
    calendar: str
    stop: str

    def operation(self, **changes: Any) -> dict[str, Any]:
        return make_operation(self.version.id, self.item_key, **changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """`mine` is the record the requests are about, `other` a patient of the same clinic."""

    mine: Record
    other: Record
    neighbour: Record


def make_town() -> Town:
    here, there = make_world("Riverside Physical Therapy"), make_world("Quokka Rehab")
    _name_everyone(there, "Quokka")
    second = add_patient(
        by=here.ana, details=details(), email="second@riverside.example", password=PASSWORD, now=NOW
    )
    return Town(
        mine=make_record(here, here.patient, "Axolotl"),
        other=make_record(here, second, "Wombat"),
        neighbour=make_record(there, there.patient, "Quokka"),
    )


def _name_everyone(world: ClinicWorld, word: str) -> None:
    for staff in (world.owner, world.therapist, world.assistant):
        staff.name, staff.credential = f"{word} {staff.role}", word
        staff.save(update_fields=["name", "credential"])
    world.clinic.phone = f"+1 555 {word}"
    world.clinic.emergency_text = f"{word}: call 911 first."
    world.clinic.save()


def make_record(world: ClinicWorld, patient: Patient, word: str) -> Record:
    named = details(given_name=word, family_name=f"{word}son", weight_bearing_note=word)
    patient = change_patient(by=world.ana, patient_id=patient.id, details=named, now=NOW)
    episode = open_episode(
        by=world.ana,
        patient_id=patient.id,
        problem=f"{word} knee",
        goal=f"Walk the {word}",
        involved_side="left",
        started_on=TODAY,
        now=NOW,
    )
    own_row = writes_own(
        world, pictured(world, alt=f"A {word} on a chair"), name=f"{word} roll", steps=(f"Hold the {word}.",)
    )
    version = _sign(world, episode, word, own_row.ref.id)
    draft = drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    item_key = from_document(version.items)[0].key
    entry_id = _log(world, patient, version, item_key, word)
    set_milestones(by=world.ana, episode_id=episode.id, texts=[f"to the {word}"], now=NOW)
    message = _talk(world, patient, word)
    token = create_link(by=world.ana, patient_id=patient.id, label=f"{word} sheet", now=NOW)
    return Record(
        word=word,
        world=replace(world, patient=patient),
        patient=patient,
        episode=episode,
        version=version,
        item_key=item_key,
        revision=draft.revision,
        entry_id=entry_id,
        quarantined_id=QuarantinedOperation.objects.seen_by(world.ana).get(patient=patient).id,
        alert_id=alerts_of(world.ana, patient.id)[0].id,
        reason_id=open_needs(world.ana, patient.id)[0].id,
        link_id=PatientLink.objects.seen_by(world.ana).get(patient=patient).id,
        milestone_id=milestones_of(world.ana, episode.id)[0].id,
        device_id=_device(patient, word),
        passkey_id=_passkey(patient, word),
        helper=_helper(world, patient, word),
        said_id=message.id,
        question_id=Entry.objects.seen_by(world.ana).get(patient=patient, asks=True).entry_id,
        photo_id=Photo.objects.seen_by(world.ana).get(message=message).id,
        reply_id=save_reply(by=world.ana, title=f"{word} words", text=f"The {word} can wait.", now=NOW).id,
        template_id=save_template(
            by=world.ana, episode_id=episode.id, name=f"The {word} template", now=NOW
        ).id,
        own_row=own_row,
        proposal_id=_proposal(world, patient, item_key, word),
        time_id=write_time(by=world.ana, patient_id=patient.id, typed=_time(word), now=NOW).id,
        token=token,
        calendar=open_calendar(by=viewer_of_patient(patient), names=False, now=NOW),
        stop=stop_token(ReminderPreferences.objects.seen_by(world.ana).get(patient=patient)),
    )


def _proposal(world: ClinicWorld, patient: Patient, item_key: str, word: str) -> UUID:
    """A step back that a rule has proposed, after the word of another therapist on the same exercise."""
    row = assign(
        by=world.ana,
        patient_id=patient.id,
        item_key=item_key,
        rules=two_for_two(world),
        usual_pain=1,
        lower_at_once=False,
        assistants=True,
        now=NOW,
    )
    version = ProgramVersion.objects.seen_by(world.ana).filter(patient=patient).latest("number")
    return waiting_proposal(row, version, why=word).id


def _time(word: str) -> Typed:
    return Typed(
        day=TODAY.isoformat(), start="07:00", stop="07:10", activity="call", contact=True, note=f"The {word}"
    )


def _device(patient: Patient, word: str) -> UUID:
    """The patient's phone at home."""
    assert patient.user is not None
    way = next(way for way in ways_of(patient.user, now=NOW) if way.id == patient.id)
    entered = let_in(patient.user, way, now=NOW)
    phones = Device.objects.in_clinic(patient.clinic_id).filter(id=entered.device_id)
    phones.update(label=f"{word} phone")
    return entered.device_id


def _passkey(patient: Patient, word: str) -> UUID:
    kept = Passkey(
        user=patient.user, credential_id=word, public_key=b"", sign_count=0, label=word, created_at=NOW
    )
    kept.save()
    return kept.id


def _helper(world: ClinicWorld, patient: Patient, word: str) -> Caregiver:
    asked = Invitation(
        name=f"{word} helper",
        email=f"{word}@helper.example",
        scope="log",
        last_day=(TODAY + timedelta(days=30)).isoformat(),
    )
    return invite(by=world.ana, patient_id=patient.id, asked=asked, now=NOW)


def _talk(world: ClinicWorld, patient: Patient, word: str) -> Message:
    """The patient writes with a photo, and the clinic replies."""
    rosa, picture = viewer_of_patient(patient), BytesIO(photo_of())
    asked = send(
        by=rosa, patient_id=patient.id, draft=Draft(text=f"The {word} itches", photos=[picture]), now=NOW
    )
    send(by=world.ana, patient_id=patient.id, draft=Draft(text=f"Leave the {word} open"), now=NOW)
    return asked


def photo_of(size: tuple[int, int] = (40, 30), kind: str = "JPEG", **more: Any) -> bytes:
    """A small photo as a phone sends it."""
    made = BytesIO()
    Image.new("RGB", size, (180, 90, 60)).save(made, kind, **more)
    return made.getvalue()


def _sign(world: ClinicWorld, episode: Episode, word: str, own_id: str) -> ProgramVersion:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    draft = drafts.use_template(
        by=world.ana, episode_id=episode.id, template_id=TEMPLATE, phase_id="1", now=NOW
    )
    first = from_document(draft.items)[0]
    told = replace(first, own_words=f"The {word} stretch", why=word, therapist_note=f"Like a {word}.")
    drafts.change_item(by=world.ana, episode_id=episode.id, item=told, now=NOW)
    draft = drafts.add_exercise(by=world.ana, episode_id=episode.id, exercise_id=own_id, side=None, now=NOW)
    return signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=draft.revision,
        reason=f"{word} is ready",
        valid_from=TODAY,
        today=TODAY,
        now=NOW,
    )


def _log(world: ClinicWorld, patient: Patient, version: ProgramVersion, item_key: str, word: str) -> UUID:
    body = {
        "type": "exercise",
        "item_key": item_key,
        "session": 0,
        "outcome": "done",
        "pain": 3,
        "note": f"{word} hurt a little",
    }
    done = make_operation(version.id, item_key, body=body)
    unreadable = {"op_id": f"{word}-1", "said": f"{word} was here"}
    answered = {
        "type": "symptoms",
        "asked": ["weight_loss"],
        "yes": ["weight_loss"],
        "note": f"{word} is lighter",
    }
    asked = {"type": "question", "text": f"May the {word} swim?"}
    others = [make_operation(version.id, item_key, body=body) for body in (answered, asked)]
    ops = [done, unreadable, *others]
    receipts = receive(by=viewer_of_patient(patient), patient_id=patient.id, ops=ops, now=NOW)
    assert [receipt.status for receipt in receipts].count("quarantined") == 1
    return UUID(done["entry_id"])
