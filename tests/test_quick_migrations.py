"""`tests.quick_migrations` gives an operation few models, and functions all of one family."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from tests.quick_migrations import is_operating


def model(name: str, **fields: Any) -> ModelState:
    return ModelState("zoo", name, [("id", models.AutoField(primary_key=True)), *fields.items()])


def towards(name: str, **options: bool) -> Any:
    return models.ForeignKey(f"zoo.{name}", models.CASCADE, **options)


@pytest.fixture
def state() -> ProjectState:
    """A keeper has a house in a park; an animal has a keeper, a tag an animal. Food is alone."""
    found = ProjectState()
    for each in (
        model("Park"),
        model("House", park=towards("Park")),
        model("Keeper", house=towards("House")),
        model("Animal", keeper=towards("Keeper")),
        model("Tag", animal=towards("Animal")),
        model("Food"),
    ):
        found.add_model(each)
    return found


@pytest.fixture
def _operating() -> Iterator[None]:
    token = is_operating.set(True)
    yield
    is_operating.reset(token)


def names_around(state: ProjectState, name: str) -> set[str]:
    apps = state.apps.get_model("zoo", name)._meta.apps
    return {found.__name__ for found in apps.get_models()}


@pytest.mark.usefixtures("_operating")
def test_operation_has_what_its_model_points_at_and_what_points_at_it(state: ProjectState) -> None:
    assert names_around(state, "Keeper") == {"Keeper", "House", "Park", "Animal"}


@pytest.mark.usefixtures("_operating")
def test_key_that_is_a_key_again_is_followed(state: ProjectState) -> None:
    state.add_model(
        ModelState(
            "zoo",
            "Head",
            [("keeper", models.OneToOneField("zoo.Keeper", models.CASCADE, primary_key=True))],
        )
    )
    state.add_model(model("Order", head=towards("Head")))

    assert names_around(state, "Keeper") == {"Keeper", "House", "Park", "Animal", "Head", "Order"}


@pytest.mark.usefixtures("_operating")
def test_step_changes_the_model_after_it_and_not_the_one_before(state: ProjectState) -> None:
    assert state.apps.get_model("zoo", "Animal")
    before = state.clone()
    state.add_field("zoo", "animal", "name", models.TextField(), preserve_default=True)
    state.remove_model("zoo", "tag")

    names = [
        [field.name for field in each.apps.get_model("zoo", "Animal")._meta.get_fields()]
        for each in (before, state)
    ]

    assert names == [["tag", "id", "keeper"], ["id", "keeper", "name"]]


@pytest.mark.usefixtures("_operating")
def test_function_of_a_migration_has_all_models_of_one_family(state: ProjectState) -> None:
    """An animal given to a tag is of the class that the tag asks for."""
    state.clear_delayed_apps_cache()

    tag = state.apps.get_model("zoo", "Tag")
    assert tag._meta.get_field("animal").related_model is state.apps.get_model("zoo", "Animal")
    assert names_around(state, "Food") == {"Park", "House", "Keeper", "Animal", "Tag", "Food"}


def test_so_has_whoever_looks_at_a_state_outside_of_a_migration(state: ProjectState) -> None:
    assert names_around(state, "Food") == {"Park", "House", "Keeper", "Animal", "Tag", "Food"}
