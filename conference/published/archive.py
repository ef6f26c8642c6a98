"""Many files in one, each with its compressed forms, and taken apart again on another machine.

The archive is a ZIP file whose entries are stored as they are. For each file it holds the gzip and
the brotli form where that is smaller, and the plain bytes only where gzip is no gain: they follow
from it. The same files in the same order make the same bytes on every machine with the same
libraries. The last entry, `manifest.json`, says of every address what it takes to serve it; the
one before, `made-from.json`, what its bytes follow from, for whoever makes the next (`packing`).
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from conference.published.address import file_of, require_header, require_type
from conference.published.errors import ArchiveError, UnfitError

MANIFEST = "manifest.json"
MADE_FROM = "made-from.json"
FILES = "files"
FORMAT = 1

# Far above any conference's; a wall against a mistake, and against whoever writes to the storage.
MOST_FILES = 200_000
LARGEST_FILE = 64 * 2**20
LARGEST_MANIFEST = 128 * 2**20
MOST_BYTES = 4 * 2**30
AT_ONCE = 2**20


@dataclass(frozen=True)
class PublicFile:
    """One file as readers get it. `address` is the path of its URL: `/en/rabat/agenda/`."""

    address: str
    content_type: str
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedFile:
    """One that need not be made where the former archive has it, made from the same. `made_from`
    is a digest of all that its bytes follow from; `make` makes it.
    """

    address: str
    made_from: str
    make: Callable[[], PublicFile]


@dataclass(frozen=True)
class FileEntry:
    """What the manifest says of one address. `digest` is that of the plain bytes, SHA-256.

    `gzip` and `brotli` are the sizes of the compressed forms, None where there is none.
    """

    content_type: str
    digest: str
    size: int
    gzip: int | None
    brotli: int | None
    headers: Mapping[str, str]


Manifest = dict[str, FileEntry]


def require_apart(names: set[str]) -> None:
    """A file cannot lie where others need a folder."""
    for name in names:
        above = name
        while "/" in above:
            above = above.rpartition("/")[0]
            if above in names:
                raise UnfitError(f"/{above} is a file, and /{name} lies below it.")


def require_bearable(manifest: Manifest) -> None:
    total = sum(entry.size for entry in manifest.values())
    if len(manifest) > MOST_FILES or total > MOST_BYTES:
        raise UnfitError(f"{len(manifest):,} files of {total:,} bytes are too many to publish.")


def written(manifest: Manifest) -> bytes:
    files = {address: asdict(entry) for address, entry in sorted(manifest.items())}
    return json.dumps({"format": FORMAT, "files": files}, separators=(",", ":")).encode()


def digest_of(file: IO[bytes]) -> str:
    """SHA-256 of what follows in it."""
    digest = hashlib.sha256()
    while piece := file.read(AT_ONCE):
        digest.update(piece)
    return digest.hexdigest()


def unpack(packed: IO[bytes], digest: str, folder: Path, *, former: Path | None = None) -> None:
    """Everything lies in the folder, which is empty before, or ArchiveError is raised.

    What is in the `former` folder under the same address with the same bytes gets a second name
    instead of being written again: hosts are slower at writing than at anything else here.

    Nothing in it has a date: what is the same on two hosts is told by its digest alone, and a
    browser is never told that a page of the same second is the one that it has.
    """
    packed.seek(0)
    if digest_of(packed) != digest:
        raise ArchiveError("The archive has another digest than its row.")
    packed.seek(0)
    try:
        with zipfile.ZipFile(packed) as archive:
            manifest = parsed(stored(archive, MANIFEST, LARGEST_MANIFEST))
            _require_listed(archive, manifest)
            known = manifest_in(former) if former is not None else {}
            for address, entry in manifest.items():
                if former is not None and known.get(address) == entry:
                    link(address, entry, former, folder)
                else:
                    _unpack(archive, address, entry, folder / FILES)
    except (zipfile.BadZipFile, zlib.error, KeyError, UnfitError) as error:
        raise ArchiveError(f"The archive cannot be taken apart: {error}") from error
    write_manifest(folder, manifest)


def parsed(data: bytes) -> Manifest:
    """Raises ArchiveError where it is no manifest of ours, or describes what we would not write."""
    try:
        told = json.loads(data)
        if told["format"] != FORMAT:
            raise ArchiveError(f"The archive is of another format, {told['format']!r}.")
        manifest = {address: FileEntry(**entry) for address, entry in told["files"].items()}
        for address, entry in manifest.items():
            _require_entry(address, entry)
        require_apart({file_of(address) for address in manifest})
        require_bearable(manifest)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        if isinstance(error, ArchiveError):
            raise
        raise ArchiveError(f"The manifest is not one of ours: {error}") from error
    return manifest


def _require_entry(address: str, entry: FileEntry) -> None:
    file_of(address)
    require_type(entry.content_type)
    for name, value in entry.headers.items():
        require_header(name, value)
    sizes = [entry.size, *(size for size in (entry.gzip, entry.brotli) if size is not None)]
    if not all(isinstance(size, int) and 0 <= size <= LARGEST_FILE for size in sizes):
        raise UnfitError(f"{address} has a size that no file of ours has.")


def _require_listed(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Nothing is in it that no address leads to."""
    expected = {name for address in manifest for name in _stored(address, manifest)}
    if sorted(archive.namelist()) != sorted(expected | {MANIFEST, MADE_FROM}):
        raise ArchiveError("The archive holds other files than its manifest says.")


