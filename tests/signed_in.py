"""What a sign-in by password a moment ago leaves in the login session."""

import time
from typing import Any

from django.test import Client

from conference.models import User


def note_password(client: Client, user: User) -> None:
    session: Any = client.session
    session["signed_in_at"] = session["seen_at"] = now = time.time()
    session["account_authentication_methods"] = [{"method": "password", "at": now}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
