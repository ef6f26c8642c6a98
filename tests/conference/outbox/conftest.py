from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.mail_server import MailServer


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.PUBLIC_URL = "https://dais.example"
    settings.DEFAULT_FROM_EMAIL = "accreditation@dais.example"
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 1
        yield server
