"""Addresses of the admin, made outside a request: by commands, by workers, in mails and tests.

Within a request Django's `reverse` and `{% url %}` stay in the conference by themselves.
"""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse

from conference.models import Conference

LANGUAGE = "language"
"""In the query of an address of a page of accounts, which names no language by itself."""
INSTALLATION = "-"
"""In an address of the admin stands in a conference's place; no slug looks like it."""


def admin_url(
    conference: Conference | None,
    name: str,
    *args: object,
    query: Mapping[str, object] | None = None,
) -> str:
    """E.g. `admin_url(conference, "delegates_delegate_change", delegate.pk)`.

    Without a conference, of the installation: `admin_url(None, "conference_user_changelist")`.
    """
    place = [conference.slug] if conference else []
    return reverse(f"admin:{name}", settings.ADMIN_URLCONF, args=[*place, *args], query=query)
