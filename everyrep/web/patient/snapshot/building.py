"""The snapshot of one patient's program, for one viewer at one moment."""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from everyrep.core.language import difference
from everyrep.core.logged import Excuse, Reason
from everyrep.figures import studio
from everyrep.library.queries import label
from everyrep.library.symptoms import texts_of
from everyrep.logbook.standing import TopOperation
from everyrep.logbook.window import Window, window
from everyrep.logbook.wire import SCHEMA_VERSION
from everyrep.people.access import account_of
from everyrep.people.preferences import Preferences, preferences_of
from everyrep.people.queries import patient
from everyrep.prescribing.queries import was_seen
from everyrep.tenancy.viewer import Role, Viewer
from everyrep.web.figures.ahead import prepare_figures
from everyrep.web.pages import WORDS, language
from everyrep.web.patient.showing import plain_names
from everyrep.web.patient.snapshot import schema
from everyrep.web.patient.snapshot.days import days_of
from everyrep.web.patient.snapshot.held import held_words
from everyrep.web.patient.snapshot.items import items_of
from everyrep.web.patient.snapshot.symptoms import symptom_check
from everyrep.web.telephone import dialled

WHENEVER = datetime.min.replace(tzinfo=UTC)
WAYS_IN: dict[Role, schema.WayIn] = {Role.PATIENT: "account", Role.LINK: "link", Role.CAREGIVER: "caregiver"}


def snapshot_of(viewer: Viewer, now: datetime) -> schema.Snapshot:
    """Everything the phone keeps. Has the figures made that it names; six queries, three more at most."""
    person = patient(viewer, viewer.patient_id)
    found = window(viewer, now, back=schema.DAYS_BACK, ahead=schema.DAYS_AHEAD)
    plans = {day.plan.number: day.plan for day in found.days if day.plan}
    versions = [(plan, found.versions[number]) for number, plan in sorted(plans.items())]
    items, ids = items_of(versions, viewer.demonstrator, found.today)
    for plan, version in versions:
        prepare_figures(plan.items, viewer.demonstrator, version.involved, found.today)
    made = schema.Snapshot(
        snapshot_v=schema.SNAPSHOT_V,
        schema_v=SCHEMA_VERSION,
        state="",
        made_at=now,
        account=account_of(viewer),
        reader=_reader(viewer, person.name, preferences_of(person)),
        clinic=schema.Clinic(
            name=person.clinic.name,
            phone=person.clinic.phone,
            dialled=dialled(person.clinic.phone),
            therapist=found.version.therapist if found.version else "",
        ),
        symptom_check=symptom_check(texts_of(person.clinic)),
        program=_program(found, held_words(viewer, texts_of(person.clinic), now)),
        words=_words(),
        items=items,
        days=days_of(found, ids),
        operations=[_held(top) for top in found.tops],
        change=_change(viewer, found),
    )
    return msgspec.structs.replace(made, state=_state(made))


def _state(made: schema.Snapshot) -> str:
    """A digest of all that is told, whenever it is told."""
    told = msgspec.json.encode(msgspec.structs.replace(made, made_at=WHENEVER))
    return hashlib.sha256(told).hexdigest()[:32]


def _reader(viewer: Viewer, patient_name: str, chosen: Preferences) -> schema.Reader:
    return schema.Reader(
        name=viewer.name,
        language=language(),
        zone=viewer.zone,
        way_in=WAYS_IN[viewer.role],
        patient_name=patient_name,
        text_size=chosen.text_size,
        voice=chosen.voice,
        sounds=chosen.sounds,
        shows=studio.demonstrator(viewer.demonstrator) or "",
    )


def _program(found: Window, words: str) -> schema.Program:
    version = found.version
    return schema.Program(
        state=found.program.value,
        number=version.number if version else 0,
        valid_from=version.valid_from if version else None,
        first_day=found.first_day,
        last_day=found.last_day,
        next_day=found.next_day,
        held_since=found.held_since,
        held_words=words,
    )


def _words() -> schema.Words:
    """A hold is the therapist's to say, so it is none of the patient's excuses."""
    own = (excuse.value for excuse in Excuse if excuse is not Excuse.THERAPIST_HOLD)
    return schema.Words(
        reasons=[_choice("reason", reason.value) for reason in Reason],
        excuses=[_choice("excuse", excuse) for excuse in own],
    )


def _choice(vocabulary: str, value: str) -> schema.Choice:
    return schema.Choice(value=value, words=label(vocabulary, value, language()))


def _held(top: TopOperation) -> schema.Held:
    operation = top.operation
    return schema.Held(
        op_id=UUID(operation.op_id),
        entry_id=UUID(operation.entry_id),
        kind=operation.kind.value,
        base_rev=operation.base_rev,
        local_date=operation.local_date,
        evidence=operation.evidence.value,
        body=operation.body,
        reduced=top.reduced,
    )


def _change(viewer: Viewer, found: Window) -> schema.Change | None:
    """What changed, until somebody has said they read it."""
    if found.change is None or found.version is None or was_seen(viewer, found.version.id):
        return None
    before, after = found.change.before, found.change.after
    changes = difference(before, after, plain_names((before, after)), WORDS, found.version.involved)
    return schema.Change(number=after.number, lines=[change.text for change in changes])
