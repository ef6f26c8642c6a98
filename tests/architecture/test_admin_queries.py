"""No list in the admin asks the database more often because it has more rows."""

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conference.choices import Role
from tests.admin_rows import OF_CONFERENCES, address, row_in
from tests.factories import ConferenceFactory, StaffRoleFactory

QUERIES = {
    "delegates.Category": 8,
    "delegates.Rank": 7,
    "delegates.CategoryRule": 7,
    "delegates.Delegate": 11,
    "delegates.Delegation": 7,
    "delegates.ImportRun": 7,
    "agenda.Session": 9,
    "badges.Badge": 10,
    "badges.BadgeDesign": 7,
    "badges.PrintJob": 7,
    "conference.StaffRole": 7,
    "conference.Venue": 7,
    "conference.Room": 8,
    "conference.Zone": 7,
    "conference.AuditEvent": 11,
}
"""With one row and with three: six for login session, user, roles, conferences and the count."""


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
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    url = reverse(address(model, "changelist"))
    row_in(model, conference)
    one = queries(client, url)
    row_in(model, conference)
    row_in(model, conference)

    three = queries(client, url)

    assert (one, three) == (QUERIES[model._meta.label],) * 2
