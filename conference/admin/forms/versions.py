"""Noticing that a record has changed since its form was loaded (design decision 12).

A form carries one short digest per field, of the value as it was loaded.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from i18nfield.strings import LazyI18nString


def canonical(value: Any) -> str:
    if isinstance(value, LazyI18nString):
        return json.dumps(value.data, sort_keys=True)
    if isinstance(value, FieldFile):
        return value.name or ""
    if isinstance(value, list | tuple):
        return json.dumps([canonical(item) for item in value])
    if isinstance(value, Model):
        return str(value.pk)
    return "" if value is None else str(value)


def digests(values: Mapping[str, Any], names: Iterable[str]) -> str:
    """`name:digest` of each field, separated by spaces."""
    return " ".join(
        f"{name}:{hashlib.sha256(canonical(values.get(name)).encode()).hexdigest()[:12]}"
        for name in sorted(names)
    )


def changed_since(loaded: str, now: str) -> set[str]:
    """Names of the fields whose digest differs; fields on one side only are not compared."""
    before = dict(item.split(":", 1) for item in loaded.split() if ":" in item)
    after = dict(item.split(":", 1) for item in now.split())
    return {name for name in before.keys() & after.keys() if before[name] != after[name]}


def resumed(typed: Mapping[str, str], loaded: str, now: str) -> tuple[dict[str, str], str]:
    """Of a form that was kept: what was typed there, and the digests to show it with today.

    A text that is as it was loaded was not typed: what is stored today stands there. What was typed
    is compared, when it is saved, with what it was typed over.
    """
    before = dict(item.split(":", 1) for item in loaded.split() if ":" in item)
    as_typed = dict(item.split(":", 1) for item in digests(_lines(typed), typed).split())
    own = {name: text for name, text in typed.items() if as_typed[name] != before.get(name)}
    after = dict(item.split(":", 1) for item in now.split())
    shown = after | {name: before[name] for name in own if name in before and name in after}
    return own, " ".join(f"{name}:{digest}" for name, digest in shown.items())


def _lines(typed: Mapping[str, str]) -> dict[str, str]:
    """As they are stored: browsers send each end of a line as two letters."""
    return {name: text.strip().replace("\r\n", "\n") for name, text in typed.items()}


class LoadedValues(forms.CharField):
    """The hidden digests. A form shown again carries the newest: saving again is a choice."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False
