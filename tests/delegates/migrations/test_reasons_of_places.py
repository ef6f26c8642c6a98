"""What stood as a reason of a decision where nothing is decided becomes that of the place."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from delegates.models import Delegate
from delegates.services.review import accreditation, undoing
from tests.factories import AT, DelegateFactory, UserFactory

migration = import_module("delegates.migrations.0104_reasons_of_places_have_their_column")


@pytest.mark.django_db
def test_reason_without_a_decision_is_that_of_the_place() -> None:
    decided = DelegateFactory(approved=True, decision_reason="Invited by the host")
    submitted, none = DelegateFactory.create_batch(2)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE delegates_delegate DROP CONSTRAINT delegate_reason_stands_with_a_decision"
        )
    Delegate.objects.filter(pk=submitted.pk).update(decision_reason="One more interpreter")

    migration.move(apps, connection.schema_editor())

    assert reasons_of(submitted) == ("", "One more interpreter")
    assert reasons_of(none) == ("", "")
    assert reasons_of(decided) == ("Invited by the host", "")


@pytest.mark.django_db
def test_who_had_a_place_for_a_reason_has_it_again_once_a_withdrawal_is_undone() -> None:
    officer = UserFactory(is_superuser=True)
    person = DelegateFactory()
    history: Any = person.events  # type: ignore[attr-defined]
    history.update(decision_reason="One more interpreter")
    accreditation.withdraw(delegate=person, reason="Ill", by=officer, at=AT)

    migration.move(apps, connection.schema_editor())
    undoing.undo_withdrawal(delegate=person, by=officer, at=AT)

    assert reasons_of(person) == ("", "One more interpreter")
    assert "Ill" in history.values_list("decision_reason", flat=True)


def reasons_of(row: Delegate) -> tuple[str, str]:
    return Delegate.objects.values_list("decision_reason", "place_reason").get(pk=row.pk)
