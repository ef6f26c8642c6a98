"""What one host serves: folders of files, and a pointer that says which of them stand.

    current -> states/12              the pointer, renamed into its place
    states/12/rabat -> ../../folders/4f…       of each conference its folder, by its address
    folders/4f…/manifest.json, files/  an archive, by its digest; never changed once it is there
    folders/4f…-9/                     the same without what was taken off by change 9

A folder and a state appear whole, by one renaming; whatever ends the process in between leaves
only what `tidy` takes away. Only one process writes here, all others follow the pointer.
"""

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from conference.published import archive
from conference.published.address import file_of
from conference.published.archive import FILES
from conference.published.errors import ArchiveError

ALIVE = "alive"
CURRENT = "current"
FOLDERS = "folders"
STATES = "states"
# Begins the name of what is not whole yet.
UNFINISHED = ".new-"
# Beside the current state: who has read the pointer a moment ago has not opened the file yet.
FORMER_STATES = 2

FolderName = str
ConferenceFolders = Mapping[str, FolderName]
"""Of each conference, by the slug in its addresses, the folder whose files are served."""


@dataclass(frozen=True)
class HostFolders:
    root: Path

    def prepare(self) -> None:
        """What an earlier process left half is gone."""
        for part in (FOLDERS, STATES):
            self.root.joinpath(part).mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in self.root.rglob(f"{UNFINISHED}*"):
            _remove(left)

    def folder(self, name: FolderName) -> Path:
        return self.root / FOLDERS / name

    def holds(self, name: FolderName) -> bool:
        return self.folder(name).is_dir()

    def is_whole(self, name: FolderName) -> bool:
        """Whether every file is there in its size: after a power cut one that was just written may
        be empty, though the folder was renamed.
        """
        folder = self.folder(name)
        try:
            sizes = archive.sizes_in(archive.manifest_in(folder))
            return all((folder / FILES / file).stat().st_size == sizes[file] for file in sizes)
        except (OSError, ArchiveError):
            return False

    def drop(self, name: FolderName) -> None:
        _remove(self.folder(name))

    def unpack(self, packed: IO[bytes], digest: str, *, former: FolderName | None = None) -> None:
        """The archive as a folder of that name. Raises ArchiveError, and then nothing is there.

        `former` is a folder that stays meanwhile, and probably holds most of the same.
        """
        beside = self.folder(former) if former is not None else None
        with self._appearing(digest) as folder:
            archive.unpack(packed, digest, folder, former=beside)

    def make_without(self, name: FolderName, digest: str, addresses: Collection[str]) -> None:
        """The folder of an archive without these addresses, under another name. Its files are those
        of the whole folder under a second name: they take no room.
        """
        whole, taken = self.folder(digest), set(addresses)
        manifest = archive.manifest_in(whole)
        left = {address: manifest[address] for address in manifest if address not in taken}
        with self._appearing(name) as folder:
            for address, entry in left.items():
                archive.link(address, entry, whole, folder)
            archive.write_manifest(folder, left)

    @contextmanager
    def _appearing(self, name: FolderName) -> Iterator[Path]:
        made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self.root / FOLDERS))
        try:
            yield made
            made.rename(self.folder(name))
        except BaseException:
            _remove(made)
            raise

    def shown(self) -> ConferenceFolders:
        """What the pointer leads to; nothing where there is none yet."""
        return state_in(self.root / CURRENT)

    def show(self, state: ConferenceFolders) -> bool:
        """Web processes answer from these folders with their next request. False: they do so
        already.
        """
        if dict(state) == self.shown() and self.root.joinpath(CURRENT).is_symlink():
            return False
        number = max(self._states(), default=0) + 1
        made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self.root / STATES))
        for slug, name in state.items():
            (made / slug).symlink_to(Path("../..", FOLDERS, name))
        made.rename(self.root / STATES / str(number))
        pointer = Path(tempfile.mktemp(prefix=UNFINISHED, dir=self.root))  # noqa: S306 - our own folder
        pointer.symlink_to(Path(STATES, str(number)))
        pointer.rename(self.root / CURRENT)
        return True

    def hide(self) -> None:
        """Django answers everything; it takes no room on a disk that is full."""
        self.root.joinpath(CURRENT).unlink(missing_ok=True)

    def _states(self) -> list[int]:
        names = (path.name for path in self.root.joinpath(STATES).iterdir())
        return sorted(int(name) for name in names if name.isdecimal())

    def tidy(self, *, awaited: Collection[FolderName] = ()) -> None:
        """Left are the current state, two former ones, their folders and those awaited."""
        pointer = self.root / CURRENT
        current = int(pointer.readlink().name) if pointer.is_symlink() else 0
        upto = [number for number in self._states() if number <= current]
        kept = set(upto[-1 - FORMER_STATES :])
        named = set(awaited)
        for number in self._states():
            state = self.root / STATES / str(number)
            if number in kept:
                named |= set(state_in(state).values())
            else:
                _remove(state)
        # A folder without what was taken off is made from the whole one, should more be taken off.
        named |= {name.partition("-")[0] for name in state_in(pointer).values()}
        for folder in self.root.joinpath(FOLDERS).iterdir():
            if folder.name not in named and not folder.name.startswith(UNFINISHED):
                _remove(folder)


def state_in(path: Path) -> dict[str, FolderName]:
    try:
        links = list(path.iterdir())
        return {link.name: link.readlink().name for link in links}
    except OSError:
        return {}


def file_in(folder: Path, address: str) -> Path:
    return folder / FILES / file_of(address)


def _remove(path: Path) -> None:
    """At once for whoever looks for it by its name, and whole, however far a former try came."""
    if path.is_symlink() or path.is_file():
        path.unlink(missing_ok=True)
        return
    if not path.name.startswith(UNFINISHED):
        gone = path.with_name(f"{UNFINISHED}{path.name}")
        shutil.rmtree(gone, ignore_errors=True)
        with suppress(FileNotFoundError):
            path = path.rename(gone)
    shutil.rmtree(path, ignore_errors=True)
