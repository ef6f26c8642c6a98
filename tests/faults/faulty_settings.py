"""The tests' settings with a page that fails."""

from tests.web_settings import *  # noqa: F403

ROOT_URLCONF = "tests.faults.faulty_site"
