"""Figures: an address is the path of a file in the store, so any static host can answer instead."""

from django.urls import path

from everyrep.web.figures import serving

urlpatterns = [
    path("figures/<str:digest>/<str:name>", serving.figure, name="figure"),
    path("figures/bodies/<str:digest>/<slug:demonstrator>.glb", serving.body, name="figure_body"),
]
