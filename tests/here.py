"""Addresses in the conference that a test works in, known before there is a database."""

from conference.addresses import admin_url
from conference.models import Conference

HERE = "here"
"""The slug of that conference."""


def here(name: str, *args: object) -> str:
    """E.g. `here("delegates_delegate_change", delegate.pk)`."""
    return admin_url(Conference(slug=HERE), name, *args)
