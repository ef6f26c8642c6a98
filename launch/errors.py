"""What stops a command: told in one sentence, with no traceback."""

import errno
import shutil
from pathlib import Path


class LaunchError(Exception):
    """The message is a whole sentence that says what to do."""


class Stopped(BaseException):
    """Somebody pressed Ctrl-C, or a signal asked for the end. `number` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def full_disk(folder: Path) -> LaunchError:
    free = shutil.disk_usage(folder).free // 2**20
    return LaunchError(
        f"The disk that holds {folder} is full: {free} MB are free. Make room there."
    )


def of_system(error: OSError) -> LaunchError | None:
    """The sentence for an error of the operating system that has one."""
    # Of a copy's two names the second is the one that is written.
    where = Path(error.filename2 or error.filename or ".").absolute()
    while not where.is_dir():
        where = where.parent
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full_disk(where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return LaunchError(f"{error.filename} may not be written or read by this user.")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return LaunchError(f"{error.filename} is a file where a folder should be: move it away.")
    return None
