"""Conferences: created by the installation administrator, edited by their organizers.

Registered at the roof, because a conference's order and scheme reach into the delegations.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from badges.services import designs
from conference.admin import RecordAdmin, signed_in, within
from conference.admin.pictures import private_picture
from conference.languages import OWN_NAMES
from conference.models import Conference
from conference.site.conference_form import ConferenceForm
from conference.working import work_in, working_conference
from delegates.services import conferences, delegations

ORDER_FIELDS = {"kind_order", "order_language", "principal_language", "other_languages"}


@admin.register(Conference)
class ConferenceAdmin(RecordAdmin[Conference]):
    form = ConferenceForm
    list_display = ["short_title", "slug", "starts_on", "ends_on", "time_zone", "state"]
    list_filter = ["state"]
    search_fields = ["title", "short_title", "slug"]
    fieldsets = [
        (None, {"fields": ["title", "short_title", "slug", "state"]}),
        (
            _("Place and time"),
            {"fields": ["place", "host_name", ("starts_on", "ends_on"), "time_zone"]},
        ),
        (_("Languages"), {"fields": ["principal_language", "other_languages"]}),
        (_("Protocol"), {"fields": ["order_language", "kind_order"]}),
        (_("Look"), {"fields": ["logo", "accent", "description"]}),
    ]

    def limit(self, queryset: QuerySet[Conference], request: HttpRequest) -> QuerySet[Conference]:
        """The administrator sees all; others the one they work in."""
        if signed_in(request).is_superuser:
            return queryset
        conference = working_conference(request)
        return within(queryset, conference)

    def languages_of(self, request: HttpRequest, obj: Conference | None) -> list[str]:
        return obj.languages if obj else list(OWN_NAMES)

    def get_readonly_fields(self, request: HttpRequest, obj: Conference | None = None) -> list[str]:
        """Programme times are entered in the zone: changing it here would move them all."""
        return ["time_zone"] if obj else []

    def has_view_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        return request.user.has_perm("conference.view_conference", obj)

    def has_change_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        return request.user.has_perm("conference.change_conference", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        return signed_in(request).is_superuser and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Conference, form: Any, change: bool) -> None:
        """A new conference starts with scheme and badge design; a new order is carried through."""
        super().save_model(request, obj, form, change)
        by, at = signed_in(request), timezone.now()
        if not change:
            conferences.install_defaults(conference=obj, by=by, at=at)
            designs.install_default(conference=obj, by=by, at=at)
            work_in(request, obj)
        elif ORDER_FIELDS & set(form.changed_data):
            delegations.reorder_all(conference=obj)

    def pages(self) -> list[URLPattern]:
        return [self.page_url("<int:object_id>/logo/", self.logo_view, "logo")]

    def logo_view(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        conference = self.object_or_404(request, object_id)
        return private_picture(conference.logo.name, content_type="image/png")
