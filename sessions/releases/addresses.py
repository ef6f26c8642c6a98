"""Every page and file that everybody may read of a released agenda, by name. Pure.

Where one of them can be a file, all are made from here; where a session ceases to be public, this
says which of them may have a word of it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from conference.models import Conference
from sessions.days import programme_day
from sessions.facts import SessionFacts

WHOLE = ("agenda", "agenda-mine", "agenda-ics", "schedule-xml", "schedule-json", "releases-atom")


@dataclass(frozen=True)
class PublicAddress:
    """`session` is the code where it is about one alone, else blank."""

    name: str
    arguments: dict[str, object] = field(default_factory=dict)
    session: str = ""


def addresses(facts: Sequence[SessionFacts], conference: Conference) -> Iterator[PublicAddress]:
    """Beside the home of the conference. None before the first release."""
    if not facts:
        return
    yield from (PublicAddress(f"agenda:{name}") for name in WHOLE)
    for day in sorted({day_of(one, conference) for one in facts}):
        yield PublicAddress("agenda:agenda-day", {"day": day})
        yield PublicAddress("agenda:agenda-day-ics", {"day": day})
    places = {place.key for one in facts for place in (one.place, *one.overflow) if place}
    for room in sorted(places):
        yield PublicAddress("agenda:agenda-room", {"room": room})
        yield PublicAddress("agenda:agenda-room-ics", {"room": room})
    for kind in sorted({one.kind for one in facts if one.kind}):
        yield PublicAddress("agenda:agenda-kind", {"kind": kind})
    for key in sorted({organizer.key for one in facts for organizer in one.organizers}):
        yield PublicAddress("agenda:agenda-by", {"delegation": key})
    for one in facts:
        yield PublicAddress("agenda:session", {"code": one.code}, one.code)
        yield PublicAddress("agenda:session-ics", {"code": one.code}, one.code)


def addresses_naming(
    code: str, facts: Sequence[SessionFacts], conference: Conference
) -> list[PublicAddress]:
    """Of pages about another session, those around it: a page names what stands before it, after
    it and at the same time, which is of its own programme day or of the next with sessions.
    """
    days = sorted({day_of(one, conference) for one in facts})
    own = next((day_of(one, conference) for one in facts if one.code == code), None)
    if own is None:
        return []
    at = days.index(own)
    around = {*days[max(0, at - 1) : at + 2]}
    near = {one.code for one in facts if not around.isdisjoint(_days_of(one, conference))}
    return [one for one in addresses(facts, conference) if not one.session or one.session in near]


def languages_of(conference: Conference) -> list[str]:
    """Those of the conference that the interface has; a page in another one is no file."""
    spoken = dict(settings.LANGUAGES)
    return [language for language in conference.languages if language in spoken]


def in_every_language(conference: Conference, found: Iterable[PublicAddress]) -> list[str]:
    """Paths, with that of the conference's home."""
    chosen = [PublicAddress("conference-home"), *found]
    paths = []
    for language in languages_of(conference):
        with translation.override(language):
            paths += [
                reverse(one.name, kwargs={"slug": conference.slug, **one.arguments})
                for one in chosen
            ]
    return paths


def day_of(facts: SessionFacts, conference: Conference) -> dt.date:
    return programme_day(conference.local(facts.starts_at))


def _days_of(facts: SessionFacts, conference: Conference) -> Iterator[dt.date]:
    """A session of several days is at the same time as what is on the last of them, too."""
    first = day_of(facts, conference)
    last = programme_day(conference.local(facts.ends_at))
    return (first + dt.timedelta(days=days) for days in range((last - first).days + 1))
