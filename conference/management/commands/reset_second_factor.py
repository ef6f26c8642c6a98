from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conference.models import User
from conference.services import accounts


class Command(BaseCommand):
    help = "Takes the second factors of a user away, who sets up another at the next sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_args: Any, email: str, **_options: Any) -> None:
        user = User.objects.filter(email__lower=email.strip().lower()).first()
        if user is None:
            raise CommandError("There is no user with this address.")
        count = accounts.reset_second_factor(user=user, at=timezone.now())
        self.stdout.write(
            f"Second factors taken away: {count}. At the next sign-in another one is set up."
        )
