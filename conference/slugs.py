"""Words that stand at the start of an address and so cannot name a conference."""

from django.conf import settings

RESERVED = frozenset(
    [
        "accounts",
        "account",
        "admin",
        "api",
        "app",
        "assets",
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
        "login",
        "logout",
        "media",
        "new",
        "robots",
        "scan",
        "search",
        "static",
        "status",
        "verify",
    ]
)


def is_reserved_slug(slug: str) -> bool:
    return slug in RESERVED or slug in {code for code, _ in settings.LANGUAGES}
