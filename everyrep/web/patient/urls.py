"""The patient's routes."""

from django.urls import path

from everyrep.web.patient import about, entry, exercise, progress, today

urlpatterns = [
    path("today/", today.today_page, name="today"),
    path("today/session/<int:index>/", today.session_page, name="session"),
    path("today/<str:item_key>/", exercise.exercise_page, name="exercise"),
    path("progress/", progress.progress_page, name="progress"),
    path("entry/<uuid:entry_id>/", entry.entry_page, name="entry"),
    path("help/", about.help_page, name="help"),
    path("more/", about.more_page, name="more"),
    path("more/demonstrator/", about.choose_who_shows, name="demonstrator"),
]
