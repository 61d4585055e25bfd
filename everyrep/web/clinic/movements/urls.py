"""Movements: the list, and the page where one is written."""

from django.urls import path

from everyrep.web.clinic.movements import listing, writing

urlpatterns = [
    path("", listing.movement_list, name="movements"),
    path("<slug:exercise_id>/", writing.movement, name="movement"),
]
