"""No page of the admin asks the database more often because it has more rows, or for more of them
than it shows.
"""

import time
from contextlib import suppress
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.utils import timezone

from badges.choices import JobState, Obstacle, Outcome
from badges.engine.content import BadgeContent
from badges.models import Badge, BadgeDesign, DesignVersion, PrintEntry, PrintJob
from conference.accounts.lifetimes import SEEN_AT
from conference.addresses import admin_url
from conference.choices import Role
from conference.models import AuditEvent, Conference, ConferenceRow
from delegates.models import Delegate, Delegation
from sessions.models import Session
from tests.admin_pages import Ask, completions, first_row, parts_of, paths_of_rows, sendings
from tests.admin_rows import (
    CONFERENCE_ARGUMENT,
    OF_CONFERENCES,
    WITH_A_LIST,
    address,
    hand_to,
    row_in,
)
from tests.architecture.test_factories import FACTORIES
from tests.counting import counted
from tests.factories import (
    AT,
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DesignVersionFactory,
    GenerationFactory,
    OrganizationFactory,
    PrintChunkFactory,
    PrintEntryFactory,
    SessionFactory,
    SessionPartFactory,
    StaffRoleFactory,
    UserFactory,
)

QUERIES = {
    "delegates.Category": 7,
    "delegates.Rank": 6,
    "delegates.CategoryRule": 6,
    "delegates.DelegationKind": 6,
    "delegates.UsualKind": 6,
    "delegates.Quota": 12,
    "delegates.Delegate": 14,
    "delegates.Delegation": 12,
    "delegates.ImportRun": 6,
    "delegates.ListPrinting": 6,
    "delegates.DelegationTask": 7,
    "delegates.Proposal": 6,
    "delegates.InvitationRequest": 6,
    "delegates.RegistrationField": 7,
    "delegates.OwnField": 7,
    "delegates.PartyAlias": 6,
    "delegates.KnownApart": 6,
    "delegates.SamePersonSpelling": 6,
    "delegates.Answer": 6,
    "delegates.ColumnAssignment": 6,
    "delegates.CellMeaning": 6,
    "agenda.Session": 14,
    "agenda.Release": 6,
    "agenda.RoomBooking": 8,
    "agenda.AgendaItem": 6,
    "agenda.Document": 6,
    "badges.Badge": 11,
    "badges.BadgeDesign": 6,
    "badges.BadgeType": 7,
    "badges.PrintJob": 7,
    "badges.PrinterStation": 6,
    "badges.Vehicle": 8,
    "conference.StaffRole": 7,
    "conference.StaffInvitation": 6,
    "conference.Venue": 6,
    "conference.Room": 7,
    "conference.Zone": 6,
    "conference.AuditEvent": 10,
    "conference.BackgroundJob": 6,
    "conference.Mail": 6,
    "conference.MailBatch": 6,
}
"""With one row and with three: five for login session, user, roles, conferences and the count."""


def queries(client: Client, url: str) -> int:
    found, response = counted(client, Ask(url))
    assert response.status_code == 200
    return found.queries


@pytest.mark.parametrize("model", WITH_A_LIST, ids=lambda model: model._meta.label)
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


# Every page, part and form of a record

SENT = "sent as it stands"


@pytest.fixture
def conference() -> Conference:
    """With a row of everything and one that refers to it, a job that is ready, and somebody who is
    in two sessions at once: whoever is, is named.
    """
    made: Conference = ConferenceFactory()
    for model in OF_CONFERENCES:
        row_in(model, made)
    row_in(PrintEntry, made)
    DesignVersionFactory(design=first_row(BadgeDesign, made), number=1)
    OrganizationFactory()
    row_in(PrintJob, made)
    refer_to_the_first_rows(made, times=1)
    for session in (first_row(Session, made), SessionFactory(conference=made)):
        SessionPartFactory(session=session, delegate=first_row(Delegate, made))
    return made


def publish(job: PrintJob) -> None:
    """Everybody of it was left out."""
    PrintJob.objects.filter(pk=job.pk).update(state=JobState.PUBLISHED, finished_at=AT)
    PrintEntry.objects.filter(job=job).update(
        outcome=Outcome.LEFT_OUT, obstacle=Obstacle.DELEGATION_WITHDRAWN
    )


