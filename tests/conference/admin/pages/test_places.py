import pytest
from django.test import Client

from conference.choices import Role
from conference.models import AuditEvent, Room, Venue
from tests.factories import RoomFactory, StaffRoleFactory, VenueFactory
from tests.here import HERE, here


def organizer() -> tuple[Client, StaffRoleFactory]:
    role = StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE)
    client = Client()
    client.force_login(role.user)
    return client, role


def room_rows(*rooms: Room) -> dict[str, str]:
    data = {"rooms-TOTAL_FORMS": str(len(rooms)), "rooms-INITIAL_FORMS": str(len(rooms))}
    for index, room in enumerate(rooms):
        data |= {
            f"rooms-{index}-id": str(room.pk),
            f"rooms-{index}-venue": str(room.venue_id),
            f"rooms-{index}-name_0": "Hall",
            f"rooms-{index}-turn_round": "0",
            f"rooms-{index}-order": "0",
        }
    return data


def test_venue_added_belongs_to_the_conference_worked_in() -> None:
    client, role = organizer()

    client.post(
        here("conference_venue_add"),
        {"name_0": "Kohi Somon", "order": "0", **room_rows()},
    )

    venue = Venue.objects.get()
    assert venue.conference == role.conference
    assert venue.name.data == {"en": "Kohi Somon"}
    assert [event.action for event in AuditEvent.objects.all()] == ["venue.added"]


def test_second_main_venue_is_refused_in_words() -> None:
    client, role = organizer()
    VenueFactory(conference=role.conference, is_main=True)

    response = client.post(
        here("conference_venue_add"),
        {"name_0": "Library", "is_main": "on", "order": "0", **room_rows()},
    )

    assert response.status_code == 200
    assert "Another venue is already the main one." in response.content.decode()


def test_languages_not_shown_are_kept() -> None:
    client, role = organizer()
    venue = VenueFactory(conference=role.conference)
    venue.name.data = {"en": "Library", "fr": "Bibliothèque"}
    venue.save()

    client.post(
        here("conference_venue_change", venue.pk),
        {"name_0": "National Library", "name_1": "Библиотека", "order": "0", **room_rows()},
    )

    venue.refresh_from_db()
    assert venue.name.data == {"en": "National Library", "fr": "Bibliothèque", "ru": "Библиотека"}


def room_typed(venue: Venue, **typed: str) -> dict[str, str]:
    return {"venue": str(venue.pk), "name_0": "Hall", "order": "0", **typed}


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ({"layout": "bilateral"}, 15),
        ({"layout": "theatre"}, 0),
        ({"layout": "bilateral", "turn_round": "5"}, 5),
        ({}, 0),
    ],
)
def test_turn_round_that_nobody_says_follows_from_the_layout(
    typed: dict[str, str], minutes: int
) -> None:
    client, role = organizer()
    venue = VenueFactory(conference=role.conference)

    client.post(here("conference_room_add"), room_typed(venue, **typed))

    assert Room.objects.get().turn_round == minutes


def test_row_of_a_venue_has_the_turn_round_of_its_layout_too() -> None:
    client, _role = organizer()
    row = {"name_0": "Bilateral 1", "layout": "bilateral", "turn_round": "", "order": "0"}
    rows = {f"rooms-0-{name}": value for name, value in row.items()}

    client.post(
        here("conference_venue_add"),
        {"name_0": "Palace", "order": "0", **room_rows(), **rows, "rooms-TOTAL_FORMS": "1"},
    )

    assert Room.objects.get().turn_round == 15


@pytest.mark.parametrize(
    ("opens", "closes", "refusal"),
    [
        ("8", "1830", ""),
        ("19", "2", ""),
        ("8", "", "Say when it opens and when it closes, or neither."),
        ("", "8", "Say when it opens and when it closes, or neither."),
        ("8", "8", "It would open and close at the same time."),
    ],
)
def test_hours_of_a_room_are_both_said_or_neither(opens: str, closes: str, refusal: str) -> None:
    client, role = organizer()
    typed = room_typed(VenueFactory(conference=role.conference), opens_at=opens, closes_at=closes)

    response = client.post(here("conference_room_add"), typed)

    assert refusal in response.content.decode()
    assert Room.objects.exists() is not bool(refusal)


def test_venue_of_another_conference_answers_as_a_missing_one() -> None:
    client, _role = organizer()
    other = VenueFactory()

    for page in ("change", "history", "delete"):
        url = here(f"conference_venue_{page}", other.pk)
        missing = client.get(here(f"conference_venue_{page}", other.pk + 9999))
        assert client.get(url).status_code == missing.status_code == 404


def test_older_version_is_not_saved_over_a_newer_one() -> None:
    client, role = organizer()
    venue = VenueFactory(conference=role.conference)
    url = here("conference_venue_change", venue.pk)
    loaded = client.get(url).context["adminform"].form.initial["loaded_values"]
    venue.name.data = {"en": "Changed meanwhile"}
    venue.save()
    data = {"name_0": "Mine", "order": "0", "loaded_values": loaded, **room_rows()}

    response = client.post(url, data)
    text = response.content.decode()
    venue.refresh_from_db()
    assert venue.name.data == {"en": "Changed meanwhile"}
    assert "Now stored: “Changed meanwhile”. In your form: “Mine”." in text

    newest = response.context["adminform"].form["loaded_values"].value()
    client.post(url, data | {"loaded_values": newest})
    venue.refresh_from_db()
    assert venue.name.data == {"en": "Mine"}


def test_venue_with_a_room_cannot_be_deleted() -> None:
    client, role = organizer()
    room = RoomFactory(venue=VenueFactory(conference=role.conference))
    url = here("conference_venue_delete", room.venue_id)

    response = client.post(url, {"post": "yes"})

    assert response.status_code == 403
    assert Venue.objects.count() == 1


def test_rooms_of_a_venue_are_added_renamed_and_deleted_each_with_a_trace() -> None:
    client, role = organizer()
    venue = VenueFactory(conference=role.conference)
    kept, gone = RoomFactory.create_batch(2, venue=venue)
    rows = room_rows(kept, gone) | {
        "rooms-TOTAL_FORMS": "3",
        "rooms-1-DELETE": "on",
        "rooms-2-venue": str(venue.pk),
        "rooms-2-name_0": "Library",
        "rooms-2-order": "1",
    }

    client.post(
        here("conference_venue_change", venue.pk),
        {"name_0": "Kohi Somon", "order": "0", **rows},
    )

    assert [str(room.name) for room in venue.rooms.all()] == ["Hall", "Library"]
    events = AuditEvent.objects.filter(target_type="conference.room").order_by("pk")
    assert [(event.action, event.target_id, event.fields) for event in events] == [
        ("room.deleted", gone.pk, []),
        ("room.added", venue.rooms.last().pk, []),
        ("room.changed", kept.pk, ["name"]),
    ]
