"""No id stands twice on a page."""

import pytest
from django.test import Client

from badges.models import BadgeDesign, PrintEntry
from conference.models import StaffRole
from delegates.models import Delegate
from sessions.models import Session
from tests.admin_pages import first_row, kinds_of_pages
from tests.admin_rows import OF_CONFERENCES, hand_to, row_in
from tests.factories import DesignVersionFactory, SessionPartFactory, StaffRoleFactory
from tests.ids import ids_that_stand_twice


@pytest.fixture
def role(transactional_db: None) -> StaffRole:
    """The administrator of a conference with a row of everything."""
    role: StaffRole = StaffRoleFactory(user__is_superuser=True)
    conference = role.conference
    for model in OF_CONFERENCES:
        hand_to(role.user, row_in(model, conference))
    row_in(PrintEntry, conference)
    DesignVersionFactory(design=first_row(BadgeDesign, conference), number=1)
    SessionPartFactory(
        session=first_row(Session, conference), delegate=first_row(Delegate, conference)
    )
    return role


def test_no_id_stands_twice_on_any_kind_of_page(client: Client, role: StaffRole) -> None:
    client.force_login(role.user)

    found = [
        f"{address}: {name}"
        for address, path in kinds_of_pages(client, role.conference)
        for name in ids_that_stand_twice(client.get(path).content.decode())
    ]

    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    ("page", "twice"),
    [
        ('<p id="one"><p id="two">', []),
        ('<p id="one"><p id="two"><img id="one">', ["one"]),
        ("<p id=''><p id=''>", []),
    ],
)
def test_ids_that_stand_twice_are_found(page: str, twice: list[str]) -> None:
    assert ids_that_stand_twice(page) == twice