@pytest.fixture
def administrator(client: Client) -> Client:
    """Sees every page of the installation and of each conference; was seen in an hour.

    Otherwise each page that is opened a minute later asks three times more, to note it.
    """
    client.force_login(UserFactory(is_superuser=True))
    session: Any = client.session
    session[SEEN_AT] = time.time() + 3600
    session.save()
    return client


def test_no_page_part_or_form_asks_more_often_for_more_rows(
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
    assert {page.part for page in few} == {"", "beside", "due", "design_printing", "progress", SENT}


def queries_by_page(client: Client, paths: list[str]) -> dict[Ask, int]:
    """Of each page, of its parts, which say in their addresses when they were asked, and of the
    form of a record, sent as it stands.
    """
    found: dict[Ask, int] = {}
    for path in paths:
        found[Ask(path)], page = asked(client, Ask(path))
        for part in parts_of(path, page):
            key = Ask(part.path.partition("?")[0], part=part.part)
            found[key], _page = asked(client, part)
        for form in sendings(path, page) if path.endswith("/change/") else []:
            found[Ask(path, part=SENT)], _page = asked(client, form)
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


# No more rows than are shown

SHOWN = BadgeContent(serial="00001", code="0" * 16, language="en").as_snapshot()


@pytest.fixture
def delegates(conference: Conference) -> list[Delegate]:
    """More than a page shows, in one delegation, with badges that are live and printed smaller."""
    return add_delegates(conference, 110)


def add_delegates(conference: Conference, count: int) -> list[Delegate]:
    delegation = Delegation.objects.for_conference(conference).latest("pk")
    job = PrintJob.objects.for_conference(conference).earliest("pk")
    version = DesignVersion.objects.for_conference(conference).earliest("pk")
    rows = DelegateFactory.create_batch(count, delegation=delegation, approved=True)
    chunk = PrintChunkFactory(job=job)
    for row in rows:
        generation = GenerationFactory(
            badge__delegate=row, design_version=version, content=SHOWN, live=True
        )
        PrintEntryFactory(
            chunk=chunk,
            generation=generation,
            outcome=Outcome.LEFT_OUT,
            obstacle=Obstacle.DELEGATION_WITHDRAWN,
        )
    about: Any = first_row(Delegate, conference)
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=timezone.now(),
            conference=conference,
            action="delegate.changed",
            target_type="delegates.delegate",
            target_id=about.pk,
        )
        for _ in range(2 * count)
    )
    return rows


def test_pages_bring_no_more_rows_than_they_show(
    administrator: Client, conference: Conference, delegates: list[Delegate]
) -> None:
    asks = {
        "start": Ask(admin_url(conference, "index")),
        "delegates": Ask(address(conference, Delegate, "changelist")),
        "delegates to print": Ask(address(conference, Delegate, "changelist") + "?badge=to_print"),
        "delegations": Ask(address(conference, Delegation, "changelist")),
        "badges": Ask(address(conference, Badge, "changelist")),
        "trail": Ask(address(conference, AuditEvent, "changelist")),
        "history": Ask(
            address(conference, Delegate, "history", first_row(Delegate, conference).pk)
        ),
        "job": Ask(address(conference, PrintJob, "change", first_row(PrintJob, conference).pk)),
        "names": Ask(autocompletion_of_heads(conference)),
    }
    enough = {name: rows_of_answer(administrator, ask) for name, ask in asks.items()}

    add_delegates(conference, 30)

    assert {name: rows_of_answer(administrator, ask) for name, ask in asks.items()} == enough


def autocompletion_of_heads(conference: Conference) -> str:
    asked = {"app_label": "agenda", "model_name": "sessionpart", "field_name": "delegate"}
    return admin_url(conference, "autocomplete", query={**asked, "term": "family"})


def rows_of_answer(client: Client, ask: Ask) -> int:
    found, response = counted(client, ask)
    assert response.status_code == 200, ask
    return found.rows


def test_badges_are_searched_by_an_index(
    administrator: Client, conference: Conference, delegates: list[Delegate]
) -> None:
    path = address(conference, Badge, "changelist")
    found = administrator.post(path, {"search": delegates[0].family_name})["Location"]
    enough = rows_of_answer(administrator, Ask(found))

    add_delegates(conference, 30)

    assert rows_of_answer(administrator, Ask(found)) == enough
