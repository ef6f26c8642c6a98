from django.apps import AppConfig


class DelegatesConfig(AppConfig):
    name = "delegates"
    label = "delegates"
    verbose_name = "Delegations"

    def ready(self) -> None:
        # Models cannot be imported before every app is loaded.
        from delegates import erasing
        from delegates.services import erasure

        erasure.register(erasing.PLACES)
