from django.utils import timezone

from conference.celery import app
from conference.site import orphans
from conference.site.publication.publish import publish_what_has_changed


@app.task(name="conference.sweep", ignore_result=True)
def sweep() -> None:
    orphans.sweep(at=timezone.now())


@app.task(name="conference.publish", time_limit=900, ignore_result=True)
def publish() -> None:
    publish_what_has_changed(at=timezone.now())
