"""Many files put into one archive, and what of the former one is taken over; see `archive`."""

import gzip
import hashlib
import json
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from typing import IO

import brotli

from conference.published.address import file_of, require_header, require_type
from conference.published.archive import (
    FILES,
    LARGEST_FILE,
    LARGEST_MANIFEST,
    MADE_FROM,
    MANIFEST,
    FileEntry,
    Manifest,
    PlannedFile,
    PublicFile,
    digest_of,
    parsed,
    require_apart,
    require_bearable,
    stored,
    written,
)
from conference.published.errors import ArchiveError, UnfitError

# Beyond 5 brotli costs ten times the time for a few hundred bytes of a page.
BROTLI_QUALITY = 5
GZIP_LEVEL = 9
# A file in a ZIP archive has a date: no later one, so that it is the same whenever it is made.
NO_DATE = (1980, 1, 1, 0, 0, 0)

Forms = dict[str, bytes]
"""Of a file what is stored, by the ending of its name: `.gz` or, where that is no gain, the plain
bytes under none; `.br` where that is smaller still."""
Packed = tuple[FileEntry, Forms]


class FormerArchive:
    """What was made before: most files of a release are those of the last one."""

    def __init__(self, packed: IO[bytes]) -> None:
        """Raises ArchiveError where it is none of ours."""
        try:
            self.archive = zipfile.ZipFile(packed)
            self.manifest = parsed(stored(self.archive, MANIFEST, LARGEST_MANIFEST))
            made_from = stored(self.archive, MADE_FROM, LARGEST_MANIFEST)
            self.made_from: dict[str, str] = json.loads(made_from)
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise ArchiveError(f"The archive cannot be taken apart: {error}") from error
        self.addresses = {entry.digest: address for address, entry in self.manifest.items()}

    def kept(self, planned: PlannedFile) -> Packed | None:
        """None where it was made from something else, or cannot be read any more."""
        if self.made_from.get(planned.address) != planned.made_from:
            return None
        return self._packed(planned.address)

    def compressed(self, digest: str) -> Forms | None:
        """Of the file of whatever address with these plain bytes."""
        address = self.addresses.get(digest)
        known = self._packed(address) if address is not None else None
        return known[1] if known else None

    def _packed(self, address: str) -> Packed | None:
        with suppress(ArchiveError, zipfile.BadZipFile, KeyError):
            entry = self.manifest[address]
            name = f"{FILES}/{file_of(address)}"
            sizes = {"": entry.size} if entry.gzip is None else {".gz": entry.gzip}
            if entry.brotli is not None:
                sizes[".br"] = entry.brotli
            return entry, {end: stored(self.archive, name + end, n) for end, n in sizes.items()}
        return None


def write(
    files: Iterable[PublicFile | PlannedFile],
    out: IO[bytes],
    *,
    former: FormerArchive | None = None,
) -> str:
    """Writes the archive and returns its digest. `out` can be read and starts empty.

    What is in the `former` archive made from the same is not made again, and what has the same
    bytes there not compressed again. Raises UnfitError for an address, a type or a header that
    cannot be served, for two files that would lie in one place, and for more than a host would
    take.
    """
    manifest: Manifest = {}
    made_from: dict[str, str] = {}
    names: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            name = file_of(file.address)
            if name in names:
                raise UnfitError(f"{file.address} is published twice.")
            names.add(name)
            entry, forms = _packed(file, former)
            for ending, data in forms.items():
                _store(archive, f"{FILES}/{name}{ending}", data)
            manifest[file.address] = entry
            if isinstance(file, PlannedFile):
                made_from[file.address] = file.made_from
        require_apart(names)
        require_bearable(manifest)
        _store(archive, MADE_FROM, json.dumps(made_from, sort_keys=True).encode())
        _store(archive, MANIFEST, written(manifest))
    out.seek(0)
    return digest_of(out)


def _packed(file: PublicFile | PlannedFile, former: FormerArchive | None) -> Packed:
    if isinstance(file, PublicFile):
        return _made(file, former)
    kept = former.kept(file) if former is not None else None
    return kept or _made(file.make(), former)


def _made(file: PublicFile, former: FormerArchive | None) -> Packed:
    _require_fit(file)
    digest = hashlib.sha256(file.content).hexdigest()
    forms = former.compressed(digest) if former is not None else None
    forms = forms or _compressed(file.content)
    entry = FileEntry(
        content_type=file.content_type,
        digest=digest,
        size=len(file.content),
        gzip=len(forms[".gz"]) if ".gz" in forms else None,
        brotli=len(forms[".br"]) if ".br" in forms else None,
        headers=dict(sorted(file.headers.items())),
    )
    return entry, forms


def _require_fit(file: PublicFile) -> None:
    require_type(file.content_type)
    for name, value in file.headers.items():
        require_header(name, value)
    if len(file.content) > LARGEST_FILE:
        raise UnfitError(f"{file.address} has more than {LARGEST_FILE:,} bytes.")


def _compressed(plain: bytes) -> Forms:
    # Without the time, which would be another on every machine.
    zipped = gzip.compress(plain, GZIP_LEVEL, mtime=0)
    brotlied = brotli.compress(plain, quality=BROTLI_QUALITY)
    forms = {".gz": zipped} if len(zipped) < len(plain) else {"": plain}
    if len(brotlied) < min(len(zipped), len(plain)):
        forms[".br"] = brotlied
    return forms


def _store(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, NO_DATE)
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, data)
