"""A changed slug stays as an alias: in the admin for forms that are open, and for readers."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from conference.addresses import admin_url
from conference.choices import ConferenceState, Role
from conference.models import Conference, ConferenceAlias, StaffRole, Venue
from tests.factories import (
    ConferenceAliasFactory,
    ConferenceFactory,
    SessionFactory,
    StaffRoleFactory,
    VenueFactory,
)
from tests.page_forms import form_values


@pytest.fixture
def role() -> StaffRole:
    return StaffRoleFactory(
        role=Role.ORGANIZER, conference__slug="before", conference__state=ConferenceState.DRAFT
    )


@pytest.fixture
def organizer(client: Client, role: StaffRole) -> Client:
    client.force_login(role.user)
    return client


def page_of(conference: Conference) -> str:
    return admin_url(conference, "conference_conference_change", conference.pk)


def rename(client: Client, conference: Conference, slug: str) -> str:
    """Through the conference's page; the page that answers."""
    url = page_of(conference)
    form = form_values(client.get(url).content.decode(), "conference_form")
    answer = client.post(url, form | {"slug": [slug]}, follow=True).content.decode()
    conference.refresh_from_db()
    return answer


def test_form_that_was_open_while_the_slug_changed_is_saved_with_what_was_typed(
    organizer: Client, role: StaffRole
) -> None:
    venue: Venue = VenueFactory(conference=role.conference)
    open_form = admin_url(role.conference, "conference_venue_change", venue.pk)
    form = form_values(organizer.get(open_form).content.decode(), "venue_form")
    rename(organizer, role.conference, "after")

    response = organizer.post(f"{open_form}?a=b", form | {"name_0": ["Kohi Somon"]}, follow=True)

    present = admin_url(role.conference, "conference_venue_change", venue.pk)
    assert response.redirect_chain[0] == (f"{present}?a=b", 307)
    venue.refresh_from_db()
    assert str(venue.name) == "Kohi Somon"
    assert role.conference.slug == "after"


def test_link_of_before_leads_to_the_same_page_for_who_works_there_and_for_nobody_else(
    organizer: Client, role: StaffRole
) -> None:
    rename(organizer, role.conference, "after")
    stranger = Client()
    stranger.force_login(StaffRoleFactory(role=Role.ORGANIZER).user)
    door = Client()
    door.force_login(StaffRoleFactory(role=Role.DOOR, conference=role.conference).user)

    link = "/admin/before/delegates/delegate/?q=a"
    answers = [client.get(link) for client in (organizer, stranger, door)]

    assert answers[0]["Location"] == "/admin/after/delegates/delegate/?q=a"
    assert [answer.status_code for answer in answers] == [307, 404, 404]
    assert stranger.post(link).status_code == 404


def test_renaming_stays_on_the_page_and_keeps_the_former_slug(
    organizer: Client, role: StaffRole
) -> None:
    answer = rename(organizer, role.conference, "after")

    assert "was changed." in answer
    assert role.conference.slug == "after"
    assert [alias.slug for alias in ConferenceAlias.objects.all()] == ["before"]


def test_slug_that_leads_to_another_conference_is_not_taken_and_one_s_own_is_taken_back(
    organizer: Client, role: StaffRole
) -> None:
    ConferenceAliasFactory(slug="of-another")
    rename(organizer, role.conference, "after")

    refused = rename(organizer, role.conference, "of-another")
    assert "links to it still lead there" in refused
    assert role.conference.slug == "after"

    rename(organizer, role.conference, "before")
    own = ConferenceAlias.objects.for_conference(role.conference)
    assert (role.conference.slug, [alias.slug for alias in own]) == ("before", ["after"])


def test_conference_that_has_the_slug_now_comes_before_one_that_had_it(
    organizer: Client, role: StaffRole
) -> None:
    ConferenceAliasFactory(slug="before", conference=StaffRoleFactory(user=role.user).conference)

    assert organizer.get("/admin/before/").context["conference"] == role.conference


# Readers


@pytest.fixture
def published() -> Conference:
    alias: ConferenceAlias = ConferenceAliasFactory(slug="before", conference__slug="after")
    alias.conference.logo.save("logo.png", ContentFile(b"x"))
    SessionFactory(
        conference=alias.conference,
        code="abcdefg",
        is_released=True,
    )
    return alias.conference


@pytest.mark.parametrize(
    "page",
    [
        "/ru/{}/",
        "/en/{}/agenda/",
        "/en/{}/agenda.ics",
        "/tg/{}/agenda/abcdefg/?from=mail",
        "/en/{}/agenda/abcdefg.ics",
        "/assets/logos/{}/",
    ],
)
def test_page_for_readers_is_found_under_the_former_slug(
    client: Client, published: Conference, page: str
) -> None:
    response = client.get(page.format("before"))

    assert (response.status_code, response["Location"]) == (302, page.format("after"))
    assert client.get(page.format("after")).status_code == 200


def test_hidden_conference_is_not_found_under_any_slug(
    client: Client, published: Conference
) -> None:
    Conference.objects.update(state=ConferenceState.DRAFT)

    assert [client.get(f"/en/{slug}/").status_code for slug in ("before", "after")] == [404, 404]


def test_missing_page_is_missing_under_every_slug(client: Client, published: Conference) -> None:
    for slug in ("before", "after", "never"):
        answer = client.get(f"/en/{slug}/agenda/nothing/", follow=True)
        assert answer.status_code == 404


def test_page_under_the_former_slug_of_a_conference_that_another_took_is_the_other_s(
    client: Client, published: Conference
) -> None:
    other = ConferenceFactory(slug="before")

    assert client.get("/en/before/").context["conference"] == other
