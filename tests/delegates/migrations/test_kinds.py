"""Kinds that were words become rows; nothing that hangs on them changes."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from delegates.drift import drifted_delegations
from delegates.models import CategoryRule, Delegation, DelegationKind, Organization, UsualKind

migration = import_module("delegates.migrations.0010_kinds_of_each_conference")

BEFORE = [("delegates", "0008_a_place_is_an_order"), ("conference", "0008_background_jobs")]


def migrate(*targets: tuple[str, str]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())
    return executor.loader.project_state(list(targets)).apps


@pytest.fixture
def before() -> Iterator[Any]:
    """The models of the landing before; the next test finds the tables of today."""
    yield migrate(*BEFORE)
    migrate()


def conference_of(apps: Any, **fields: Any) -> Any:
    return apps.get_model("conference", "Conference").objects.create(
        slug="water", starts_on="2018-05-03", ends_on="2018-05-04", languages=["en"], **fields
    )


def delegation_of(apps: Any, conference: Any, kind: str, name: str, **party: Any) -> int:
    """With the key of protocol order as it was: the place in two digits, then the name's key."""
    from conference.writing.collation import sort_key

    place = conference.kind_order.index(kind)
    key = sort_key(name, "en")
    row = apps.get_model("delegates", "Delegation").objects.create(
        conference=conference,
        kind=kind,
        name=name,
        sort_keys={"en": key},
        protocol_key=f"{place:02d}{key}",
        **party,
    )
    return int(row.pk)


@pytest.mark.django_db(transaction=True)
def test_words_become_rows_in_the_order_of_the_conference(before: Any) -> None:
    conference = conference_of(before, kind_order=["media", "state"])
    country = before.get_model("delegates", "Country").objects.create(
        iso2="XA", iso3="XAA", m49="999", name="Atlantis", status="member"
    )
    agency = before.get_model("delegates", "Organization").objects.create(
        name="Herald", acronym="HER", type="media"
    )
    state = delegation_of(before, conference, "state", "Atlantis", country=country)
    media = delegation_of(before, conference, "media", "Herald", organization=agency)
    category = before.get_model("delegates", "Category").objects.create(
        conference=conference, letter="D", name="Delegate"
    )
    rule = before.get_model("delegates", "CategoryRule")
    rule.objects.create(conference=conference, category=category, kind="media", order=1)
    rule.objects.create(conference=conference, category=category, kind="", order=2)

    migrate()

    kinds = list(DelegationKind.objects.values_list("code", flat=True))
    assert (kinds[:4], len(kinds)) == (["media", "state", "host", "observer_state"], 12)
    assert list(Delegation.objects.in_protocol_order().values_list("pk", flat=True)) == [
        media,
        state,
    ]
    assert list(drifted_delegations(Delegation.objects.first().conference)) == []  # type: ignore[union-attr]
    assert list(CategoryRule.objects.values_list("kind", "nature")) == [(None, "media"), (None, "")]
    usual = dict(UsualKind.objects.values_list("sender", "kind__code"))
    assert usual["specialized_agency"] == usual["un_secretariat"] == "un"


@pytest.mark.django_db(transaction=True)
def test_second_delegation_of_a_sender_becomes_that_of_an_organization_called_like_it(
    before: Any,
) -> None:
    conference = conference_of(before, kind_order=["host", "state", "mission", "guests"])
    country = before.get_model("delegates", "Country").objects.create(
        iso2="XA", iso3="XAA", m49="999", name="Atlantis", status="member"
    )
    pks = [
        delegation_of(before, conference, kind, name, country=country)
        for kind, name in [
            ("host", "Atlantis"),
            ("state", "Atlantis"),
            ("mission", "Atlantis"),
            ("guests", "Guests of Atlantis"),
        ]
    ]

    migrate()

    rows = Delegation.objects.in_protocol_order().select_related("kind", "organization")
    assert [(row.pk, row.kind.code, row.country_id is not None) for row in rows] == [
        (pks[0], "host", True),
        (pks[1], "state", False),
        (pks[2], "mission", True),
        (pks[3], "guests", False),
    ]
    own = [(str(row.name), row.type, row.conference_id) for row in Organization.objects.all()]
    assert sorted(own) == [
        ("Atlantis", "guests", conference.pk),
        ("Guests of Atlantis", "guests", conference.pk),
    ]
    assert DelegationKind.objects.get(code="state").admits == "both"


def test_kinds_of_the_landings_before_share_no_word() -> None:
    """Else an import could not tell them apart: see `services.kinds`."""
    lines = migration.lines().values()
    kinds = [
        DelegationKind(
            code=line["code"],
            name=migration.texts(line, "name"),
            aliases=migration.listed(line["aliases"]),
        )
        for line in lines
    ]
    words = [word for kind in kinds for word in kind.words()]

    assert sorted(word for word in set(words) if words.count(word) > 1) == []
    assert len(kinds) == 12
