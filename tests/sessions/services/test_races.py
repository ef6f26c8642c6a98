"""Two people work on the programme at the same moment: nothing that either saved is lost."""

import datetime as dt
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from conference.errors import DomainError
from conference.models import AuditEvent, User
from sessions.choices import Audience, SessionState
from sessions.models import AgendaItem, Document, Release, RoomBooking, Session, SessionVersion
from sessions.releases import reading
from sessions.releases.changes import changes
from sessions.services import audiences, documents, items, programme, releases
from sessions.services.time_zone import correct_time_zone
from tests.factories import (
    AT,
    DocumentFactory,
    DocumentFileFactory,
    RoomBookingFactory,
    SessionFactory,
    UserFactory,
    words,
)
from tests.races import while_uncommitted
from tests.releasing import release

racing = pytest.mark.django_db(transaction=True)
NINE = dt.datetime(2018, 5, 3, 9, tzinfo=ZoneInfo("Asia/Dushanbe"))
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def officer() -> User:
    user: User = UserFactory()
    return user


@pytest.fixture
def session() -> Session:
    """From nine to ten in Dushanbe."""
    found: Session = SessionFactory(starts_at=NINE, ends_at=NINE + HOUR)
    return found


def on_the_wall(row: Session | RoomBooking) -> str:
    row.refresh_from_db()
    return f"{row.conference.local(row.starts_at):%H:%M}"


@racing
def test_of_two_who_cancel_a_session_the_second_is_told_that_it_is_cancelled(
    session: Session, officer: User
) -> None:
    cancel = partial(programme.cancel, session=session, reason="Rain", by=officer, at=AT)

    with pytest.raises(DomainError, match="“Cancelled” and cannot become “Cancelled”"):
        while_uncommitted(cancel, cancel)

    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert AuditEvent.objects.filter(action="session.cancelled").count() == 1


@racing
def test_of_two_who_release_the_second_is_told_of_the_first(
    session: Session, officer: User
) -> None:
    first = partial(
        releases.release,
        conference=session.conference,
        codes=[session.code],
        after=0,
        by=officer,
        at=AT,
    )

    with pytest.raises(DomainError, match="made since you opened"):
        while_uncommitted(first, first)

    assert Release.objects.count() == SessionVersion.objects.count() == 1


@racing
def test_session_that_is_closed_while_a_release_is_made_is_closed_in_it(
    session: Session, officer: User
) -> None:
    while_uncommitted(
        partial(
            releases.release,
            conference=session.conference,
            codes=[session.code],
            after=0,
            by=officer,
            at=AT,
        ),
        partial(audiences.decide, sessions=[session], audience=Audience.CLOSED, by=officer, at=AT),
    )

    told = SessionVersion.objects.get()
    assert (told.audience, told.facts) == (
        Audience.CLOSED, {"code": session.code, "is_closed": True},
    )  # fmt: skip


@racing
def test_what_somebody_changes_while_it_is_released_is_not_released_unseen(
    session: Session, officer: User
) -> None:
    [change] = changes([], reading.drafted(session.conference))
    session.starts_at -= HOUR

    with pytest.raises(DomainError, match="was changed since you opened this page"):
        while_uncommitted(
            lambda: programme.change(session=session, fields=["starts_at"], by=officer, at=AT),
            partial(
                releases.release,
                conference=session.conference,
                codes=[session.code],
                after=0,
                seen=[change.digest],
                by=officer,
                at=AT,
            ),
        )


@racing
def test_of_two_who_correct_the_zone_the_second_begins_where_the_first_ended(
    session: Session, officer: User
) -> None:
    correct = partial(correct_time_zone, conference=session.conference, by=officer, at=AT)

    while_uncommitted(
        lambda: correct(time_zone="Asia/Tokyo"), lambda: correct(time_zone="America/New_York")
    )

    assert on_the_wall(session) == "09:00"


@racing
def test_session_that_is_moved_while_the_zone_is_corrected_stays_moved(
    session: Session, officer: User
) -> None:
    session.starts_at -= HOUR

    while_uncommitted(
        lambda: programme.change(session=session, fields=["starts_at"], by=officer, at=AT),
        lambda: correct_time_zone(
            conference=session.conference, time_zone="Asia/Tokyo", by=officer, at=AT
        ),
    )

    assert on_the_wall(session) == "08:00"


@racing
def test_closure_that_is_moved_while_the_zone_is_corrected_stays_moved(officer: User) -> None:
    closed: RoomBooking = RoomBookingFactory(starts_at=NINE, ends_at=NINE + HOUR)
    closed.starts_at -= HOUR

    while_uncommitted(
        lambda: closed.save(update_fields=["starts_at"]),
        lambda: correct_time_zone(
            conference=closed.conference, time_zone="Asia/Tokyo", by=officer, at=AT
        ),
    )

    assert on_the_wall(closed) == "08:00"


@racing
def test_embargo_that_is_changed_while_the_zone_is_corrected_stays_changed(officer: User) -> None:
    document: Document = DocumentFactory(embargoed_until=NINE)
    document.embargoed_until = NINE - HOUR

    while_uncommitted(
        lambda: document.save(update_fields=["embargoed_until"]),
        lambda: correct_time_zone(
            conference=document.conference, time_zone="Asia/Tokyo", by=officer, at=AT
        ),
    )

    document.refresh_from_db()
    assert document.embargoed_until == (NINE - HOUR).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


@racing
def test_of_two_who_decide_for_whom_a_session_is_calendars_notice_both(
    session: Session, officer: User
) -> None:
    release(session)
    decide = partial(audiences.decide, sessions=[session], by=officer, at=AT)

    while_uncommitted(
        partial(decide, audience=Audience.CLOSED), partial(decide, audience=Audience.DELEGATES)
    )

    session.refresh_from_db()
    assert session.audience == Audience.DELEGATES
    assert SessionVersion.objects.get().sequence == 2


@racing
def test_of_two_who_publish_a_document_the_second_is_told_that_it_is_public(
    session: Session, officer: User
) -> None:
    document = DocumentFileFactory(document__session=session).document
    publish = partial(documents.publish, document=document, by=officer, at=AT)

    with pytest.raises(DomainError, match="is “Published” already"):
        while_uncommitted(publish, publish)


@racing
def test_two_items_added_at_once_follow_each_other(session: Session, officer: User) -> None:
    first, second = (
        AgendaItem(conference=session.conference, title=words(title)) for title in ("A", "B")
    )

    while_uncommitted(
        partial(items.add, item=first, by=officer, at=AT),
        partial(items.add, item=second, by=officer, at=AT),
    )

    assert list(AgendaItem.objects.in_order().values_list("order", flat=True)) == [0, 1]
