"""How long it takes from one venue to another is said on the page of either."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from conference.choices import Role
from conference.models import AuditEvent, Conference, Venue, VenueTravel
from tests.factories import (
    ConferenceFactory,
    StaffRoleFactory,
    VenueFactory,
    VenueTravelFactory,
    words,
)
from tests.here import HERE, here


@pytest.fixture
def conference() -> Conference:
    made: Conference = ConferenceFactory(slug=HERE)
    return made


@pytest.fixture
def palace(conference: Conference) -> Venue:
    made: Venue = VenueFactory(conference=conference, name=words("Palace"))
    return made


@pytest.fixture
def library(conference: Conference, palace: Venue) -> Venue:
    made: Venue = VenueFactory(conference=conference, name=words("Library"))
    return made


@pytest.fixture
def officer(conference: Conference, client: Client) -> Client:
    role = StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER)
    client.force_login(role.user)
    return client


def say(officer: Client, venue: Venue, other: Venue, minutes: str, **sent: str) -> Any:
    rows = {"rooms-TOTAL_FORMS": "0", "rooms-INITIAL_FORMS": "0"}
    typed = {"name_0": str(venue.name), "order": "0", f"minutes_to_{other.pk}": minutes}
    return officer.post(here("conference_venue_change", venue.pk), rows | typed | sent)


def shown(officer: Client, venue: Venue, other: Venue) -> Any:
    page = officer.get(here("conference_venue_change", venue.pk))
    return page.context["adminform"].form[f"minutes_to_{other.pk}"].value()


def minutes() -> list[tuple[str, str, int]]:
    rows = VenueTravel.objects.select_related("first", "second")
    return [(str(row.first), str(row.second), row.minutes) for row in rows]


def test_time_said_on_the_one_page_stands_on_the_other(
    officer: Client, palace: Venue, library: Venue
) -> None:
    say(officer, library, palace, "10")
    assert minutes() == [("Palace", "Library", 10)]
    assert (shown(officer, library, palace), shown(officer, palace, library)) == (10, 10)

    say(officer, palace, library, "15")
    assert minutes() == [("Palace", "Library", 15)]

    say(officer, palace, library, "15")
    say(officer, palace, library, "")
    assert minutes() == []
    events = [(event.target_id, event.fields) for event in AuditEvent.objects.order_by("pk")]
    travel = ["travel"]
    assert [event for event in events if event[1]] == [
        (library.pk, travel),
        (palace.pk, travel),
        (palace.pk, travel),
    ]


def test_newer_time_is_not_saved_over(officer: Client, palace: Venue, library: Venue) -> None:
    page = officer.get(here("conference_venue_change", palace.pk))
    loaded = page.context["adminform"].form.initial["loaded_values"]
    say(officer, library, palace, "10")

    response = say(officer, palace, library, "", loaded_values=loaded)

    assert "Now stored: “10”. In your form: “nothing”." in response.content.decode()
    assert minutes() == [("Palace", "Library", 10)]


def test_venue_goes_with_its_times(officer: Client, palace: Venue, library: Venue) -> None:
    VenueTravelFactory(first=palace, second=library)

    officer.post(here("conference_venue_delete", palace.pk), {"post": "yes"})

    assert minutes() == []


def test_two_venues_have_one_time(palace: Venue, library: Venue) -> None:
    VenueTravelFactory(first=palace, second=library)

    for first, second in ((palace, library), (library, palace), (palace, palace)):
        with pytest.raises(IntegrityError, match="venue_travel"), transaction.atomic():
            VenueTravelFactory(first=first, second=second)


def test_times_of_a_conference_are_known_both_ways_in_one_query(
    conference: Conference, palace: Venue, library: Venue, django_assert_num_queries: Any
) -> None:
    VenueTravelFactory(first=palace, second=library, minutes=12)
    VenueTravelFactory()

    with django_assert_num_queries(1):
        known = VenueTravel.objects.for_conference(conference).minutes_between()

    assert known == {(palace.pk, library.pk): 12, (library.pk, palace.pk): 12}
