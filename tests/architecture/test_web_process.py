"""A web process draws nothing, and has loaded what its pages need before the first is asked for."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from conference.models import Conference
from tests.admin_pages import paths_of_rows
from tests.admin_rows import OF_CONFERENCES, row_in
from tests.factories import ConferenceFactory, DesignVersionFactory, UserFactory
from tests.servers import WEB_SETTINGS, worker_environment


def walked(cookies: dict[str, str], paths: list[str]) -> dict[str, Any]:
    """By a fresh web process, on the test's database."""
    answered = subprocess.run(
        [sys.executable, "-m", "tests.web_process"],
        input=json.dumps({"cookies": cookies, "paths": paths}),
        env=os.environ | worker_environment() | WEB_SETTINGS | {"ALLOWED_HOSTS": "testserver"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answered.returncode == 0, answered.stderr
    found: dict[str, Any] = json.loads(answered.stdout)
    return found


@pytest.fixture
def conference(transactional_db: None) -> Conference:
    """With a row of everything."""
    made: Conference = ConferenceFactory()
    for model in OF_CONFERENCES:
        row = row_in(model, made)
        if model.__name__ == "BadgeDesign":
            DesignVersionFactory(design=row, number=1)
    return made


def test_no_page_loads_anything_and_none_draws(client: Client, conference: Conference) -> None:
    client.force_login(UserFactory(is_superuser=True))
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    found = walked(cookies, [*paths_of_rows(conference)])

    assert (found["loaded"], found["draws"]) == ([], False)
    assert {path for path, status in found["statuses"].items() if status >= 500} == set()
    assert sum(status == 200 for status in found["statuses"].values()) > 120
