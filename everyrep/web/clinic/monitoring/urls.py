"""The worksheet of a patient's month, its notes of time, and everybody's."""

from django.urls import path

from everyrep.web.clinic.monitoring import everyone, sheet, times

OF_PATIENT = "patients/<uuid:patient_id>/monitoring/"

urlpatterns = [
    path("monitoring/", everyone.everyone, name="monitoring_all"),
    path("monitoring/file/", everyone.everyone_file, name="monitoring_all_file"),
    path("monitoring/codes/", everyone.codes, name="monitoring_codes"),
    path(OF_PATIENT, sheet.sheet, name="monitoring"),
    path(f"{OF_PATIENT}file/", sheet.sheet_file, name="monitoring_file"),
    path(f"{OF_PATIENT}beat/", times.at_work, name="monitoring_beat"),
    path(f"{OF_PATIENT}time/", times.write, name="time_write"),
    path(f"{OF_PATIENT}time/<uuid:entry_id>/", times.amend, name="time_amend"),
    path(f"{OF_PATIENT}time/<uuid:entry_id>/remove/", times.remove, name="time_remove"),
]
