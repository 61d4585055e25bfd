"""The clinic's own templates, which belong to no patient."""

from django.urls import path

from everyrep.web.clinic.builder import shelf

urlpatterns = [
    path("", shelf.templates, name="templates"),
    path("give/<str:ref>/", shelf.give, name="templates_give"),
    path("<uuid:template_id>/", shelf.template, name="template"),
]
