"""The job that was just sent, as it stands beside the box of the desk."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from badges import holders
from badges.choices import UNDER_WAY, Obstacle, Outcome
from badges.holders.validity import why_each_is_not_valid
from badges.jobs.report import NamedBadges, in_progress, printed_smaller, unprintable
from badges.jobs.titles import title_of
from badges.models import MOST_IN_SMALL_JOB, PrintJob
from badges.models.times import times_of
from badges.published import PublishedFile, published_files
from badges.standing.badge_states import time_in_words

OF_TIME = {Obstacle.NOT_OPEN_YET, Obstacle.NO_LONGER_OPEN}


@dataclass(frozen=True)
class Beside:
    """`words` say how far the job has come while it is not ready."""

    job: PrintJob
    title: str
    words: str
    file: PublishedFile | None
    smaller: NamedBadges
    unprintable: NamedBadges
    not_valid: Sequence[tuple[str, str]]

    @property
    def is_running(self) -> bool:
        return self.job.state in UNDER_WAY


def beside(job: PrintJob, *, at: dt.datetime) -> Beside:
    """The job comes from `with_people`."""
    files = published_files(job)
    return Beside(
        job=job,
        title=title_of(job),
        words=in_progress(job, at=at).words if job.state in UNDER_WAY else "",
        file=files[0] if len(files) == 1 else None,
        smaller=printed_smaller(job),
        unprintable=unprintable(job),
        not_valid=not_valid(job, at=at),
    )


def not_valid(job: PrintJob, *, at: dt.datetime) -> list[tuple[str, str]]:
    """Whose badges of the job open nothing then, and why, with a mark: replaced, without a right to
    them, or outside their time.

    A file stays as it was printed. Nobody hands out hundreds from it at a desk.
    """
    if job.badge_count > MOST_IN_SMALL_JOB:
        return []
    printed = job.entries.filter(outcome=Outcome.PRINTED).order_by("order")
    generations = [entry.generation for entry in holders.loaded(printed)]
    obstacles = why_each_is_not_valid(generations, at=at)
    found = []
    for generation in generations:
        if obstacle := obstacles.get(generation.pk):
            badge = generation.badge
            of_time = time_in_words(times_of(badge.type), at=at) if obstacle in OF_TIME else None
            mark, words = of_time or ("bad", _("Not valid. %s") % obstacle.label)
            found.append((mark, f"{holders.name_of(badge)}: {words}"))
    return found
