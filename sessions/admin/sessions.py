from functools import partial
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import (
    Card,
    ConferenceModelAdmin,
    ConferenceStackedInline,
    ConferenceTabularInline,
    chosen_conference,
    may,
    signed_in,
    words_with_dot,
)
from conference.admin.forms.times import DayAndTime, DayAndTimeField
from conference.errors import DomainError
from conference.writing import dates
from conference.writing.languages import translations
from sessions.admin.audiences import audience_in_words
from sessions.admin.decisions import ON_SESSIONS
from sessions.admin.entering import AFTER, first_values
from sessions.admin.filters import DayFilter, LacksFilter
from sessions.admin.forms import SessionForm, TimeZoneForm, with_absence, with_venue
from sessions.admin.schedule_import import schedule_page
from sessions.admin.told import ToldFilter, changed_since, known_from, with_release
from sessions.admin.warned import warnings_about
from sessions.choices import ON_PUBLIC_PAGES, Audience, SessionState
from sessions.models import (
    AgendaItem,
    Session,
    SessionInvitation,
    SessionItem,
    SessionOrganizer,
    SessionPart,
    SessionVersion,
)
from sessions.services import programme
from sessions.services.time_zone import correct_time_zone

TIME_ZONE = "conference.change_conference"
RELEASE = "agenda.add_release"
STATE_MARKS = {SessionState.PLANNED: "good", SessionState.CANCELLED: "off"}


class PartInline(ConferenceStackedInline[SessionPart, Session]):
    model = SessionPart
    fields = [("part", "order"), ("delegate", "name"), "function"]
    autocomplete_fields = ["delegate"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SessionPart]:
        return super().get_queryset(request).select_related("delegate")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "delegate":
            field.label_from_instance = with_absence
            field.help_text = _(
                "Readers see the name once the session is released, also while the decision on"
                " the accreditation is pending; never after a refusal or a withdrawal."
            )
        return field


class OrganizerInline(ConferenceTabularInline[SessionOrganizer, Session]):
    model = SessionOrganizer
    fields = ["order", "delegation"]
    autocomplete_fields = ["delegation"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SessionOrganizer]:
        return super().get_queryset(request).select_related("delegation")


class InvitationInline(ConferenceTabularInline[SessionInvitation, Session]):
    model = SessionInvitation
    fields = ["delegate"]
    autocomplete_fields = ["delegate"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SessionInvitation]:
        return super().get_queryset(request).select_related("delegate")


class ItemInline(ConferenceTabularInline[SessionItem, Session]):
    model = SessionItem
    verbose_name = gettext_lazy("agenda item")
    verbose_name_plural = gettext_lazy("agenda items")
    fields = ["order", "item"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SessionItem]:
        return super().get_queryset(request).select_related("item")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "item":
            kwargs["queryset"] = AgendaItem.objects.in_order()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Session)
