"""Finished and unfinished PDF files in the private storage, under names that say nothing.

None ends in `.pdf`: what is not finished must never look like a PDF, and a download has its name
from the page that gives it.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from conference.files.storage import random_key

FOLDER = "badges"


class Looking(File[bytes]):
    """Asks `look` at each piece that is read: a storage that is slow is not silent."""

    def __init__(self, file: IO[bytes], look: Callable[[], None]) -> None:
        super().__init__(file)
        self.stream = file
        self.look = look

    def read(self, size: int = -1) -> bytes:
        self.look()
        return self.stream.read(size)


def store(content: Path, look: Callable[[], None] = lambda: None) -> str:
    """The key under which it lies whole; where that fails, nothing of it is left behind.

    Asks `look` at each piece whether it is still wanted.
    """
    key = random_key(FOLDER, "")
    try:
        with content.open("rb") as stream:
            return default_storage.save(key, Looking(stream, look))
    except Exception:
        default_storage.delete(key)
        raise


def read(key: str) -> bytes:
    with default_storage.open(key) as file:
        content: bytes = file.read()
        return content


def opened(key: str) -> IO[bytes]:
    return default_storage.open(key)


def at_hand(key: str, folder: Path, look: Callable[[], None]) -> Path | None:
    """A copy of the file in `folder`; None where the storage has it no more.

    Asks `look` at each piece whether it is still wanted.
    """
    copy = folder / hashlib.sha256(key.encode()).hexdigest()
    try:
        with default_storage.open(key) as stored, copy.open("wb") as out:
            shutil.copyfileobj(Looking(stored, look), out)
    except FileNotFoundError:
        return None
    return copy


def discard_on_commit(keys: Iterable[str]) -> None:
    """A transaction that is rolled back leaves the rows, and so their files."""
    transaction.on_commit(partial(discard, list(keys)), robust=True)


def discard(keys: Iterable[str]) -> None:
    for key in keys:
        if key:
            default_storage.delete(key)
