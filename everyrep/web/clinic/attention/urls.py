"""The start page, one reason, and how soon somebody answers."""

from django.urls import path

from everyrep.web.clinic.attention import cover, one, start, times

urlpatterns = [
    path("", start.start, name="attention"),
    path("attention/<uuid:reason_id>/", one.reason, name="reason"),
    path("attention/<uuid:reason_id>/handled/", one.handled, name="reason_handled"),
    path("attention/<uuid:reason_id>/owner/", one.owner, name="reason_owner"),
    path("patients/<uuid:patient_id>/alerts/<uuid:alert_id>/owner/", one.alert_owner, name="alert_owner"),
    path("attention/cover/", cover.cover, name="cover"),
    path("settings/times/", times.times, name="response_times"),
]
