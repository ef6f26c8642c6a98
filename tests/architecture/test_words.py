"""One word, one meaning: what the design's table of words says of fields."""

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from tests.architecture.test_factories import OUR_MODELS


def has(model: type[models.Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def test_position_is_what_a_delegate_is_and_a_place_in_an_order_is_an_order() -> None:
    assert [model.__name__ for model in OUR_MODELS if has(model, "position")] == [
        "Delegate",
        "Quota",
    ]
    assert {model.__name__ for model in OUR_MODELS if has(model, "order")} == {
        "AgendaItem",
        "Category",
        "CategoryRule",
        "Delegate",
        "BadgeType",
        "DelegationKind",
        "DesignFace",
        "Document",
        "OwnField",
        "OwnFieldChoice",
        "PrintEntry",
        "Rank",
        "Room",
        "SessionItem",
        "SessionOrganizer",
        "SessionPart",
        "Venue",
        "Zone",
    }
