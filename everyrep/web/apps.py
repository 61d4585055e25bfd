from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "everyrep.web"
