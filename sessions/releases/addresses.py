"""Every page and file that everybody may read of a released agenda, by name. Pure.

Where one of them can be a file, all are made from here; where a session ceases to be public, this
says which of them may have a word of it.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from conference.models import Conference
from sessions.days import programme_day
from sessions.facts import SessionFacts
from sessions.neighbours import Programme

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
    codes: Collection[str], states: Iterable[Sequence[SessionFacts]], conference: Conference
) -> Iterator[PublicAddress]:
    """Of files in which there may be a word of these sessions, of whichever of the states of the
    agenda the files were made; an address may come more than once.

    Lists also name organizers and rooms of other lists to choose from: all of them. Of pages about
    another session, those that name one of these as what stands around it.
    """
    for facts in states:
        if not any(one.code in codes for one in facts):
            continue
        programme = Programme(facts)
        near = {one.code for one in facts if one.code in codes}
        near |= {
            one.code
            for one in facts
            if any(other and other.code in codes for other in programme.around(one).all)
        }
        for address in addresses(facts, conference):
            if not address.session or address.session in near:
                yield address


def languages_of(conference: Conference) -> list[str]:
    """Those of the conference that the interface has; a page in another one is no file."""
    spoken = dict(settings.LANGUAGES)
    return [language for language in conference.languages if language in spoken]


def in_every_language(slugs: Iterable[str], found: Iterable[PublicAddress]) -> set[str]:
    """Paths, with that of the conference's home; also of languages that it has no more, and under
    former slugs where those are given too.
    """
    chosen = [PublicAddress("conference-home"), *found]
    paths = set()
    for language in dict(settings.LANGUAGES):
        with translation.override(language):
            paths |= {
                reverse(one.name, kwargs={"slug": slug, **one.arguments})
                for slug in slugs
                for one in chosen
            }
    return paths


def day_of(facts: SessionFacts, conference: Conference) -> dt.date:
    return programme_day(conference.local(facts.starts_at))
