"""Derived columns: sort keys, protocol keys, search text, categories. One function per model.

Every path that writes a delegation or a delegate, bulk ones included, comes through here;
`manage.py check_derived` reports rows that differ from what these functions say.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from i18nfield.strings import LazyI18nString

from conference.database.id_lists import among
from conference.models import Conference
from conference.writing.collation import sort_key
from conference.writing.folding import fold, search_text
from conference.writing.languages import localized, translations
from delegates.category_rules import Rule, category_for
from delegates.models import (
    CategoryRule,
    Country,
    Delegate,
    Delegation,
    DelegationKind,
    Organization,
    OwnValue,
    PartyAlias,
)
from delegates.naming.names import family_first, folded_name_key
from delegates.recognition.party_keys import marked_key

ORDER_DIGITS = 4
ID_DIGITS = 10

PARTY_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def sort_keys(name: LazyI18nString | str, languages: Iterable[str]) -> dict[str, str]:
    """Language to the collation key of the name in that language; byte order is its alphabet."""
    return {
        language: sort_key(localized(name, language).text, language.split("-")[0])
        for language in languages
    }


def derive_party(party: Country | Organization) -> None:
    party.sort_keys = sort_keys(party.name, PARTY_LANGUAGES)


def derive_alias(alias: PartyAlias) -> None:
    alias.key = marked_key(alias.text)


def derive_delegation(delegation: Delegation, conference: Conference) -> None:
    """Fill sort keys for the conference's languages, and the key of protocol order.

    The protocol key is the order of the kind in four digits, the kind's id, then the name's key in
    the language of the order; see `services.kinds.reorder`. What the kind admits is copied from it,
    as the database does when the kind changes. The delegation must have its kind loaded.
    """
    kind = delegation.kind
    delegation.admits, delegation.is_mission = kind.admits, kind.is_mission
    languages = {*conference.languages, conference.order_language}
    delegation.sort_keys = sort_keys(delegation.name, sorted(languages))
    delegation.protocol_key = protocol_key(
        kind.order, kind.pk, delegation.sort_keys[conference.order_language]
    )


def protocol_key(order: int, kind_id: int, name_key: str) -> str:
    """Kinds of one order stay apart by their ids, which have one length as texts."""
    return f"{order:0{ORDER_DIGITS}d}{kind_id:0{ID_DIGITS}d}{name_key}"


def rules_of(conference: Conference) -> list[Rule]:
    """The table in its order, in one query; a nature stands for the kinds that have it now."""
    of_nature = DelegationKind.objects.filter(
        conference=OuterRef("conference"), nature=OuterRef("nature")
    )
    rows = (
        CategoryRule.objects.for_conference(conference)
        .annotate(kinds_of_nature=ArraySubquery(of_nature.values("pk")))
        .order_by("order", "pk")
    )
    return [Rule(row.category_id, _kinds(row), row.is_head, row.rank_id) for row in rows]


def _kinds(row: Any) -> frozenset[int] | None:
    if row.kind_id is not None:
        return frozenset({row.kind_id})
    return frozenset(row.kinds_of_nature) if row.nature else None


def derive_delegate(
    delegate: Delegate, rules: list[Rule], *, is_head: bool, delegation_names: Mapping[int, str]
) -> None:
    """Fill search text, the keys of the name and, unless set by hand, the category.

    `delegation_names` gives the searchable names of each delegation by id; see `names_of`.
    """
    delegate.name_key = folded_name_key(delegate.given_name, delegate.family_name)
    delegate.family_key = fold(f"{delegate.family_name} {delegate.given_name}")
    delegate.given_key = fold(f"{delegate.given_name} {delegate.family_name}")
    delegate.own_family_key = fold(
        family_first(
            delegate.own_name,
            given=delegate.own_given_name,
            family=delegate.own_family_name,
            language=delegate.own_name_language,
        )
    )
    name = f"{delegate.given_name} {delegate.family_name}".strip()
    delegate.search_text = search_text(
        name,
        delegate.own_name,
        delegate.display_name,
        delegate.patronymic,
        delegate.name_suffix,
        delegate.reference,
        delegation_names[delegate.delegation_id],
        delegate.function,
        delegate.department,
        delegate.ministry,
        delegate.own_answers,
        names=filter(None, (name, delegate.own_name)),
    )
    if not delegate.is_category_set_by_hand:
        delegate.category_id = category_for(
            rules,
            kind_id=delegate.delegation.kind_id,
            is_head=is_head,
            rank_id=delegate.rank_id,
        )


def names_of(delegations: Iterable[Delegation]) -> dict[int, str]:
    """Delegation id to its name in every language, and its acronym, in one text."""
    return {
        delegation.pk: " ".join([*translations(delegation.name).values(), delegation.acronym])
        for delegation in delegations
    }


def derive_delegates(delegates: Iterable[Delegate], conference: Conference) -> None:
    """The plural form: reads the rules once, and each delegation's names and head once.

    The delegates must have `delegation` loaded; rows not yet saved are nobody's head.
    """
    rows = list(delegates)
    rules = rules_of(conference)
    delegations = {row.delegation_id: row.delegation for row in rows}
    names = names_of(delegations.values())
    for row in rows:
        is_head = row.pk is not None and delegations[row.delegation_id].head_id == row.pk
        derive_delegate(row, rules, is_head=is_head, delegation_names=names)


def searched_answers(ids: Collection[int]) -> dict[int, str]:
    """By delegate: the texts of own fields by which search finds them."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    values = OwnValue.objects.filter(delegate__in=among(ids), field__is_searched=True)
    ordered = values.exclude(text="").order_by("field__order", "field_id")
    for pk, text in ordered.values_list("delegate_id", "text"):
        found[pk].append(text)
    return {pk: " ".join(texts) for pk, texts in found.items()}


DERIVED_DELEGATE_FIELDS = (
    "search_text",
    "name_key",
    "family_key",
    "given_key",
    "own_family_key",
    "category",
)
DERIVED_DELEGATION_FIELDS = ("sort_keys", "protocol_key", "admits", "is_mission")
