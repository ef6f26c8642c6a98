"""What set-up has done already: a stamp beside a product holds a digest of what went into it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(*made_of: Path | str) -> str:
    """Of the files' contents and the texts themselves."""
    total = hashlib.sha256()
    for part in made_of:
        content = part.read_bytes() if isinstance(part, Path) else part.encode()
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


def tree_digest(folders: Iterable[Path], pattern: str = "*") -> str:
    """Of every file's path, size and time of change: quick enough for each start."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob(pattern)):
            if path.is_file():
                found = path.stat()
                total.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
    return total.hexdigest()


def is_current(stamp: Path, made_of: str) -> bool:
    try:
        return stamp.read_text() == made_of
    except (FileNotFoundError, NotADirectoryError):
        return False


def write(stamp: Path, made_of: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(made_of)