class SessionAdmin(ConferenceModelAdmin[Session]):
    form = SessionForm
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        **ConferenceModelAdmin.formfield_overrides,
        models.DateTimeField: {"form_class": DayAndTimeField, "widget": DayAndTime},
    }
    change_list_template = "admin/agenda/session/change_list.html"
    list_display = ["day", "time", "name", "kind", "room_cell", "state_word"]
    list_display_links = ["name"]
    list_select_related = ["room__venue"]
    list_filter = [DayFilter, "kind", "state", ToldFilter, "audience", "room", LacksFilter]
    search_fields = ["title", "description", "code"]
    search_help_text = gettext_lazy("Titles and descriptions in every language.")
    ordering = ["starts_at", "room__venue__order", "room__order", "ends_at", "pk"]
    decisions = ON_SESSIONS
    readonly_fields = [
        *("state_word", "for_whom", "told", "address", "cancel_reason", "note_for_readers")
    ]
    inlines = [ItemInline, PartInline, OrganizerInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    "kind",
                    ("starts_at", "ends_at"),
                    "room",
                    "expected",
                    ("floor_languages", "interpretation"),
                    "description",
                ]
            },
        ),
        (gettext_lazy("Further rooms"), {"fields": ["overflow_rooms"], "classes": ["collapse"]}),
        (gettext_lazy("Readers"), {"fields": ["state_word", "for_whom", "told", "address"]}),
    ]

    def get_inlines(self, request: HttpRequest, obj: Session | None) -> Any:
        """Delegates are invited to what is by invitation."""
        invited = [InvitationInline] if obj and obj.audience == Audience.INVITATION else []
        return [*invited, *super().get_inlines(request, obj)]

    def get_fieldsets(self, request: HttpRequest, obj: Session | None = None) -> Any:
        """For whom it is, is chosen for a new one; from then on it is decided."""
        found = super().get_fieldsets(request, obj)
        if obj is None:
            own, *further = found[:-1]
            return [own, (None, {"fields": ["audience"]}), *further]
        if not obj.is_cancelled:
            return found
        return [*found, (_("Cancellation"), {"fields": ["cancel_reason", "note_for_readers"]})]

    # Lists

    @admin.display(description=gettext_lazy("day"), ordering="starts_at")
    def day(self, session: Session) -> str:
        return dates.weekday(timezone.localtime(session.starts_at).date())

    @admin.display(description=gettext_lazy("time"))
    def time(self, session: Session) -> str:
        return dates.clocks(*map(timezone.localtime, (session.starts_at, session.ends_at)))

    @admin.display(description=gettext_lazy("title"))
    def name(self, session: Session) -> str:
        title = str(session.title)
        if session.audience == Audience.PUBLIC:
            return title
        return f"{title} ({session.get_audience_display().lower()})"

    @admin.display(description=gettext_lazy("room"), ordering="room__order")
    def room_cell(self, session: Session) -> str:
        if session.room is None:
            return "–"
        return str(session.room) if session.room.venue.is_main else with_venue(session.room)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_word(self, session: Session) -> str:
        return words_with_dot(STATE_MARKS[SessionState(session.state)], session.get_state_display())

    @admin.display(description=gettext_lazy("readers know it from"))
    def told(self, session: Session) -> str:
        return known_from(session, changed_since(session.conference) if session.pk else ())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        return with_release(super().get_queryset(request))

    @admin.display(description=gettext_lazy("for whom"))
    def for_whom(self, session: Session) -> str:
        return audience_in_words(session)

    @admin.display(description=gettext_lazy("note for readers"))
    def note_for_readers(self, session: Session) -> str:
        return "\n".join(translations(session.cancel_note).values()) or "–"

    @admin.display(description=gettext_lazy("page"))
    def address(self, session: Session) -> str:
        """Where readers find it, or why they do not."""
        if session.audience not in ON_PUBLIC_PAGES:
            return _("Only those it is for may know of it: it has no public page.")
        if not session.pk or not SessionVersion.objects.public().filter(session=session).exists():
            return _("Readers see nothing before it is released and the conference is open.")
        page = reverse("agenda:session", args=[session.conference.slug, session.code])
        return format_html('<a href="{}">{}</a>', page, page)

    # Entering

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return first_values(chosen_conference(request), request.GET.get(AFTER, ""))

    def response_add(
        self, request: HttpRequest, obj: Session, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The next one goes on where this one ends."""
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST:
            return HttpResponseRedirect(f"{request.path}?{AFTER}={obj.pk}")
        return response

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """With what asks for a second look, as it is stored."""
        if obj is not None:
            context["to_look_at"] = warnings_about(obj, chosen_conference(request))
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Saving

    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: bool) -> None:
        by, at = signed_in(request), timezone.now()
        if not change:
            overflow = form.cleaned_data[programme.OVERFLOW]
            programme.add(session=obj, overflow=overflow, by=by, at=at)
        elif form.changed_data:
            overflow = form.cleaned_data.get(programme.OVERFLOW)
            programme.change(session=obj, fields=form.changed_data, overflow=overflow, by=by, at=at)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who else takes part, organizes or is invited is a change of the session, too."""
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            Session.objects.filter(pk=form.instance.pk).update(updated_at=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.has_been_released())

    # Decisions and further pages

    def card(self, row: Session) -> Card:
        lines = [f"{self.day(row)}, {self.time(row)}", self.room_cell(row), self.state_word(row)]
        return Card(str(row), lines, name=f"“{row}”")

    def pages(self) -> list[URLPattern]:
        return [
            self.page_url("time-zone/", self.time_zone_view, "time_zone", needs=TIME_ZONE),
            self.page_url("schedule/", partial(schedule_page, self), "schedule", needs="add"),
        ]

    def changelist_view(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        shown = {
            "may_correct_time_zone": may(request, TIME_ZONE),
            "may_release": may(request, RELEASE),
        }
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def time_zone_view(self, request: HttpRequest) -> HttpResponseBase:
        """The conference's zone was entered wrong: the times on the programme stay."""
        conference = chosen_conference(request)
        form = TimeZoneForm(conference, request.POST or None)
        if form.is_valid():
            try:
                correct_time_zone(
                    conference=conference,
                    time_zone=form.cleaned_data["time_zone"],
                    by=signed_in(request),
                    at=timezone.now(),
                )
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The time zone is corrected."))
                return HttpResponseRedirect(reverse("admin:agenda_session_changelist"))
        title = _("Correct the time zone")
        return self.page(request, "admin/agenda/session/time_zone.html", form=form, title=title)
