"""What the badge of a delegate shows now: read once, stored with the job, and never asked again.

Design decision 16: a print job renders what was true when it was sent.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import translation

from badges import images, serials
from badges.engine import tokens
from badges.engine.content import NOTHING, PARTS, BadgeContent, as_stored
from badges.engine.design.fields import MOST_CATEGORY_WORDS
from badges.models import BadgeType, BadgeTypeZone, Generation
from badges.models.times import OpeningTimes, times_of
from conference.models import Conference
from conference.writing.dates import day_and_time, days
from conference.writing.languages import Localized, localized
from delegates.flags import static_path
from delegates.models import Category, Delegate, DelegateQuerySet, Delegation
from delegates.naming.names import FURTHER_PARTS_OF_NAME, printed_parts

# The fields of a delegate that a content is made of: with them a badge goes out of date. Of the
# further parts of a name that holds where the conference has them printed.
SHOWN = frozenset(
    {
        "delegation",
        "given_name",
        "family_name",
        "own_name",
        "own_name_language",
        "display_name",
        *FURTHER_PARTS_OF_NAME,
        "function",
        "department",
        "ministry",
        "category",
        "photo",
    }
)
# Those of the person; the others say whose badges look alike.
OF_PERSON = tuple(sorted(SHOWN - {"delegation", "category"}))
# The fields of a delegation that one is made of.
OF_DELEGATION = ("name", "acronym", "flag_code", "flag_file")
# Of the other rows that a content is made of, by the name of their model.
FURTHER_SHOWN = {
    "delegation": frozenset(OF_DELEGATION),
    "category": frozenset({"letter", "name", "colour", "is_hatched"}),
    "conference": frozenset({"title", "short_title", "place", "logo"}),
    "badgetype": frozenset({"name"}),
    "vehicle": frozenset({"plate", "make", "colour", "driver_name"}),
}


def with_what_badges_show(delegates: DelegateQuerySet) -> DelegateQuerySet:
    """Loads what `Snapshots` reads, in a number of queries that does not grow with the rows."""
    return delegates.select_related("delegation", "category").prefetch_related(
        "category__category_zones__zone"
    )


def zone_letters(category: Category) -> tuple[str, ...]:
    """In the conference's order of zones."""
    return tuple(row.zone.letter for row in category.category_zones.all())


def zones_of_type(badge_type: BadgeType) -> tuple[str, ...]:
    """Blank where the category of the holder says which."""
    return tuple(row.zone.letter for row in badge_type.type_zones.all())


def own_zones(badge_type: BadgeType | None) -> tuple[str, ...]:
    """Those that badges of the type open whoever holds them; None is the personal one."""
    if badge_type is None or badge_type.is_personal:
        return ()
    return tuple(row.zone.letter for row in badge_type.type_zones.select_related("zone"))


def with_their_zones(types: QuerySet[BadgeType]) -> QuerySet[BadgeType]:
    zones = BadgeTypeZone.objects.select_related("zone")
    return types.prefetch_related(Prefetch("type_zones", zones))


