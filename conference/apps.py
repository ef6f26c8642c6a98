from importlib import import_module

from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "conference"
    label = "conference"
    verbose_name = "Conference"

    def ready(self) -> None:
        import_module("conference.checks")
        import_module("conference.accounts.events").listen()
        import_module("conference.requests.faults").log_threads()
