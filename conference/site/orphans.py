"""Files that no row names: of killed workers, of forms that were refused after the upload."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField, QuerySet

from badges.models import Generation, PrintChunk, SamplePrint
from conference.files.storage import FOLDERS
from conference.models import PublishedChange
from conference.scratch import clear_scratch

# A file is stored before the row that names it is committed. What is so old has no row to come.
SAFE_AGE = dt.timedelta(days=1)
AT_ONCE = 1000
KEYS = (
    (PrintChunk, "file"),
    (PrintChunk, "sheet_file"),
    (SamplePrint, "file"),
    (SamplePrint, "picture"),
)
PICTURES = ("photo", "conference_logo", "delegation_flag")


def sweep(*, at: dt.datetime) -> int:
    """No file that is older than a day is there without a row. Returns how many went.

    Nor is what killed workers had not even stored.
    """
    clear_scratch(before=at - SAFE_AGE)
    shown = shown_on_badges()
    unnamed = (key for keys in in_groups(stored_keys()) for key in keys - shown - named(keys))
    swept = 0
    for key in unnamed:
        if default_storage.get_modified_time(key) < at - SAFE_AGE:
            default_storage.delete(key)
            swept += 1
    return swept


def in_groups(keys: Iterator[str]) -> Iterator[set[str]]:
    while group := set(islice(keys, AT_ONCE)):
        yield group


def stored_keys() -> Iterator[str]:
    """Of everything that lies where `random_key` puts it: one folder below each of ours."""
    for folder in sorted(FOLDERS):
        for below in _listed(folder)[0]:
            for file in _listed(f"{folder}/{below}")[1]:
                yield f"{folder}/{below}/{file}"


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def named(keys: set[str]) -> set[str]:
    """Those that a record names, or its history, a print job or a sample."""
    found: set[str] = set()
    stored: QuerySet[Any, Any]
    # Of published files only those that stand: what was taken off them is nowhere any more.
    standing = PublishedChange.objects.in_force().filter(key__in=keys)
    found.update(standing.values_list("key", flat=True))
    for made, name in KEYS:
        stored = made._base_manager.filter(**{f"{name}__in": keys})
        found.update(stored.values_list(name, flat=True))
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                rows = model._base_manager.filter(**{f"{field.name}__in": keys})
                found.update(rows.values_list(field.name, flat=True))
    return found


def shown_on_badges() -> set[str]:
    """Pictures of stored contents: what is printed again shows the former photo."""
    return {
        key
        for picture in PICTURES
        for key in Generation.objects.values_list(f"content__{picture}", flat=True).distinct()
        if key
    }
