from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "conference"
    label = "conference"
    verbose_name = "Conference"
