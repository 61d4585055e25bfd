"""The builder: one page, one route for each kind of change, and the signature."""

from django.urls import path

from everyrep.web.clinic.builder import changes, pages, search, signing

urlpatterns = [
    path("", pages.builder, name="builder"),
    path("start/", pages.start, name="builder_start"),
    path("search/", search.results, name="builder_search"),
    path("add/", changes.add, name="builder_add"),
    path("items/<str:key>/", changes.line, name="builder_line"),
    path("items/<str:key>/shorthand/", changes.typed_line, name="builder_shorthand"),
    path("items/<str:key>/dose/", changes.dose, name="builder_dose"),
    path("items/<str:key>/override/", changes.override, name="builder_override"),
    path("undo/", changes.undo, name="builder_undo"),
    path("discard/", pages.discard, name="builder_discard"),
    path("sign/", signing.sign, name="builder_sign"),
]
