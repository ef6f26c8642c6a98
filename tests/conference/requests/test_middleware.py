"""What cannot be stored is refused before any page looks at it."""

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from tests.factories import ConferenceFactory, StaffRoleFactory, UserFactory
from tests.here import HERE, here

# The second holds halves of letters; the third is none that text can be read by.
ENCODINGS = {"utf-16": 400, "utf-7": 400, "rot13": 400, "UTF-8": 200, "utf8": 200, "nothing": 200}
LIST = here("delegates_delegate_changelist")


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE)


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


@pytest.mark.parametrize(("encoding", "status"), ENCODINGS.items())
def test_only_the_encoding_of_our_pages_is_read(
    organizer: Client, encoding: str, status: int
) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="given_name"\r\n\r\n+2AA-\r\n--x--\r\n'
    kind = f"multipart/form-data; charset={encoding}; boundary=x"

    sent = organizer.generic("POST", here("delegates_delegate_add"), body, kind)
    asked = organizer.get(LIST, headers={"content-type": kind})

    assert (sent.status_code, asked.status_code) == (status, status)


@pytest.mark.parametrize("name", ["search", "a\0b"])
def test_form_with_a_nul_character_is_a_bad_request(organizer: Client, name: str) -> None:
    answer = organizer.post(LIST, {name: "a\0b"})

    assert answer.status_code == 400


def test_form_of_nobody_and_from_elsewhere_is_refused_as_such(conference: Conference) -> None:
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.force_login(UserFactory(is_superuser=True))

    assert Client().post(LIST, {"search": "a\0b"}).status_code == 302
    assert elsewhere.post(LIST, {"search": "a\0b"}).status_code == 403
