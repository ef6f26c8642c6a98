import logging
import os

from django.core.wsgi import get_wsgi_application

# What we write, mail with links that set a password and files of people, is nobody else's.
os.umask(0o077)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")

django = get_wsgi_application()

# Once the settings are there.
from conference.checks import proxies_are_known  # noqa: E402
from conference.published.plain_requests import FilesFirst  # noqa: E402
from conference.published.serving import standing_files  # noqa: E402
from conference.published.static_files import StaticFiles  # noqa: E402
from conference.site import first_request  # noqa: E402

application = FilesFirst(django, standing_files(), StaticFiles())

for message in proxies_are_known(None):
    logging.getLogger(__name__).warning(message.msg)

first_request.load()
