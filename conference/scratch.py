"""What a process is at, on its own disk: a process that is ended leaves it to the sweep."""

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from conference import embedded


def unfinished() -> Path:
    return embedded.var_dir() / "unfinished"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for the duration of the block."""
    unfinished().mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=unfinished()) as folder:
        yield Path(folder)


def clear_scratch(*, before: dt.datetime) -> None:
    """Folders that somebody began before then, and left, are gone."""
    for folder in unfinished().glob("*"):
        if folder.stat().st_mtime < before.timestamp():
            shutil.rmtree(folder, ignore_errors=True)
