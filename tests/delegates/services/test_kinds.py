"""Kinds of delegations: their words, their order, and one that becomes two."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from conference.errors import DomainError
from conference.models import AuditEvent, Conference, User
from delegates.derived import rules_of
from delegates.drift import drifted_delegates, drifted_delegations
from delegates.models import CategoryRule, Delegate, Delegation, DelegationKind
from delegates.services import kinds
from tests.factories import (
    AT,
    CategoryFactory,
    CategoryRuleFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    OrganizationFactory,
    UserFactory,
    words,
)


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory()
    kinds.install_defaults(found)
    return found


@pytest.fixture
def officer() -> User:
    user: User = UserFactory()
    return user


def kind(conference: Conference, code: str) -> DelegationKind:
    return DelegationKind.objects.get(conference=conference, code=code)


def new(conference: Conference, name: str, code: str = "new") -> DelegationKind:
    return DelegationKind(
        conference=conference, code=code, name=words(name), section=words(name), nature="media"
    )


def drift(conference: Conference) -> list[str]:
    return [str(row) for row in (*drifted_delegations(conference), *drifted_delegates(conference))]


# Words


@pytest.mark.parametrize(
    "name", ["State", "states", "STATÉ", "NGO", "civil_society", "Государство"]
)
def test_kind_called_like_another_is_refused(
    conference: Conference, officer: User, name: str
) -> None:
    with pytest.raises(DomainError, match="is a name of the kind"):
        kinds.save(kind=new(conference, name), by=officer, at=AT)

    assert DelegationKind.objects.for_conference(conference).count() == 13


def test_alias_that_is_a_word_of_another_kind_is_refused(
    conference: Conference, officer: User
) -> None:
    media = kind(conference, "media")
    media.aliases = [*media.aliases, "Guest"]

    with pytest.raises(DomainError, match="“Guest” is a name of the kind “Guests” already"):
        kinds.save(kind=media, fields=["aliases"], by=officer, at=AT)


def test_kind_that_is_renamed_is_still_known_by_its_former_name(
    conference: Conference, officer: User
) -> None:
    media = kind(conference, "media")
    before = media.words()
    media.name = words("Journalists")

    kinds.save(kind=media, fields=["name"], by=officer, at=AT)

    assert kind(conference, "media").words() == before | {"journalists"}
    assert AuditEvent.objects.get().fields == ["name"]


def test_added_kind_comes_last(conference: Conference, officer: User) -> None:
    added = kinds.save(kind=new(conference, "Sponsors"), by=officer, at=AT)

    assert list(DelegationKind.objects.for_conference(conference))[-1] == added


def test_other_conference_may_use_the_same_words(conference: Conference, officer: User) -> None:
    kinds.install_defaults(ConferenceFactory())

    assert DelegationKind.objects.count() == 26


# What hangs on it


def test_kind_with_delegations_keeps_its_nature(conference: Conference, officer: User) -> None:
    media = DelegationFactory(conference=conference, kind__code="media").kind
    media.nature = "guests"

    with pytest.raises(DomainError, match="its nature stays “Media”"):
        kinds.save(kind=media, by=officer, at=AT)
    with pytest.raises(IntegrityError, match="keeps its nature"), transaction.atomic():
        DelegationKind.objects.filter(pk=media.pk).update(nature="guests")

    assert kind(conference, "media").nature == "media"


def test_kind_without_delegations_changes_its_nature(conference: Conference, officer: User) -> None:
    media = kind(conference, "media")
    media.nature = "mission"

    kinds.save(kind=media, by=officer, at=AT)

    assert kind(conference, "media").is_mission


def test_what_a_kind_admits_reaches_its_delegations(conference: Conference, officer: User) -> None:
    delegation = DelegationFactory(conference=conference)
    state = delegation.kind
    state.admits = "both"

    kinds.save(kind=state, by=officer, at=AT)

    delegation.refresh_from_db()
    assert delegation.admits == "both"
    DelegationFactory(conference=conference, country=None, organization=OrganizationFactory())


def test_kind_cannot_shut_out_who_sends_such_a_delegation(
    conference: Conference, officer: User
) -> None:
    state = DelegationFactory(conference=conference).kind
    state.admits = "organizations"

    with (
        pytest.raises(IntegrityError, match="delegation_of_a_kind_that_admits_its_sender"),
        transaction.atomic(),
    ):
        kinds.save(kind=state, by=officer, at=AT)


def test_country_has_one_delegation_and_one_mission(conference: Conference) -> None:
    state = DelegationFactory(conference=conference)
    DelegationFactory(conference=conference, country=state.country, kind__code="mission")

    for code in ("guests", "mission"):
        with (
            pytest.raises(IntegrityError, match="delegation_one_per_country_beside_its_mission"),
            transaction.atomic(),
        ):
            DelegationFactory(conference=conference, country=state.country, kind__code=code)


def test_delegation_cannot_say_otherwise_than_its_kind(conference: Conference) -> None:
    delegation = DelegationFactory(conference=conference)

    with (
        pytest.raises(IntegrityError, match="delegates_delegation_kind_lends"),
        transaction.atomic(),
    ):
        Delegation.objects.filter(pk=delegation.pk).update(is_mission=True)


def test_only_a_kind_to_which_nothing_refers_is_deleted(
    conference: Conference, officer: User
) -> None:
    kinds.delete(kind=kind(conference, "host"), by=officer, at=AT)

    for code in ("state", "media"):
        with pytest.raises(ProtectedError):
            kinds.delete(kind=kind(conference, code), by=officer, at=AT)


# Order


def test_reordered_kinds_reorder_their_delegations_in_one_statement(
    conference: Conference, officer: User, django_assert_num_queries: object
) -> None:
    rows = [
        DelegationFactory(conference=conference, kind__code=code, name=words(name))
        for code, name in [("state", "Albania"), ("state", "Zimbabwe"), ("media", "Herald")]
    ]
    elsewhere = DelegationFactory()
    order = DelegationKind.objects.for_conference(conference).order_by("-order")

    with django_assert_num_queries(8):  # type: ignore[operator]
        kinds.reorder(conference=conference, kind_ids=[row.pk for row in order], by=officer, at=AT)

    here = Delegation.objects.for_conference(conference).in_protocol_order()
    assert list(here) == [rows[2], rows[0], rows[1]]
    assert drift(conference) == []
    before = elsewhere.protocol_key
    elsewhere.refresh_from_db()
    assert elsewhere.protocol_key == before


def test_kind_saved_as_it_was_loaded_keeps_the_new_order(
    conference: Conference, officer: User
) -> None:
    stale = kind(conference, "media")
    order = DelegationKind.objects.for_conference(conference).order_by("-order")
    kinds.reorder(conference=conference, kind_ids=[row.pk for row in order], by=officer, at=AT)

    kinds.save(kind=stale, by=officer, at=AT)

    assert kind(conference, "media").order == 2


def test_order_that_leaves_out_a_kind_is_refused(conference: Conference, officer: User) -> None:
    ids = list(DelegationKind.objects.for_conference(conference).values_list("pk", flat=True))

    for wrong in (ids[1:], [*ids, ids[0]], [*ids[1:], DelegationKindFactory().pk]):
        with pytest.raises(DomainError, match="have changed in the meantime"):
            kinds.reorder(conference=conference, kind_ids=wrong, by=officer, at=AT)


# One that becomes two


def test_split_off_kind_stands_after_the_other_with_its_rules_and_nature(
    conference: Conference, officer: User
) -> None:
    media = kind(conference, "media")
    first, last = CategoryFactory.create_batch(2, conference=conference)
    # Of one order: the copy would come after the last line, which fits everybody.
    CategoryRuleFactory(category=first, kind=media)
    CategoryRuleFactory(category=last)
    stays, goes = DelegationFactory.create_batch(2, conference=conference, kind=media)
    people = [DelegateFactory(delegation=row) for row in (stays, goes)]

    into = kinds.split(
        kind=media, into=new(conference, "Bloggers"), delegation_ids=[goes.pk], by=officer, at=AT
    )

    after = list(DelegationKind.objects.for_conference(conference))
    assert after.index(into) == after.index(media) + 1
    assert (into.nature, into.admits, into.split_from) == ("media", "both", media)
    assert {row.kind for row in Delegation.objects.filter(pk__in=[goes.pk])} == {into}
    assert [rule.category_id for rule in rules_of(conference)] == [first.pk, first.pk, last.pk]
    assert {row.category for row in Delegate.objects.filter(pk__in=[p.pk for p in people])} == {
        first
    }
    assert drift(conference) == []
    assert CategoryRule.objects.count() == 3


def test_split_with_a_delegation_of_another_kind_changes_nothing(
    conference: Conference, officer: User
) -> None:
    state = DelegationFactory(conference=conference)

    with pytest.raises(DomainError, match="nothing was split"):
        kinds.split(
            kind=kind(conference, "media"),
            into=new(conference, "Bloggers"),
            delegation_ids=[state.pk],
            by=officer,
            at=AT,
        )

    assert DelegationKind.objects.for_conference(conference).count() == 13
