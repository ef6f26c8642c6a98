"""No place in which something of a person may lie is forgotten when somebody is erased."""

from django.apps import apps
from django.db import models

from delegates.models import Delegate
from delegates.services.erasure import Erased, places


def label(model: type[models.Model]) -> str:
    return model._meta.label


def named() -> list[str]:
    return sorted(
        label
        for place in places
        for label in (place.models if isinstance(place, Erased) else [place.model])
    )


def test_whatever_refers_to_a_person_says_how_it_is_erased_or_why_it_stays() -> None:
    """A column beside a reference may say something of whom it refers to."""
    people = {Delegate, apps.get_model("delegates", "DelegateEvent")}
    referring = {
        label(model)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model in people
    }

    assert referring - set(named()) == set()


def test_each_place_is_named_once_and_exists() -> None:
    found = named()

    assert sorted(set(found)) == found
    for name in found:
        apps.get_model(name)
    assert all(str(place.words) for place in places if isinstance(place, Erased))
    assert all(place.why for place in places if not isinstance(place, Erased))
