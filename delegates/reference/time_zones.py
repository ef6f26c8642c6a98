"""Time zones as people name them: by a city, a country or the zone's own name.

The time zone database says which zones a country has, and calls each by a city. Countries are named
in every language in which the installation knows them; cities only as that database spells them.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString
from rapidfuzz import fuzz, process

from conference.time_zones import time_zones
from conference.writing.dates import utc_offset
from conference.writing.folding import fold
from conference.writing.languages import localized, translations
from delegates.models import Country

UTC = "UTC"
# Of a hundred: where the letters of a name are not all the same.
NEAR = 70
MOST_NAMED = 5


@cache
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """By the two-letter code, as the time zone database itself says."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text()
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _place, zone, *_comments = line.split("\t")
            found.setdefault(country, []).append(zone)
    return {country: tuple(zones) for country, zones in found.items()}


@cache
def countries_by_zone() -> dict[str, str]:
    return {zone: iso2 for iso2, zones in zones_by_country().items() for zone in zones}


def zones_of(iso2: str) -> tuple[str, ...]:
    return zones_by_country().get(iso2, ())


def city_of(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")


@dataclass(frozen=True)
class TimeZones:
    """`names` are countries by their two-letter codes; offsets are those of the day `on`."""

    names: Mapping[str, LazyI18nString]
    on: dt.date | None = None

    @classmethod
    def on_day(cls, on: dt.date | None) -> "TimeZones":
        known = Country.objects.filter(iso2__in=zones_by_country()).order_by("pk")
        return cls(dict(known.values_list("iso2", "name")), on)

    def label(self, zone: str) -> str:
        """`Lisbon, Portugal (UTC+1 in June)`; without a day nothing is said of the offset."""
        country = self.names.get(countries_by_zone().get(zone, ""))
        place = ", ".join([city_of(zone), *([localized(country).text] if country else [])])
        if self.on is None:
            return place
        noon = dt.datetime.combine(self.on, dt.time(12), zoneinfo.ZoneInfo(zone))
        month = str(MONTHS[self.on.month])
        return _("%(place)s (%(offset)s in %(month)s)") % {
            "place": place,
            "offset": utc_offset(noon),
            "month": month,
        }

    def choices(self, first: str) -> list[tuple[str, str]]:
        """Each zone with its label: those of the country `first`, then all by their labels."""
        own = zones_of(first)
        others = sorted({*countries_by_zone(), UTC}.difference(own), key=self.label)
        return [(zone, self.label(zone)) for zone in (*own, *others)]

    def meant(self, typed: str) -> list[str]:
        """Which zones the words may mean, the surest kind of answer alone: the zone's name, its
        label, its city, its country, the beginning of one of these.
        """
        wanted = _plain(typed)
        if not wanted:
            return []
        # The database's former names without a city, such as Portugal, are countries here.
        ids = (zone for zone in time_zones() if "/" in zone or zone == UTC)
        by_id = [zone for zone in ids if _plain(zone) == wanted]
        if by_id:
            return by_id
        named = list(self._named())
        for is_meant in (str.__eq__, str.startswith):
            found = [zone for zone, names in named if any(is_meant(n, wanted) for n in names)]
            if found:
                return list(dict.fromkeys(found))
        return []

    def near(self, typed: str) -> list[str]:
        """The likeliest, where no zone is called so."""
        names = [(zone, name) for zone, names in self._named() for name in names]
        wanted, spoken = _plain(typed), [name for _zone, name in names]
        best = process.extract(wanted, spoken, scorer=fuzz.ratio, score_cutoff=NEAR, limit=20)
        return list(dict.fromkeys(names[place][0] for _name, _score, place in best))[:MOST_NAMED]

    def in_words(self, zones: Iterable[str]) -> str:
        return "; ".join(self.label(zone) for zone in zones)

    def _named(self) -> Iterator[tuple[str, list[str]]]:
        """Each zone by city and country in every language; the whole label is what a list shows."""
        for zone in (*countries_by_zone(), UTC):
            country = self.names.get(countries_by_zone().get(zone, ""))
            spoken = translations(country).values() if country else ()
            names = [city_of(zone), zone, self.label(zone), *spoken]
            yield zone, [_plain(name) for name in names]


def _plain(text: str) -> str:
    return fold(text.replace("_", " ")).strip()


def zone_proposed(iso2: str, place: str) -> str:
    """The only zone of the country, or that of the city with which the place begins."""
    own = zones_of(iso2)
    if len(own) == 1:
        return own[0]
    city = _plain(place.partition(",")[0])
    found = [zone for zone in own or countries_by_zone() if _plain(city_of(zone)) == city]
    return found[0] if len(found) == 1 else ""
