"""Types of badges: what each is called, and how many there are."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from badges.models import BadgeType
from conference.admin import ConferenceModelAdmin


@admin.register(BadgeType)
class BadgeTypeAdmin(ConferenceModelAdmin[BadgeType]):
    list_display = ["name", "holder", "badge_count", "order"]
    search_fields = ["name"]
    fields = ["name", "order", "holder", "number"]
    readonly_fields = ["holder", "number"]

    def limit(self, queryset: QuerySet[BadgeType], request: HttpRequest) -> QuerySet[BadgeType]:
        return super().limit(queryset, request).annotate(badges_here=Count("badges"))

    @admin.display(description=_("badges"), ordering="badges_here")
    def badge_count(self, badge_type: Any) -> int:
        count: int = badge_type.badges_here
        return count
