"""Finished and unfinished PDF files in the private storage, under names that say nothing.

None ends in `.pdf`: what is not finished must never look like a PDF, and a download has its name
from the page that gives it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from conference.storage import random_key

CHUNKS = "chunks"
JOBS = "badges"


def store(content: bytes | Path, folder: str) -> str:
    """The key under which it lies whole; where that fails, nothing of it is left behind."""
    key = random_key(folder, "")
    try:
        if isinstance(content, bytes):
            return default_storage.save(key, ContentFile(content))
        with content.open("rb") as stream:
            return default_storage.save(key, File(stream))
    except Exception:
        default_storage.delete(key)
        raise


def read(key: str) -> bytes:
    with default_storage.open(key) as file:
        content: bytes = file.read()
        return content


def opened(key: str) -> IO[bytes]:
    return default_storage.open(key)


def keys(folder: str) -> Iterator[str]:
    """Of everything that is stored there, as `random_key` made them: one folder below it."""
    try:
        below = default_storage.listdir(folder)[0]
    except FileNotFoundError:
        return
    for name in below:
        for file in default_storage.listdir(f"{folder}/{name}")[1]:
            yield f"{folder}/{name}/{file}"


def stored_at(key: str) -> dt.datetime:
    return default_storage.get_modified_time(key)


def discard(keys: Iterable[str]) -> None:
    for key in keys:
        if key:
            default_storage.delete(key)
