"""Conferences: created by the installation administrator, edited by their organizers.

Registered at the roof, because a conference's scheme and language reach into its delegations.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.addresses import admin_url
from conference.admin import Card, RecordAdmin, signed_in, within
from conference.admin.forms.pictures import private_picture
from conference.admin.lists.searches import SearchedList
from conference.models import Conference
from conference.requests.working import working_conference
from conference.services.conferences import keep_former_slug
from conference.site.conferences import setting_up
from conference.site.conferences.decisions import ON_CONFERENCES, OPENING
from conference.site.conferences.doors import shortcomings
from conference.site.conferences.form import ConferenceForm
from conference.writing import dates
from conference.writing.languages import OWN_NAMES
from delegates.admin.letters import RemembersAnswers

OF_THE_INSTALLATION = {"conference_conference_changelist", "conference_conference_add"}


class ListOfConferences(SearchedList):
    def url_for_result(self, result: Any) -> str:
        """In its own place of the admin."""
        return admin_url(result, "conference_conference_change", result.pk)


@admin.register(Conference)
class ConferenceAdmin(RemembersAnswers, RecordAdmin[Conference]):
    form = ConferenceForm
    decisions = ON_CONFERENCES
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
        (_("Protocol"), {"fields": ["order_language"]}),
        (_("Look"), {"fields": ["logo", "accent", "description"]}),
    ]

    def limit(self, queryset: QuerySet[Conference], request: HttpRequest) -> QuerySet[Conference]:
        """The one in the address; where the address names none, all that the user may see."""
        conference = working_conference(request)
        return within(queryset, conference) if conference else queryset

    def languages_of(self, request: HttpRequest, obj: Conference | None) -> list[str]:
        return obj.languages if obj else list(OWN_NAMES)

    def get_readonly_fields(self, request: HttpRequest, obj: Conference | None = None) -> list[str]:
        """Programme times are entered in the zone: changing it here would move them all."""
        return ["state", "time_zone"] if obj else ["state"]

    def has_view_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        return request.user.has_perm("conference.view_conference", obj)

    def has_change_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        return request.user.has_perm("conference.change_conference", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        return signed_in(request).is_superuser and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Conference, form: Any, change: bool) -> None:
        """A new conference starts with scheme and badge design; a new order is carried through."""
        super().save_model(request, obj, form, change)
        if not change:
            setting_up.set_up(conference=obj, by=signed_in(request), at=timezone.now())
            return
        if "slug" in form.changed_data:
            keep_former_slug(conference=obj, former=form.initial["slug"])
        setting_up.carry_through(conference=obj, fields=form.changed_data)

    def response_add(
        self, request: HttpRequest, obj: Conference, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The new conference's start page says best that it is there."""
        return HttpResponseRedirect(admin_url(obj, "index"))

    def response_post_save_change(
        self, request: HttpRequest, obj: Conference
    ) -> HttpResponseRedirect:
        """On its page, in its place: the list of all is not of this conference."""
        return HttpResponseRedirect(admin_url(obj, "conference_conference_change", obj.pk))

    def response_delete(
        self, request: HttpRequest, obj_display: str, obj_id: int
    ) -> HttpResponseRedirect:
        return HttpResponseRedirect(admin_url(None, "conference_conference_changelist"))

    # Addresses: each conference's page lies in that conference, the list of them beside it.

    def conference_urls(self) -> list[Any]:
        return [url for url in self.get_urls() if url.name not in OF_THE_INSTALLATION]

    def installation_urls(self) -> list[Any]:
        return [url for url in self.get_urls() if url.name in OF_THE_INSTALLATION]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ListOfConferences

    # Further pages

    def pages(self) -> list[URLPattern]:
        return [
            self.page_url("<int:object_id>/logo/", self.logo_view, "logo"),
            self.page_url("<int:object_id>/doors/", self.doors_page, "doors"),
        ]

    def doors_page(self, request: HttpRequest, conference: Conference) -> HttpResponseBase:
        """Where a conference that is still a draft is opened, too: by the decision's own page."""
        opening = [
            button
            for button in self.decision_buttons(request, conference)
            if button.value == OPENING
        ]
        return self.page(
            request,
            "admin/conference/conference/doors.html",
            title=_("If the doors opened now"),
            original=conference,
            found=shortcomings(request, conference),
            opening=opening,
        )

    def card(self, row: Conference) -> Card:
        days = dates.days(row.starts_on, row.ends_on)
        return Card(str(row.title), [f"{days} · {row.place}", row.get_state_display()])

    def logo_view(self, request: HttpRequest, conference: Conference) -> HttpResponseBase:
        return private_picture(conference.logo.name, content_type="image/png")
