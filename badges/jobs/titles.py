"""A print job is called by those whose badges it prints: nobody remembers its number."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, JSONField, OuterRef, QuerySet, When
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from badges.holders import KINDS, KindOfHolder
from badges.jobs.progress import number_of_badges
from badges.models import PrintEntry, PrintJob, PrintPreparation

NAMED = 2


def with_people(jobs: QuerySet[PrintJob]) -> QuerySet[PrintJob]:
    """Loads what `title_of` reads: the first of them in order, and how many there are.

    Of a job of thousands no more rows are read than of a job of three.
    """
    return jobs.select_related("type").annotate(
        entry_count=number_of_badges(),
        first_people=_of_each_kind(_first_printed),
        first_to_prepare=_of_each_kind(_first_to_prepare),
    )


def _of_each_kind(names: Callable[[KindOfHolder[Any]], QuerySet[Any, Any]]) -> Case:
    """Of a job only the subquery of its own kind is asked."""
    return Case(
        *(
            When(type__holder=kind.holder, then=ArraySubquery(names(kind)))
            for kind in KINDS.values()
        ),
        output_field=ArrayField(JSONField()),
    )


def _first_printed(kind: KindOfHolder[Any]) -> QuerySet[Any, Any]:
    entries = PrintEntry.objects.of_the_job().filter(job=OuterRef("pk")).order_by("order")
    return entries.values(called=_called(kind, f"generation__badge__{kind.path}"))[:NAMED]


def _first_to_prepare(kind: KindOfHolder[Any]) -> QuerySet[Any, Any]:
    waiting = PrintPreparation.objects.unfinished().filter(job=OuterRef(OuterRef("pk")))
    first = kind.rows().filter(pk__in=waiting.first_holder_ids(NAMED))
    return kind.in_order(first).values(called=_called(kind, ""))


def _called(kind: KindOfHolder[Any], path: str) -> JSONObject:
    return JSONObject(**{name: f"{path}{column}" for name, column in kind.titled_by.items()})


def title_of(job: Any) -> str:
    """`NAGY, Zsolt`, or `Day badge: NAGY, Zsolt; ROSSI, Ada and 3 more` where it is no personal
    one; the job comes from `with_people`.
    """
    first = job.first_people or job.first_to_prepare or []
    names = "; ".join(map(KINDS[job.type.holder].title, first))
    more = job.entry_count - len(first)
    if not names:
        return str(job)
    if more > 0:
        names = _("%(names)s and %(count)d more") % {"names": names, "count": more}
    if job.type.is_personal:
        return names
    return _("%(badge_type)s: %(names)s") % {"badge_type": job.type, "names": names}
