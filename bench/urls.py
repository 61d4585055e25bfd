"""The installation's routes and those of the benchmark."""

from django.urls import path

from bench.bare import bare, forget
from everyrep.config.urls import handler404, handler500
from everyrep.config.urls import urlpatterns as installed

urlpatterns = [*installed, path("bench/bare/", bare), path("bench/forget/", forget)]

__all__ = ["handler404", "handler500", "urlpatterns"]
