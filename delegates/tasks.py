"""The bells of this app. The rows say what is to do; see `delegates.importing.running`."""

from django.utils import timezone

from conference.celery import app
from delegates.importing import running
from delegates.services import imports

# A check or an import of 50,000 rows takes minutes; whatever takes longer hangs.
STEP_SECONDS = 1800


@app.task(name=imports.WAKE, time_limit=STEP_SECONDS, ignore_result=True)
def wake() -> None:
    """Do what waits, until nothing does."""
    while running.run_next():
        pass


@app.task(name="delegates.expire_imports", ignore_result=True)
def expire_imports() -> None:
    imports.expire(at=timezone.now())
