"""Taking a workbook's zip apart without trusting anything it says about itself."""

import io
import posixpath
import zipfile
import zlib
from typing import NoReturn

from django.utils.translation import gettext as _

from conference.spreadsheets.sheets import SpreadsheetError

MOST_ENTRIES = 2_000
MOST_UNPACKED = 150 * 2**20
# Sheets of repeated values pack to a hundredth at most; a bomb to a thousandth.
MOST_RATIO = 250
RATIO_MATTERS_FROM = 2**20
ENCRYPTED = 0x1
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Archive:
    """The parts of a workbook by name, each unpacked only when asked for and never beyond limits.

    Raises SpreadsheetError where the zip is damaged, encrypted or unpacks to more than a
    spreadsheet can be.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise damaged() from error
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            refuse_bomb()
        # Later entries of one name win in some readers, earlier ones in others: none may repeat.
        self._entries = {_plain(entry.filename): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise damaged()
        self._left = MOST_UNPACKED

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def names(self) -> set[str]:
        """In small letters, parted by slashes."""
        return set(self._entries)

    def size(self, name: str) -> int:
        """Of the part unpacked, as the zip states it; 0 where there is none."""
        entry = self._entries.get(_plain(name))
        return entry.file_size if entry else 0

    def read(self, name: str) -> bytes:
        """The unpacked part. The zip's own figures bound what is unpacked; the sum then checks."""
        entry = self._entries.get(_plain(name))
        if entry is None or entry.compress_type not in PACKINGS:
            raise damaged()
        if entry.flag_bits & ENCRYPTED:
            raise SpreadsheetError(
                _("The file is protected by a password. Unpack it, or save it without one.")
            )
        is_large = entry.file_size > RATIO_MATTERS_FROM
        if is_large and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            refuse_bomb()
        self._left -= entry.file_size
        if self._left < 0:
            refuse_bomb()
        try:
            return self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise damaged() from error


def _plain(name: str) -> str:
    """Some programs write backslashes; case makes no difference (ECMA-376 part 2, 6.2.2)."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower()


def damaged() -> SpreadsheetError:
    return SpreadsheetError(
        _("This is not a workbook that can be read. Open it and save it as .xlsx again.")
    )


def refuse_bomb() -> NoReturn:
    raise SpreadsheetError(
        _("The workbook was not opened: unpacked, it is far too large for a list of people.")
    )