class Snapshots:
    """Takes snapshots of one conference's delegates in one language; asks the database nothing.

    The delegates come from `with_what_badges_show` and have a category, the type of their badges
    from `with_their_zones`; without one it is the personal badge. Only where nobody says its
    `times` and it is for a session, these are asked for, once.
    """

    def __init__(
        self,
        conference: Conference,
        language: str,
        badge_type: BadgeType | None = None,
        times: OpeningTimes | None = None,
    ) -> None:
        self.conference = conference
        others = [tag for tag in conference.languages if tag != language]
        self.languages = (language, *others)
        self.category_words: dict[int, tuple[Localized, ...]] = {}
        self.second = None if badge_type is None or badge_type.is_personal else badge_type
        self.own_zones = zones_of_type(self.second) if self.second else ()
        if self.second is not None:
            times = times or times_of(self.second)
        bounds = (times.starts_at, times.ends_at) if self.second and times else (None, None)
        with translation.override(language):
            dates = days(conference.starts_on, conference.ends_on)
            opens_from, opens_until = (self.moment(conference, instant) for instant in bounds)
        self.of_conference = BadgeContent(
            language=language,
            conference_title=self.words(conference.title),
            conference_short_title=self.words(conference.short_title),
            conference_dates=Localized(dates, language),
            conference_place=self.words(conference.place),
            conference_logo=str(conference.logo.name) if conference.logo else "",
            badge_type=self.words(self.second.name) if self.second else NOTHING,
            opens_from=opens_from,
            opens_until=opens_until,
        )

    def moment(self, conference: Conference, instant: dt.datetime | None) -> Localized:
        if instant is None:
            return NOTHING
        return Localized(day_and_time(conference.local(instant)), self.languages[0])

    def words(self, value: object) -> Localized:
        return localized(value, self.languages[0], fallbacks=self.languages[1:])

    def content(
        self, delegate: Delegate, *, serial: int, code: str, token: str = tokens.NO_TOKEN
    ) -> BadgeContent:
        return replace(self.of_holder(delegate), **parts_of_badge(serial, code, token))

    def of_holder(self, delegate: Delegate) -> BadgeContent:
        """Without what is the badge's own: its serial and its code."""
        assert delegate.category is not None
        own = parts_of_person(delegate, self.conference)
        return replace(self.shared(delegate.category, delegate.delegation), **own)

    def shared(self, category: Category | None, delegation: Delegation | None) -> BadgeContent:
        """What all badges of a delegation in that category show, and nothing of a person.

        What a delegation shares is of no category, what nobody holds yet of no delegation.
        """
        return replace(self.of_category(category), **self.parts_of_delegation(delegation))

    def parts_of_delegation(self, delegation: Delegation | None) -> dict[str, Any]:
        if delegation is None:
            return {}
        return {
            "delegation_name": self.words(delegation.name),
            "delegation_acronym": Localized(delegation.acronym, ""),
            "delegation_flag": flag_key(delegation),
        }

    def of_category(self, category: Category | None) -> BadgeContent:
        if category is None:
            return replace(self.of_conference, zones=self.own_zones)
        return replace(
            self.of_conference,
            category_letter=category.letter,
            category_words=self.words_of(category),
            category_colour=category.colour,
            category_is_hatched=category.is_hatched,
            zones=self.own_zones or zone_letters(category),
        )

    def words_of(self, category: Category) -> tuple[Localized, ...]:
        """The category in the conference's languages, each wording once."""
        if category.pk not in self.category_words:
            wordings = {
                localized(category.name, tag, fallbacks=self.languages): None
                for tag in self.languages
            }
            self.category_words[category.pk] = tuple(wordings)[:MOST_CATEGORY_WORDS]
        return self.category_words[category.pk]


class SharedContents:
    """What badges show beside their holder's own, worked out once for all that look alike."""

    def __init__(
        self,
        conference: Conference,
        delegations: QuerySet[Delegation],
        type_id: int | None = None,
    ) -> None:
        """Of badges of the type; None is the personal one, of which the category says the zones."""
        types = with_their_zones(BadgeType.objects.for_conference(conference))
        self.badge_type = types.get(pk=type_id) if type_id else None
        self.times = times_of(self.badge_type) if self.badge_type else None
        self.conference = conference
        self.categories = {
            row.pk: row
            for row in Category.objects.for_conference(conference).prefetch_related(
                "category_zones__zone"
            )
        }
        self.delegations = {row.pk: row for row in delegations.only(*OF_DELEGATION)}
        self.snapshots: dict[str, Snapshots] = {}
        self.of_categories: dict[tuple[str, int | None], dict[str, Any]] = {}
        self.of_delegations: dict[tuple[str, int | None], dict[str, Any]] = {}
        self.known: dict[tuple[str, int | None, int | None], dict[str, Any]] = {}

    def of(
        self, language: str, category_id: int | None, delegation_id: int | None
    ) -> dict[str, Any]:
        """As a snapshot has it, without the parts of the holder and of the badge."""
        key = (language, category_id, delegation_id)
        if key not in self.known:
            of_delegation = self._of_delegation(language, delegation_id)
            self.known[key] = self._of_category(language, category_id) | of_delegation
        return self.known[key]

    def _of_delegation(self, language: str, delegation_id: int | None) -> dict[str, Any]:
        key = (language, delegation_id)
        if key not in self.of_delegations:
            delegation = self.delegations[delegation_id] if delegation_id else None
            parts = self._snapshots(language).parts_of_delegation(delegation)
            self.of_delegations[key] = as_stored(parts)
        return self.of_delegations[key]

    def _of_category(self, language: str, category_id: int | None) -> dict[str, Any]:
        key = (language, category_id)
        if key not in self.of_categories:
            category = self.categories[category_id] if category_id else None
            shown = self._snapshots(language).of_category(category).as_snapshot()
            self.of_categories[key] = {name: part for name, part in shown.items() if name in SHARED}
        return self.of_categories[key]

    def _snapshots(self, language: str) -> Snapshots:
        if language not in self.snapshots:
            self.snapshots[language] = Snapshots(
                self.conference, language, self.badge_type, self.times
            )
        return self.snapshots[language]


