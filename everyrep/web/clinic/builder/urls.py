"""The builder: one page, one route for each kind of change, and the signature."""

from django.urls import path

from everyrep.web.clinic.builder import changes, comparing, pages, reviewing, search, shelf, signing, starting

urlpatterns = [
    path("", pages.builder, name="builder"),
    path("start/", starting.start, name="builder_start"),
    path("search/", search.results, name="builder_search"),
    path("add/", changes.add, name="builder_add"),
    path("items/<str:key>/", changes.line, name="builder_line"),
    path("items/<str:key>/shorthand/", changes.typed_line, name="builder_shorthand"),
    path("items/<str:key>/dose/", changes.dose, name="builder_dose"),
    path("items/<str:key>/override/", changes.override, name="builder_override"),
    path("items/<str:key>/swap/", changes.swap, name="builder_swap"),
    path("undo/", changes.undo, name="builder_undo"),
    path("redo/", changes.redo, name="builder_redo"),
    path("favourite/", shelf.favourite, name="builder_favourite"),
    path("template/", shelf.save, name="builder_template"),
    path("compare/", comparing.compare, name="builder_compare"),
    path("review/", reviewing.review, name="builder_review"),
    path("discard/", pages.discard, name="builder_discard"),
    path("sign/", signing.sign, name="builder_sign"),
]
