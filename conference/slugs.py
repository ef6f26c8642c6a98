"""Words that stand at the start of an address and so cannot name a conference."""

from django.apps import apps
from django.conf import settings

RESERVED = frozenset(
    [
        "accounts",
        "account",
        "admin",
        "api",
        "app",
        "assets",
        "autocomplete",
        "badges",
        "calendar",
        "checkin",
        "conferences",
        "desk",
        "door",
        "favicon",
        "files",
        "health",
        "help",
        "home",
        "jsi18n",
        "login",
        "logout",
        "media",
        "new",
        "registration",
        "robots",
        "scan",
        "search",
        "static",
        "status",
        "verify",
    ]
)


def is_reserved_slug(slug: str) -> bool:
    """Labels of apps too: they stood in the admin's addresses where the conference stands now. A
    conference that was named "me" before stays where it is; no other is called so.
    """
    languages = {code for code, _ in settings.LANGUAGES}
    labels = {app.label for app in apps.get_app_configs()}
    return slug in RESERVED | languages | labels | {"me"}


class ConferenceSlug:
    """In a public address. `/admin/agenda/` is no conference called admin, in no language."""

    regex = "[-a-zA-Z0-9_]+"

    def to_python(self, value: str) -> str:
        if value in RESERVED:
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return value
