"""Every route of the installation; each one has a row in the tenant matrix."""

from django.conf import settings
from django.urls import include, path

from everyrep.api.push import push_key, push_subscriptions
from everyrep.api.sync import sync
from everyrep.api.texts import texts
from everyrep.web import errors

urlpatterns = [
    path("", include("everyrep.web.public.urls")),
    path("", include("everyrep.web.figures.urls")),
    path("", include("everyrep.web.patient.urls")),
    path("clinic/", include("everyrep.web.clinic.urls")),
    path("api/v1/sync", sync, name="sync"),
    path("api/v1/push/key", push_key, name="push_key"),
    path("api/v1/push/subscriptions", push_subscriptions, name="push_subscriptions"),
    path("api/v1/texts", texts, name="texts"),
]
if settings.DEMO:
    urlpatterns.append(path("", include("everyrep.web.demo.urls")))

handler404 = errors.not_found
handler500 = errors.server_error
