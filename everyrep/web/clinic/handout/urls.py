"""The take-home sheet and the patient's links."""

from django.urls import path

from everyrep.web.clinic.handout import links, sheet

urlpatterns = [
    path("", sheet.preview, name="handout"),
    path("print/", sheet.print_sheet, name="handout_print"),
    path("links/", links.create, name="link_create"),
    path("links/<uuid:link_id>/date/", links.set_date, name="link_date"),
    path("links/<uuid:link_id>/revoke/", links.revoke, name="link_revoke"),
]
