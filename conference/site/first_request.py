"""What the first request of a web process would otherwise load.

The web server loads it once, before it makes its workers: they share the memory, and none of them
keeps somebody waiting. Nothing here asks a database, a cache or a broker: a connection that two
processes share is nobody's.
"""

import gc
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import get_default_password_validators
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from badges.engine.identity import installed
from conference.writing import collation

# Imported when they are first used, by Django and Celery: to ask the cache, to ring the bell, to
# write a workbook.
IMPORTED_LATE = ("redis", "kombu.transport.redis", "xlsxwriter")


def load() -> None:
    for name in IMPORTED_LATE:
        import_module(name)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for addresses in (settings.ROOT_URLCONF, settings.ADMIN_URLCONF):
                get_resolver(addresses).reverse_dict  # noqa: B018
    for name in templates():
        get_template(name)
    get_default_password_validators()
    collation.load()
    installed()
    # What is there from the start is never garbage: workers need not look through it, which would
    # make their own copies of it.
    gc.collect()
    gc.freeze()


def templates() -> Iterator[str]:
    """Names of our own, and of those of Django's that pages of the admin stand on."""
    django = [
        Path(import_module(name).__file__ or "")
        for name in ("django.contrib.admin", "django.forms")
    ]
    folders = [*settings.TEMPLATES[0]["DIRS"], *(path.with_name("templates") for path in django)]
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            yield str(path.relative_to(folder))
