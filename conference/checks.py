"""Refusing a database that cannot compare the names of half of Asia, and addresses not ours."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.http.request import validate_host

from conference import embedded


@register(Tags.database)
def database_knows_capitals(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Search and uniqueness rely on upper() knowing more than ASCII; a C locale does not."""
    return [error for alias in databases or () for error in check_capitals(alias)]


def check_capitals(alias: str, *, collation: str = "") -> list[CheckMessage]:
    """`collation` asks as another locale would; blank means the database's own."""
    collate = f' COLLATE "{collation}"' if collation else ""
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT upper('қ'{collate}) = 'Қ'")
        row = cursor.fetchone()
    if row and row[0]:
        return []
    return [
        Error(
            "The database cannot tell capital from small letters outside English.",
            hint="Create it with a UTF-8 locale: createdb --encoding UTF8 --locale C.UTF-8 or"
            " another UTF-8 locale, --template template0.",
            id="conference.E001",
        )
    ]


@register(Tags.database)
def demonstration_is_elsewhere(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """`seed_demo` refuses a configured database; a copy of an embedded one brings the accounts
    along, with passwords that lie in a file of the checkout where it was made. `migrate` asks, so
    each new version does.
    """
    if settings.IS_EMBEDDED:
        return []
    return [error for alias in databases or () for error in check_accounts(alias)]


def check_accounts(alias: str) -> list[CheckMessage]:
    """Before the first migration there is no table, and nobody in it."""
    table = get_user_model()._meta.db_table
    if table not in connections[alias].introspection.table_names():
        return []
    users = get_user_model()._default_manager.using(alias)
    there = users.filter(email__iendswith=embedded.OF_DEMONSTRATION, is_active=True)
    found = sorted(there.values_list("email", flat=True))
    if not found:
        return []
    return [
        Error(
            f"Accounts of the demonstration can sign in here: {', '.join(found)}.",
            hint="Their passwords are known where the demonstration was made. Deactivate them, or"
            " begin with a database of its own.",
            id="conference.E004",
        )
    ]


@register(Tags.security)
def public_url_is_ours(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Links in mails, feeds and files lead there: to nowhere else, and with nothing in between."""
    if is_origin(settings.PUBLIC_URL) and validate_host(
        urlsplit(settings.PUBLIC_URL).hostname or "", settings.ALLOWED_HOSTS
    ):
        return []
    return [
        Error(
            f"PUBLIC_URL is {settings.PUBLIC_URL}, which is not an address of this site.",
            hint="Set it to https:// and one of ALLOWED_HOSTS, with a port where it is not the"
            " usual one, and without a path, a name or a password.",
            id="conference.E002",
        )
    ]


def is_origin(address: str) -> bool:
    """Whether it is a scheme of the web, a host and perhaps a port, and no letter more."""
    try:
        parts = urlsplit(address)
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:
        return False
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    is_of_the_web = parts.scheme in {"http", "https"} and bool(host)
    return is_of_the_web and address.lower() == f"{parts.scheme}://{host}{port}"


@register(Tags.security)
def master_key_is_there(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Everything but what is signed works without; it is noticed here, not at the badge desk."""
    if settings.MASTER_KEYS:
        return []
    return [
        Error(
            "MASTER_KEYS is missing: codes of badges cannot be signed.",
            hint="Set it to an id, a colon and 32 random bytes, and keep a copy apart from those"
            " of the database; see .env.example.",
            id="conference.E003",
        )
    ]


@register(Tags.security, deploy=True)
def proxies_are_known(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Our own web server ends no TLS: where there is any, a proxy does."""
    if not settings.IS_SECURE or settings.TRUSTED_PROXIES:
        return []
    return [
        checks.Warning(
            "TRUSTED_PROXIES is 0, but a proxy must end TLS: everybody seems to come from it, and"
            " no request seems to have come by TLS.",
            hint="Set TRUSTED_PROXIES to the number of proxies that a request passes, usually 1.",
            id="conference.W001",
        )
    ]
