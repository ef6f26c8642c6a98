import pytest
from django.db import InternalError, connection, transaction

from conference import audit
from conference.models import AuditEvent
from delegates.models import Delegate
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    UserFactory,
)


def test_event_names_the_record_the_actor_and_the_fields() -> None:
    delegate = DelegateFactory()
    user = UserFactory()

    audit.record(
        "delegate.changed", target=delegate, by=user, at=AT, fields=["rank", "family_name"]
    )

    event = AuditEvent.objects.get()
    assert event.action == "delegate.changed"
    assert (event.target_type, event.target_id) == ("delegates.delegate", delegate.pk)
    assert event.conference_id == delegate.conference_id
    assert event.by == user
    assert event.fields == ["family_name", "rank"]


def test_event_about_a_conference_stands_in_its_own_trail() -> None:
    conference = ConferenceFactory()

    audit.record("conference.changed", target=conference, by=None, at=AT)

    assert AuditEvent.objects.get().conference_id == conference.pk


def test_many_that_are_alike_leave_the_events_that_each_would_leave() -> None:
    delegation = DelegationFactory()
    people = [DelegateFactory(delegation=delegation) for _ in range(3)]
    by = UserFactory()
    detail = {"job": 7, "reason": "a “B” \\ c"}
    everybody = Delegate.objects.order_by("pk")
    audit.record_many(
        "delegate.printed",
        targets=[(row, []) for row in people],
        by=by,
        at=AT,
        detail=detail,
    )

    audit.record_alike(
        "delegate.printed",
        targets=everybody,
        conference=delegation.conference,
        by=by,
        at=AT,
        detail=detail,
    )

    events = AuditEvent.objects.order_by("pk")
    each, alike = events[:3].values(), events[3:].values()
    assert [{**event, "id": 0} for event in each] == [{**event, "id": 0} for event in alike]
    assert [event["target_id"] for event in alike] == [row.pk for row in people]


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_event_can_neither_be_changed_nor_deleted(verb: str) -> None:
    audit.record("delegate.changed", target=DelegateFactory(), by=None, at=AT)
    statements = {
        "update": "UPDATE conference_auditevent SET action = 'nothing.happened'",
        "delete": "DELETE FROM conference_auditevent",
    }

    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        connection.cursor().execute(statements[verb])

    assert AuditEvent.objects.get().action == "delegate.changed"


def test_trail_cannot_be_emptied_either() -> None:
    """Tests with real transactions empty every table: here the trigger is as in an installation."""
    audit.record("delegate.changed", target=DelegateFactory(), by=None, at=AT)
    with connection.cursor() as cursor:
        # What is still to be checked at the commit would keep the table from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%audit_is_never_emptied%'")
        ((name,),) = cursor.fetchall()
        cursor.execute(f"ALTER TABLE conference_auditevent ENABLE TRIGGER {name}")

        with pytest.raises(InternalError, match="Cannot empty"), transaction.atomic():
            cursor.execute("TRUNCATE conference_auditevent CASCADE")

    assert AuditEvent.objects.get().action == "delegate.changed"
