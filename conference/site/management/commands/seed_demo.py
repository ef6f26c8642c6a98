from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conference.errors import DomainError
from conference.site.demonstration import seeding


class Command(BaseCommand):
    help = "Fills the embedded database with the demonstration's conferences; harmless twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today",
            action="store_true",
            help="one conference opens tomorrow, not on the day of its file",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seeded = seeding.seed(now=timezone.now() if options["today"] else None)
        except DomainError as error:
            raise CommandError(str(error)) from error
        for edition in seeded:
            self.stdout.write(
                f"{edition.slug}: {edition.states} States, {edition.delegations} delegations,"
                f" {edition.delegates} delegates ({edition.entitled} with a right to a badge),"
                f" {edition.sessions} sessions."
            )
        if not seeded:
            self.stdout.write("The demonstration is there already; nothing was changed.")
