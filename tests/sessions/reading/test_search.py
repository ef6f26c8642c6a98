"""What readers find of the agenda by words, and what nobody finds."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from conference.models import Conference
from delegates.services.review import accreditation
from sessions.choices import Audience
from sessions.models import Session
from sessions.services import audiences, releases
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    SessionFactory,
    SessionPartFactory,
    UserFactory,
    words,
)
from tests.releasing import release


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug="dushanbe-2018", languages=["en", "ru"])


@pytest.fixture
def panel(conference: Conference) -> Session:
    title = LazyI18nString({"en": "Panel of the United Nations", "ru": "Панель ООН"})
    session = SessionFactory(conference=conference, title=title)
    delegate = DelegateFactory(delegation__conference=conference, family_name="Rahimova")
    SessionPartFactory(session=session, delegate=delegate)
    release(session)
    return session


def found(client: Client, query: str) -> list[str]:
    page = client.get("/en/dushanbe-2018/agenda/search/", {"q": query})
    assert page.status_code == 200
    return re.findall(r'<h2[^>]*><a href="[^"]*agenda/(\w+)/">', page.content.decode())


@pytest.mark.parametrize("query", ["панель", "united nations", "Rahimova", "Рахимова", "pane"])
def test_session_is_found_by_what_readers_know_of_it(
    client: Client, panel: Session, query: str
) -> None:
    SessionFactory(conference=panel.conference, title=words("Lunch"), is_released=True)

    assert found(client, query) == [panel.code]


@pytest.mark.parametrize("query", ["", "  ", "zzyzx", "% _ \\", "x" * 300, "' OR 1=1 --"])
def test_whatever_is_typed_is_answered(client: Client, panel: Session, query: str) -> None:
    assert found(client, query) == []


def test_title_of_a_closed_session_finds_what_nonsense_finds(
    client: Client, panel: Session
) -> None:
    SessionFactory(
        conference=panel.conference,
        title=words("Ceasefire"),
        audience=Audience.DELEGATES,
        is_released=True,
    )
    audiences.decide(sessions=[panel], audience=Audience.CLOSED, by=UserFactory(), at=AT)

    def cost(query: str) -> tuple[list[str], int]:
        with CaptureQueriesContext(connection) as asked:
            return found(client, query), len(asked)

    nonsense = cost("zzyzx")
    assert [cost(query) for query in ("nations", "ceasefire", "rahimova")] == [nonsense] * 3
    assert nonsense[0] == []


@pytest.mark.parametrize("leaves", ["withdrawn", "erased"])
def test_who_left_is_not_found(client: Client, panel: Session, leaves: str) -> None:
    if leaves == "withdrawn":
        withdraw_speaker(panel)
    else:
        delegate = panel.parts.get().delegate
        releases.take_out(conference=panel.conference, delegate=delegate.pk, at=AT)

    assert found(client, "rahimova") == []
    assert found(client, "nations") == [panel.code]


@pytest.mark.parametrize("query", ["nations", "nattions", "natiosn", "united|nations"])
def test_session_is_found_as_before_when_somebody_leaves(
    client: Client, panel: Session, query: str
) -> None:
    before = found(client, query)
    withdraw_speaker(panel)

    assert found(client, query) == before == [panel.code]


@pytest.mark.parametrize("query", ["rahimova", "rahimovo", "nattions rahimova", "panel rahimovo"])
def test_nothing_is_found_by_a_word_of_who_left_alone(
    client: Client, panel: Session, query: str
) -> None:
    assert found(client, query) == [panel.code]
    withdraw_speaker(panel)

    assert found(client, query) == []


def test_who_left_hides_nothing_that_is_called_something_like_it(
    client: Client, panel: Session
) -> None:
    near = SessionFactory(
        conference=panel.conference, title=words("Rahimovs of today"), is_released=True
    )
    assert found(client, "rahimova") == [panel.code]
    withdraw_speaker(panel)

    assert found(client, "rahimova") == [near.code]


def test_search_among_many_who_left_takes_as_many_queries_as_among_one(
    client: Client, panel: Session
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            found(client, "nattions")
        return len(asked)

    withdraw_speaker(panel)
    among_one = cost()
    further = [SessionFactory(conference=panel.conference, title=panel.title) for _ in range(2)]
    for session in further:
        SessionPartFactory(session=session, delegate=panel.parts.get().delegate)
    release(*further)

    assert cost() == among_one


def withdraw_speaker(panel: Session) -> None:
    delegate = panel.parts.get().delegate
    accreditation.withdraw(delegate=delegate, reason="Ill", by=UserFactory(), at=AT)


def test_other_conferences_are_not_searched(client: Client, panel: Session) -> None:
    SessionFactory(title=words("Lunch"), is_released=True)

    assert found(client, "lunch") == []
