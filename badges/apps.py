from django.apps import AppConfig


class BadgesConfig(AppConfig):
    name = "badges"
    label = "badges"
    verbose_name = "Badges"
