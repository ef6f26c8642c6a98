"""What the first request of a web process would otherwise load.

The web server loads it once, before it makes its workers: they share the memory, and none of them
keeps somebody waiting. Nothing here asks a database, a cache or a broker: a connection that two
processes share is nobody's.
"""

import gc
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.cache import caches
from django.forms.renderers import get_default_renderer
from django.template import engines
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import formats, timezone, translation
from django.utils.module_loading import import_string

from badges.engine.identity import installed
from conference.celery import app
from conference.writing import collation

# Imported by others when they are first used: to ask the cache, to ring the bell, to tell the
# time elsewhere, to write a workbook, to answer what is refused.
IMPORTED_LATE = (
    "redis",
    "kombu.transport.redis",
    "celery.app.task",
    "celery.events",
    "tzdata",
    "xlsxwriter",
    "conference.site.errors",
)


def load() -> None:
    for name in IMPORTED_LATE:
        import_module(name)
    load_what_settings_name()
    load_words_and_addresses()
    for name in templates():
        get_template(name)
    collation.load()
    installed()
    # What is there from the start is never garbage: workers need not look through it, which would
    # make their own copies of it.
    gc.collect()
    gc.freeze()


def load_what_settings_name() -> None:
    """Made or imported by Django when it first asks for them."""
    get_backends()
    get_default_password_validators()
    get_default_renderer()
    timezone.get_default_timezone()
    import_string(settings.MESSAGE_STORAGE)
    import_module(settings.SESSION_SERIALIZER.rpartition(".")[0])
    engines["django"].engine.template_context_processors  # type: ignore[attr-defined]  # noqa: B018
    # Neither asks its server before it has something to say.
    caches["default"]
    app.amqp.router, app.events, app.backend  # noqa: B018


def load_words_and_addresses() -> None:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            formats.get_format("DATE_FORMAT")
            for addresses in (settings.ROOT_URLCONF, settings.ADMIN_URLCONF):
                get_resolver(addresses).reverse_dict  # noqa: B018


def templates() -> Iterator[str]:
    """Names of our own, and of those of Django's that pages of the admin stand on."""
    django = [
        Path(import_module(name).__file__ or "")
        for name in ("django.contrib.admin", "django.forms")
    ]
    ours: Any = settings.TEMPLATES[0]["DIRS"]
    folders = [*ours, *(path.with_name("templates") for path in django)]
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            yield str(path.relative_to(folder))
