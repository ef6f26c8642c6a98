"""No list in the admin asks the database more often because it has more rows."""

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conference.choices import Role
from tests.admin_rows import OF_CONFERENCES, address, hand_to, row_in
from tests.factories import ConferenceFactory, StaffRoleFactory

QUERIES = {
    "delegates.Category": 7,
    "delegates.Rank": 6,
    "delegates.CategoryRule": 6,
    "delegates.Delegate": 10,
    "delegates.Delegation": 6,
    "delegates.ImportRun": 6,
    "agenda.Session": 8,
    "badges.Badge": 9,
    "badges.BadgeDesign": 6,
    "badges.PrintJob": 6,
    "conference.StaffRole": 6,
    "conference.StaffInvitation": 6,
    "conference.Venue": 6,
    "conference.Room": 7,
    "conference.Zone": 6,
    "conference.AuditEvent": 10,
    "conference.BackgroundJob": 6,
}
"""With one row and with three: five for login session, user, roles, conferences and the count."""


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("model", OF_CONFERENCES, ids=lambda model: model._meta.label)
def test_list_asks_as_often_for_three_rows_as_for_one(
    client: Client, model: type[models.Model]
) -> None:
    conference = ConferenceFactory()
    user = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    client.force_login(user)
    url = address(conference, model, "changelist")
    hand_to(user, row_in(model, conference))
    one = queries(client, url)
    for _further in range(2):
        hand_to(user, row_in(model, conference))

    three = queries(client, url)

    assert (one, three) == (QUERIES[model._meta.label],) * 2
