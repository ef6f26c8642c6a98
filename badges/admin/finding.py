"""A delegate is found by the serial of the badge, a print job by its number."""

import re
from collections.abc import Mapping, Sequence

from django.contrib.admin import site
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.jobs.titles import title_of
from badges.models import Badge, PrintEntry, PrintJob
from conference.admin import Finder, Found, FoundBy, chosen_conference, contribute
from conference.models import Conference
from conference.writing.dates import moment
from conference.writing.folding import fold
from delegates.models import Delegate

# As printed, with leading zeros, or without, and with the sign of a number or what is numbered
# before it, folded. No serial and no number of a job has as many digits.
NUMBER = re.compile(r"(?:([a-z ]+) )?(?:#|no\.?)? ?([0-9]{1,9})")

# Of so many whose name begins so, the jobs are looked for; and so many of those are shown.
MOST_PEOPLE, MOST_JOBS = 10, 3


def number_in(query: str, *called: object) -> int | None:
    """In the digits of any script, alone or after one of the words for what has the number."""
    found = NUMBER.fullmatch(fold(query))
    if found is None or found[1] not in {None, "no", *(fold(str(words)) for words in called)}:
        return None
    return int(found[2])


def holders_of(conference: Conference, query: str) -> Mapping[int, str]:
    number = number_in(query, Badge._meta.verbose_name)
    if number is None:
        return {}
    badges = Badge.objects.for_conference(conference).filter(serial=number)
    return {badge.delegate_id: _("badge %s") % badge for badge in badges}


def look_for_jobs(request: HttpRequest, query: str) -> Sequence[PrintJob]:
    """By its number, and by the people whose badges it prints: the latest few."""
    here = site.get_model_admin(PrintJob).get_queryset(request)
    number = number_in(query, PrintJob._meta.verbose_name, _("job"))
    if number is not None:
        return list(here.filter(pk=number))
    return list(here.filter(pk__in=jobs_of_people(chosen_conference(request), query)))


def jobs_of_people(conference: Conference, query: str) -> Sequence[int]:
    """Ids of the latest jobs that print badges of some whose name begins so.

    All jobs of these few are read: asked for the latest, PostgreSQL may look through thousands.
    """
    named = Delegate.objects.for_conference(conference).named_from(query)
    people = [pk for begun in named for pk in begun.values_list("pk", flat=True)[:MOST_PEOPLE]]
    entries = PrintEntry.objects.of_the_job().filter(generation__badge__delegate__in=people)
    found = set(entries.order_by().values_list("job", flat=True))
    return sorted(found, reverse=True)[:MOST_JOBS]


def tell_job(job: PrintJob) -> Found:
    """Called by a few of its people, whoever of them was looked for."""
    return Found(
        name=title_of(job),
        url=reverse("admin:badges_printjob_change", args=[job.pk]),
        about=f"{job} · {moment(job.created_at)} · {job.get_state_display()}",
        names=(str(job.pk),),
    )


contribute(Delegate, FoundBy("badges.view_badge", holders_of))
contribute(PrintJob, Finder(gettext_lazy("Print job"), look_for_jobs, tell_job))
