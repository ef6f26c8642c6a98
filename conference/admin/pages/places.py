from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.admin.scoped import ConferenceModelAdmin, ConferenceTabularInline
from conference.models import Room, Venue, Zone


class RoomInline(ConferenceTabularInline[Room, Venue]):
    model = Room
    fields = ["name", "capacity", "order"]


@admin.register(Venue)
class VenueAdmin(ConferenceModelAdmin[Venue]):
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
    list_display = ["name", "venue", "capacity", "order"]
    list_select_related = ["venue"]
    list_filter = ["venue"]
    fields = ["venue", "name", "capacity", "order"]
    search_fields = ["name"]


@admin.register(Zone)
class ZoneAdmin(ConferenceModelAdmin[Zone]):
    list_display = ["letter", "name", "order"]
    fields = ["letter", "name", "order"]
    search_fields = ["letter", "name"]
