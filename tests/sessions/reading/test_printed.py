"""The agenda on paper: what can be read aloud, what stands on which page, and what it costs."""

import base64
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from conference.models import Conference
from conference.pdf import kept
from conference.pdf.apart import Document
from conference.pdf.kept import NotReadyError, kept_pdf
from sessions.choices import Audience, DocumentState, SessionKind
from sessions.entries import Entry, entry
from sessions.facts import session_facts
from sessions.models import Session
from sessions.reading.documents import with_documents
from sessions.reading.printed import programme_document, programme_pdf
from sessions.reading.queries import public_entries
from tests.factories import (
    AT,
    ConferenceFactory,
    DocumentFactory,
    RoomFactory,
    SessionFactory,
    SessionItemFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    VenueFactory,
    release,
    words,
)
from tests.sessions.overflowing import overflow


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug="dushanbe-2018", languages=["en", "ar"])


@pytest.fixture
def session(conference: Conference) -> Session:
    """A side event with everything that a page shows."""
    address = words("Ismoil Somoni Avenue")
    session = published(
        conference,
        kind=SessionKind.SIDE_EVENT,
        room=RoomFactory(venue=VenueFactory(conference=conference, address=address)),
        title=words("Glaciers"),
        description=words("What melts"),
        interpretation=["en", "ru"],
    )
    overflow(session, RoomFactory(venue=session.room.venue))
    SessionPartFactory(session=session, delegate=None, name="Amina")
    SessionOrganizerFactory(session=session)
    SessionItemFactory(session=session)
    DocumentFactory(session=session, symbol="A/1", state=DocumentState.PUBLISHED)
    return session


def published(conference: Conference, **fields: object) -> Session:
    return SessionFactory(conference=conference, **fields)


def in_full(*sessions: Session) -> list[Entry]:
    conference = sessions[0].conference
    entries = (entry(session_facts(one), conference) for one in sessions)
    return with_documents(entries, conference, at=timezone.now())


def as_released(session: Session) -> list[Entry]:
    release(session)
    return with_documents(public_entries(session.conference), session.conference, at=timezone.now())


def texts(pdf: bytes) -> list[str]:
    """What stands on each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def tags(element: pikepdf.Object) -> Iterator[str]:
    """In the order in which they are read aloud, without what only groups or tells spans apart."""
    tag = str(element.get("/S", ""))
    if tag not in {"", "/NonStruct", "/Span", "/Div"}:
        yield tag[1:]
    kids: Any = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else []:
        if isinstance(kid, pikepdf.Dictionary):
            yield from tags(kid)


def test_order_of_the_day_is_read_aloud_by_headings_and_lists(session: Session) -> None:
    pdf = programme_pdf(session.conference, in_full(session), session.day)

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (document,) = opened.Root.StructTreeRoot.K
        read = list(tags(document))
        about = opened.Root.Metadata.read_bytes()
        language, is_tagged = str(opened.Root.Lang), bool(opened.Root.MarkInfo.Marked)
    heading = ["Document", "Figure", "P", "P", "P", "H1", "P", "P", "Sect", "H2"]
    one = ["L", "LI", "LBody"]
    assert read == [*heading, "Art", "P", "H3", "P", "P", "P", *one, *one, *one]
    assert (language, is_tagged) == ("en", True)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in about or b'pdfuaid:part="1"' in about


def test_whole_begins_each_day_on_a_page_and_ends_with_the_ways_to_the_venues(
    session: Session,
) -> None:
    later = published(
        session.conference,
        title=words("Rivers"),
        starts_at=session.starts_at + dt.timedelta(days=1),
        ends_at=session.ends_at + dt.timedelta(days=1),
    )

    first, second = texts(programme_pdf(session.conference, in_full(session, later)))

    assert ["Glaciers" in first, "What melts" in first, "A/1" in first] == [True, True, True]
    assert ["Rivers" in second, "Glaciers" in second] == [True, False]
    assert "Ismoil Somoni Avenue" in second
    assert ("1 / 2" in first, "2 / 2" in second) == (True, True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_time_stands_where_a_line_begins(session: Session, language: str) -> None:
    with translation.override(language):
        pdf = programme_pdf(session.conference, in_full(session), session.day)

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        text = page.get_text_range()
        time, title = (page.get_charbox(text.index(part)) for part in ("09:00", "Glaciers"))
    assert (time[0] > title[0]) == (language == "ar")


def test_of_a_closed_session_paper_shows_when_and_where_and_that_it_is(session: Session) -> None:
    Session.objects.update(audience=Audience.CLOSED)
    session.refresh_from_db()

    for day in (None, session.day):
        html = programme_document(session.conference, in_full(session), day).html
        for word in ("Glaciers", "What melts", "Amina", "A/1"):
            assert word not in html
        for word in ("Closed", "09:00", str(session.room)):
            assert word in html


def test_past_midnight_the_day_of_the_end_is_said(session: Session) -> None:
    session.ends_at = session.starts_at + dt.timedelta(hours=16)

    html = programme_document(session.conference, in_full(session), session.day).html

    assert "until Friday 4 May, 01:00" in html


def test_paper_says_when_readers_were_last_told_something_else(session: Session) -> None:
    first, second = in_full(session, published(session.conference))
    told = dt.datetime(2018, 4, 30, 18, 40, tzinfo=dt.UTC)
    entries = [replace(first, changed_at=AT), replace(second, changed_at=told)]

    html = programme_document(session.conference, entries, session.day).html

    assert "Last change: 30 April 2018, 23:40" in html


# At an address


def test_paper_of_a_day_is_made_once(client: Client, session: Session) -> None:
    conference = session.conference
    address = f"/en/{conference.slug}/agenda/day/2018-05-03.pdf"
    document = programme_document(conference, as_released(session), session.day)

    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'attachment; filename="dushanbe-2018-2018-05-03-en.pdf"'
    )
    assert answer.content == document.drawn()
    assert kept_pdf(document) == answer.content
    keep(document, b"kept")
    assert client.get(address).content == b"kept"


def test_paper_that_is_being_made_is_asked_for_again(client: Client, session: Session) -> None:
    document = programme_document(session.conference, as_released(session))
    cache.add(f"pdf:{document.digest}:being-made", True)

    answer = client.get(f"/en/{session.conference.slug}/agenda.pdf")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("address", ["agenda.pdf", "agenda/day/2018-05-04.pdf"])
def test_of_nothing_there_is_no_paper(client: Client, conference: Conference, address: str) -> None:
    assert client.get(f"/en/{conference.slug}/{address}").status_code == 404


def test_what_cannot_be_made_is_not_tried_with_each_request() -> None:
    broken = Document("<html lang=en><title>-</title><img src='asset:none' alt='-'>", "")

    with pytest.raises(NotReadyError):
        kept_pdf(broken)

    assert cache.get(f"pdf:{broken.digest}:being-made")


def test_nobody_waits_while_something_else_is_made(session: Session) -> None:
    document = programme_document(session.conference, in_full(session))

    with kept._one_at_a_time, pytest.raises(NotReadyError):
        kept_pdf(document)

    assert not cache.get(f"pdf:{document.digest}:being-made")


def keep(document: Document, pdf: bytes) -> None:
    cache.set(f"pdf:{document.digest}", base64.b64encode(pdf).decode())
