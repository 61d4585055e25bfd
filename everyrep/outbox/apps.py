from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "everyrep.outbox"
