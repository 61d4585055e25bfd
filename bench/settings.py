"""The installation's own settings with one more route: the bare view that pages are compared with."""

from everyrep.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
