"""The visit summary."""

from django.urls import path

from everyrep.web.clinic.summary import page

urlpatterns = [
    path("", page.summary, name="summary"),
    path("pdf/", page.summary_pdf, name="summary_pdf"),
]
