from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from delegates.models import Country
from delegates.reference.comparing import ReferenceDifference
from delegates.services import reference_data
from delegates.services.reference_data import Loaded


class Command(BaseCommand):
    help = (
        "Adds the States and organizations that are missing and brings up to date those that"
        " nobody edited; names those that somebody did."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = reference_data.load(at=timezone.now())
        countries = sum(isinstance(party, Country) for party in loaded.added)
        self.stdout.write(
            f"Data files of {loaded.version}: {countries} countries and"
            f" {len(loaded.added) - countries} organizations added,"
            f" {len(loaded.renewed)} brought up to date."
        )
        self._print_what_was_left(loaded)

    def _print_what_was_left(self, loaded: Loaded) -> None:
        for kept in loaded.kept:
            if kept.taken_by:
                self._print_warning(
                    f"{kept.party} was not brought up to date, because “{kept.taken_by}” has a"
                    " code that it would get. Correct one of the two, then load again:"
                )
            else:
                self._print_warning(f"{kept.party} was edited here and stays as it is:")
            self._print_differences(kept.differences)
        for line in loaded.not_added:
            self._print_warning(
                f"{line.line} was not added, because “{line.taken_by}” has a name or a code of it."
                " If the two are not the same, give that one other names, then load again."
            )

    def _print_warning(self, text: str) -> None:
        self.stdout.write(self.style.WARNING(text))

    def _print_differences(self, differences: Sequence[ReferenceDifference]) -> None:
        for each in differences:
            self.stdout.write(f"    {each}")
