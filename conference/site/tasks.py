from django.utils import timezone

from conference.celery import app
from conference.site import orphans


@app.task(name="conference.sweep", ignore_result=True)
def sweep() -> None:
    orphans.sweep(at=timezone.now())
