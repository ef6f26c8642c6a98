"""A schedule comes in while somebody else works on the same agenda."""

from functools import partial

import pytest

from conference.errors import DomainError
from conference.models import Conference, User
from sessions.models import Session
from sessions.services import programme, schedule_import
from tests.factories import AT, ConferenceFactory, UserFactory, words
from tests.races import while_uncommitted
from tests.sessions.exchange.schedules import day, numbered, pretalx

racing = pytest.mark.django_db(transaction=True)
FIRST = pretalx(day(numbered(1), room=""))
SECOND = pretalx(day(numbered(1, title="Rivers"), room=""))


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory()


@pytest.fixture
def officer() -> User:
    return UserFactory()


def import_of(data: bytes, conference: Conference, by: User) -> partial[object]:
    """As somebody looked at it before."""
    seen = schedule_import.check(data, conference, makes_rooms=False).plan.digest
    return partial(
        schedule_import.bring_in,
        data=data,
        conference=conference,
        makes_rooms=False,
        seen=seen,
        by=by,
        at=AT,
    )


@racing
def test_of_two_who_import_a_schedule_the_second_looks_again(
    conference: Conference, officer: User
) -> None:
    bring_in = import_of(FIRST, conference, officer)

    with pytest.raises(DomainError, match="has changed since you looked"):
        while_uncommitted(bring_in, bring_in)

    assert Session.objects.count() == 1


@racing
def test_what_somebody_writes_of_a_session_meanwhile_is_not_written_over(
    conference: Conference, officer: User
) -> None:
    import_of(FIRST, conference, officer)()
    session = Session.objects.select_related("conference").get()
    again = import_of(SECOND, conference, officer)
    session.title = words("Glaciers")

    with pytest.raises(DomainError, match="has changed since you looked"):
        while_uncommitted(
            partial(programme.change, session=session, fields=["title"], by=officer, at=AT), again
        )

    assert str(Session.objects.get()) == "Glaciers"
