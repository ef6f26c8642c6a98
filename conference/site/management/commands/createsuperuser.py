import os
from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.core.validators import validate_email

from conference.models import User


class Command(createsuperuser.Command):
    """Without a terminal, too, the address must be one and the password a good one."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["interactive"]:
            email = options["email"] or os.environ.get("DJANGO_SUPERUSER_EMAIL", "")
            password = os.environ.get("DJANGO_SUPERUSER_PASSWORD", "")
            try:
                validate_email(email)
                validate_password(password, User(email=email))
            except ValidationError as error:
                raise CommandError("\n".join(error.messages)) from error
        super().handle(*args, **options)
