"""Reads of clinics, staff, patients and links, each inside the viewer's clinic."""

from uuid import UUID

from everyrep.people.actions import PatientDetails
from everyrep.people.models import Clinic, Patient, PatientLink, Staff
from everyrep.people.policy import Permission, check
from everyrep.tenancy.models import TenantQuerySet
from everyrep.tenancy.viewer import Viewer


def clinic_of(viewer: Viewer) -> Clinic:
    return Clinic.objects.get(id=viewer.clinic_id)


def patients(viewer: Viewer) -> TenantQuerySet[Patient]:
    """The clinic's patients by family name."""
    check(viewer, Permission.SEE_PATIENTS)
    return Patient.objects.seen_by(viewer).order_by("family_name", "given_name", "id")


def patient(viewer: Viewer, patient_id: UUID | None) -> Patient:
    """One patient with the clinic beside; raises NotFound, also to staff who do not see patients."""
    if not viewer.is_patient:
        check(viewer, Permission.SEE_PATIENTS)
    return Patient.objects.seen_by(viewer).select_related("clinic").find(id=patient_id)


def patient_under(viewer: Viewer, permission: Permission, patient_id: UUID) -> Patient:
    """One patient for somebody of the clinic whose work needs another permission; raises NotFound."""
    check(viewer, permission)
    return Patient.objects.seen_by(viewer).find(id=patient_id)


def staff_members(viewer: Viewer) -> TenantQuerySet[Staff]:
    check(viewer, Permission.EDIT_CLINIC)
    return Staff.objects.seen_by(viewer).select_related("user").order_by("name")


def links_of(viewer: Viewer, patient_id: UUID) -> TenantQuerySet[PatientLink]:
    """The patient's live links, newest first."""
    check(viewer, Permission.HAND_OVER)
    live = PatientLink.objects.seen_by(viewer).filter(patient_id=patient_id, revoked_at__isnull=True)
    return live.select_related("patient").order_by("-created_at")


def details_of(patient: Patient) -> PatientDetails:
    """The row as the details the clinic edits."""
    return PatientDetails(
        given_name=patient.given_name,
        family_name=patient.family_name,
        birth_date=patient.birth_date,
        zone=patient.zone,
        language=patient.language,
        units=patient.units,
        minutes_per_day=patient.minutes_per_day,
        equipment=tuple(patient.equipment),
        flags=tuple(patient.flags),
        weight_bearing=patient.weight_bearing,
        weight_bearing_note=patient.weight_bearing_note,
        demonstrator=patient.demonstrator,
        phone=patient.phone,
    )
