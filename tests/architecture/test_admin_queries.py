"""No page of the admin asks the database more often because it has more rows, or for more of them
than it shows.
"""

from contextlib import suppress
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.test import Client

from badges.choices import JobState, Obstacle, Outcome
from badges.models import BadgeDesign, PrintEntry, PrintJob
from conference.choices import Role
from conference.models import AuditEvent, Conference, ConferenceRow
from tests.admin_pages import Ask, completions, first_row, parts_of, paths_of_rows
from tests.admin_rows import CONFERENCE_ARGUMENT, OF_CONFERENCES, address, hand_to, row_in
from tests.architecture.test_factories import FACTORIES
from tests.counting import counted
from tests.factories import (
    AT,
    ConferenceFactory,
    CountryFactory,
    DesignVersionFactory,
    OrganizationFactory,
    StaffRoleFactory,
    UserFactory,
)

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
    found, response = counted(client, Ask(url))
    assert response.status_code == 200
    return found.queries


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


# Every page and part


@pytest.fixture
def conference() -> Conference:
    """With a row of everything and one that refers to it, and a job that is ready."""
    made: Conference = ConferenceFactory()
    for model in OF_CONFERENCES:
        row_in(model, made)
    row_in(PrintEntry, made)
    DesignVersionFactory(design=first_row(BadgeDesign, made), number=1)
    OrganizationFactory()
    row_in(PrintJob, made)
    refer_to_the_first_rows(made, times=1)
    return made


def publish(job: PrintJob) -> None:
    """Everybody of it was left out."""
    PrintJob.objects.filter(pk=job.pk).update(state=JobState.PUBLISHED, finished_at=AT)
    PrintEntry.objects.filter(job=job).update(
        outcome=Outcome.LEFT_OUT, obstacle=Obstacle.DELEGATION_WITHDRAWN
    )


@pytest.fixture
def administrator(client: Client) -> Client:
    """Sees every page of the installation and of each conference."""
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_no_page_or_part_asks_more_often_for_more_rows(
    administrator: Client, conference: Conference
) -> None:
    paths = [*paths_of_rows(conference), *completions(conference)]
    # What Django remembers of its tables is no page's.
    ContentType.objects.get_for_models(*admin.site._registry)
    few = queries_by_page(administrator, paths)

    add_everything_again(conference)
    refer_to_the_first_rows(conference, times=3)
    many = queries_by_page(administrator, paths)

    assert {page: (few.get(page), many[page]) for page in many if many[page] > few[page]} == {}
    assert {page.part for page in few} == {"", "due", "design_printing", "progress"}


def queries_by_page(client: Client, paths: list[str]) -> dict[Ask, int]:
    """Of each page and of each of its parts, which say in their addresses when they were asked."""
    found: dict[Ask, int] = {}
    for path in paths:
        found[Ask(path)], page = asked(client, Ask(path))
        for part in parts_of(path, page):
            key = Ask(part.path.partition("?")[0], part=part.part)
            found[key], _page = asked(client, part)
    return found


def asked(client: Client, ask: Ask) -> tuple[int, str]:
    """Statements, and the page. A sample that it asks for is not there the next time."""
    with transaction.atomic():
        count, response = counted(client, ask)
        transaction.set_rollback(True)
    assert response.status_code < 500, ask
    is_page = response.get("Content-Type", "").startswith("text/html")
    return count.queries, response.body.decode() if is_page else ""


def add_everything_again(conference: Conference) -> None:
    for model in OF_CONFERENCES:
        for _ in range(3):
            row_in(model, conference)
    for factory in (UserFactory, CountryFactory, OrganizationFactory, ConferenceFactory):
        factory.create_batch(3)


def refer_to_the_first_rows(conference: Conference, *, times: int) -> None:
    """Rows that stand on the pages of others: members of a delegation, events about a record.

    Of every model and each of its references, as far as a row may have more than one of them.
    """
    for model, factory in FACTORIES.items():
        for field in model._meta.concrete_fields:
            other: Any = field.related_model
            if not isinstance(other, type) or not issubclass(other, ConferenceRow):
                continue
            values = {field.name: first_row(other, conference)}
            argument = CONFERENCE_ARGUMENT.get(model.__name__, "conference")
            if argument.partition("__")[0] != field.name:
                values[argument] = conference
            for _ in range(times):
                with suppress(IntegrityError), transaction.atomic():
                    factory(**values)
    for model in OF_CONFERENCES:
        row = first_row(model, conference)
        AuditEvent.objects.bulk_create(
            AuditEvent(
                at=AT,
                by=UserFactory(),
                conference=conference,
                action="record.changed",
                target_type=model._meta.label_lower,
                target_id=row.pk,
            )
            for _ in range(times)
        )
    publish(first_row(PrintJob, conference))
