"""People who help a patient: under their own name, with a scope and a last day, ended at once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.schedule import parse_local_date
from everyrep.people.accounts import address_problem, user_at
from everyrep.people.models import Caregiver, Patient, Scope, User
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Viewer

CARE_USUAL = timedelta(days=90)  # what the form offers; a course of care is about twelve weeks
CARE_MOST = timedelta(days=366)  # whoever helps for longer is asked again each year
CAREGIVERS_MOST = 10
SCOPES = tuple(scope.value for scope in Scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """As typed: `scope` is log, view or message, `last_day` a local date of the patient."""

    name: str
    email: str
    scope: str
    last_day: str


def caregivers_of(viewer: Viewer, patient_id: UUID, today: date) -> TenantQuerySet[Caregiver]:
    """Who may help the patient now, by name; for the patient and for who hands ways in over."""
    _check(viewer)
    now_helping = Caregiver.objects.seen_by(viewer).filter(
        patient_id=patient_id, revoked_at__isnull=True, expires_on__gte=today
    )
    return now_helping.select_related("user", "granted_by").order_by("name", "id")


@transaction.atomic
def invite(*, by: Viewer, patient_id: UUID, asked: Invitation, now: datetime) -> Caregiver:
    """Let someone help a patient. Inviting the same address again sets the new name, scope and day.

    Whether the address signs in to anything already is told to nobody. Raises Invalid.
    """
    _check(by)
    patient = (
        Patient.objects.seen_by(by).select_related("user").select_for_update(of=("self",)).find(id=patient_id)
    )
    last_day = _read(asked, patient, now)
    user = user_at(asked.email)
    care = _kept(patient, user)
    _check_room(patient, care)
    care.name, care.scope, care.expires_on = asked.name.strip(), asked.scope, last_day
    care.created_at, care.granted_by_id = now, None if by.is_patient else by.actor_id
    care.save()
    _record(by, "invite_caregiver", care, now)
    return care


@transaction.atomic
def end_care(*, by: Viewer, caregiver_id: UUID, now: datetime) -> None:
    """End a caregiver's way in for good, at their next request."""
    _check(by)
    care = Caregiver.objects.seen_by(by).find(id=caregiver_id)
    if care.revoked_at is None:
        care.revoked_at = now
        care.save(update_fields=["revoked_at"])
        _record(by, "end_care", care, now)


def usual_last_day(patient: Patient, now: datetime) -> date:
    return _today(patient, now) + CARE_USUAL


def _check(viewer: Viewer) -> None:
    check(viewer, Permission.DECIDE_WHO_SEES if viewer.is_patient else Permission.HAND_OVER)


def _read(asked: Invitation, patient: Patient, now: datetime) -> date:
    """The last day; raises Invalid with everything that is wrong."""
    problems = text_problems(Caregiver, {"name": asked.name})
    if not asked.name.strip():
        problems.append(Problem("name", N_("Enter a name.")))
    if wrong := address_problem(asked.email):
        problems.append(wrong)
    elif patient.user is not None and patient.user.email == asked.email.strip().lower():
        problems.append(Problem("email", N_("This is the patient's own address. Enter the helper's.")))
    if asked.scope not in SCOPES:
        problems.append(Problem("scope", N_("Choose one of the choices shown.")))
    last_day = today = _today(patient, now)
    try:
        last_day = parse_local_date(asked.last_day, "last_day")
        if not today <= last_day <= today + CARE_MOST:
            problems.append(Problem("last_day", N_("Enter a day from today to a year from now.")))
    except Invalid as fault:
        problems += fault.problems
    if problems:
        raise Invalid(problems)
    return last_day


def _kept(patient: Patient, user: User) -> Caregiver:
    """The row of this helper that was not ended, also when its day has passed; else a new one."""
    mine = Caregiver.objects.in_clinic(patient.clinic_id).filter(patient=patient, user=user)
    fresh = Caregiver(clinic_id=patient.clinic_id, patient=patient, user=user)
    return mine.filter(revoked_at__isnull=True).first() or fresh


def _check_room(patient: Patient, care: Caregiver) -> None:
    others = Caregiver.objects.in_clinic(patient.clinic_id).filter(patient=patient, revoked_at__isnull=True)
    if others.exclude(id=care.id).count() >= CAREGIVERS_MOST:
        full = N_("%(most)s people can help at a time. End someone's access first.")
        raise Invalid([Problem("name", full, {"most": CAREGIVERS_MOST})])


def _today(patient: Patient, now: datetime) -> date:
    return now.astimezone(ZoneInfo(patient.zone)).date()


def _record(by: Viewer, action: str, care: Caregiver, now: datetime) -> None:
    record(
        by=by,
        action=action,
        object_type="caregiver",
        object_id=care.id,
        patient_id=care.patient_id,
        now=now,
        detail={"scope": care.scope, "last_day": care.expires_on.isoformat()},
    )
