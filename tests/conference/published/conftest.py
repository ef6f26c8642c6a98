from pathlib import Path

import pytest
from pytest_django import Settings

from conference.models import Conference
from conference.published.folders import HostFolders
from conference.published.serving import site_headers, standing_files
from tests.factories import ConferenceFactory


@pytest.fixture
def host(settings: Settings, tmp_path: Path) -> HostFolders:
    """A host of its own, empty, which this process serves from."""
    settings.PUBLISHED_DIR = tmp_path / "published"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "conference.files.storage.PrivateFolder",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    standing_files.cache_clear()
    site_headers.cache_clear()
    folders = HostFolders(settings.PUBLISHED_DIR)
    folders.prepare()
    (folders.root / "alive").touch()
    return folders


@pytest.fixture
def conference(transactional_db: None) -> Conference:
    made: Conference = ConferenceFactory()
    return made
