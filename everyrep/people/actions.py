"""Writes about clinics, staff, patients and links."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, Problem, invalid
from everyrep.core.schedule import parse_local_date
from everyrep.people.links import LinkKind, end_of, expiry, new_token, token_hash
from everyrep.people.models import Clinic, Patient, PatientLink, Staff, User
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.tenancy.viewer import Role, Viewer

LANGUAGES = ("en", "es")
MINUTES_PER_DAY = range(1, 241)
EARLIEST_BIRTH = date(1900, 1, 1)
DIALLED = re.compile(r"\+?[0-9][0-9 ()*#-]{1,18}")
LINK_MOST = timedelta(days=730)  # a sheet older than two years is no program any more
TYPED_TEXTS = ("given_name", "family_name", "weight_bearing_note", "demonstrator", "phone")


@cache
def zones() -> frozenset[str]:
    """Every time zone by name; asking the system takes tens of milliseconds, so it is asked once."""
    return frozenset(available_timezones())


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientDetails:
    """What the clinic knows of a patient; `flags` and `equipment` are ids of the shipped vocabularies.

    `demonstrator` is the figure that shows the exercises, "" for the usual one; `phone` is where the clinic
    calls, "" where it has no number.
    """

    given_name: str
    family_name: str
    birth_date: date
    zone: str
    language: str = "en"
    units: str = "metric"
    minutes_per_day: int = 15
    equipment: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    weight_bearing: str = ""
    weight_bearing_note: str = ""
    demonstrator: str = ""
    phone: str = ""


@transaction.atomic
def create_clinic(*, name: str, phone: str, zone: str, language: str, now: datetime) -> Clinic:
    """A new tenant. Its emergency text is empty until the clinic writes it."""
    return Clinic.objects.create(name=name, phone=phone, zone=zone, language=language, created_at=now)


@transaction.atomic
def add_staff(
    *, by: Viewer, email: str, password: str | None, role: Role, name: str, credential: str, now: datetime
) -> Staff:
    """A new member of staff with an account. Raises Invalid."""
    check(by, Permission.EDIT_CLINIC)
    problems = [
        *text_problems(User, {"email": email}),
        *text_problems(Staff, {"name": name, "credential": credential}),
    ]
    if problems:
        raise Invalid(problems)
    user = User.objects.create_user(email=email, password=password)
    staff = Staff.objects.create(
        clinic_id=by.clinic_id, user=user, role=role.value, name=name, credential=credential
    )
    record(
        by=by,
        action="add_staff",
        object_type="staff",
        object_id=staff.id,
        now=now,
        detail={"role": role.value},
    )
    return staff


@transaction.atomic
def set_emergency_text(
    *,
    by: Viewer,
    text: str,
    phone: str,
    now: datetime,
    number: str = "",
    urgent: str = "",
    crisis: str = "",
) -> None:
    """The clinic's own words for an emergency and the number to call; shown first wherever it matters.

    `number` is what is dialled in an emergency, `urgent` and `crisis` the words for an urgent answer and for
    thoughts of self-harm; empty, the shipped defaults stand (library.symptoms). Raises Invalid.
    """
    check(by, Permission.EDIT_CLINIC)
    texts = {
        "emergency_text": text,
        "phone": phone,
        "emergency_number": number,
        "urgent_text": urgent,
        "crisis_text": crisis,
    }
    problems = text_problems(Clinic, texts)
    if not text.strip():
        problems.append(Problem("emergency_text", N_("Write what a patient should do in an emergency.")))
    if not phone.strip():
        problems.append(Problem("phone", N_("Enter the telephone number of the clinic.")))
    if number.strip() and not DIALLED.fullmatch(number.strip()):
        problems.append(Problem("emergency_number", N_("Enter a number to dial, such as 911 or 112.")))
    if problems:
        raise Invalid(problems)
    stripped = {name: typed.strip() for name, typed in texts.items()}
    Clinic.objects.filter(id=by.clinic_id).update(**stripped)
    record(by=by, action="set_emergency_text", object_type="clinic", object_id=by.clinic_id, now=now)


@transaction.atomic
def add_patient(
    *, by: Viewer, details: PatientDetails, now: datetime, email: str = "", password: str | None = None
) -> Patient:
    """A new patient; with an e-mail address also an account. Raises Invalid."""
    check(by, Permission.EDIT_PATIENT)
    _check_details(details, today=now.date())
    user = User.objects.create_user(email=email, password=password) if email else None
    patient = Patient.objects.create(clinic_id=by.clinic_id, user=user, created_at=now, **_columns(details))
    record(by=by, action="add", object_type="patient", object_id=patient.id, patient_id=patient.id, now=now)
    return patient


@transaction.atomic
def change_patient(*, by: Viewer, patient_id: UUID, details: PatientDetails, now: datetime) -> Patient:
    """New details for a patient; the audit row names the fields that changed, not their content."""
    check(by, Permission.EDIT_PATIENT)
    _check_details(details, today=now.date())
    patient = Patient.objects.seen_by(by).find(id=patient_id)
    columns = _columns(details)
    changed = [name for name, value in columns.items() if getattr(patient, name) != value]
    for name in changed:
        setattr(patient, name, columns[name])
    if changed:
        patient.save(update_fields=changed)
        record(
            by=by,
            action="change",
            object_type="patient",
            object_id=patient.id,
            patient_id=patient.id,
            now=now,
            detail={"fields": changed},
        )
    return patient


@transaction.atomic
def choose_demonstrator(*, by: Viewer, demonstrator: str, now: datetime) -> None:
    """The patient's own choice of who shows the exercises; "" goes back to the usual one. Raises Invalid."""
    check(by, Permission.PRACTISE)
    if problems := text_problems(Patient, {"demonstrator": demonstrator}):
        raise Invalid(problems)
    patient = Patient.objects.seen_by(by).find(id=by.patient_id)
    if patient.demonstrator == demonstrator:
        return
    patient.demonstrator = demonstrator
    patient.save(update_fields=["demonstrator"])
    record(
        by=by,
        action="choose_demonstrator",
        object_type="patient",
        object_id=patient.id,
        patient_id=patient.id,
        now=now,
        detail={"demonstrator": demonstrator},
    )


