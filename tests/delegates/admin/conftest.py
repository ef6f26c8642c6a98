import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from tests.factories import ConferenceFactory, StaffRoleFactory
from tests.here import HERE


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE)


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client
