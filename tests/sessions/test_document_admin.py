"""Documents entered, with their files, and published."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conference.choices import Role
from conference.models import Conference
from sessions.models import Document, DocumentFile, Session
from tests.deciding import decided, effects
from tests.factories import (
    AgendaItemFactory,
    ConferenceFactory,
    DocumentFactory,
    DocumentFileFactory,
    SessionFactory,
    SessionItemFactory,
    StaffRoleFactory,
    words,
)
from tests.here import HERE, here

ADD = here("agenda_document_add")
PAPER = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE, languages=["en"])


@pytest.fixture
def programme_officer(conference: Conference, client: Client) -> Client:
    role = StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER)
    client.force_login(role.user)
    return client


@pytest.fixture
def session(conference: Conference) -> Session:
    found: Session = SessionFactory(conference=conference, is_released=True)
    return found


def typed(session: Session, content: bytes = PAPER, **changed: Any) -> dict[str, Any]:
    return {
        "title_0": "Draft declaration",
        "symbol": "DUS/2018/L.3",
        "session": session.pk,
        "item": "",
        "order": 0,
        "embargoed_until_0": "",
        "embargoed_until_1": "",
        "files-TOTAL_FORMS": 1,
        "files-INITIAL_FORMS": 0,
        "files-MIN_NUM_FORMS": 0,
        "files-MAX_NUM_FORMS": 1000,
        "files-0-language": "en",
        "files-0-file": SimpleUploadedFile("Declaration (final).pdf", content),
        **changed,
    }


def test_file_is_kept_under_a_name_that_tells_nothing(
    programme_officer: Client, session: Session
) -> None:
    programme_officer.post(ADD, typed(session))

    file = DocumentFile.objects.get()
    assert (file.name, file.size, file.document.session) == (
        "Declaration (final).pdf", len(PAPER), session,
    )  # fmt: skip
    with file.file.open() as stored:
        assert stored.read() == PAPER
    assert str(file.file.name).startswith("documents/")
    assert "eclaration" not in str(file.file.name)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"PK\x03\x04 word/document.xml", "This is not a PDF file."),
        (PAPER[:8], "The end of this PDF file is missing."),
    ],
)
def test_what_is_no_whole_pdf_is_refused_in_words(
    programme_officer: Client, session: Session, content: bytes, refusal: str
) -> None:
    answer = programme_officer.post(ADD, typed(session, content))

    assert refusal in answer.content.decode()
    assert not Document.objects.exists()


def test_document_belongs_to_a_session_or_an_item(
    programme_officer: Client, session: Session
) -> None:
    item = AgendaItemFactory(conference=session.conference)

    answer = programme_officer.post(ADD, typed(session, item=item.pk))

    assert "exactly one" in answer.content.decode()


def test_publishing_says_who_finds_it_and_needs_a_file(
    programme_officer: Client, session: Session
) -> None:
    document = DocumentFactory(session=session, title=words("Draft declaration"))
    address = here("agenda_document_decide", document.pk, "published")

    page = programme_officer.get(address)
    refused = decided(programme_officer, address)
    DocumentFileFactory(document=document)
    decided(programme_officer, address)

    document.refresh_from_db()
    assert effects(page) == [
        "Everybody can open “Draft declaration” from the pages of its sessions."
    ]
    assert "has no file yet" in refused.content.decode()
    assert document.is_published


# Of several it is looked first for those of which it is not possible.
@pytest.mark.parametrize(("number", "queries"), [(1, 13), (2, 14), (3, 14)])
def test_publishing_many_says_of_each_who_finds_it(
    programme_officer: Client,
    session: Session,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
    queries: int,
) -> None:
    hidden = SessionFactory(conference=session.conference)
    item = AgendaItemFactory(conference=session.conference)
    SessionItemFactory(session=session, item=item)
    places = [{"session": session}, {"session": hidden}, {"session": None, "item": item}]
    documents = [
        DocumentFactory(title=words(f"Draft {order}"), order=order, **place)
        for order, place in enumerate(places[:number])
    ]
    chosen = {"action": "published", "_selected_action": [row.pk for row in documents]}

    with django_assert_num_queries(queries):
        page = programme_officer.post(here("agenda_document_changelist"), chosen)

    assert sorted(effects(page)) == sorted(
        [
            "Everybody can open “Draft 0” from the pages of its sessions.",
            "Nobody finds “Draft 1” before a session that it belongs to is public.",
            "Everybody can open “Draft 2” from the pages of its sessions.",
        ][:number]
    )


def test_who_works_on_a_draft_reads_its_file_and_others_do_not(
    programme_officer: Client, session: Session
) -> None:
    file = DocumentFileFactory(document__session=session)
    elsewhere = DocumentFileFactory()

    def answer(one: DocumentFile, among: Document) -> Any:
        return programme_officer.get(here("agenda_document_file", among.pk, one.code))

    found = answer(file, file.document)

    assert b"".join(found.streaming_content) == b"%PDF-1.7 %%EOF"
    assert "no-store" in found["Cache-Control"]
    assert answer(elsewhere, elsewhere.document).status_code == 404
    assert answer(elsewhere, file.document).status_code == 404
    assert programme_officer.get(f"/en/{HERE}/agenda/documents/{file.code}/").status_code == 404
