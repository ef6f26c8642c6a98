"""Whoever may look at a delegate sees the photo, not an address that opens for nobody."""

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from tests.factories import ConferenceFactory, DelegateFactory, StaffRoleFactory
from tests.here import HERE, here

pytestmark = pytest.mark.django_db


def test_badge_desk_sees_the_photo() -> None:
    conference: Conference = ConferenceFactory(slug=HERE)
    desk = StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user
    delegate = DelegateFactory(delegation__conference=conference, photo="photos/00/x.jpg")
    client = Client()
    client.force_login(desk)

    page = client.get(here("delegates_delegate_change", delegate.pk))

    shown = here("delegates_delegate_photo", delegate.pk)
    assert f'<img class="photo-seen" src="{shown}"' in page.content.decode()
    assert "photos/00/x.jpg" not in page.content.decode()
