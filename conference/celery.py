"""The worker's application: `celery -A conference.celery worker`."""

import os

from celery import Celery

# What we write is nobody else's on the machine.
os.umask(0o077)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")

app = Celery("dais")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
