"""The patient's routes. Those of the app are all answered with its one page; `today/` is its home."""

from django.urls import path

from everyrep.web.patient import (
    about,
    birth_year,
    devices,
    entry,
    messages,
    people,
    plain,
    progress,
    reminders,
    seeing,
    shell,
    wins,
)
from everyrep.web.patient.snapshot import serving

urlpatterns = [
    path("today/seen/", seeing.seen, name="version_seen"),
    path("today/snapshot/", serving.snapshot, name="snapshot"),
    path("today/", shell.shell, name="today"),
    path("today/session/<int:index>/", shell.shell, name="session"),
    path("today/day/<str:local_date>/", shell.shell, name="day"),
    path("today/<str:item_key>/", shell.shell, name="exercise"),
    path("help/", shell.shell, name="help"),
    path("outbox/", shell.shell, name="outbox"),
    path("sw.js", shell.worker, name="worker"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("plain/", plain.plain, name="plain"),
    path("progress/", progress.progress_page, name="progress"),
    path("progress/steps/<uuid:milestone_id>/", wins.mark_step, name="mark_step"),
    path("messages/", messages.messages_page, name="messages"),
    path("messages/part/", messages.part, name="messages_part"),
    path("messages/send/", messages.send, name="message_send"),
    path("messages/photos/<uuid:photo_id>/", messages.photo, name="message_photo"),
    path("entry/<uuid:entry_id>/", entry.entry_page, name="entry"),
    path("more/", about.more_page, name="more"),
    path("more/birth-year/", birth_year.birth_year, name="birth_year"),
    path("more/devices/", devices.devices_page, name="devices"),
    path("more/devices/<uuid:device_id>/sign-out/", devices.sign_out, name="device_sign_out"),
    path("more/people/", people.people_page, name="people"),
    path("more/people/<uuid:caregiver_id>/end/", people.end, name="caregiver_end"),
    path("more/people/links/<uuid:link_id>/close/", people.close_link, name="own_link_close"),
    path("more/reminders/", reminders.reminders_page, name="reminders"),
    path("more/reminders/stop/", reminders.stop_all, name="reminders_off"),
    path("more/reminders/try/", reminders.try_now, name="reminders_try"),
    path("more/reminders/calendar/", reminders.calendar_address, name="reminders_calendar"),
    path("more/demonstrator/", about.choose_who_shows, name="demonstrator"),
    path("more/reading/", about.choose_reading, name="reading"),
]
