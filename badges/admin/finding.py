"""A delegate is found by the serial of the badge, a print job by its number."""

from collections.abc import Collection, Sequence

from django.contrib.admin import site
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from badges.models import Badge, PrintJob
from conference.admin import Finder, Found, FoundBy, contribute
from conference.models import Conference
from conference.writing.folding import fold
from delegates.models import Delegate

# More digits than a serial or the number of a job ever has.
MOST_DIGITS = 9


def number_in(query: str) -> int | None:
    """As printed, with leading zeros, or without; in the digits of any script."""
    digits = fold(query)
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if is_number else None


def holders_of(conference: Conference, query: str) -> Collection[int]:
    number = number_in(query)
    if number is None:
        return []
    badges = Badge.objects.for_conference(conference).filter(serial=number)
    return list(badges.values_list("delegate", flat=True))


def look_for_jobs(request: HttpRequest, query: str) -> Sequence[PrintJob]:
    number = number_in(query)
    if number is None:
        return []
    return list(site.get_model_admin(PrintJob).get_queryset(request).filter(pk=number))


def tell_job(job: PrintJob) -> Found:
    at = timezone.localtime(job.created_at)
    return Found(
        name=str(job),
        url=reverse("admin:badges_printjob_change", args=[job.pk]),
        about=f"{at:%d.%m.%Y %H:%M} · {job.get_state_display()}",
        names=(str(job.pk),),
    )


contribute(Delegate, FoundBy("badges.view_badge", holders_of))
contribute(PrintJob, Finder(gettext_lazy("Print job"), look_for_jobs, tell_job))
