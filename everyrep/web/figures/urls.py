"""Figures: an address is the path of a file in the store, so any static host can answer instead."""

from django.urls import path

from everyrep.web.figures import pictures, serving

urlpatterns = [
    path("figures/<str:digest>/<str:name>", serving.figure, name="figure"),
    path("pictures/<uuid:picture_id>.jpg", pictures.picture, name="own_picture"),
    path("figures/bodies/<str:digest>/<slug:demonstrator>.glb", serving.body, name="figure_body"),
]
