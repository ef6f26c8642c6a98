from collections.abc import Iterator

import pytest
from django.conf import settings as project
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client, override_settings
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from conference.models import User
from tests import emptying, quick_migrations
from tests.signed_in import note_password

quick_migrations.install()
emptying.install()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tests with real transactions empty all tables afterwards, the audit trail too."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_audit_is_never_emptied%'"
        )
        (name,) = (row[0] for row in cursor.fetchall())
        cursor.execute(f"ALTER TABLE conference_auditevent DISABLE TRIGGER {name}")


@pytest.fixture(autouse=True)
def _signed_in_by_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """`force_login` leaves what a sign-in by password a moment ago leaves in the login session."""
    force_login = Client.force_login

    def signed_in(client: Client, user: User, backend: str | None = None) -> None:
        force_login(client, user, backend)
        note_password(client, user)

    monkeypatch.setattr(Client, "force_login", signed_in)


@pytest.fixture(autouse=True)
def _by_password_alone(settings: Settings) -> None:
    """As in the demonstration, also where the tests are given a database of their own."""
    settings.STAFF_NEED_SECOND_FACTOR = False


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Almost every test reads the database; a rolled-back transaction each is cheap."""


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What Django remembers of its tables would make a test that counts queries count the tests
    before it, too.
    """
    ContentType.objects.clear_cache()


@pytest.fixture(scope="session", autouse=True)
def _static_files() -> Iterator[None]:
    """Styles and scripts come straight from their folders, without collecting them first. For the
    whole run: a request that outlives its test would find the other storage, and keep it.
    """
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    with override_settings(
        STORAGES={**project.STORAGES, "staticfiles": {"BACKEND": storage}},
        WHITENOISE_USE_FINDERS=True,
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A page that a test reads in another language leaves that language behind in the thread."""
    with translation.override(project.LANGUAGE_CODE):
        yield
