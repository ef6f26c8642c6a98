"""Audit events as a person reads them."""

import pytest

from conference.admin.trail.events import events_of, field_name, in_words, what
from conference.models import AuditEvent
from tests.factories import AT, UserFactory, VenueFactory


@pytest.mark.parametrize(
    ("action", "target_type", "words"),
    [
        ("delegate.approved", "delegates.delegate", "Delegate approved"),
        ("room.added", "conference.room", "Room added"),
        ("import.given_up", "delegates.importrun", "Import given up"),
        ("venue.painted_green", "conference.venue", "Venue painted green"),
        ("photo_album.lost", "gallery.album", "Photo album lost"),
        ("delegates.imported", "", "Delegates brought into the conference"),
    ],
    ids=["usual", "of the admin", "of work", "verb of old", "model of old", "of no record"],
)
def test_action_is_read_as_what_happened_to_what(action: str, target_type: str, words: str) -> None:
    assert what(action, target_type) == words


@pytest.mark.parametrize(
    ("target_type", "name", "words"),
    [
        ("delegates.delegate", "own_name", "name in own script"),
        ("delegates.delegate", "shoe_size", "shoe size"),
        ("gallery.album", "front_page", "front page"),
        ("", "password", "password"),
    ],
)
def test_field_is_named_as_the_form_names_it(target_type: str, name: str, words: str) -> None:
    assert field_name(target_type, name) == words


def test_events_about_a_record_are_told_newest_first_with_who_and_why() -> None:
    venue, user = VenueFactory(), UserFactory(name="Zarina")
    of_venue = {"target_type": "conference.venue", "target_id": venue.pk, "at": AT}
    AuditEvent.objects.create(action="venue.added", by=user, **of_venue)
    AuditEvent.objects.create(
        action="venue.changed", fields=["is_main"], detail={"reason": "Moved"}, **of_venue
    )
    AuditEvent.objects.create(action="venue.added", **{**of_venue, "target_id": venue.pk + 1})

    told = [(one.who, one.what, one.fields, one.reason) for one in events_of(venue)]

    assert told == [
        ("Dais", "Venue changed", "main venue", "Moved"),
        ("Zarina", "Venue added", "", ""),
    ]
    assert in_words(AuditEvent.objects.earliest("pk")).at == AT
