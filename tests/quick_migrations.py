"""Migrations take a fraction of the time in tests; their outcome is the same to the last column.

Django renders most models anew after most steps of a migration, and each time makes every field
again from its arguments. Here a step that changes tables is given the few models that it can tell
apart from none, rendered when it asks, and steps that nobody looks at are not rendered at all. A
field of a migration's state is copied, the way Django copies the fields of an abstract model. Every
process of a run migrates one database from nothing, one for each landing, and some of them back;
this was most of what they took.
"""

import copy
import functools
import gc
import inspect
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

from django.db.migrations.migration import Migration
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation
from django.db.models import Field
from django.utils.functional import cached_property

Key = tuple[str, str]

# Rendering makes many short-lived circles of references, on top of a large heap that stays.
OBJECTS_BEFORE_A_LOOK = (20_000, 20, 10)


is_operating: ContextVar[bool] = ContextVar("is_operating", default=False)


def install() -> None:
    Field.clone = copied  # type: ignore[method-assign]
    gc.set_threshold(*OBJECTS_BEFORE_A_LOOK)
    apps = cached_property(apps_of)
    apps.__set_name__(ProjectState, "apps")
    ProjectState.apps = apps  # type: ignore[assignment]
    ProjectState.clone = cloned  # type: ignore[method-assign]
    ProjectState.reload_model = forget  # type: ignore[assignment]
    ProjectState.reload_models = forget  # type: ignore[assignment]
    ProjectState.remove_model = forgetting(ProjectState.remove_model)  # type: ignore[method-assign]
    ProjectState.clear_delayed_apps_cache = render_all  # type: ignore[method-assign]
    Migration.apply = operating(Migration.apply)  # type: ignore[method-assign]
    Migration.unapply = operating(Migration.unapply)  # type: ignore[method-assign]


def copied(field: Any) -> Any:
    """An unbound field that may be bound to another model; fields stand in the order of making."""
    twin = without_memory(copy.copy(field))
    if twin.remote_field is not None:
        twin.remote_field = without_memory(copy.copy(twin.remote_field))
        twin.remote_field.field = twin
    twin.creation_counter = Field.creation_counter
    Field.creation_counter += 1
    return twin


def without_memory(twin: Any) -> Any:
    """What it has once computed names the model of another state."""
    for name in cached_names(type(twin)):
        twin.__dict__.pop(name, None)
    return twin


@functools.cache
def cached_names(kind: type) -> frozenset[str]:
    names = {name for one in kind.__mro__ for name in vars(one)}
    return frozenset(
        name for name in names if isinstance(inspect.getattr_static(kind, name), cached_property)
    )


class FewApps:
    """Gives an operation the model that it asks for and those around it; anybody else has all.

    Around it is whatever it points at, however far, and what points at it: columns that hold a key
    change their type with it, and so on where they are keys themselves.
    """

    def __init__(self, state: ProjectState) -> None:
        self.state = state
        self.known: dict[Key, StateApps] = {}

    def of(self, state: ProjectState) -> "FewApps":
        """The same models, for a state that is the same so far."""
        twin = FewApps(state)
        twin.__dict__ |= {**self.__dict__, "state": state, "known": dict(self.known)}
        return twin

    @cached_property
    def whole(self) -> StateApps:
        return StateApps(self.state.real_apps, self.state.models)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)

    def get_model(self, app_label: str, model_name: str | None = None, **options: Any) -> Any:
        if model_name is None or "whole" in self.__dict__ or not is_operating.get():
            return self.whole.get_model(app_label, model_name, **options)
        key = (app_label, model_name.lower())
        if key not in self.known:
            models = self.state.models
            around = {each: models[each] for each in models_around(key, models) if each in models}
            self.known[key] = StateApps(self.state.real_apps, around)
        return self.known[key].get_model(*key, **options)


def models_around(key: Key, models: dict[Key, ModelState]) -> set[Key]:
    targets = {each: dict(targets_of(state)) for each, state in models.items()}
    held = [key]
    pointing: dict[Key, None] = {key: None}
    for holder in held:
        for each, found in targets.items():
            if holder in found:
                pointing[each] = None
                held += [each] if found[holder] and each not in held else []
    around = list(pointing)
    for each in around:
        around += [target for target in targets.get(each, {}) if target not in around]
    return set(around)


def targets_of(state: ModelState) -> Iterator[tuple[Key, bool]]:
    """What a model points at, and whether the column that does is its key."""
    for base in state.bases:
        if isinstance(base, str):
            yield resolve_relation(base), True
    relations = [field for field in state.fields.values() if field.remote_field]
    # Of two columns that point at the same, a key is what counts: it comes last.
    for field in sorted(relations, key=lambda field: field.primary_key):
        for model in (field.remote_field.model, getattr(field.remote_field, "through", None)):
            if model:
                yield resolve_relation(model, state.app_label, state.name_lower), field.primary_key


def apps_of(state: ProjectState) -> FewApps:
    return FewApps(state)


def cloned(state: ProjectState) -> ProjectState:
    models = {key: model.clone() for key, model in state.models.items()}
    twin = ProjectState(models, state.real_apps)
    if "apps" in state.__dict__:
        twin.apps = state.apps.of(twin)  # type: ignore[attr-defined]
    return twin


def forget(state: ProjectState, *changed: Any, **options: Any) -> None:
    """The state has changed: what was rendered is that of the step before."""
    state.__dict__.pop("apps", None)


def forgetting(change: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(change)
    def changed(state: ProjectState, *arguments: Any) -> None:
        forget(state)
        change(state, *arguments)

    return changed


def render_all(state: ProjectState) -> None:
    """Django calls this before it hands the models to a function of the migration."""
    _ = state.apps.whole  # type: ignore[attr-defined]


def operating(run: Callable[..., ProjectState]) -> Callable[..., ProjectState]:
    @functools.wraps(run)
    def running(*arguments: Any, **options: Any) -> ProjectState:
        token = is_operating.set(True)
        try:
            return run(*arguments, **options)
        finally:
            is_operating.reset(token)

    return running