def people(delegates: QuerySet[Delegate], *further: str) -> QuerySet[Delegate, Any]:
    """Rows with the values that a content is made of, which cost a tenth of the delegates.

    `further` are columns that come after them.
    """
    return delegates.values_list(
        "pk", "delegation_id", "category_id", *OF_PERSON, *further, named=True
    )


def parts_of_person(person: Any, conference: Conference) -> dict[str, Any]:
    """Of whatever has the fields `OF_PERSON`: a delegate, or a row of values.

    The conference says which parts of a name are printed.
    """
    given_name, family_name = _names(person, has_further_parts=conference.prints_patronymics)
    return {
        "given_name": given_name,
        "family_name": family_name,
        "own_name": Localized(person.own_name, person.own_name_language),
        "function": Localized(person.function, ""),
        "department": Localized(person.department, ""),
        "ministry": Localized(person.ministry, ""),
        "photo": str(person.photo or ""),
    }


def parts_of_copy(badge: Any) -> dict[str, Any]:
    """Of a badge that a delegation shares, or a row of values: 3 of 6."""
    return {"copy_number": str(badge.copy or ""), "copy_count": str(badge.copies or "")}


def parts_of_vehicle(vehicle: Any) -> dict[str, Any]:
    """Of a vehicle, or a row of values."""
    return {
        "vehicle_plate": vehicle.plate,
        "vehicle_make": Localized(vehicle.make, ""),
        "vehicle_colour": Localized(vehicle.colour, ""),
        "vehicle_driver": Localized(vehicle.driver_name, ""),
    }


def parts_of_badge(serial: int, code: str, token: str) -> dict[str, Any]:
    return {"serial": serials.printed(serial), "code": code, "token": token}


def _names(delegate: Any, *, has_further_parts: bool) -> tuple[Localized, Localized]:
    """Given and family name as printed. A name as shown is whole: it stands large, as typed."""
    if delegate.display_name:
        return NOTHING, Localized(delegate.display_name, "")
    given_name, family_name = printed_parts(
        given=delegate.given_name,
        family=delegate.family_name,
        patronymic=delegate.patronymic if has_further_parts else "",
        suffix=delegate.name_suffix if has_further_parts else "",
        language=delegate.own_name_language or None,
    )
    return Localized(given_name, ""), Localized(family_name, "")


def is_outdated(generation: Generation, delegate: Delegate, snapshots: Snapshots) -> bool:
    """Whether the badge would show something else if it were printed now.

    `snapshots` must be of its type, and of the language that it was printed in.
    """
    return delegate.category is None or differs(generation, snapshots.of_holder(delegate))


def differs(generation: Generation, fresh: BadgeContent) -> bool:
    """Whether the badge shows something else than that, but for what is its own."""
    shown = fresh.as_snapshot()
    now = {name: part for name, part in shown.items() if name not in PARTS_OF_BADGE}
    return bool(changed_parts(now, generation.content, generation.left_valid or {}))


def changed_parts(
    now: Mapping[str, Any], stored: Mapping[str, Any], left: Mapping[str, Any]
) -> frozenset[str]:
    """Parts that would be shown otherwise now, and were not left valid by whom it was known to.

    Only what was stored then is compared: a field that came later makes no badge out of date.
    """
    if now.items() <= stored.items():
        return frozenset()
    return frozenset(
        name
        for name, part in now.items()
        if name in stored and part != stored[name] and (name not in left or part != left[name])
    )


def flag_key(delegation: Delegation) -> str:
    """The delegation's own flag, else the one of its code; "" where there is none to show."""
    if delegation.flag_file:
        return str(delegation.flag_file.name)
    code = delegation.flag_code.lower()
    return f"{images.FLAG_PREFIX}{code}" if code and static_path(code) else ""


# Whose parts are which


@dataclass(frozen=True)
class _Nobody:
    """Shows which parts are whose."""

    def __getattr__(self, _field: str) -> str:
        return ""


PARTS_OF_PERSON = frozenset(parts_of_person(_Nobody(), Conference()))
PARTS_OF_BADGE = frozenset(parts_of_badge(0, "", ""))
PARTS_OF_HOLDER = (
    PARTS_OF_PERSON | frozenset(parts_of_copy(_Nobody())) | frozenset(parts_of_vehicle(_Nobody()))
)
SHARED = frozenset(PARTS) - PARTS_OF_HOLDER - PARTS_OF_BADGE
