"""How long it takes from one venue to another."""

import datetime as dt

from django.db import transaction

from conference import audit
from conference.models import User, Venue, VenueTravel


@transaction.atomic
def say(*, venue: Venue, other: Venue, minutes: int | None, by: User, at: dt.datetime) -> None:
    """So many minutes are known from either to the other; with None, it is known no more."""
    rows = VenueTravel.objects.between(venue, other)
    if minutes is None:
        rows.delete()
    else:
        first, second = sorted([venue, other], key=lambda row: row.pk)
        VenueTravel.objects.update_or_create(
            {"minutes": minutes}, conference=venue.conference, first=first, second=second
        )
    audit.record("venue.changed", target=venue, by=by, at=at, fields=["travel"])
