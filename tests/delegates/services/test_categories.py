from conference.models import AuditEvent
from delegates.models import CategoryRule, Delegate
from delegates.services import categories
from tests.factories import (
    AT,
    CategoryFactory,
    CategoryRuleFactory,
    ConferenceFactory,
    DelegateFactory,
    UserFactory,
)


def test_saving_and_deleting_a_rule_gives_everybody_the_category_of_the_table() -> None:
    conference = ConferenceFactory()
    first, second = CategoryFactory.create_batch(2, conference=conference)
    delegate = DelegateFactory(delegation__conference=conference)
    officer = UserFactory()
    seen = []

    rule = CategoryRule(conference=conference, category=first)
    categories.save_rule(rule=rule, by=officer, at=AT)
    seen.append(category_of(delegate))
    rule.category = second
    categories.save_rule(rule=rule, fields=["category"], by=officer, at=AT)
    seen.append(category_of(delegate))
    categories.delete_rule(rule=rule, by=officer, at=AT)
    seen.append(category_of(delegate))

    assert seen == [first.pk, second.pk, None]
    actions = AuditEvent.objects.filter(target_type="delegates.categoryrule").order_by("pk")
    assert [(event.action, event.fields) for event in actions] == [
        ("categoryrule.added", []),
        ("categoryrule.changed", ["category"]),
        ("categoryrule.deleted", []),
    ]


def category_of(delegate: Delegate) -> int | None:
    delegate.refresh_from_db()
    return delegate.category_id


def test_apply_rules_moves_all_but_those_set_by_hand_and_other_conferences() -> None:
    conference = ConferenceFactory()
    former, chosen, due = CategoryFactory.create_batch(3, conference=conference)
    rule = CategoryRuleFactory(category=former)
    moved = DelegateFactory(delegation__conference=conference)
    by_hand = DelegateFactory(
        delegation=moved.delegation, category=chosen, is_category_set_by_hand=True
    )
    stranger = DelegateFactory()
    rule.category = due
    rule.save()

    counts = [
        categories.apply_rules(conference=conference, by=UserFactory(), at=AT)
        for _round in range(2)
    ]

    for delegate in (moved, by_hand, stranger):
        delegate.refresh_from_db()
    assert counts == [1, 0]
    assert (moved.category, by_hand.category, stranger.category) == (due, chosen, None)
    event = AuditEvent.objects.get()
    assert (event.conference_id, event.detail) == (conference.pk, {"delegates": 1})
