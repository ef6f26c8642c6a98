import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, transaction
from pytest_django import Settings

from conference import embedded
from conference.checks import (
    check_capitals,
    database_knows_capitals,
    demonstration_is_elsewhere,
    master_key_is_there,
    proxies_are_known,
    public_url_is_ours,
)
from tests.factories import UserFactory


def test_database_of_the_tests_knows_capitals() -> None:
    assert database_knows_capitals(databases=["default"]) == []


def test_locale_without_capitals_is_refused() -> None:
    assert [error.id for error in check_capitals("default", collation="C")] == ["conference.E001"]


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("https://dais.example", True),
        ("https://dais.example:8443", True),
        ("https://elsewhere.example", False),
        ("https://dais.example/path", False),
        ("dais.example", False),
        ("ftp://dais.example", False),
        ("https://*", False),
        ("https://dais.example:eighty", False),
        ("https://dais.example:", False),
        ("https://name@dais.example", False),
        ("https://dais.example#part", False),
        ("https://dais.example?", False),
        ("https://dais.example ", False),
        ("", False),
    ],
)
def test_public_address_must_be_one_of_this_site(
    settings: Settings, address: str, is_ours: bool
) -> None:
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["dais.example"], address

    assert [error.id for error in public_url_is_ours(None)] == (
        [] if is_ours else ["conference.E002"]
    )


@pytest.mark.parametrize(
    ("is_secure", "proxies", "warned"), [(True, 0, True), (True, 1, False), (False, 0, False)]
)
def test_installation_behind_tls_without_a_proxy_is_warned_of(
    settings: Settings, is_secure: bool, proxies: int, warned: bool
) -> None:
    settings.IS_SECURE, settings.TRUSTED_PROXIES = is_secure, proxies

    found = [warning.id for warning in proxies_are_known(None)]

    assert found == (["conference.W001"] if warned else [])


@pytest.mark.parametrize(("keys", "found"), [({}, ["conference.E003"]), ({"2026": bytes(32)}, [])])
def test_installation_without_a_master_key_is_refused(
    settings: Settings, keys: dict[str, bytes], found: list[str]
) -> None:
    settings.MASTER_KEYS = keys

    assert [error.id for error in master_key_is_there(None)] == found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "is_active", "is_embedded", "found"),
    [
        (embedded.MAKER, True, False, ["conference.E004"]),
        ("Organizer@Dais.Example", True, False, ["conference.E004"]),
        (embedded.MAKER, False, False, []),
        (embedded.MAKER, True, True, []),
        ("maker@mfa.example", True, False, []),
    ],
)
def test_accounts_of_the_demonstration_are_refused_in_a_configured_database(
    settings: Settings, email: str, is_active: bool, is_embedded: bool, found: list[str]
) -> None:
    UserFactory(email=email, is_active=is_active)
    settings.IS_EMBEDDED = is_embedded

    errors = demonstration_is_elsewhere(databases=["default"])

    assert [error.id for error in errors] == found


def test_everybody_of_the_demonstration_is_known_by_the_address() -> None:
    assert embedded.SIGN_INS
    assert all(address.endswith(embedded.OF_DEMONSTRATION) for address in embedded.SIGN_INS)


@pytest.mark.django_db
def test_database_without_tables_has_nobody_in_it(settings: Settings) -> None:
    settings.IS_EMBEDDED = False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA empty; SET LOCAL search_path TO empty")
        found = demonstration_is_elsewhere(databases=["default"])
        transaction.set_rollback(True)

    assert found == []


@pytest.mark.django_db
def test_no_version_is_deployed_over_accounts_of_the_demonstration(settings: Settings) -> None:
    """`migrate` is the step of every deployment that asks the database."""
    UserFactory(email=embedded.MAKER)
    settings.IS_EMBEDDED = False

    with pytest.raises(SystemCheckError, match=embedded.MAKER):
        call_command("migrate", verbosity=0, skip_checks=False)
