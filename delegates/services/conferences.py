"""What a new conference starts with."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.models import Conference, User, Zone
from delegates import defaults
from delegates.models import (
    Category,
    CategoryRule,
    CategoryZone,
    DelegationKind,
    OwnField,
    OwnFieldLine,
    Rank,
    RegistrationField,
)
from delegates.services import kinds


@dataclass(frozen=True)
class Scheme:
    """The installed rows: kinds by code, zones and categories by letter, ranks by the key of the
    defaults."""

    kinds: dict[str, DelegationKind]
    zones: dict[str, Zone]
    categories: dict[str, Category]
    ranks: dict[str, Rank]


@transaction.atomic
def install_defaults(*, conference: Conference, by: User, at: dt.datetime) -> Scheme:
    """The conference has the default kinds, zones, categories, ranks, rules, fields of the
    registration form and own fields, its own to edit.

    Refused once it has categories: defaults never mix with a scheme somebody has made.
    """
    conference = Conference.objects.select_for_update().get(pk=conference.pk)
    if Category.objects.for_conference(conference).exists():
        raise DomainError(_("%s already has its categories.") % conference)
    installed = kinds.install_defaults(conference)
    zones = _install_zones(conference)
    categories = _install_categories(conference, zones)
    ranks = _install_ranks(conference)
    CategoryRule.objects.bulk_create(
        CategoryRule(
            conference=conference,
            order=order,
            nature=rule.nature,
            is_head=rule.is_head,
            rank=ranks[rule.rank] if rule.rank else None,
            category=categories[rule.category],
        )
        for order, rule in enumerate(defaults.RULES)
    )
    RegistrationField.objects.bulk_create(
        RegistrationField(conference=conference, column=one.column, is_required=one.is_required)
        for one in defaults.FIELDS
    )
    _install_own_fields(conference, installed)
    audit.record("conference.defaults_installed", target=conference, by=by, at=at)
    return Scheme(installed, zones, categories, ranks)


def _install_zones(conference: Conference) -> dict[str, Zone]:
    saved = Zone.objects.bulk_create(
        Zone(conference=conference, letter=zone.letter, name=zone.name, order=order)
        for order, zone in enumerate(defaults.zones())
    )
    return {zone.letter: zone for zone in saved}


def _install_categories(conference: Conference, zones: dict[str, Zone]) -> dict[str, Category]:
    rows = defaults.categories()
    saved = Category.objects.bulk_create(
        Category(
            conference=conference,
            letter=row.letter,
            name=row.name,
            colour=row.colour,
            is_hatched=row.is_hatched,
            order=order,
        )
        for order, row in enumerate(rows)
    )
    CategoryZone.objects.bulk_create(
        CategoryZone(conference=conference, category=category, zone=zones[letter])
        for category, row in zip(saved, rows, strict=True)
        for letter in row.zones
    )
    return {category.letter: category for category in saved}


def _install_ranks(conference: Conference) -> dict[str, Rank]:
    rows = defaults.ranks()
    saved = Rank.objects.bulk_create(
        Rank(
            conference=conference,
            name=row.name,
            is_photo_needed=row.is_photo_needed,
            are_documents_needed=row.are_documents_needed,
            order=order,
        )
        for order, row in enumerate(rows)
    )
    return {row.key: rank for row, rank in zip(rows, saved, strict=True)}


def _install_own_fields(conference: Conference, installed: dict[str, DelegationKind]) -> None:
    rows = defaults.own_fields()
    saved = OwnField.objects.bulk_create(
        OwnField(
            conference=conference,
            name=row.name,
            answer=row.answer,
            is_required=row.is_required,
            order=order,
        )
        for order, row in enumerate(rows)
    )
    OwnFieldLine.objects.bulk_create(
        OwnFieldLine(conference=conference, field=field, kind=installed[row.kind])
        for field, row in zip(saved, rows, strict=True)
    )
