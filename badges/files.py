"""Finished and unfinished PDF files in the private storage, under names that say nothing.

None ends in `.pdf`: what is not finished must never look like a PDF, and a download has its name
from the page that gives it.
"""

from collections.abc import Iterable
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


def discard(keys: Iterable[str]) -> None:
    for key in keys:
        if key:
            default_storage.delete(key)
