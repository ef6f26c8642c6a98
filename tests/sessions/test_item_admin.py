"""Agenda items in the admin, on sessions and on their pages."""

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from sessions.models import AgendaItem
from tests.factories import (
    AgendaItemFactory,
    ConferenceFactory,
    SessionFactory,
    SessionItemFactory,
    StaffRoleFactory,
    words,
)
from tests.here import HERE, here
from tests.releasing import release

LIST = here("agenda_agendaitem_changelist")


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE, languages=["en"])


@pytest.fixture
def programme_officer(conference: Conference, client: Client) -> Client:
    role = StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER)
    client.force_login(role.user)
    return client


def test_agenda_is_entered_ordered_and_numbered(
    programme_officer: Client, conference: Conference
) -> None:
    programme_officer.post(f"{LIST}add/", {"title_0": "Peace", "parent": ""})
    peace = AgendaItem.objects.get()
    programme_officer.post(f"{LIST}add/", {"title_0": "Borders", "parent": peace.pk})
    programme_officer.post(f"{LIST}add/", {"title_0": "Opening", "parent": ""})
    _peace, borders, opening = AgendaItem.objects.order_by("pk")
    places = {f"place_{peace.pk}": 5, f"place_{borders.pk}": 0, f"place_{opening.pk}": 1}

    programme_officer.post(f"{LIST}order/", places)
    shown = programme_officer.get(f"{LIST}number/").context["shown"]
    programme_officer.post(f"{LIST}number/", {"shown": shown})

    assert [str(item) for item in AgendaItem.objects.in_order()] == [
        "1 Opening",
        "2 Peace",
        "2 (a) Borders",
    ]


def test_item_is_offered_neither_itself_nor_the_third_level(programme_officer: Client) -> None:
    second = AgendaItemFactory(conference__slug="elsewhere", below=True).conference
    conference = Conference.objects.get(slug=HERE)
    assert second != conference
    below = AgendaItemFactory(conference=conference, below=True)
    AgendaItemFactory(conference=conference, parent=below)

    form = programme_officer.get(f"{LIST}{below.pk}/change/").context["adminform"].form

    assert list(form.fields["parent"].queryset) == [below.parent]


def test_readers_see_the_items_of_a_session_in_their_order(
    client: Client, conference: Conference
) -> None:
    session = SessionFactory(conference=conference)
    for order, title in ((1, "Borders"), (0, "Adoption")):
        item = AgendaItemFactory(conference=conference, title=words(title), number=f"3 ({title})")
        SessionItemFactory(session=session, item=item, order=order)
    release(session)

    page = client.get(f"/en/{HERE}/agenda/{session.code}/").content.decode()

    assert page.index("3 (Adoption)") < page.index("3 (Borders)")
