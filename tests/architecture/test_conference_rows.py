"""A row of one conference cannot point into another (design decision 3)."""

import itertools
import re

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from conference.database.composite_keys import column, constraint_name
from conference.models import Conference, ConferenceRow
from tests.architecture.test_factories import FACTORIES, OUR_MODELS

ROWS = [model for model in OUR_MODELS if issubclass(model, ConferenceRow)]
REFERENCES = [
    (model, field)
    for model in ROWS
    for field in model._meta.concrete_fields
    if field.is_relation and field.related_model in ROWS
]
# Kept inside something narrower than the conference.
NARROWER = {
    ("Delegation", "head"): ("id", "delegation"),
    ("Delegate", "spouse_of"): ("delegation", "delegation"),
    ("Delegate", "replaces"): ("delegation", "delegation"),
    ("BadgeDesign", "version_in_use"): ("id", "design"),
    ("OwnValue", "choice"): ("field", "field"),
}
# Answers about people go with them, whatever deletes the people.
GO_WITH_THEM = {
    ("KnownApart", "first"),
    ("KnownApart", "second"),
    ("SamePersonSpelling", "delegate"),
    ("Needs", "delegate"),
    ("ReviewLease", "delegate"),
    ("OwnValue", "delegate"),
}

# A check refuses the reference in any other row.
MADE_FOR = {
    ("Badge", "delegation"): {"shared": True},
    ("Badge", "vehicle"): {"parked": True},
    ("Badge", "category"): {"blank": True},
    ("RoomBooking", "session"): {"overflow": True},
    # A stranger that comes later has the larger id, and the first of two has the smaller one.
    ("VenueTravel", "first"): {"second__pk": 1_000_000},
    ("AgendaItem", "parent"): {"below": True},
    ("AudienceGroup", "category"): {"of_category": True},
    ("Document", "item"): {"of_item": True},
    ("InvitationRequest", "delegation"): {"accepted": True},
    ("FormDraft", "delegate"): {"of_somebody": True},
    ("RegistrationFieldLine", "category"): {"of_category": True},
    ("RegistrationFieldLine", "rank"): {"of_rank": True},
    ("OwnFieldLine", "category"): {"of_category": True},
    ("OwnFieldLine", "rank"): {"of_rank": True},
    ("OwnValue", "choice"): {"chosen": True},
    ("Quota", "category"): {"of_category": True},
    ("Quota", "delegation"): {"of_delegation": True},
    ("ScopeLine", "category"): {"of_category": True},
    ("ScopeLine", "delegation"): {"of_delegation": True},
    ("StaffInvitation", "scope"): {"scoped": True},
}


def test_every_model_with_a_conference_is_a_row_of_it() -> None:
    # A role, its scope and an audit event name a conference without being its data; a counter is a
    # lock; an organization is all conferences' once it is taken up; a mail may be of none.
    others = {
        "StaffRole",
        "StaffScope",
        "AuditEvent",
        "LastNumber",
        "SerialCounter",
        "Organization",
        "Mail",
    }

    naming = {
        model.__name__
        for model in OUR_MODELS
        if any(field.related_model is Conference for field in model._meta.concrete_fields)
    }

    assert naming == {model.__name__ for model in ROWS} | others


@pytest.mark.parametrize(
    ("model", "field"), REFERENCES, ids=lambda value: getattr(value, "name", None) or value.__name__
)
def test_reference_is_backed_by_a_composite_key(
    model: type[models.Model], field: models.Field[object, object]
) -> None:
    own, theirs = NARROWER.get((model.__name__, field.name), ("conference", "conference"))
    target = field.related_model
    assert isinstance(target, type)
    assert issubclass(target, models.Model)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s",
            [constraint_name(model, field.name)],
        )
        found = cursor.fetchall()

    expected = (
        f"FOREIGN KEY ({column(model, field.name)}, {column(model, own)})"
        f" REFERENCES {target._meta.db_table}(id, {column(target, theirs)})"
    )
    if (model.__name__, field.name) in GO_WITH_THEM:
        expected += " ON DELETE CASCADE"
    assert [definition for (definition,) in found] == [expected]


@pytest.mark.parametrize(
    ("model", "field"), REFERENCES, ids=lambda value: getattr(value, "name", None) or value.__name__
)
def test_postgresql_refuses_a_reference_into_another_conference(
    model: type[models.Model], field: models.Field[object, object]
) -> None:
    row = FACTORIES[model](**MADE_FOR.get((model.__name__, field.name), {}))
    target = field.related_model
    assert isinstance(target, type)
    stranger = FACTORIES[target]()
    assert stranger.conference_id != row.conference_id

    # A row that never changes would refuse the update before its keys are asked.
    with (
        pgtrigger.ignore(),
        pytest.raises(IntegrityError, match=re.escape(constraint_name(model, field.name))),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {column(model, field.name)} = %s WHERE id = %s",
            [stranger.pk, row.pk],
        )


def test_reference_list_is_not_empty() -> None:
    assert len(REFERENCES) > 20
    assert apps.get_model("agenda", "Session") in itertools.chain.from_iterable(REFERENCES)