def _stored(address: str, manifest: Manifest) -> list[str]:
    entry, name = manifest[address], f"{FILES}/{file_of(address)}"
    brotlied = [] if entry.brotli is None else [f"{name}.br"]
    return [name if entry.gzip is None else f"{name}.gz", *brotlied]


def stored(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    entry = archive.getinfo(name)
    if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > most:
        raise ArchiveError(f"{name} in the archive is larger than it says, or compressed anew.")
    return archive.read(entry)


def _unpack(archive: zipfile.ZipFile, address: str, entry: FileEntry, files: Path) -> None:
    name = file_of(address)
    path = files / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if entry.gzip is None:
        plain = stored(archive, f"{FILES}/{name}", entry.size)
    else:
        zipped = stored(archive, f"{FILES}/{name}.gz", entry.gzip)
        plain = zlib.decompressobj(wbits=31).decompress(zipped, entry.size + 1)
        _put(path.with_name(f"{path.name}.gz"), zipped)
    if len(plain) != entry.size or hashlib.sha256(plain).hexdigest() != entry.digest:
        raise ArchiveError(f"{address} in the archive has other bytes than its manifest says.")
    _put(path, plain)
    if entry.brotli is not None:
        brotlied = stored(archive, f"{FILES}/{name}.br", entry.brotli)
        _put(path.with_name(f"{path.name}.br"), brotlied)


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    os.utime(path, (0, 0))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    folder.joinpath(MANIFEST).write_bytes(written(manifest))


def manifest_in(folder: Path) -> Manifest:
    """Of a folder that was unpacked here. Raises OSError where it is gone, and ArchiveError where a
    power cut left nothing of it but a name.
    """
    data = folder.joinpath(MANIFEST).read_bytes()
    try:
        told: dict[str, Any] = json.loads(data)
        return {address: FileEntry(**entry) for address, entry in told["files"].items()}
    except (ValueError, TypeError, KeyError) as error:
        raise ArchiveError("The manifest of a folder cannot be read.") from error


def link(address: str, entry: FileEntry, former: Path, folder: Path) -> None:
    """The file in all its forms lies in both folders, and takes the room of one."""
    old, new = (f"{place}/{FILES}/" for place in (former, folder))
    names = _sizes(address, entry)
    Path(new, next(iter(names))).parent.mkdir(parents=True, exist_ok=True)
    for name in names:
        # Tens of thousands of them: a path of its own for each would cost as much as the link.
        os.link(old + name, new + name)


def sizes_in(manifest: Manifest) -> dict[str, int]:
    """Of every file that a folder with this manifest holds, by its path below `files`."""
    return {
        name: size
        for address, entry in manifest.items()
        for name, size in _sizes(address, entry).items()
    }


def _sizes(address: str, entry: FileEntry) -> dict[str, int]:
    name = file_of(address)
    forms = {name: entry.size, f"{name}.gz": entry.gzip, f"{name}.br": entry.brotli}
    return {form: size for form, size in forms.items() if size is not None}
