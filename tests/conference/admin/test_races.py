"""Two people save the same record at the same moment."""

import pytest
from django.test import Client

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference
from delegates.choices import Accreditation
from delegates.services.review import accreditation
from tests.conference.admin.pages.test_places import room_rows
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    StaffRoleFactory,
    UserFactory,
    VenueFactory,
)
from tests.page_forms import form_values
from tests.races import while_uncommitted


def organizer_of(conference: Conference) -> Client:
    client = Client()
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


@pytest.mark.django_db(transaction=True)
def test_record_is_held_before_it_is_compared() -> None:
    """Who waits for the other's commit compares with what was committed, and saves nothing."""
    conference: Conference = ConferenceFactory()
    venue = VenueFactory(conference=conference)
    url = admin_url(conference, "conference_venue_change", venue.pk)
    mine, yours = organizer_of(conference), organizer_of(conference)
    loaded = mine.get(url).context["adminform"].form.initial["loaded_values"]

    def typed(name: str) -> dict[str, str]:
        return {"name_0": name, "order": "0", "loaded_values": loaded, **room_rows()}

    answer = while_uncommitted(
        lambda: mine.post(url, typed("Mine")), lambda: yours.post(url, typed("Yours"))
    )

    venue.refresh_from_db()
    assert venue.name.data == {"en": "Mine"}
    assert "Now stored: “Mine”. In your form: “Yours”." in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_decision_that_somebody_makes_meanwhile_is_not_overruled_by_who_read_before_it() -> None:
    """Whoever is rejected may still be withdrawn: nothing but what was read refuses it."""
    delegate = DelegateFactory()
    conference = delegate.conference
    client, other = organizer_of(conference), UserFactory()
    url = admin_url(conference, "delegates_delegate_decide", delegate.pk, "withdrawn")
    read = form_values(client.get(url).content.decode(), "decision") | {"reason": "Illness"}

    while_uncommitted(
        lambda: accreditation.reject(delegate=delegate, reason="Unknown", by=other, at=AT),
        lambda: client.post(url, read),
    )

    delegate.refresh_from_db()
    assert delegate.accreditation == Accreditation.REJECTED
