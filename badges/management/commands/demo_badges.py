import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from badges import files
from badges.choices import JobState, Purpose
from badges.jobs.progress import Stage, progress_of
from badges.models import PrintJob
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder
from conference.choices import Role
from conference.errors import DomainError
from conference.models import Conference, StaffRole

SLUG = "dushanbe-2018"
LOOK_AGAIN_SECONDS = 1.0


class Command(BaseCommand):
    """What the last line names is whole: the copy takes its name when it is complete."""

    help = "Prints the badges of the demonstration's 2018 conference through the worker, once."

    def handle(self, *args: Any, **options: Any) -> None:
        conference = Conference.objects.filter(slug=SLUG).first()
        if conference is None:
            raise CommandError(f"There is no conference {SLUG}: run manage.py seed_demo first.")
        job = self.first_job(conference)
        self.wait_for(job)
        if job.state != JobState.PUBLISHED:
            raise CommandError(f"The badges were not printed: {job.error or job.state}")
        for path in copies(job):
            self.stdout.write(f"Badges: {path}")

    def first_job(self, conference: Conference) -> PrintJob:
        job = (
            PrintJob.objects.for_conference(conference)
            .filter(purpose=Purpose.FIRST, state__in=[JobState.RUNNING, JobState.PUBLISHED])
            .order_by("pk")
            .first()
        )
        return job or self.send(conference)

    def send(self, conference: Conference) -> PrintJob:
        organizer = StaffRole.objects.filter(conference=conference, role=Role.ORGANIZER).first()
        if organizer is None:
            raise CommandError(f"{conference} has no organizer who could send the job.")
        order = PrintOrder(conference, None, Purpose.FIRST, language=conference.principal_language)
        try:
            return jobs.send(order=order, by=organizer.user, at=timezone.now())
        except DomainError as error:
            raise CommandError(str(error)) from error

    def wait_for(self, job: PrintJob) -> None:
        """Each number is said once."""
        said = ""
        while True:
            job.refresh_from_db()
            progress = progress_of(job, at=timezone.now())
            if progress.stage is Stage.ENDED:
                return
            line = f"Printing badges: {progress.done} of {progress.total}"
            if line != said:
                self.stdout.write(line)
                self.stdout.flush()
                said = line
            time.sleep(LOOK_AGAIN_SECONDS)


def copies(job: PrintJob) -> Iterator[Path]:
    keys = job.chunks.exclude(file="").order_by("number").values_list("file", flat=True)
    for number, key in enumerate(keys, start=1):
        name = "badges-2018" if number == 1 else f"badges-2018-{number}"
        target: Path = settings.VAR_DIR / f"{name}.pdf"
        unfinished = target.with_name(f"{name}.part")
        with files.opened(key) as source, unfinished.open("wb") as part:
            shutil.copyfileobj(source, part)
        yield unfinished.replace(target)
