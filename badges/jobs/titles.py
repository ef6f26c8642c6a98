"""A print job is called by the people whose badges it prints: nobody remembers its number."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from badges.jobs.progress import number_of_badges
from badges.models import PrintEntry, PrintJob, PrintPreparation
from conference.writing.capitals import upper_name
from delegates.models import Delegate

NAMED = 2


def with_people(jobs: QuerySet[PrintJob]) -> QuerySet[PrintJob]:
    """Loads what `title_of` reads: the first of them in order, and how many there are.

    Of a job of thousands no more rows are read than of a job of three.
    """
    entries = PrintEntry.objects.of_the_job().filter(job=OuterRef("pk")).order_by("order")
    waiting = PrintPreparation.objects.unfinished().filter(job=OuterRef(OuterRef("pk")))
    first = Delegate.objects.filter(pk__in=waiting.first_holder_ids(NAMED)).in_protocol_order()
    return jobs.select_related("type").annotate(
        entry_count=number_of_badges(),
        first_people=ArraySubquery(
            entries.values(person=_name("generation__badge__delegate__"))[:NAMED]
        ),
        first_to_prepare=ArraySubquery(first.values(person=_name(""))),
    )


def _name(path: str) -> JSONObject:
    return JSONObject(family=f"{path}family_name", given=f"{path}given_name")


def title_of(job: Any) -> str:
    """`NAGY, Zsolt`, or `Day badge: NAGY, Zsolt; ROSSI, Ada and 3 more` where it is no personal
    one; the job comes from `with_people`.
    """
    people = job.first_people or job.first_to_prepare
    names = "; ".join(
        ", ".join(filter(None, [upper_name(person["family"]), person["given"]]))
        for person in people
    )
    more = job.entry_count - len(people)
    if not names:
        return str(job)
    if more > 0:
        names = _("%(names)s and %(count)d more") % {"names": names, "count": more}
    if job.type.is_personal:
        return names
    return _("%(badge_type)s: %(names)s") % {"badge_type": job.type, "names": names}
