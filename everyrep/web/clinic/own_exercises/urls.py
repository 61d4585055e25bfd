"""The clinic's own exercises."""

from django.urls import path

from everyrep.web.clinic.own_exercises import listing, writing

urlpatterns = [
    path("", listing.own_exercises, name="own_exercises"),
    path("new/", writing.new, name="own_exercise_new"),
    path("drawing/", writing.drawing, name="own_exercise_drawing"),
    path("<uuid:own_id>/", writing.change, name="own_exercise"),
    path("<uuid:own_id>/offer/", listing.offer, name="own_exercise_offer"),
]
