"""Whoever is signed in gets the same bytes from Django, and the staff of a draft its preview."""

from collections.abc import Callable

import pytest
from django.test import Client

from conference.choices import ConferenceState
from conference.models import Conference
from conference.published.folders import HostFolders
from tests.factories import StaffRoleFactory, UserFactory
from tests.published_files import page, put


@pytest.fixture
def served(conference: Conference, host: HostFolders) -> str:
    file = page(conference, "As a file")
    put(host, conference.slug, file)
    return file.address


def test_signed_in_reader_gets_the_file_for_three_queries(
    served: str, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    client.force_login(UserFactory())

    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        response = client.get(served)

    assert b"".join(response) == b"As a file"  # type: ignore[arg-type]
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.templates == []
    again = client.get(served, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, b"".join(again)) == (304, b"")  # type: ignore[arg-type]


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {}])
def test_more_than_the_page_is_made_by_its_view(
    served: str, client: Client, headers: dict[str, str]
) -> None:
    query = {} if headers else {"day": "1"}

    response = client.get(served, query, headers=headers)

    assert b"<html" in response.content


def test_who_may_not_see_the_conference_gets_no_file_though_one_stands_still(
    served: str, conference: Conference, client: Client
) -> None:
    """The follower has not looked yet."""
    Conference.objects.update(state=ConferenceState.DRAFT)
    role = StaffRoleFactory(conference=conference)

    client.force_login(UserFactory())
    assert client.get(served).status_code == 404
    client.force_login(role.user)
    assert b"<html" in client.get(served).content
