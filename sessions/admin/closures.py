"""Closures and holds: a room that no session can have for a while, and why."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import ConferenceModelAdmin, chosen_conference, signed_in
from conference.admin.forms.times import DayAndTime, DayAndTimeField
from conference.writing import dates
from sessions.admin.filters import DayFilter
from sessions.admin.forms import with_venue
from sessions.admin.spans import SpanForm
from sessions.choices import BookingUse
from sessions.models import RoomBooking
from sessions.rooms import taken_sentence
from sessions.services import closures

BY_HAND = [choice for choice in BookingUse.choices if choice[0] != BookingUse.SESSION]


class ClosureForm(SpanForm[RoomBooking]):
    """Of a room that is free then; otherwise it says who has it."""

    use = forms.ChoiceField(
        label=gettext_lazy("The room is"), choices=BY_HAND, initial=BookingUse.CLOSURE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "room" in self.fields:
            field: Any = self.fields["room"]
            field.queryset = field.queryset.select_related("venue")
            field.label_from_instance = with_venue
        if "note" in self.fields:
            self.fields["note"].required = True

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        span = {name: self.cleaned_data.get(name) for name in ("room", "starts_at", "ends_at")}
        if all(span.values()):
            other = closures.taken_by(RoomBooking(pk=self.instance.pk, **span))
            if other is not None:
                assert self.conference is not None
                self.add_error("room", taken_sentence(other, self.conference))
        return self.cleaned_data


@admin.register(RoomBooking)
class ClosureAdmin(ConferenceModelAdmin[RoomBooking]):
    """What sessions book is entered with them, and not shown here."""

    form = ClosureForm
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        **ConferenceModelAdmin.formfield_overrides,
        models.DateTimeField: {"form_class": DayAndTimeField, "widget": DayAndTime},
    }
    list_display = ["day", "time", "room_cell", "use", "note"]
    list_display_links = ["day", "time"]
    list_select_related = ["room__venue"]
    list_filter = [DayFilter, "room"]
    search_fields = ["note"]
    ordering = ["starts_at", "room__venue__order", "room__order", "pk"]
    fields = ["room", "use", ("starts_at", "ends_at"), "note"]

    def limit(self, queryset: QuerySet[RoomBooking], request: HttpRequest) -> Any:
        return super().limit(queryset, request).exclude(use=BookingUse.SESSION)

    @admin.display(description=gettext_lazy("day"), ordering="starts_at")
    def day(self, booking: RoomBooking) -> str:
        return dates.weekday(timezone.localtime(booking.starts_at).date())

    @admin.display(description=gettext_lazy("time"))
    def time(self, booking: RoomBooking) -> str:
        return dates.clocks(*map(timezone.localtime, (booking.starts_at, booking.ends_at)))

    @admin.display(description=gettext_lazy("room"), ordering="room__order")
    def room_cell(self, booking: RoomBooking) -> str:
        room = booking.room
        return str(room) if room.venue.is_main else with_venue(room)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        day = chosen_conference(request).starts_on
        return {"starts_at": [day, ""], **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: RoomBooking, form: Any, change: bool) -> None:
        by, at = signed_in(request), timezone.now()
        if not change:
            closures.add(booking=obj, by=by, at=at)
        elif form.changed_data:
            closures.change(booking=obj, fields=form.changed_data, by=by, at=at)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": _("Close or hold a room")}
        return super().add_view(request, form_url, {**title, **(extra_context or {})})

    def changelist_view(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        title = {"title": _("Closures and holds")}
        return super().changelist_view(request, {**title, **(extra_context or {})})
