"""What is found of places and people who work here, from every page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conference.admin.lists.search_of_list import search_of_list
from conference.contributions import Finder, Found, contribute
from conference.models import Room, User, Venue
from conference.writing.languages import localized, translations


def tell_venue(venue: Venue) -> Found:
    return Found(
        name=str(localized(venue.name)),
        url=reverse("admin:conference_venue_change", args=[venue.pk]),
        about=str(localized(venue.address)),
        names=tuple(translations(venue.name).values()),
    )


def tell_room(room: Room) -> Found:
    return Found(
        name=str(localized(room.name)),
        url=reverse("admin:conference_room_change", args=[room.pk]),
        about=str(localized(room.venue.name)),
        names=tuple(translations(room.name).values()),
    )


def tell_user(user: User) -> Found:
    return Found(
        name=user.name or user.email,
        url=reverse("admin:conference_user_change", args=[user.pk]),
        about=user.email if user.name else "",
        names=(user.name, user.email),
    )


contribute(Venue, Finder(_("Venue"), search_of_list(Venue), tell_venue))
contribute(Room, Finder(_("Room"), search_of_list(Room), tell_room))
contribute(User, Finder(_("User"), search_of_list(User), tell_user))
