from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "agenda"
    verbose_name = "Agenda"

    def ready(self) -> None:
        # Models cannot be imported before every app is loaded.
        from delegates.services import erasure
        from sessions import erasing

        erasure.register(erasing.PLACES)
