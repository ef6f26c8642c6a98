from collections.abc import Iterator

import pytest
from django.conf import settings as project
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Almost every test reads the database; a rolled-back transaction each is cheap."""


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What Django remembers of its tables would make a test that counts queries count the tests
    before it, too.
    """
    ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def _static_files(settings: Settings) -> None:
    """Styles and scripts come straight from their folders, without collecting them first."""
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A page that a test reads in another language leaves that language behind in the thread."""
    with translation.override(project.LANGUAGE_CODE):
        yield
