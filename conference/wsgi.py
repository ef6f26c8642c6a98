import os

from django.core.wsgi import get_wsgi_application

# Mail kept as files holds links that set a password: nobody else on the machine reads it.
os.umask(0o077)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")

application = get_wsgi_application()
