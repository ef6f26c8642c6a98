"""Uploaded pictures, encoded anew in a process with little memory and time.

What is stored is never what was uploaded. A new process for each costs a tenth of a second of CPU,
which nobody notices who has just sent a photo; one that stays warm would have to be kept, watched
and shared by the threads of the web server.
"""

from threading import Lock
from typing import IO

from django.utils.translation import gettext as _

from conference import limited_process
from conference.errors import DomainError
from conference.limited_process import Limits, NoAnswerError

MEGABYTE = 2**20
LARGEST_FILE = 10 * MEGABYTE
LIMITS = Limits(memory=512 * MEGABYTE, cpu_seconds=10, seconds=30, file=32 * MEGABYTE)
# A picture takes less than a second: whoever waits longer waits behind one that asks for too much,
# and would keep the threads of the web server waiting too.
PATIENCE_SECONDS = 3.0
_one_at_a_time = Lock()


def as_jpeg(
    upload: IO[bytes], *, width: int, height: int, least: tuple[int, int] = (1, 1)
) -> bytes:
    """The picture within `width` × `height` pixels; what was transparent is white.

    Raises DomainError, in words, for what is not a JPEG or PNG picture of a bearable size, and for
    one that is less wide or high than `least`.
    """
    return _encoded("jpeg", upload, width, height, *least)


def as_png(upload: IO[bytes], *, width: int, height: int) -> bytes:
    """As `as_jpeg`, keeping transparency and of any size: for logos and flags."""
    return _encoded("png", upload, width, height, 1, 1)


def _encoded(encoding: str, upload: IO[bytes], *sizes: int) -> bytes:
    data = upload.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise DomainError(
            _("The file is larger than %d MB. Save the picture smaller and try again.")
            % (LARGEST_FILE // MEGABYTE)
        )
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        raise DomainError(_("Other pictures are being looked at. Try again in a moment."))
    try:
        return _answer(data, encoding, *map(str, sizes))
    except NoAnswerError as error:
        raise DomainError(
            _(
                "The picture takes more memory or time to open than a photo can. Save it anew,"
                " smaller, and try again."
            )
        ) from error
    finally:
        _one_at_a_time.release()


def _answer(data: bytes, *arguments: str) -> bytes:
    module = "conference.files.encoding"
    with limited_process.run(module, data, *arguments, limits=LIMITS) as answer:
        return answer.read()
