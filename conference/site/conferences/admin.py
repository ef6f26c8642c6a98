"""Conferences: made by whom the installation administrator lets, edited by their organizers.

Registered at the roof, because a conference's scheme and language reach into its delegations.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.addresses import admin_url
from conference.admin import Card, RecordAdmin, Use, signed_in, within
from conference.admin.decisions import Button, Decision
from conference.admin.forms.pictures import private_picture
from conference.admin.lists.searches import SearchedList
from conference.admin.refusals import REFUSALS, words
from conference.models import Conference
from conference.requests.messages import say_in
from conference.requests.parts import is_asked_alone
from conference.requests.working import working_conference
from conference.services.conferences import keep_former_slug
from conference.site.conferences import making, new, setting_up
from conference.site.conferences.coming_along import what_came_along
from conference.site.conferences.decisions import ON_CONFERENCES, OPENING
from conference.site.conferences.doors import digest_of, shortcomings
from conference.site.conferences.form import ConferenceForm
from conference.writing import dates
from conference.writing.languages import OWN_NAMES
from delegates.admin.letters import RemembersAnswers
from delegates.forms import remember_ticked

# The field of an address in which it says which checklist was read.
CHECKLIST = "checklist"
OF_THE_INSTALLATION = {"conference_conference_changelist", "conference_conference_add"}


class ListOfConferences(SearchedList):
    def url_for_result(self, result: Any) -> str:
        """In its own place of the admin."""
        return self.with_way_back(admin_url(result, "conference_conference_change", result.pk))


@admin.register(Conference)
class ConferenceAdmin(RemembersAnswers, RecordAdmin[Conference]):
    is_known_by_name = True
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
        (_("Protocol"), {"fields": ["order_language", "prints_patronymics"]}),
        (_("Mail"), {"fields": ["mail_sender", "mail_reply_to", "mails_per_minute"]}),
        (_("Appearance"), {"fields": ["logo", "accent", "description"]}),
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
        """A new order is carried through, and a former address keeps leading here."""
        super().save_model(request, obj, form, change)
        if "slug" in form.changed_data:
            keep_former_slug(conference=obj, former=form.initial["slug"])
        setting_up.carry_through(conference=obj, fields=form.changed_data)

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

    # Made on a page of its own

    def add_view(  # type: ignore[override]
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        return self.opened(self.making_page, "add")(request)

    def making_page(self, request: HttpRequest) -> HttpResponseBase:
        """Asked for a part alone, it says what follows from what was typed, and saves nothing."""
        user = signed_in(request)
        if request.method != "POST":
            proposed = new.proposals_in_words(user, request.GET)
            return self.shown_form(request, new.first_form(user, request.GET), proposed=proposed)
        is_looked_at = is_asked_alone(request) or "_languages" in request.POST
        if is_looked_at or new.asks_again(user, request.POST):
            form = new.form_again(user, request.POST)
            proposed = new.proposals_in_words(user, request.POST)
            return self.shown_form(request, form, asks_again=True, proposed=proposed)
        form = new.as_sent(user, request.POST)
        if form.is_valid():
            try:
                return self.made(request, form)
            except REFUSALS as error:
                form.add_error(None, words(error))
        return self.shown_form(request, form)

    def made(self, request: HttpRequest, form: new.NewConferenceForm) -> HttpResponseBase:
        """The new conference's start page says best that it is there."""
        by, at = signed_in(request), timezone.now()
        conference, earlier = form.conference_to_make(), form.cleaned_data["copied_from"]
        copied = making.make(
            conference=conference, copied_from=earlier, wanted=form.wanted(), by=by, at=at
        )
        remember_ticked([form], conference, by=by, at=at)
        response = HttpResponseRedirect(admin_url(conference, "index"))
        if earlier:
            say_in(conference, what_came_along(earlier, copied), request, response)
        return response

    def shown_form(
        self, request: HttpRequest, form: new.NewConferenceForm, **further: Any
    ) -> HttpResponseBase:
        return self.page(
            request,
            "admin/conference/conference/new.html",
            title=_("New conference"),
            form=form,
            names=[form[name] for name in new.NAMES],
            days=[form["starts_on"], form["ends_on"]],
            further=[form[name] for name in ("time_zone", "slug")],
            **further,
        )

    def uses_of(self, request: HttpRequest, row: Conference) -> list[Use]:
        user = signed_in(request)
        may_copy = user.is_superuser or row.pk in user.organizes
        if not may_copy or not self.has_add_permission(request):
            return super().uses_of(request, row)
        url = admin_url(None, "conference_conference_add", query={"copied_from": row.pk})
        return [*super().uses_of(request, row), Use(str(_("Copy into a new conference")), url)]

    # Further pages

    def pages(self) -> list[URLPattern]:
        return [
            self.page_url("<int:object_id>/logo/", self.logo_view, "logo"),
            self.page_url("<int:object_id>/doors/", self.doors_page, "doors"),
        ]

    def decision_buttons(self, request: HttpRequest, row: Conference) -> list[Button]:
        """Whoever opens a conference sees first what is not ready."""
        doors = self.doors_url(row)
        return [
            replace(button, url=doors) if button.value == OPENING else button
            for button in super().decision_buttons(request, row)
        ]

    def doors_url(self, row: Conference) -> str:
        return reverse("admin:conference_conference_doors", args=[row.pk])

    def doors_page(self, request: HttpRequest, conference: Conference) -> HttpResponseBase:
        """Where a conference that is still a draft is opened, too: by the decision's own page."""
        found = shortcomings(request, conference)
        read = urlencode({CHECKLIST: digest_of(found)})
        opening = [
            replace(button, url=f"{button.url}?{read}")
            for button in super().decision_buttons(request, conference)
            if button.value == OPENING
        ]
        return self.page(
            request,
            "admin/conference/conference/doors.html",
            title=_("Opening checklist"),
            original=conference,
            found=found,
            opening=opening,
        )

    def decision_page(
        self, request: HttpRequest, row: Conference, *, decision: Decision
    ) -> HttpResponseBase:
        """No conference is opened past the checklist, or on one that says something else now."""
        if decision.value == OPENING and self.is_possible(request, decision, row):
            found = shortcomings(request, row)
            if request.GET.get(CHECKLIST, "") != digest_of(found):
                if found:
                    said = _("These items are not ready. You can still open the conference below.")
                    self.message_user(request, said, messages.WARNING)
                return HttpResponseRedirect(self.doors_url(row))
        return super().decision_page(request, row, decision=decision)

    def card(self, row: Conference) -> Card:
        days = dates.days(row.starts_on, row.ends_on)
        return Card(str(row.title), [f"{days} · {row.place}", row.get_state_display()])

    def logo_view(self, request: HttpRequest, conference: Conference) -> HttpResponseBase:
        return private_picture(conference.logo.name, content_type="image/png")
