import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.requests.working import working_conference
from conference.writing import dates
from conference.writing.languages import OWN_NAMES
from sessions.admin.lacking import ANYTHING, ROOM, TITLE, lacking
from sessions.admin.warned import IN_SHORT, NO_ROOM
from sessions.days import DAY_ENDS_AT, programme_day
from sessions.models import Session


class DayFilter(SimpleListFilter):
    """Programme days that have sessions."""

    title = _("day")
    parameter_name = "day"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        starts = model_admin.get_queryset(request).order_by().values_list("starts_at", flat=True)
        days = sorted({programme_day(timezone.localtime(start)) for start in starts})
        return [(day.isoformat(), dates.weekday(day)) for day in days]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Session]
    ) -> QuerySet[Session] | None:
        try:
            day = dt.date.fromisoformat(self.value() or "")
        except ValueError:
            return queryset
        begins, ends = (
            timezone.make_aware(dt.datetime.combine(date, dt.time()) + DAY_ENDS_AT)
            for date in (day, day + dt.timedelta(days=1))
        )
        return queryset.filter(starts_at__gte=begins, starts_at__lt=ends)


class LacksFilter(SimpleListFilter):
    """What the checklist names."""

    title = _("what to look at")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        conference = working_conference(request)
        languages = conference.languages if conference else []
        return [
            (ANYTHING, _("Anything")),
            (ROOM, NO_ROOM),
            *IN_SHORT.items(),
            *(
                (f"{TITLE}{language}", _("No title in %s") % OWN_NAMES.get(language, language))
                for language in languages
            ),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Session]
    ) -> QuerySet[Session] | None:
        conference = working_conference(request)
        return lacking(conference, self.value() or "", queryset) if conference else queryset
