"""The agenda at a glance: what the back of a badge says of it."""

import datetime as dt

import pytest
from i18nfield.strings import LazyI18nString

from badges.engine.design.shipped.words import ProgrammeDay
from conference.site.glance import at_a_glance
from conference.writing.languages import Localized
from sessions.choices import Audience, SessionKind
from tests.factories import ConferenceFactory, SessionFactory

pytestmark = pytest.mark.django_db


def test_each_day_with_main_sessions_has_its_hours_and_those_that_everybody_may_know_of() -> None:
    conference = ConferenceFactory(languages=["en", "ru"])

    def add(
        hour: int, kind: SessionKind, title: dict[str, str], day: int = 3, **fields: object
    ) -> None:
        starts_at = dt.datetime(2018, 5, day, hour - 5, tzinfo=dt.UTC)
        SessionFactory(
            conference=conference,
            kind=kind,
            title=LazyI18nString(title),
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(minutes=90),
            **{"is_released": True} | fields,
        )

    add(8, SessionKind.REGISTRATION, {"en": "Registration"})
    add(9, SessionKind.OPENING, {"en": "Opening", "ru": "Открытие"})
    add(11, SessionKind.PLENARY, {"ru": "Пленарное заседание"})
    add(14, SessionKind.PLENARY, {"en": "Closed meeting"}, audience=Audience.CLOSED)
    add(7, SessionKind.PLENARY, {"en": "Heads alone"}, audience=Audience.INVITATION)
    add(15, SessionKind.SIDE_EVENT, {"en": "Side event"})
    add(16, SessionKind.PLENARY, {"en": "Not yet"}, is_released=False)
    add(10, SessionKind.CLOSING, {"en": "Adoption"}, day=4)
    add(12, SessionKind.PRESS_CONFERENCE, {"en": "Press conference"}, day=4)
    add(10, SessionKind.BREAK, {"en": "Excursion"}, day=5)

    assert at_a_glance(conference, "en") == [
        ProgrammeDay(
            Localized("Thursday 3 May", "en"),
            "08:00–16:30",
            (Localized("09:00 Opening", "en"), Localized("11:00 Пленарное заседание", "ru")),
        ),
        ProgrammeDay(
            Localized("Friday 4 May", "en"),
            "10:00–13:30",
            (Localized("10:00 Adoption", "en"), Localized("12:00 Press conference", "en")),
        ),
    ]
