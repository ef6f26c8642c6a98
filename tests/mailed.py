"""Codes that were sent by mail, read as their reader reads them."""

import re

from django.core import mail
from django.utils import timezone

from conference import leased_work
from conference.accounts import codes


def send_codes() -> None:
    """As a worker that was woken does."""
    while leased_work.run_next([codes.KIND], timezone.now):
        pass


def code_in(text: str) -> str:
    (code,) = re.findall(r"^(\d{4} \d{4})$", text, re.MULTILINE)
    return str(code)


def code_sent() -> str:
    """The one of the last mail."""
    send_codes()
    return code_in(str(mail.outbox[-1].body))
