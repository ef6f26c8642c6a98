import pytest
from django.db import IntegrityError

from conference.errors import DomainError
from conference.models import AuditEvent
from delegates.choices import Accreditation
from delegates.models import Delegate
from delegates.services import delegations, kinds, registering
from tests.factories import (
    AT,
    CategoryFactory,
    CategoryRuleFactory,
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    OrganizationFactory,
    UserFactory,
    words,
)


def test_register_puts_a_delegate_at_the_end_with_the_decision_pending() -> None:
    first = DelegateFactory(order=4)

    saved = registering.register(
        delegate=Delegate(delegation=first.delegation, family_name="Karimova"),
        by=UserFactory(),
        at=AT,
    )

    saved.refresh_from_db()
    assert saved.order == 5
    assert saved.accreditation == Accreditation.SUBMITTED
    assert saved.conference_id == first.conference_id
    assert "karimova" in saved.search_text


def test_head_who_is_moved_must_step_down_first() -> None:
    delegate, by = DelegateFactory(), UserFactory()
    delegation = delegations.appoint_head(
        delegation=delegate.delegation, delegate=delegate, by=by, at=AT
    )
    there = DelegationFactory(conference=delegation.conference)

    with pytest.raises(DomainError, match=f"leads {delegation}: appoint another head there first."):
        registering.change(delegate=delegate, fields={"delegation": there}, by=by, at=AT)

    assert Delegate.objects.get().delegation == delegation


def test_register_takes_the_conference_of_the_delegation_whatever_was_set() -> None:
    delegation = DelegationFactory()

    saved = registering.register(
        delegate=Delegate(
            delegation=delegation, conference=ConferenceFactory(), family_name="Karimova"
        ),
        by=UserFactory(),
        at=AT,
    )

    saved.refresh_from_db()
    assert saved.conference_id == delegation.conference_id


def test_category_follows_the_rules_and_the_head() -> None:
    conference = ConferenceFactory()
    head, member = CategoryFactory.create_batch(2, conference=conference)
    CategoryRuleFactory(category=head, is_head=True, order=1)
    CategoryRuleFactory(category=member, order=2)
    delegate = DelegateFactory(delegation__conference=conference)
    assert delegate.category == member

    delegations.appoint_head(
        delegation=delegate.delegation, delegate=delegate, by=UserFactory(), at=AT
    )
    delegate.refresh_from_db()
    assert delegate.category == head

    delegations.appoint_head(delegation=delegate.delegation, delegate=None, by=UserFactory(), at=AT)
    delegate.refresh_from_db()
    assert delegate.category == member


def test_category_that_somebody_new_has_already_was_given_by_hand() -> None:
    conference = ConferenceFactory()
    rule = CategoryRuleFactory(category=CategoryFactory(conference=conference))
    by_hand = CategoryFactory(conference=conference)
    delegation = DelegationFactory(conference=conference)
    new = [Delegate(delegation=delegation, given_name=name) for name in "AB"]
    new[0].category = by_hand

    registering.register_many(delegates=new, by=UserFactory(), at=AT)

    assert [(row.category, row.is_category_set_by_hand) for row in new] == [
        (by_hand, True),
        (rule.category, False),
    ]


def test_category_set_by_hand_stays_until_it_is_given_back() -> None:
    conference = ConferenceFactory()
    rule = CategoryRuleFactory(category__conference=conference)
    by_hand = CategoryFactory(conference=conference)
    delegate = DelegateFactory(delegation__conference=conference)
    officer = UserFactory()

    registering.change(delegate=delegate, fields={"category": by_hand}, by=officer, at=AT)
    registering.change(delegate=delegate, fields={"function": "Adviser"}, by=officer, at=AT)
    delegate.refresh_from_db()
    assert (delegate.category, delegate.is_category_set_by_hand) == (by_hand, True)

    registering.change(delegate=delegate, fields={"category": None}, by=officer, at=AT)
    delegate.refresh_from_db()
    assert (delegate.category, delegate.is_category_set_by_hand) == (rule.category, False)


def test_head_of_another_delegation_is_refused() -> None:
    delegation, stranger = DelegationFactory(), DelegateFactory()

    with pytest.raises(DomainError, match="cannot lead it"):
        delegations.appoint_head(delegation=delegation, delegate=stranger, by=UserFactory(), at=AT)

    delegation.refresh_from_db()
    assert delegation.head is None


def test_change_names_the_fields_in_the_audit_trail_and_no_value() -> None:
    delegate = DelegateFactory()

    registering.change(
        delegate=delegate, fields={"email": "a@example.org"}, by=UserFactory(), at=AT
    )

    event = AuditEvent.objects.get(action="delegate.changed")
    assert event.fields == ["email"]
    assert "example.org" not in str(event.detail)


def test_delegation_owns_its_names_after_the_country_is_renamed() -> None:
    country = CountryFactory(name=words("Turkey"))
    kind = DelegationKindFactory()
    delegation = delegations.register(
        delegation=delegations.new_delegation(kind.conference, country, kind=kind),
        by=UserFactory(),
        at=AT,
    )

    country.name = words("Türkiye")
    country.save()

    delegation.refresh_from_db()
    assert str(delegation.name) == "Turkey"
    delegations.refresh_from_party(delegation=delegation, by=UserFactory(), at=AT)
    delegation.refresh_from_db()
    assert str(delegation.name) == "Türkiye"


def test_kind_defaults_from_the_party() -> None:
    conference = ConferenceFactory()
    kinds.install_defaults(conference)

    state = delegations.new_delegation(conference, CountryFactory())
    agency = OrganizationFactory(type="specialized_agency")
    organization = delegations.new_delegation(conference, agency)

    assert state.kind.code == "state"
    assert organization.kind.code == "specialized_agency"


def test_protocol_order_is_kind_then_alphabet_then_head_then_own_order() -> None:
    conference = ConferenceFactory()
    host = DelegationFactory(conference=conference, kind__code="host", name=words("Tajikistan"))
    croatia = DelegationFactory(conference=conference, name=words("Croatia"))
    ivory = DelegationFactory(conference=conference, name=words("Côte d’Ivoire"))
    member = DelegateFactory(delegation=ivory, order=0)
    head = DelegateFactory(delegation=ivory, order=9)
    last = DelegateFactory(delegation=croatia)
    first = DelegateFactory(delegation=host)
    delegations.appoint_head(delegation=ivory, delegate=head, by=UserFactory(), at=AT)

    assert list(Delegate.objects.in_protocol_order()) == [first, head, member, last]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("Rahmon", True),
        ("РАҲМОН", True),
        ("рахмон", True),
        ("rahmon tajikistan", True),
        # A reference never has an i or an l: what chance draws is not found.
        ("Karimov", False),
        ("li", False),
    ],
)
def test_search_finds_a_person_in_any_script(query: str, is_found: bool) -> None:
    delegate = DelegateFactory(
        delegation__name=words("Tajikistan"),
        family_name="Rahmonov",
        own_name="Раҳмон",
        own_name_language="tg",
    )

    assert list(Delegate.objects.matching(query)) == ([delegate] if is_found else [])


def test_an_organization_cannot_send_the_delegation_of_a_state() -> None:
    kind = DelegationKindFactory(code="state")
    delegation = delegations.new_delegation(kind.conference, OrganizationFactory(), kind=kind)

    with pytest.raises(IntegrityError, match="delegation_of_a_kind_that_admits_its_sender"):
        delegations.register(delegation=delegation, by=UserFactory(), at=AT)
