from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conference.secrets import SecretsError
from conference.services import sealing


class Command(BaseCommand):
    help = (
        "Seals every secret in the database with the first of MASTER_KEYS, while the system runs."
        " Afterwards the other master keys are no longer needed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = sealing.seal_anew()
        except SecretsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} sealed again; the first master key opens everything.")
