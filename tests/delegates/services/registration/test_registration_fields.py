"""Of whom a field is asked."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from conference.models import AuditEvent
from delegates.models import OwnField
from delegates.outstanding.asking import own_rule_of, rule_of
from delegates.services.registration import registration_fields
from tests.factories import (
    AT,
    CategoryFactory,
    DelegationKindFactory,
    OwnFieldFactory,
    RankFactory,
    RegistrationFieldFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("made", [RegistrationFieldFactory, OwnFieldFactory], ids=["form", "own"])
def test_ask_of_replaces_of_whom_it_was_asked_and_is_audited_once(made: Any) -> None:
    field = made()
    here = {"conference": field.conference}
    kind, other = (DelegationKindFactory(**here, code=code) for code in ("state", "media"))
    category, rank = CategoryFactory(**here), RankFactory(**here)
    by = UserFactory()

    def ask(**whom: list[object]) -> None:
        registration_fields.ask_of(field=field, **whom, by=by, at=AT)  # type: ignore[arg-type]

    ask(kinds=[kind, other], ranks=[rank])
    ask(kinds=[kind], categories=[category])
    ask(kinds=[kind], categories=[category])

    rule = own_rule_of(field) if isinstance(field, OwnField) else rule_of(field)
    assert (rule.kinds, rule.categories, rule.ranks) == ({kind.pk}, {category.pk}, set())
    events = AuditEvent.objects.filter(action=f"{field._meta.model_name}.asked_of_changed")
    assert [event.detail for event in events.order_by("pk")] == [
        {"kind": sorted([kind.pk, other.pk]), "category": [], "rank": [rank.pk]},
        {"kind": [kind.pk], "category": [category.pk], "rank": []},
    ]


def test_ask_of_names_no_kind_of_another_conference() -> None:
    field = RegistrationFieldFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        registration_fields.ask_of(
            field=field, kinds=[DelegationKindFactory()], by=UserFactory(), at=AT
        )
