"""A part of a page is given alone to who asks for it; whatever else is answered is a whole page."""

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from tests.factories import ConferenceFactory, StaffRoleFactory
from tests.here import HERE, here
from tests.parts import ask_for_part

DUE = here("badges_printjob_due")


@pytest.fixture
def organizer(client: Client) -> Client:
    conference: Conference = ConferenceFactory(slug=HERE)
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


def test_part_is_the_block_of_its_name_without_the_frame(organizer: Client) -> None:
    whole = organizer.get(DUE).content.decode()

    part = ask_for_part(organizer, DUE, "due").content.decode()

    assert part.strip().startswith('<p class="quiet due">No badge is due')
    assert part.strip() in whole
    assert "<html" in whole
    assert "<html" not in part


def test_part_that_the_page_does_not_have_loads_the_page_anew(organizer: Client) -> None:
    response = ask_for_part(organizer, DUE, "progress")

    assert (response.status_code, response.headers["HX-Refresh"]) == (200, "true")
    assert response.content == b""


def test_who_is_signed_out_meanwhile_is_led_to_sign_in_as_a_whole_page(
    organizer: Client,
) -> None:
    organizer.logout()

    page, part = organizer.get(DUE), ask_for_part(organizer, DUE, "due")

    assert page.status_code == 302
    assert (part.status_code, part.headers["HX-Refresh"]) == (200, "true")
    assert not part.has_header("Location")


def test_who_may_not_see_the_page_gets_no_part_of_it(organizer: Client) -> None:
    user = StaffRoleFactory(conference__slug="elsewhere", role=Role.PROGRAMME_OFFICER).user
    organizer.force_login(user)

    assert ask_for_part(organizer, here("badges_printjob_due"), "due").status_code == 404
