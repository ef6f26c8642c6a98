import logging
import os

from django.core.wsgi import get_wsgi_application

# What we write, mail with links that set a password and files of people, is nobody else's.
os.umask(0o077)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")

application = get_wsgi_application()

from conference.checks import proxies_are_known  # noqa: E402 - once the settings are there

for message in proxies_are_known(None):
    logging.getLogger(__name__).warning(message.msg)
