"""The project's settings, with styles and scripts straight from their folders, as in all tests."""

from conference.settings import *  # noqa: F403
from conference.settings import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Tests sign in by password; those of second factors ask for them where they need them.
STAFF_NEED_SECOND_FACTOR = False
