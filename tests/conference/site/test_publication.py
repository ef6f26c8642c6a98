"""Pages of a conference as files: what is made, from what, and when it is made anew."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone
from i18nfield.strings import LazyI18nString
from pytest_django import Settings

from conference.models import Conference, PublishedChange, Room, Venue
from conference.published import archive
from conference.published.address import file_of
from conference.published.archive import PublicFile
from conference.services.conferences import keep_former_slug
from conference.site.publication import publish as publication
from conference.site.publication.editions import files_of
from conference.site.publication.state import state_of
from delegates.services.review import accreditation
from sessions.choices import Audience, DocumentState
from sessions.models import Document, DocumentFile, Session, SessionVersion
from sessions.services import audiences, programme, releases
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


def made(conference: Conference) -> list[PublicFile]:
    """All of them, as nobody made any before."""
    files = files_of(conference, state_of(conference, timezone.now()))
    return [planned.make() for planned in files]


def publish(conference: Conference) -> bool:
    return publication.publish(conference, at=timezone.now())


def test_each_file_is_what_the_view_sends_to_a_reader(
    conference: Conference, session: Session
) -> None:
    files = made(conference)

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

    assert [file.address for file in made(conference)] == [
        "/en/dushanbe-2018/",
        "/ar/dushanbe-2018/",
    ]


def released_on_the_days_after(session: Session) -> list[Session]:
    later = [
        SessionFactory(
            conference=session.conference,
            starts_at=session.starts_at + dt.timedelta(days=days),
            ends_at=session.ends_at + dt.timedelta(days=days),
        )
        for days in (1, 2)
    ]
    release(*later)
    return later


def close(session: Session) -> None:
    audiences.decide(sessions=[session], audience=Audience.CLOSED, by=UserFactory(), at=AT)


def leave(session: Session) -> None:
    delegate = session.parts.get().delegate
    assert delegate is not None
    accreditation.withdraw(delegate=delegate, reason="Ill", by=UserFactory(), at=AT)


def move(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(ends_at=session.ends_at + HOUR)
    release(session)


def rename_room(session: Session) -> None:
    Room.objects.filter(pk=session.room_id).update(name=words("Green Hall"))
    release(session)


def add_another(session: Session) -> None:
    """Of a day, a room and a kind that nothing was of before."""
    start = session.starts_at + dt.timedelta(days=1)
    room = RoomFactory(venue__conference=session.conference)
    release(
        SessionFactory(
            conference=session.conference,
            room=room,
            kind="briefing",
            starts_at=start,
            ends_at=start + HOUR,
        )
    )


def cancel(session: Session) -> None:
    programme.cancel(
        session=session, reason="Strike", note=words("Strike"), by=UserFactory(), at=timezone.now()
    )
    release(session)


IN_ARABIC_TOO = LazyI18nString({"en": "Dushanbe, Tajikistan", "ar": "دوشنبه، طاجيكستان"})

CHANGES = [
    close,
    leave,
    move,
    rename_room,
    add_another,
    cancel,
    lambda _session: Venue.objects.update(name=words("Palace")),
    lambda _session: Conference.objects.update(host_name=words("Government")),
    lambda _session: Conference.objects.update(place=IN_ARABIC_TOO),
    lambda _session: Conference.objects.update(time_zone="Asia/Tokyo"),
    lambda _session: Conference.objects.update(languages=["ar", "en", "ru"]),
    lambda _session: Document.objects.update(embargoed_until=timezone.now() + HOUR),
    lambda _session: DocumentFile.objects.update(language="ru"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_files_are_made_anew_when_what_they_say_has_changed_and_only_then(
    conference: Conference, session: Session, change: Callable[[Session], None]
) -> None:
    published = [publish(conference), publish(conference)]
    change(session)
    published += [publish(conference), publish(conference)]

    assert published == [True, False, True, False]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_taken_over_from_former_files_is_what_would_be_made_now(
    conference: Conference, session: Session, change: Callable[[Session], None]
) -> None:
    publish(conference)
    change(session)
    publish(conference)

    conference.refresh_from_db()
    assert standing(conference) == {
        file.address: (file.content, file.content_type, file.headers) for file in made(conference)
    }


def test_session_that_is_moved_leaves_pages_of_other_days_as_they_were(
    conference: Conference, session: Session
) -> None:
    far = released_on_the_days_after(session)
    before = follows_from(conference)
    move(session)
    after = follows_from(conference)

    agenda = "/ar/dushanbe-2018/agenda"
    changed = {address for address, told in after.items() if before[address] != told}
    assert changed >= {
        "/ar/dushanbe-2018/",
        f"{agenda}/",
        f"{agenda}.ics",
        f"{agenda}/schedule.xml",
        f"{agenda}/{session.code}/",
        f"{agenda}/{session.code}.ics",
        f"{agenda}/{far[0].code}/",
    }
    assert changed.isdisjoint(
        {
            f"{agenda}/{far[0].code}.ics",
            f"{agenda}/{far[1].code}/",
            f"{agenda}/day/{far[0].starts_at:%Y-%m-%d}/",
        }
    )


def follows_from(conference: Conference) -> dict[str, str]:
    files = files_of(conference, state_of(conference, timezone.now()))
    return {planned.address: planned.made_from for planned in files}


def standing(conference: Conference) -> dict[str, tuple[bytes, str, Mapping[str, str]]]:
    """What is served as files, by address."""
    change = PublishedChange.objects.in_force().get(conference=conference)
    with default_storage.open(change.key) as packed, TemporaryDirectory() as folder:
        archive.unpack(packed, change.digest, Path(folder))
        return {
            address: (
                Path(folder, archive.FILES, file_of(address)).read_bytes(),
                entry.content_type,
                entry.headers,
            )
            for address, entry in archive.manifest_in(Path(folder)).items()
        }


def test_embargo_is_looked_at_once_for_all_files(conference: Conference, session: Session) -> None:
    """One that ends while they are made holds until they are made anew."""
    now = timezone.now()
    Document.objects.update(title=words("Declaration"), embargoed_until=now - HOUR)
    state = state_of(conference, now - 2 * HOUR)

    assert not any(b"Declaration" in one.make().content for one in files_of(conference, state))
    assert any(b"Declaration" in file.content for file in made(conference))


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
        for file in made(conference)
        if b"ecret water" in file.content or b"RAHIMOVA" in file.content
    }

    close(session)

    change = PublishedChange.objects.latest("number")
    assert len(told) > 20
    assert told <= set(change.withdrawn)
    publish(conference)
    assert not any(
        b"ecret water" in file.content or b"RAHIMOVA" in file.content for file in made(conference)
    )


def test_page_about_a_session_of_another_day_stays_a_file(
    conference: Conference, session: Session
) -> None:
    far = released_on_the_days_after(session)

    close(session)

    withdrawn = PublishedChange.objects.latest("number").withdrawn
    pages = [f"/en/dushanbe-2018/agenda/{one.code}/" for one in (session, *far)]
    assert [page in withdrawn for page in pages] == [True, True, False]


def test_page_that_names_it_is_taken_off_whatever_lies_between(
    conference: Conference, session: Session
) -> None:
    """A closed session, a break and a line that is over lead nowhere: a page names what is beyond
    them, however many days away.
    """
    days = dt.timedelta(days=1)
    between = {"conference": conference, "title": words("Between")}
    closed = SessionFactory(
        **between,
        starts_at=session.starts_at + days,
        ends_at=session.ends_at + days,
        audience=Audience.CLOSED,
    )
    coffee = SessionFactory(
        **between,
        starts_at=session.starts_at + 2 * days,
        ends_at=session.ends_at + 2 * days,
        kind="break",
    )
    far = SessionFactory(
        **between, starts_at=session.starts_at + 3 * days, ends_at=session.ends_at + 3 * days
    )
    release(closed, coffee, far)
    page = f"/en/dushanbe-2018/agenda/{far.code}/"
    told = next(file for file in made(conference) if file.address == page)

    close(session)

    assert b"Secret water" in told.content
    assert page in PublishedChange.objects.latest("number").withdrawn


def test_pages_that_say_what_an_earlier_release_said_are_taken_off_too(
    conference: Conference, session: Session
) -> None:
    """Files of a release may not be made yet, or may have failed."""
    former_room, now = session.room_id, timezone.now()
    publication.publish(conference, at=now - 3 * HOUR)
    other = RoomFactory(venue__conference=conference)
    Session.objects.filter(pk=session.pk).update(room=other, kind="briefing")
    release(Session.objects.get(pk=session.pk), at=now - 2 * HOUR)
    Conference.objects.update(languages=["en"])

    close(Session.objects.get(pk=session.pk))

    withdrawn = PublishedChange.objects.latest("number").withdrawn
    agenda = "/ar/dushanbe-2018/agenda"
    pages = {f"{agenda}/kind/panel/", f"{agenda}/room/{former_room}/", f"{agenda}/room/{other.pk}/"}
    assert pages <= set(withdrawn)


def test_what_is_closed_under_another_slug_does_not_come_back_with_the_former(
    conference: Conference, session: Session
) -> None:
    publish(conference)
    conference.slug = "glaciers"
    conference.save()
    keep_former_slug(conference=conference, former="dushanbe-2018")

    close(Session.objects.get(pk=session.pk))

    withdrawn = PublishedChange.objects.latest("number").withdrawn
    pages = {f"/en/{slug}/agenda/{session.code}/" for slug in ("glaciers", "dushanbe-2018")}
    assert pages <= set(withdrawn)


def test_hosts_may_still_serve_the_files_before_those_that_stand(
    conference: Conference, session: Session
) -> None:
    """One host fetches later than another, or not at all while the storage is away for it."""
    former_room, now = session.room_id, timezone.now()
    publication.publish(conference, at=now - 5 * HOUR)
    room = RoomFactory(venue__conference=conference)
    Session.objects.filter(pk=session.pk).update(room=room)
    release(Session.objects.get(pk=session.pk), at=now - 4 * HOUR)
    publication.publish(conference, at=now - 2 * HOUR)

    close(Session.objects.get(pk=session.pk))

    page = f"/en/dushanbe-2018/agenda/room/{former_room}/"
    assert page in PublishedChange.objects.latest("number").withdrawn


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


def test_control_character_in_a_text_takes_no_file_from_its_readers(
    conference: Conference, session: Session
) -> None:
    Session.objects.update(title=words("Secret\x0b wa\x01ter"), description=words("\x02Rivers"))
    release(session)

    assert publish(conference)
    assert not any(
        {0x01, 0x02, 0x0B} & set(file.content)
        for file in made(conference)
        if not file.content_type.startswith("text/html")
    )


def test_conference_whose_files_cannot_be_made_holds_up_no_other(
    conference: Conference, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    """Its only fact is one that no version of ours wrote."""
    broken = SessionFactory(is_released=True)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE agenda_sessionversion SET facts = '[]' WHERE session_id = %s", [broken.pk]
        )

    made_of = publication.publish_what_has_changed(at=timezone.now())

    assert made_of == 1
    assert PublishedChange.objects.with_files().get().conference == conference
    assert broken.conference.slug in caplog.text


def test_conference_that_goes_offline_before_its_turn_gets_no_files(
    conference: Conference, session: Session
) -> None:
    listed = Conference.objects.published().get()
    Conference.objects.update(state="draft")

    assert not publish(listed)
    assert not PublishedChange.objects.with_files().exists()
