"""How a patient reads Everyrep and is spoken to by it: their own choice, on every device."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.problems import N_, invalid
from everyrep.people.models import Patient
from everyrep.people.policy import Permission, check
from everyrep.tenancy.viewer import Role, Viewer

TEXT_SIZES = (100, 115, 130, 150, 175, 200)  # percent of the usual size; 200 is as far as WCAG 2.2 1.4.4 asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """`text_size` is one of TEXT_SIZES. `voice` and `sounds` are what a session starts with."""

    text_size: int = 100
    voice: bool = True
    sounds: bool = True


def preferences_of(patient: Patient) -> Preferences:
    """What this patient has chosen."""
    return Preferences(text_size=patient.text_size, voice=patient.voice, sounds=patient.sounds)


@transaction.atomic
def choose_preferences(*, by: Viewer, preferences: Preferences, now: datetime) -> None:
    """The choice holds at once for every device of the patient. Raises Invalid."""
    check(by, Permission.PRACTISE)
    if preferences.text_size not in TEXT_SIZES:
        raise invalid("text_size", N_("Choose one of the sizes in the list."))
    patient = Patient.objects.seen_by(by).find(id=by.patient_id)
    if preferences_of(patient) == preferences:
        return
    chosen = asdict(preferences)
    for name, value in chosen.items():
        setattr(patient, name, value)
    patient.save(update_fields=list(chosen))
    record(
        by=by,
        action="choose_preferences",
        object_type="patient",
        object_id=patient.id,
        patient_id=patient.id,
        now=now,
        detail=chosen,
    )


@transaction.atomic
def speak_to_me_in(*, by: Viewer, language: str, now: datetime) -> None:
    """The language of the patient's record, in which reminders and letters are written; theirs to choose.

    Whoever helps, and whoever came by a link, chooses for their own device only.
    """
    if by.role is not Role.PATIENT or by.language == language:
        return
    patient = Patient.objects.seen_by(by).find(id=by.patient_id)
    patient.language = language
    patient.save(update_fields=["language"])
    record(
        by=by,
        action="choose_language",
        object_type="patient",
        object_id=patient.id,
        patient_id=patient.id,
        now=now,
        detail={"language": language},
    )
