"""The pages of the list for staff: who opens them, what they say, what they ask for."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import AuditEvent, BackgroundJob, Conference
from delegates.models import Delegation, ListFile, ListPrinting
from delegates.participants import printings
from delegates.services import registering
from tests.delegates.participants.conftest import Approved
from tests.explained import cost_of, explain_everything
from tests.factories import AT, ConferenceFactory, DelegationFactory, StaffRoleFactory, UserFactory


def client_of(conference: Conference, role: Role) -> Client:
    client = Client()
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)
    return client


def url(conference: Conference, page: str, *args: object) -> str:
    return admin_url(conference, f"delegates_listprinting_{page}", *args)


def printed(conference: Conference) -> ListPrinting:
    return printings.keep(conference=conference, reserved={}, by=UserFactory(), at=AT)


def stored(printing: ListPrinting) -> ListFile:
    return ListFile.objects.create(
        conference=printing.conference,
        printing=printing,
        language="en",
        file_format="xlsx",
        file=ContentFile(b"list", name="list.xlsx"),
    )


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.REGISTRATION_OFFICER])
def test_who_registers_sees_the_list_and_takes_its_files(
    delegation: Delegation, approved: Approved, role: Role
) -> None:
    conference = delegation.conference
    approved(delegation, given_name="Ada", family_name="Head", leads=True)
    printing = printed(conference)
    file = stored(printing)
    client = client_of(conference, role)

    page = client.get(url(conference, "now"))
    answer: Any = client.get(url(conference, "file", printing.pk, file.pk))

    assert "Ada HEAD" in page.content.decode()
    assert b"".join(answer.streaming_content) == b"list"
    assert f"{conference.slug}-participants-1-en.xlsx" in answer["Content-Disposition"]
    event = AuditEvent.objects.get(action="list_printing.downloaded")
    assert (event.target_id, event.detail) == (printing.pk, {"language": "en", "format": "xlsx"})


@pytest.mark.parametrize(
    "role", [Role.SECURITY_OFFICER, Role.PROGRAMME_OFFICER, Role.BADGE_DESK, Role.DOOR]
)
def test_nobody_else_finds_a_printing(
    delegation: Delegation, approved: Approved, role: Role
) -> None:
    conference = delegation.conference
    approved(delegation)
    printing = printed(conference)
    file = stored(printing)
    client = client_of(conference, role)

    answers = [
        client.get(url(conference, "file", printing.pk, file.pk)).status_code,
        client.get(url(conference, "change", printing.pk)).status_code,
        client.post(url(conference, "files", printing.pk)).status_code,
    ]

    assert answers == [404, 404, 404]


def test_file_of_another_printing_is_missing(delegation: Delegation, approved: Approved) -> None:
    conference = delegation.conference
    approved(delegation)
    first, second = printed(conference), printed(conference)
    file = stored(first)
    client = client_of(conference, Role.ORGANIZER)

    assert client.get(url(conference, "file", second.pk, file.pk)).status_code == 404
    file.file.storage.delete(str(file.file.name))
    assert client.get(url(conference, "file", first.pk, file.pk)).status_code == 404


def test_printing_is_asked_for_with_its_note_after_what_has_changed(
    delegation: Delegation, approved: Approved
) -> None:
    conference = delegation.conference
    stays = approved(delegation, given_name="Ada", family_name="Before")
    printed(conference)
    fields = {"family_name": "After"}
    registering.change(delegate=stays, fields=fields, by=UserFactory(), at=AT)
    approved(delegation, given_name="New", family_name="Comer")
    client = client_of(conference, Role.REGISTRATION_OFFICER)

    page = client.get(url(conference, "add")).content.decode()
    sent = client.post(url(conference, "add"), {"reservation_0": "As told."})

    assert "Printing 2" in page
    assert "before: Ada BEFORE" in page
    assert "New COMER" in page
    job = BackgroundJob.objects.get()
    assert sent.status_code == 302
    assert sent["Location"].endswith(f"/{job.pk}/change/")
    assert job.request == {"reservation": {"en": "As told."}}


def test_printing_says_what_it_changed(delegation: Delegation, approved: Approved) -> None:
    conference = delegation.conference
    approved(delegation)
    printed(conference)
    approved(delegation, given_name="New", family_name="Comer")
    second = printed(conference)
    client = client_of(conference, Role.ORGANIZER)

    page = client.get(url(conference, "change", second.pk))

    (group,) = page.context["changes"]
    assert (group.words, group.count, group.rows[0][0]) == ("Added", 1, "New COMER")


def test_list_as_it_is_now_is_compared_with_its_last_printing_where_that_is_asked(
    delegation: Delegation, approved: Approved
) -> None:
    conference = delegation.conference
    approved(delegation)
    printing = printed(conference)
    approved(delegation, given_name="New", family_name="Comer")
    client = client_of(conference, Role.ORGANIZER)
    notices = explain_everything()

    page = client.get(url(conference, "now"))
    read = cost_of(notices, of="delegates_listentry").rows
    compared = client.get(url(conference, "now") + "?changes")

    assert '<a href="?changes">What has changed since Printing 1</a>' in page.text
    assert (page.context["changes"], read, printing.entries.count()) == ([], 0, 1)
    (group,) = compared.context["changes"]
    assert (group.words, group.rows[0][0]) == ("Added", "New COMER")
    assert "What has changed since Printing 1 comes first." in compared.text
    assert page.text.count("<bdi>New COMER</bdi></a>") == 1


def test_list_of_nobody_says_so() -> None:
    conference = ConferenceFactory()
    client = client_of(conference, Role.ORGANIZER)

    page = client.get(url(conference, "now")).content.decode()

    assert "Nobody who is to be named in it has been approved yet." in page


@pytest.mark.parametrize(("page", "queries"), [("now", 9), ("now?changes", 11), ("add", 10)])
@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_three_people_as_for_one(
    conference: Conference,
    approved: Approved,
    count: int,
    page: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        delegation = DelegationFactory(conference=conference)
        for _person in range(count):
            approved(delegation, leads=True)
        printed(conference)
    client = client_of(conference, Role.ORGANIZER)
    name, _separator, query = page.partition("?")
    address = f"{url(conference, name)}?{query}"
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)
