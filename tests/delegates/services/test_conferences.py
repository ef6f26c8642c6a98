import datetime as dt

import pytest
from django.conf import settings

from conference.errors import DomainError
from conference.models import Zone
from delegates import defaults
from delegates.category_rules import category_for
from delegates.choices import SENDERS, Nature
from delegates.columns import asked_of_delegations
from delegates.derived import rules_of
from delegates.models import Category, CategoryRule, OwnField, Rank, RegistrationField
from delegates.services import conferences
from tests.factories import ConferenceFactory, UserFactory

AT = dt.datetime(2018, 3, 1, tzinfo=dt.UTC)


def install() -> conferences.Scheme:
    return conferences.install_defaults(conference=ConferenceFactory(), by=UserFactory(), at=AT)


def test_install_defaults_gives_a_conference_its_scheme() -> None:
    scheme = install()

    assert "".join(scheme.zones) == "ABEFGJKQWZ"
    assert "".join(scheme.categories) == "VHDOIMPNSRTCXULY"
    assert len(scheme.ranks) == 20
    assert CategoryRule.objects.count() == len(defaults.RULES)
    assert [z.letter for z in scheme.categories["D"].zones.all()] == ["A", "B", "F", "G"]
    assert scheme.categories["V"].zones.count() == 10


def test_install_defaults_is_refused_once_a_conference_has_categories() -> None:
    scheme = install()
    category = scheme.categories["V"]

    with pytest.raises(DomainError):
        conferences.install_defaults(conference=category.conference, by=UserFactory(), at=AT)

    assert Category.objects.count() == 16


def test_install_defaults_leaves_another_conference_alone() -> None:
    install()
    second = install()

    assert Zone.objects.count() == 20
    assert Rank.objects.for_conference(second.zones["A"].conference).count() == 20


@pytest.mark.parametrize(
    ("kind", "is_head", "rank", "letter"),
    [
        ("host", True, "head_of_state", "V"),
        ("state", False, "head_of_government", "V"),
        ("state", True, "minister_of_foreign_affairs", "H"),
        ("state", False, "minister_of_foreign_affairs", "D"),
        ("host", False, "counsellor", "C"),
        ("observer_state", False, "expert", "O"),
        ("un_secretariat", True, "under_secretary_general", "I"),
        ("intergovernmental", True, "head_of_organization", "V"),
        ("mission", True, "ambassador", "M"),
        ("development_partner", True, None, "P"),
        ("civil_society", True, None, "N"),
        ("research", False, "expert", "N"),
        ("media", False, None, "R"),
        ("guests", False, None, "S"),
        ("service", True, None, "T"),
    ],
)
def test_default_rules_give_the_category_of_the_scheme(
    kind: str, is_head: bool, rank: str | None, letter: str
) -> None:
    scheme = install()
    conference = scheme.zones["A"].conference

    found = category_for(
        rules_of(conference),
        kind_id=scheme.kinds[kind].pk,
        is_head=is_head,
        rank_id=scheme.ranks[rank].pk if rank else None,
    )

    assert found == scheme.categories[letter].pk


def test_default_rules_leave_no_nature_without_a_category() -> None:
    covered = {rule.nature for rule in defaults.RULES if rule.is_head is None and not rule.rank}

    assert covered == set(Nature)


def test_default_words_exist_in_every_language_of_the_project() -> None:
    languages = {code for code, _name in settings.LANGUAGES}

    named = [*defaults.kinds(), *defaults.zones(), *defaults.categories(), *defaults.ranks()]

    assert all(set(row.name.data) == languages for row in named)
    assert all(set(kind.section.data) == languages for kind in defaults.kinds())


def test_default_kinds_say_what_every_sender_usually_sends() -> None:
    usual = [sender for kind in defaults.kinds() for sender in kind.usual_for]

    assert sorted(usual) == sorted(value for value, _label in SENDERS)


def test_default_kinds_share_no_word() -> None:
    words = [word for kind in install().kinds.values() for word in kind.words()]

    assert len(words) == len(set(words))


def test_default_zones_are_never_taken_for_a_category() -> None:
    zones = {zone.letter for zone in defaults.zones()}
    categories = defaults.categories()

    assert zones.isdisjoint(category.letter for category in categories)
    assert all(set(category.zones) <= zones for category in categories)


def test_only_heads_of_state_and_government_and_who_follows_them_need_no_photo() -> None:
    exempt = [rank.key for rank in defaults.ranks() if not rank.is_photo_needed]

    assert exempt == ["head_of_state", "crown_prince", "head_of_government"]


def test_default_fields_are_columns_that_a_delegation_can_be_asked() -> None:
    scheme = install()

    rows = RegistrationField.objects.filter(conference=scheme.kinds["state"].conference)
    asked = {row.column: row.is_required for row in rows}
    assert asked.keys() <= {column.name for column in asked_of_delegations()}
    assert [name for name, is_required in asked.items() if is_required] == [
        *("given_name", "family_name", "photo")
    ]


def test_press_hands_in_a_letter_and_a_card_and_heads_and_ministers_nothing() -> None:
    scheme = install()

    asked = {str(row): [line.kind for line in row.lines.all()] for row in OwnField.objects.all()}

    media = [scheme.kinds["media"]]
    assert asked == {"Letter of assignment": media, "Press card": media}
    assert set(OwnField.objects.values_list("answer", "is_required")) == {("file", True)}
    without = {key for key, rank in scheme.ranks.items() if not rank.are_documents_needed}
    assert without >= {key for key, rank in scheme.ranks.items() if not rank.is_photo_needed}
    assert {"minister", "minister_of_foreign_affairs"} <= without
    assert scheme.ranks["minister"].is_photo_needed
    assert scheme.ranks["ambassador"].are_documents_needed
