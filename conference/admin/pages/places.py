from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet, TimeField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.admin.forms.records import RecordForm
from conference.admin.forms.times import TimeAsTyped
from conference.admin.pages.travel import TravelFields
from conference.admin.scoped import ConferenceModelAdmin, ConferenceTabularInline
from conference.choices import usual_turn_round
from conference.models import Room, Venue, Zone

TIME_OF_DAY = {
    "form_class": TimeAsTyped,
    "widget": forms.TimeInput({"size": 6, "autocomplete": "off"}, format="%H:%M"),
}


class RoomForm(RecordForm[Room]):
    """What nobody says of a room: it has no booths, and its turn-round follows from its layout."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"booths", "turn_round"} & self.fields.keys():
            self.fields[name].required = False
            if not self.instance.pk:
                self.fields[name].initial = None

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        usual = {"booths": 0, "turn_round": usual_turn_round(self.cleaned_data.get("layout", ""))}
        self.cleaned_data |= {
            name: value
            for name, value in usual.items()
            if self.cleaned_data.get(name, value) is None
        }
        return self.cleaned_data


class RoomInline(ConferenceTabularInline[Room, Venue]):
    model = Room
    form = RoomForm
    fields = ["name", "layout", "capacity", "turn_round", "order"]


@admin.register(Venue)
class VenueAdmin(TravelFields):
    list_display = ["name", "is_main", "room_count", "order"]
    fields = ["name", "is_main", "address", "directions", "order"]
    search_fields = ["name"]
    inlines = [RoomInline]

    def limit(self, queryset: QuerySet[Venue], request: HttpRequest) -> QuerySet[Venue]:
        return super().limit(queryset, request).annotate(rooms_here=Count("rooms"))

    @admin.display(description=_("rooms"), ordering="rooms_here")
    def room_count(self, venue: Venue) -> int:
        count: int = venue.rooms_here  # type: ignore[attr-defined]
        return count


@admin.register(Room)
class RoomAdmin(ConferenceModelAdmin[Room]):
    form = RoomForm
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        **ConferenceModelAdmin.formfield_overrides,
        TimeField: TIME_OF_DAY,
    }
    empty_value_display = "–"
    list_display = ["name", "venue", "layout", "capacity", "booths", "hours", "order"]
    list_select_related = ["venue"]
    list_filter = ["venue", "layout"]
    fields = [
        "venue",
        "name",
        "layout",
        ("capacity", "booths"),
        ("opens_at", "closes_at"),
        "turn_round",
        "order",
    ]
    search_fields = ["name"]

    @admin.display(description=_("hours"), ordering="opens_at")
    def hours(self, room: Room) -> str | None:
        if room.opens_at is None or room.closes_at is None:
            return None
        return f"{room.opens_at:%H:%M}–{room.closes_at:%H:%M}"


@admin.register(Zone)
class ZoneAdmin(ConferenceModelAdmin[Zone]):
    list_display = ["letter", "name", "order"]
    fields = ["letter", "name", "order"]
    search_fields = ["letter", "name"]
