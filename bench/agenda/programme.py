"""An invented programme in seven languages, and its releases."""

import datetime as dt
from typing import Any

LANGUAGES = {
    "en": "Water, energy and peace in a warming world",
    "fr": "L’eau, l’énergie et la paix dans un monde qui se réchauffe",
    "es": "Agua, energía y paz en un mundo que se calienta",
    "ru": "Вода, энергия и мир в условиях потепления климата",
    "ar": "المياه والطاقة والسلام في عالم آخذ في الاحترار",
    "zh-hans": "变暖世界中的水、能源与和平",
    "tg": "Об, энергия ва сулҳ дар ҷаҳони гармшаванда",
}
ROOMS, DAYS = 20, 5
FIRST_DAY = dt.date(2026, 5, 25)
AT = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)


def programme(count: int, slug: str, *, days: int = DAYS, in_rooms: int = ROOMS) -> tuple[Any, Any]:
    """As a week has it: the same number of sessions each day, one at a time in each room. The
    conference, and who releases.
    """
    from i18nfield.strings import LazyI18nString

    from sessions.models import Session, SessionPart
    from tests import factories

    conference = factories.ConferenceFactory(slug=slug, languages=[*LANGUAGES])
    by = factories.UserFactory()
    venue = factories.VenueFactory(conference=conference, is_main=True)
    rooms = factories.RoomFactory.create_batch(in_rooms, venue=venue)
    delegation = factories.DelegationFactory(conference=conference)
    people = factories.DelegateFactory.create_batch(40, delegation=delegation)
    first = dt.datetime(2026, 5, 25, 4, tzinfo=dt.UTC)
    a_day = -(-count // days)
    sessions = []
    for number in range(count):
        day, place = divmod(number, a_day)
        start = first + dt.timedelta(days=day, hours=place // len(rooms))
        sessions.append(
            Session(
                conference=conference,
                kind=["panel", "side_event", "thematic"][number % 3],
                title=LazyI18nString({tag: f"{text} {number}" for tag, text in LANGUAGES.items()}),
                description=LazyI18nString(
                    {tag: " ".join([text] * 12) for tag, text in LANGUAGES.items()}
                ),
                starts_at=start,
                ends_at=start + dt.timedelta(minutes=50),
                room=rooms[place % len(rooms)],
            )
        )
    Session.objects.bulk_create(sessions)
    SessionPart.objects.bulk_create(
        SessionPart(
            session=session,
            conference=conference,
            delegate=people[(number + beside) % len(people)],
            part="speaker",
            order=beside,
        )
        for number, session in enumerate(sessions)
        for beside in range(2)
    )
    return conference, by


def release(conference: Any, by: Any, *, after: int) -> None:
    """All of it, and whatever has changed since."""
    from sessions.models import Session
    from sessions.services import releases

    codes = Session.objects.for_conference(conference).values_list("code", flat=True)
    releases.release(conference=conference, codes=list(codes), after=after, by=by, at=AT)


def move_one(conference: Any) -> str:
    """The code of the session that now ends ten minutes sooner; nobody was told yet."""
    from sessions.models import Session

    sessions = Session.objects.for_conference(conference).order_by("pk")
    moved = sessions[sessions.count() // 2]
    ends_at = moved.ends_at - dt.timedelta(minutes=10)
    Session.objects.filter(pk=moved.pk).update(ends_at=ends_at)
    return str(moved.code)
