"""What leaves the database for the public."""

import datetime as dt

import pytest
from django.utils import translation
from i18nfield.strings import LazyI18nString

from conference.writing.languages import Localized
from sessions.choices import Audience, SessionKind
from sessions.entries import Entry
from sessions.entries import entry as worded
from sessions.facts import session_facts
from sessions.models import Session
from tests.factories import (
    AgendaItemFactory,
    DelegateFactory,
    RoomFactory,
    SessionFactory,
    SessionItemFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    words,
)


@pytest.fixture
def session() -> Session:
    room = RoomFactory(name=words("Press Room"))
    session = SessionFactory(
        conference=room.conference,
        room=room,
        kind=SessionKind.SIDE_EVENT,
        title=words("Secret title"),
        description=words("Secret description"),
        floor_languages=["en", "ru"],
        interpretation=["zh-hans", "ar", "en"],
    )
    SessionPartFactory(session=session, delegate=None, name="Secret person")
    SessionOrganizerFactory(session=session, delegation__name=words("Secret delegation"))
    item = AgendaItemFactory(conference=room.conference, title=words("Secret item"), number="3 (a)")
    SessionItemFactory(session=session, item=item)
    return session


def entry(session: Session) -> Entry:
    return worded(session_facts(session), session.conference)


def shown(session: Session) -> str:
    return repr(entry(session))


def test_open_session_shows_everything(session: Session) -> None:
    assert shown(session).count("Secret") == 5


@pytest.mark.parametrize(
    ("reader", "spoken", "interpretation"),
    [
        ("en", "English, Russian", "Arabic, Chinese, English"),
        ("ar", "الإنكليزية، الروسية", "العربية، الصينية، الإنكليزية"),
    ],
)
def test_languages_are_named_as_readers_call_them(
    session: Session, reader: str, spoken: str, interpretation: str
) -> None:
    with translation.override(reader):
        found = entry(session)

    assert (found.floor_languages, found.interpretation) == (spoken, interpretation)


def test_closed_session_shows_time_and_room_and_the_word(session: Session) -> None:
    session.audience = Audience.CLOSED

    found = entry(session)

    assert "Secret" not in repr(session_facts(session)) + shown(session)
    assert found.title == Localized("Closed", "en")
    assert (found.kind, found.is_side_event) == ("", False)
    assert (found.floor_languages, found.interpretation, found.items) == ("", "", ())
    assert found.starts_at == session.starts_at
    assert found.place is not None
    assert found.place.room.text == "Press Room"


def test_times_are_in_the_conferences_zone(session: Session) -> None:
    found = entry(session)

    assert found.starts_at.isoformat() == "2018-05-03T09:00:00+05:00"


def test_missing_translation_falls_back_and_says_which_it_is(session: Session) -> None:
    session.title = LazyI18nString({"tg": "Кушодашавӣ"})

    with translation.override("ru"):
        assert entry(session).title == Localized("Кушодашавӣ", "tg")


def test_delegate_is_named_in_the_readers_own_script() -> None:
    delegate = DelegateFactory(
        given_name="Firdavs",
        family_name="Qodirzoda",
        own_name="Фирдавс Қодирзода",
        own_name_language="tg",
        function="Minister",
    )
    part = SessionPartFactory(session__conference=delegate.conference, delegate=delegate, name="")

    def person() -> tuple[str, str]:
        (found,) = entry(part.session).people
        return found.name.text, found.function.text

    assert person() == ("Firdavs QODIRZODA", "Minister")
    with translation.override("tg"):
        assert person() == ("Фирдавс Қодирзода", "Minister")


def test_function_of_the_part_goes_before_the_delegates_own() -> None:
    delegate = DelegateFactory(function="Minister")
    part = SessionPartFactory(
        session__conference=delegate.conference,
        delegate=delegate,
        name="",
        function=words("Chair of the working group"),
    )

    (found,) = entry(part.session).people

    assert found.function.text == "Chair of the working group"


def test_day_follows_from_the_start_in_the_conferences_zone() -> None:
    # 02:30 in Dushanbe: still the evening before.
    session = SessionFactory(
        starts_at=dt.datetime(2018, 5, 3, 21, 30, tzinfo=dt.UTC),
        ends_at=dt.datetime(2018, 5, 3, 23, 30, tzinfo=dt.UTC),
    )

    assert session.day == dt.date(2018, 5, 3)


def test_facts_stay_what_they_were_and_are_worded_in_each_language(session: Session) -> None:
    """As a release keeps them: what they were taken from changes, or goes."""
    session.title = LazyI18nString({"en": "Opening", "ru": "Открытие", "fr": ""})
    facts = session_facts(session)

    session.title = words("Another")
    session.parts.all().delete()
    titles = []
    for language in ("en", "ru", "fr"):
        with translation.override(language):
            titles.append(worded(facts, session.conference).title)

    assert titles == [
        Localized("Opening", "en"),
        Localized("Открытие", "ru"),
        Localized("Opening", "en"),
    ]
    assert [person.name for person in facts.people] == ["Secret person"]
