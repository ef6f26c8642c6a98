"""Values as the form shows them to whoever is told that somebody else has saved."""

from typing import Any

import pytest
from django import forms

from conference.admin.forms.loaded import shown
from conference.admin.scope import within
from conference.choices import Role
from conference.models import Conference, Room, User, Venue
from delegates.models import Country
from tests.factories import (
    ConferenceFactory,
    CountryFactory,
    RoomFactory,
    StaffRoleFactory,
    VenueFactory,
    words,
)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.CharField(), "Hall", "Hall"),
        (forms.CharField(), "", "nothing"),
        (forms.CharField(), None, "nothing"),
        (forms.BooleanField(), True, "yes"),
        (forms.BooleanField(), False, "no"),
        (forms.IntegerField(), 0, "0"),
        (forms.ChoiceField(choices=Role.choices), "badge_desk", "Badge desk"),
        (forms.ChoiceField(choices=Role.choices), "gone", "gone"),
    ],
)
def test_value_is_shown_as_a_person_reads_it(field: forms.Field, value: Any, said: str) -> None:
    assert shown(field, value) == said


def test_reference_is_shown_by_its_record_and_by_its_number_where_that_is_gone() -> None:
    venue = VenueFactory(name=words("Kohi Somon"))
    field = forms.ModelChoiceField(Venue.objects.all())

    assert [shown(field, value) for value in (venue, venue.pk, venue.pk + 1)] == [
        "Kohi Somon",
        "Kohi Somon",
        str(venue.pk + 1),
    ]


# Within the conference


@pytest.fixture
def conference() -> Conference:
    """With a room and an organizer, and another one beside it with as much."""
    for place in (ConferenceFactory(), conference := ConferenceFactory()):
        RoomFactory(venue__conference=place)
        StaffRoleFactory(conference=place)
    CountryFactory()
    found: Conference = conference
    return found


def test_choices_are_those_of_the_conference(conference: Conference) -> None:
    assert [room.conference for room in within(Room.objects.all(), conference)] == [conference]
    assert list(within(Conference.objects.all(), conference)) == [conference]
    assert list(within(User.objects.all(), conference)) == [conference.staff_roles.get().user]
    assert within(Country.objects.all(), conference).count() == 1


def test_without_a_conference_there_is_nothing_of_one_to_choose(conference: Conference) -> None:
    assert not within(Room.objects.all(), None).exists()
    assert not within(Conference.objects.all(), None).exists()
    assert not within(User.objects.all(), None).exists()
    assert within(Country.objects.all(), None).count() == 1
