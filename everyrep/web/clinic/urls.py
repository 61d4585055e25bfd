"""The clinic's pages."""

from django.urls import include, path

from everyrep.web.clinic import chart, patients, settings

urlpatterns = [
    path("patients/", patients.patient_list, name="patients"),
    path("patients/new/", patients.add, name="patient_add"),
    path("patients/<uuid:patient_id>/", chart.chart, name="chart"),
    path("patients/<uuid:patient_id>/edit/", patients.edit, name="patient_edit"),
    path("patients/<uuid:patient_id>/episode/", patients.open_episode, name="episode_open"),
    path("patients/<uuid:patient_id>/versions/<int:number>/", chart.version, name="version"),
    path("patients/<uuid:patient_id>/entries/<uuid:entry_id>/", chart.entry_history, name="chart_entry"),
    path("patients/<uuid:patient_id>/set-aside/<uuid:quarantined_id>/", chart.settle, name="settle"),
    path("patients/<uuid:patient_id>/program/", include("everyrep.web.clinic.builder.urls")),
    path("patients/<uuid:patient_id>/handout/", include("everyrep.web.clinic.handout.urls")),
    path("settings/", settings.clinic, name="settings"),
]
