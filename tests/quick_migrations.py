"""Migrations take half the time in tests; their outcome is the same to the last column.

Django renders most models anew after most steps of a migration, and each time makes every field
again from its arguments. Here a field of a migration's state is copied instead, the way Django
copies the fields of an abstract model. Every process of a run migrates one database from nothing,
and one for each landing; this was most of what they took.
"""

import copy
import functools
import gc
import inspect
from typing import Any

from django.db.models import Field
from django.utils.functional import cached_property

# Rendering makes many short-lived circles of references, on top of a large heap that stays.
OBJECTS_BEFORE_A_LOOK = (20_000, 20, 10)


def install() -> None:
    Field.clone = copied  # type: ignore[method-assign]
    gc.set_threshold(*OBJECTS_BEFORE_A_LOOK)


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
