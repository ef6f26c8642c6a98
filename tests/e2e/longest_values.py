"""The longest values that are seeded, read from where they are seeded from: long words of real
parties, kinds and posts, of invented people and programmes.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from i18nfield.strings import LazyI18nString

from conference.models import Conference, Room, User, Venue, Zone
from conference.site.demonstration.people import functions, pools
from conference.site.demonstration.seeding import EDITIONS
from conference.site.demonstration.tables import read
from delegates.models import (
    Category,
    Country,
    Delegate,
    Delegation,
    DelegationKind,
    FocalPoint,
    Organization,
    PartyAlias,
    Rank,
)
from sessions.models import Session

DATA = settings.ROOT / "delegates/data"
IN_ARABIC = ("fa", "ar", "ur")
PHONE = "+998 71 2000 00 00 00"


def make_longest(conference: Conference) -> None:
    """Every row of the conference, and the parties, are called so afterwards."""
    editions = [read(f"{name}.toml") for name in EDITIONS]
    venues = [venue for edition in editions for venue in edition["venues"]]
    rooms = [room for venue in venues for room in venue["rooms"]]
    sessions = [session for edition in editions for session in edition["sessions"]]
    country, organization = _of_file("countries", "name"), _of_file("organizations", "name")
    kind = {name: _of_file("kinds", name) for name in ("name", "section")}

    Conference.objects.filter(pk=conference.pk).update(
        **{
            name: _longest(edition[name] for edition in editions)
            for name in ("title", "short_title", "place", "host_name")
        }
    )
    Country.objects.update(name=country, official_name=_longest_cell("countries", "official_name"))
    Organization.objects.update(name=organization)
    PartyAlias.objects.update(text=_longest_cell("organizations", "aliases"))
    of = {"conference": conference}
    Venue.objects.filter(**of).update(
        **{name: _longest(venue[name] for venue in venues) for name in ("name", "address")}
    )
    Room.objects.filter(**of).update(name=_longest(room["name"] for room in rooms))
    Session.objects.filter(**of).update(title=_longest(session["title"] for session in sessions))
    Zone.objects.filter(**of).update(name=_of_file("zones", "name"))
    Rank.objects.filter(**of).update(name=_of_file("ranks", "name"))
    Category.objects.filter(**of).update(name=_of_file("categories", "name"))
    DelegationKind.objects.filter(**of).update(**kind)
    Delegation.objects.filter(**of).update(name=organization)
    person = _person()
    Delegate.objects.filter(**of).update(**person)
    contacts = User.objects.filter(pk__in=FocalPoint.objects.filter(**of).values("user"))
    contacts.update(name=f"{person['given_name']} {person['family_name']}", phone=PHONE)


def _person() -> dict[str, str]:
    given = [name for pool in pools().values() for names in pool.given.values() for name in names]
    family = [name for pool in pools().values() for names in pool.family.values() for name in names]
    longest = max((name.latin for name in family), key=len)
    duties = [[text.strip() for text in duty.split("|")] for duty in _duties(functions())]
    own = {pools()[key].own(*_longest_own(key)): pools()[key].language for key in IN_ARABIC}
    own_name = max(own, key=len)
    return {
        "given_name": max((name.latin for name in given), key=len),
        "family_name": longest,
        "own_name": own_name,
        "own_name_language": own[own_name],
        "honorific": "H.E. Prof. Dr.",
        "function": max((duty[0] for duty in duties), key=len),
        "department": max((duty[1] for duty in duties if len(duty) > 1), key=len),
        "ministry": max((duty[2] for duty in duties if len(duty) > 2), key=len),
        "email": f"{longest}.{longest}@mfa.example",
    }


def _longest_own(key: str) -> tuple[Any, Any]:
    pool = pools()[key]
    given = [name for names in pool.given.values() for name in names]
    family = [name for names in pool.family.values() for name in names]
    return max(given, key=lambda name: len(name.own)), max(family, key=lambda name: len(name.own))


def _duties(known: Any) -> Iterator[str]:
    if isinstance(known, str):
        yield known
    else:
        for each in known.values() if isinstance(known, dict) else known:
            yield from _duties(each)


def _of_file(name: str, column: str) -> LazyI18nString:
    """Of a column that there is in each language."""
    rows = _rows(name)
    columns = {key.removeprefix(f"{column}_"): key for key in rows[0] if f"{column}_" in key}
    return _longest({language: row[key] for language, key in columns.items()} for row in rows)


def _longest_cell(name: str, column: str) -> str:
    """Of several in one cell, the longest."""
    return max((text for row in _rows(name) for text in row[column].split(" | ")), key=len)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _longest(names: Iterable[dict[str, str]]) -> LazyI18nString:
    """The longest in each language: no one name, but what a page has to have room for."""
    longest: dict[str, str] = {}
    for name in names:
        for language, words in name.items():
            longest[language] = max(longest.get(language, ""), words, key=len)
    return LazyI18nString(longest)
