from django.apps import AppConfig


class DelegatesConfig(AppConfig):
    name = "delegates"
    label = "delegates"
    verbose_name = "Delegations"
