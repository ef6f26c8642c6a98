"""Pages of a conference as files: what is made, from what, and when it is made anew."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from conference.models import Conference, PublishedChange, Venue
from conference.site import publication
from delegates.services import accreditation
from sessions.choices import Audience, DocumentState
from sessions.models import Document, Session, SessionVersion
from sessions.services import audiences, releases
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DocumentFileFactory,
    RoomFactory,
    SessionFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    UserFactory,
    words,
)
from tests.releasing import release

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
SITE = "http://testserver"


@pytest.fixture
def conference(settings: Settings) -> Conference:
    settings.PUBLIC_URL = SITE
    # Persian is a language of the conference that the interface does not have.
    return ConferenceFactory(slug="dushanbe-2018", languages=["en", "ar", "fa"])


@pytest.fixture
def session(conference: Conference) -> Session:
    room = RoomFactory(venue__conference=conference)
    session = SessionFactory(
        conference=conference, title=words("Secret water"), room=room, kind="panel"
    )
    delegate = DelegateFactory(delegation__conference=conference, family_name="Rahimova")
    SessionPartFactory(session=session, delegate=delegate)
    SessionOrganizerFactory(session=session)
    document = DocumentFileFactory(document__session=session).document
    Document.objects.filter(pk=document.pk).update(state=DocumentState.PUBLISHED)
    other = SessionFactory(conference=conference, starts_at=AT, ends_at=AT + HOUR)
    release(session, other)
    return session


def publish(conference: Conference) -> bool:
    return publication.publish(conference, at=timezone.now())


def test_each_file_is_what_the_view_sends_to_a_reader(
    conference: Conference, session: Session
) -> None:
    files = list(publication.files_of(conference))

    assert len(files) == len({file.address for file in files}) == 2 * 20
    assert {file.address.split("/")[1] for file in files} == {"en", "ar"}
    for file in files:
        answer = Client(headers={"host": "testserver"}).get(file.address)
        assert answer.status_code == 200, file.address
        assert answer.content == file.content, file.address
        assert answer["Content-Type"] == file.content_type
        assert answer.get("Content-Disposition") == file.headers.get("Content-Disposition")
        assert answer["Content-Language"] == file.headers["Content-Language"]
    assert any(b"RAHIMOVA" in file.content for file in files)


def test_before_the_first_release_there_is_the_home_alone(conference: Conference) -> None:
    SessionFactory(conference=conference)

    assert [file.address for file in publication.files_of(conference)] == [
        "/en/dushanbe-2018/",
        "/ar/dushanbe-2018/",
    ]


def close(session: Session) -> None:
    audiences.decide(session=session, audience=Audience.CLOSED, by=UserFactory(), at=AT)


def leave(session: Session) -> None:
    delegate = session.parts.get().delegate
    assert delegate is not None
    accreditation.withdraw(delegate=delegate, reason="Ill", by=UserFactory(), at=AT)


def move(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(ends_at=session.ends_at + HOUR)
    release(session)


@pytest.mark.parametrize(
    "change",
    [
        close,
        leave,
        move,
        lambda _session: Venue.objects.update(name=words("Palace")),
        lambda _session: Conference.objects.update(host_name=words("Government")),
        lambda _session: Document.objects.update(embargoed_until=timezone.now() + HOUR),
    ],
)
def test_files_are_made_anew_when_what_they_say_has_changed_and_only_then(
    conference: Conference, session: Session, change: Callable[[Session], None]
) -> None:
    made = [publish(conference), publish(conference)]
    change(session)
    made += [publish(conference), publish(conference)]

    assert made == [True, False, True, False]


def test_change_of_the_draft_alone_makes_nothing_anew(
    conference: Conference, session: Session
) -> None:
    publish(conference)
    Session.objects.update(title=words("Another title"))

    assert not publish(conference)


def test_what_is_closed_is_taken_off_every_file_that_may_name_it(
    conference: Conference, session: Session
) -> None:
    publish(conference)
    told = {
        file.address
        for file in publication.files_of(conference)
        if b"ecret water" in file.content or b"RAHIMOVA" in file.content
    }

    close(session)

    change = PublishedChange.objects.latest("number")
    assert len(told) > 20
    assert told <= set(change.withdrawn)
    publish(conference)
    assert not any(
        b"ecret water" in file.content or b"RAHIMOVA" in file.content
        for file in publication.files_of(conference)
    )


def test_page_about_a_session_of_another_day_stays_a_file(
    conference: Conference, session: Session
) -> None:
    far = [
        SessionFactory(
            conference=conference,
            starts_at=session.starts_at + dt.timedelta(days=days),
            ends_at=session.ends_at + dt.timedelta(days=days),
        )
        for days in (1, 2)
    ]
    release(*far)

    close(session)

    withdrawn = PublishedChange.objects.latest("number").withdrawn
    pages = [f"/en/dushanbe-2018/agenda/{one.code}/" for one in (session, *far)]
    assert [page in withdrawn for page in pages] == [True, True, False]


def test_person_who_is_taken_out_is_taken_off_the_files(
    conference: Conference, session: Session
) -> None:
    publish(conference)
    delegate = session.parts.get().delegate_id
    assert delegate is not None

    releases.take_out(conference=conference, delegate=delegate, at=AT)

    withdrawn = PublishedChange.objects.latest("number").withdrawn
    assert f"/ar/dushanbe-2018/agenda/{session.code}/" in withdrawn
    assert not SessionVersion.objects.naming(delegate).exists()


def test_conference_that_is_not_open_has_no_files(conference: Conference, session: Session) -> None:
    Conference.objects.update(state="draft")

    assert publication.publish_what_has_changed(at=timezone.now()) == 0
    assert not PublishedChange.objects.with_files().exists()
