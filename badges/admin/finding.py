"""A delegate is found by the serial of the badge, a print job by its number."""

import re
from collections.abc import Mapping, Sequence

from django.contrib.admin import site
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.models import Badge, PrintJob
from conference.admin import Finder, Found, FoundBy, contribute
from conference.models import Conference
from conference.writing.folding import fold
from delegates.models import Delegate

# As printed, with leading zeros, or without, and with the sign of a number before it, folded. No
# serial and no number of a job has as many digits.
NUMBER = re.compile(r"(?:#|no\.?)? ?([0-9]{1,9})")


def number_in(query: str) -> int | None:
    """In the digits of any script."""
    found = NUMBER.fullmatch(fold(query))
    return int(found[1]) if found else None


def holders_of(conference: Conference, query: str) -> Mapping[int, str]:
    number = number_in(query)
    if number is None:
        return {}
    badges = Badge.objects.for_conference(conference).filter(serial=number)
    return {badge.delegate_id: _("badge %s") % badge for badge in badges}


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
