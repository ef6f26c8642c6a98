"""Files of people in the private storage: under which names, and what happens where none fits.

A name is random, so that it tells nothing and is never reused.
"""

import errno
from contextlib import suppress
from pathlib import PurePath
from typing import IO, Any

from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

from conference import randomness

# Every file lies in one of these: the sweep for files that nothing names looks through all.
FOLDERS = frozenset(
    {
        *("answers", "badges", "documents", "flags", "imports", "jobs", "logos"),
        *("mails", "nominations", "participants", "photos", "published"),
    }
)
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StorageError(OSError):
    """The file is not stored and nothing of it is left. `str(error)` can be shown as it is."""

    def __str__(self) -> str:
        if self.errno in FULL:
            why = _("The file could not be stored, because the storage is full.")
        else:
            why = _(
                "The file could not be stored, because the storage accepts no files at the moment."
            )
        return f"{why} {_('Nothing was saved. Tell the administrator of this installation.')}"


class PrivateFolder(FileSystemStorage):
    """A folder on this machine. A file lies in it whole or not at all."""

    def _save(self, name: str, content: IO[Any]) -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc]
        except OSError as error:
            with suppress(OSError):
                self.delete(name)
            raise StorageError(error.errno, error.strerror) from error


def random_key(folder: str, filename: str) -> str:
    """`folder/ab/abcdef….ext`: the original name is dropped, its (short, plain) ending kept."""
    if folder not in FOLDERS:
        raise ValueError(f"{folder} is no folder of the storage")
    token = randomness.octets(16).hex()
    suffix = PurePath(filename).suffix.lower()
    ending = suffix if suffix[1:].isalnum() and len(suffix) <= 6 else ""
    return f"{folder}/{token[:2]}/{token}{ending}"
