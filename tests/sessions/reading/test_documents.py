"""Documents on the pages of sessions: to whom their files are served."""

import datetime as dt
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conference.choices import ConferenceState
from conference.models import Conference, PublishedChange
from sessions.choices import Audience, DocumentState
from sessions.models import Document, DocumentFile, Session
from sessions.reading.documents import with_documents
from sessions.reading.printed import programme_document
from sessions.reading.queries import public_entries
from sessions.services import audiences, documents
from tests.factories import (
    AT,
    DelegationKindFactory,
    DocumentFactory,
    DocumentFileFactory,
    SessionFactory,
    SessionItemFactory,
    UserFactory,
    release,
    words,
)

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def session() -> Session:
    found: Session = SessionFactory(conference__slug="dushanbe-2018", is_released=True)
    return found


@pytest.fixture
def file(session: Session) -> DocumentFile:
    document = DocumentFactory(
        session=session,
        symbol="DUS/2018/L.3",
        title=words("Draft declaration"),
        state=DocumentState.PUBLISHED,
    )
    DocumentFileFactory(document=document, language="ru")
    found: DocumentFile = DocumentFileFactory(document=document, language="en")
    return found


def page(client: Client, session: Session) -> str:
    return client.get(f"/en/dushanbe-2018/agenda/{session.code}/").content.decode()


def address(file: DocumentFile) -> str:
    return f"/en/dushanbe-2018/agenda/documents/{file.code}/"


def served(client: Client, file: DocumentFile) -> Any:
    """The answer, read to its end as a browser does."""
    response: Any = client.get(address(file))
    if response.streaming:
        response.read_to_end = b"".join(response.streaming_content)
    return response


def test_file_opens_in_the_browser_from_the_page_of_its_session(
    client: Client, file: DocumentFile, session: Session
) -> None:
    shown = page(client, session)
    response = served(client, file)

    listed = shown[shown.index("DUS/2018/L.3") :]
    assert listed.index(address(file)) < listed.index("English") < listed.index("Русский")
    assert response.read_to_end == b"%PDF-1.7 %%EOF"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="declaration.pdf"'
    assert response["Cache-Control"] == "public, no-cache"
    assert "script-src" in response["Content-Security-Policy"]


def narrow(audience: Audience) -> None:
    kind = DelegationKindFactory(conference=Session.objects.get().conference, code="observer_state")
    audiences.decide(
        sessions=[Session.objects.get()], audience=audience, kinds=[kind], by=UserFactory(), at=AT
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda: Document.objects.update(state=DocumentState.DRAFT),
        lambda: Document.objects.update(embargoed_until=timezone.now() + HOUR),
        *(partial(narrow, audience) for audience in Audience if audience != Audience.PUBLIC),
        lambda: Conference.objects.update(state=ConferenceState.DRAFT),
    ],
)
def test_what_is_not_for_everybody_is_for_nobody(
    client: Client, file: DocumentFile, session: Session, change: Any
) -> None:
    change()

    assert served(client, file).status_code == 404
    assert "DUS/2018/L.3" not in page(client, session)


def test_embargo_ends(client: Client, file: DocumentFile, session: Session) -> None:
    Document.objects.update(embargoed_until=timezone.now() - HOUR)

    assert served(client, file).status_code == 200
    assert "DUS/2018/L.3" in page(client, session)


def test_document_of_an_item_is_there_while_a_public_session_takes_it_up(
    client: Client, session: Session
) -> None:
    taken_up = SessionItemFactory(session=session)
    document = DocumentFactory(
        session=None, item=taken_up.item, symbol="DUS/2018/1", state=DocumentState.PUBLISHED
    )
    file = DocumentFileFactory(document=document)
    closed = SessionFactory(
        conference=session.conference,
        audience=Audience.CLOSED,
    )
    SessionItemFactory(session=closed, item=taken_up.item)
    release(closed)

    def found() -> tuple[int, bool, bool]:
        shown = ("DUS/2018/1" in page(client, one) for one in (session, closed))
        return served(client, file).status_code, *shown  # type: ignore[return-value]

    planned = found()
    release(session)
    told = found()
    taken_up.delete()
    planned_again = found()
    release(session)

    assert (planned, told) == ((404, False, False), (200, True, False))
    assert (planned_again, found()) == ((200, True, False), (404, False, False))


def test_document_that_is_taken_back_is_taken_off_the_pages_that_are_files(
    file: DocumentFile, session: Session
) -> None:
    """Of an item, those of each session that has ever been told to take it up."""
    by, conference = UserFactory(), session.conference
    taken_up = SessionItemFactory(session__conference=conference)
    of_item = DocumentFileFactory(document__session=None, document__item=taken_up.item).document
    Document.objects.update(state=DocumentState.PUBLISHED)
    release(taken_up.session)
    taken_up.delete()
    release(taken_up.session)

    documents.take_back(document=file.document, by=by, at=AT)
    documents.take_back(document=of_item, by=by, at=AT)

    withdrawn = PublishedChange.objects.order_by("number").values_list("withdrawn", flat=True)
    pages = [f"/en/dushanbe-2018/agenda/{one.code}/" for one in (session, taken_up.session)]
    assert [[page in some for page in pages] for some in withdrawn] == [
        [True, False],
        [False, True],
    ]


def test_file_is_not_found_under_another_conference(client: Client, file: DocumentFile) -> None:
    other = SessionFactory(conference__slug="other")

    response = client.get(address(file).replace("dushanbe-2018", other.conference.slug))

    assert response.status_code == 404


@pytest.mark.parametrize("more", [1, 3])
def test_paper_names_the_documents_of_every_session_in_a_fixed_number_of_queries(
    session: Session,
    file: DocumentFile,
    django_assert_num_queries: DjangoAssertNumQueries,
    more: int,
) -> None:
    for number in range(more):
        item = SessionItemFactory(session__conference=session.conference).item
        symbol = f"DUS/2018/{number}"
        DocumentFactory(session=None, item=item, symbol=symbol, state=DocumentState.PUBLISHED)
        for row in item.session_items.all():
            release(row.session)
    entries = public_entries(session.conference)

    with django_assert_num_queries(2):
        in_full = with_documents(entries, session.conference, at=timezone.now())

    paper = programme_document(session.conference, in_full).html
    for symbol in ["DUS/2018/L.3", *(f"DUS/2018/{number}" for number in range(more))]:
        assert symbol in paper
