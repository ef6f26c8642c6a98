from i18nfield.strings import LazyI18nString

from conference.models import AuditEvent
from delegates.choices import Nature
from delegates.models import Delegate, Delegation
from delegates.services import delegations
from tests.factories import (
    AT,
    CategoryFactory,
    CategoryRuleFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    UserFactory,
    words,
)


def test_change_of_kind_moves_the_delegation_and_gives_its_delegates_their_category() -> None:
    conference = ConferenceFactory()
    state, mission = CategoryFactory.create_batch(2, conference=conference)
    CategoryRuleFactory(category=state, nature=Nature.STATE)
    CategoryRuleFactory(category=mission, nature=Nature.MISSION)
    delegation = DelegationFactory(conference=conference, name=words("Albania"))
    other = DelegationFactory(conference=conference, name=words("Zimbabwe"))
    delegate = DelegateFactory(delegation=delegation)

    delegation.kind = DelegationKindFactory(conference=conference, code="mission")
    delegations.change(delegation=delegation, fields=["kind"], by=UserFactory(), at=AT)

    delegate.refresh_from_db()
    assert delegate.category == mission
    assert list(Delegation.objects.in_protocol_order()) == [other, delegation]
    assert AuditEvent.objects.get(action="delegation.changed").fields == ["kind"]


def test_change_of_name_is_found_by_the_search_of_its_delegates() -> None:
    delegate = DelegateFactory(delegation__name=words("Turkey"))

    delegate.delegation.name = words("Türkiye")
    delegations.change(delegation=delegate.delegation, fields=["name"], by=UserFactory(), at=AT)

    assert list(Delegate.objects.matching("turkiye")) == [delegate]
    assert list(Delegate.objects.matching("turkey")) == []


def test_order_in_another_language_is_filled_for_every_delegation() -> None:
    conference = ConferenceFactory(order_language="en")
    germany, hungary = (
        DelegationFactory(
            conference=conference, name=LazyI18nString({"en": english, "ru": russian})
        )
        for english, russian in (("Germany", "Германия"), ("Hungary", "Венгрия"))
    )
    assert list(Delegation.objects.in_protocol_order()) == [germany, hungary]

    conference.order_language = "ru"
    delegations.reorder_all(conference=conference)

    assert list(Delegation.objects.in_protocol_order()) == [hungary, germany]