def _columns(details: PatientDetails) -> dict[str, object]:
    columns = asdict(details)
    return {**columns, "equipment": sorted(details.equipment), "flags": sorted(details.flags)}


def _check_details(details: PatientDetails, *, today: date) -> None:
    problems = [
        Problem(name, N_("Enter a name."))
        for name in ("given_name", "family_name")
        if not getattr(details, name).strip()
    ]
    problems += text_problems(Patient, {name: getattr(details, name) for name in TYPED_TEXTS})
    if not EARLIEST_BIRTH <= details.birth_date <= today:
        problems.append(Problem("birth_date", N_("Enter a date between 1900 and today.")))
    if details.phone and not DIALLED.fullmatch(details.phone):
        problems.append(Problem("phone", N_("Enter a number such as +1 555 0100, or leave it empty.")))
    if details.zone not in zones():
        problems.append(Problem("zone", N_("Choose a time zone such as America/New_York or Europe/Madrid.")))
    if details.language not in LANGUAGES:
        problems.append(Problem("language", N_("Choose English or Spanish.")))
    if details.minutes_per_day not in MINUTES_PER_DAY:
        problems.append(Problem("minutes_per_day", N_("Enter 1 to 240 minutes a day.")))
    if problems:
        raise Invalid(problems)


@transaction.atomic
def create_link(
    *, by: Viewer, patient_id: UUID, label: str, now: datetime, kind: LinkKind = LinkKind.PRINTED
) -> str:
    """A new way in for a patient. The secret is returned once, to print or send; only its hash is kept.

    A printed link opens for LINK_DAYS days, a sent one once within SENT_LINK_MINUTES (settings).
    Raises Invalid for a label that cannot be kept.
    """
    check(by, Permission.HAND_OVER)
    if problems := text_problems(PatientLink, {"label": label}):
        raise Invalid(problems)
    patient = Patient.objects.seen_by(by).find(id=patient_id)
    token = new_token()
    link = PatientLink.objects.create(
        clinic_id=by.clinic_id,
        kind=kind.value,
        patient=patient,
        token_hash=token_hash(token),
        label=label,
        created_at=now,
        expires_at=expiry(kind, patient.zone, now),
        created_by_id=by.actor_id if by.role is not Role.SYSTEM else None,
    )
    record(by=by, action="create_link", object_type="link", object_id=link.id, patient_id=patient.id, now=now)
    return token


@transaction.atomic
def set_link_date(*, by: Viewer, link_id: UUID, last_day: str, now: datetime) -> None:
    """The last local date on which a printed link opens, in the patient's zone. Raises Invalid."""
    check(by, Permission.HAND_OVER)
    printed = PatientLink.objects.seen_by(by).filter(kind=LinkKind.PRINTED.value, revoked_at__isnull=True)
    link = printed.select_related("patient").find(id=link_id)
    today = now.astimezone(ZoneInfo(link.patient.zone)).date()
    day = parse_local_date(last_day, "last_day")
    if not today <= day <= today + LINK_MOST:
        raise invalid("last_day", N_("Enter a day from today to two years from now."))
    link.expires_at = end_of(day, link.patient.zone)
    link.save(update_fields=["expires_at"])
    record(
        by=by,
        action="set_link_date",
        object_type="link",
        object_id=link.id,
        patient_id=link.patient_id,
        now=now,
        detail={"last_day": day.isoformat()},
    )


@transaction.atomic
def revoke_link(*, by: Viewer, link_id: UUID, now: datetime) -> None:
    """Close a link for good; open pages of it stop at their next request. The patient may close it too."""
    check(by, Permission.DECIDE_WHO_SEES if by.is_patient else Permission.HAND_OVER)
    link = PatientLink.objects.seen_by(by).find(id=link_id)
    if link.revoked_at is None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        record(
            by=by,
            action="revoke_link",
            object_type="link",
            object_id=link.id,
            patient_id=link.patient_id,
            now=now,
        )
