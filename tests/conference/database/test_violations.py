"""What the database refuses reaches people as the constraint's own sentence."""

import pytest
from django.db import IntegrityError, connection, transaction

from conference.database import violations
from conference.errors import DomainError
from conference.models import Room, Venue
from tests.factories import (
    ConferenceFactory,
    RoomFactory,
    SessionFactory,
    UserFactory,
    VenueFactory,
    ZoneFactory,
)


def test_unique_constraint_speaks_for_itself() -> None:
    zone = ZoneFactory()

    with pytest.raises(DomainError, match="Another zone has this letter"), violations.in_words():
        ZoneFactory(conference=zone.conference, letter=zone.letter)


def test_exclusion_constraint_speaks_for_itself() -> None:
    room = RoomFactory()
    SessionFactory(conference=room.conference, room=room)

    with pytest.raises(DomainError, match="already taken"), violations.in_words():
        SessionFactory(conference=room.conference, room=room)


def test_reference_into_another_conference_is_told_without_names_of_tables() -> None:
    venue, conference = VenueFactory(), ConferenceFactory()

    with pytest.raises(DomainError, match="in this conference") as refusal, violations.in_words():
        Room.objects.create(venue=venue, conference=conference, name="Hall")

    assert "conference_room" not in str(refusal.value)


def test_plain_unique_field_has_a_sentence_too() -> None:
    conference = ConferenceFactory()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        ConferenceFactory(slug=conference.slug)

    assert violations.sentence(refusal.value) == "There is already a record like this one."


def test_row_that_is_referred_to_stays() -> None:
    room = RoomFactory()

    with pytest.raises(DomainError, match="still refers to this record"), violations.in_words():
        room.venue.delete()

    assert Venue.objects.filter(pk=room.venue.pk).exists()


def test_user_twice_in_other_capitals_is_told() -> None:
    user = UserFactory()

    with pytest.raises(DomainError, match="already a user"), violations.in_words():
        UserFactory(email=user.email.upper())


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE conference_venue SET name = NULL", "A value is missing that this record needs."),
        ('UPDATE conference_venue SET "order" = -1', "These values do not go together."),
    ],
)
def test_what_has_no_sentence_of_its_own_is_told_by_its_kind(statement: str, words: str) -> None:
    VenueFactory()

    with (
        pytest.raises(IntegrityError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert violations.sentence(refusal.value) == words
