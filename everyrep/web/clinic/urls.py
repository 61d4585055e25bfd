"""The clinic's pages."""

from django.urls import include, path

from everyrep.web.clinic import (
    account,
    alerts,
    chart,
    closing,
    goal,
    paper,
    patients,
    periods,
    settings,
    ways_in,
)
from everyrep.web.clinic.audited import trail

urlpatterns = [
    path("", include("everyrep.web.clinic.attention.urls")),
    path("patients/", patients.patient_list, name="patients"),
    path("patients/new/", patients.add, name="patient_add"),
    path("patients/<uuid:patient_id>/", chart.chart, name="chart"),
    path("patients/<uuid:patient_id>/compare/", periods.compare, name="chart_compare"),
    path("patients/<uuid:patient_id>/rows/", periods.rows, name="chart_rows"),
    path("patients/<uuid:patient_id>/edit/", patients.edit, name="patient_edit"),
    path("patients/<uuid:patient_id>/episode/", patients.open_episode, name="episode_open"),
    path("patients/<uuid:patient_id>/episode/close/", closing.close_episode, name="episode_close"),
    path("patients/<uuid:patient_id>/goal/", goal.goal, name="goal"),
    path("patients/<uuid:patient_id>/account/", account.account, name="account"),
    path("patients/<uuid:patient_id>/ways-in/", ways_in.ways_in, name="ways_in"),
    path("patients/<uuid:patient_id>/ways-in/passphrase/", ways_in.passphrase, name="passphrase_renew"),
    path("patients/<uuid:patient_id>/ways-in/letter/", ways_in.letter, name="link_letter"),
    path("patients/<uuid:patient_id>/ways-in/helpers/", ways_in.add_helper, name="helper_add"),
    path(
        "patients/<uuid:patient_id>/ways-in/helpers/<uuid:caregiver_id>/end/",
        ways_in.end_helper,
        name="helper_end",
    ),
    path("patients/<uuid:patient_id>/audit/", trail.patient_audit, name="patient_audit"),
    path("patients/<uuid:patient_id>/audit/file/", trail.patient_audit_file, name="patient_audit_file"),
    path("patients/<uuid:patient_id>/paper/", paper.paper, name="paper"),
    path("patients/<uuid:patient_id>/versions/<int:number>/", chart.version, name="version"),
    path("patients/<uuid:patient_id>/entries/<uuid:entry_id>/", chart.entry_history, name="chart_entry"),
    path("patients/<uuid:patient_id>/set-aside/<uuid:quarantined_id>/", chart.settle, name="settle"),
    path("patients/<uuid:patient_id>/alerts/<uuid:alert_id>/seen/", alerts.seen, name="alert_seen"),
    path("patients/<uuid:patient_id>/alerts/<uuid:alert_id>/clear/", alerts.clear, name="alert_clear"),
    path("patients/<uuid:patient_id>/program/", include("everyrep.web.clinic.builder.urls")),
    path("patients/<uuid:patient_id>/handout/", include("everyrep.web.clinic.handout.urls")),
    path("patients/<uuid:patient_id>/summary/", include("everyrep.web.clinic.summary.urls")),
    path("", include("everyrep.web.clinic.rules.urls")),
    path("", include("everyrep.web.clinic.messages.urls")),
    path("", include("everyrep.web.clinic.monitoring.urls")),
    path("templates/", include("everyrep.web.clinic.builder.template_urls")),
    path("own-exercises/", include("everyrep.web.clinic.own_exercises.urls")),
    path("movements/", include("everyrep.web.clinic.movements.urls")),
    path("settings/", settings.clinic, name="settings"),
]
