"""Every model has a factory, and every factory makes a row that the database takes."""

import pytest
from django.apps import apps
from django.db import models
from factory.django import DjangoModelFactory

from tests import factories

FACTORIES = {
    factory._meta.model: factory
    for factory in vars(factories).values()
    if isinstance(factory, type)
    and issubclass(factory, DjangoModelFactory)
    and factory is not DjangoModelFactory
}

# Filled by triggers or under a lock, never by hand.
WITHOUT_FACTORY = {"AuditEvent", "LastNumber", "SerialCounter"}
OUR_APPS = {"conference", "delegates", "agenda", "badges"}
OUR_MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in OUR_APPS
    and not model._meta.proxy
    and not hasattr(model, "pgh_tracked_model")
]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_a_factory_that_saves(model: type[models.Model]) -> None:
    if model.__name__ in WITHOUT_FACTORY:
        return

    row = FACTORIES[model]()

    assert model._base_manager.filter(pk=row.pk).exists()
