from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from delegates.services import reference_data


class Command(BaseCommand):
    help = "Adds the States and organizations that are missing; changes none that are there."

    def handle(self, *args: Any, **options: Any) -> None:
        added = reference_data.add_missing(at=timezone.now())
        self.stdout.write(
            f"Added {added.countries} countries and {added.organizations} organizations."
        )
