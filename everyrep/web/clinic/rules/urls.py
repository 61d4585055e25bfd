"""Rules of an item, and proposals."""

from django.urls import path

from everyrep.web.clinic.rules import approving, proposals

urlpatterns = [
    path("patients/<uuid:patient_id>/rules/<str:key>/", approving.rules, name="rules"),
    path("patients/<uuid:patient_id>/rules/<str:key>/off/", approving.off, name="rules_off"),
    path("proposals/", proposals.waiting, name="proposals"),
    path("proposals/<uuid:proposal_id>/", proposals.one, name="proposal"),
    path("proposals/<uuid:proposal_id>/accept/", proposals.accept, name="proposal_accept"),
    path("proposals/<uuid:proposal_id>/edit/", proposals.edit, name="proposal_edit"),
    path("proposals/<uuid:proposal_id>/reject/", proposals.reject, name="proposal_reject"),
]
