"""Uploaded pictures, encoded anew in a process with little memory and time.

What is stored is never what was uploaded. A new process for each costs a tenth of a second of CPU,
which nobody notices who has just sent a photo; one that stays warm would have to be kept, watched
and shared by the threads of the web server.
"""

import json
from dataclasses import asdict
from threading import Lock
from typing import IO, Any

from django.utils.translation import gettext as _

from conference import limited_process
from conference.errors import DomainError, TooLateError
from conference.files.framing import WHOLE, Crop, Frame
from conference.limited_process import Limits, NoAnswerError

MEGABYTE = 2**20
LARGEST_FILE = 10 * MEGABYTE
# What a browser offers to choose; some know the pictures of phones by their names alone.
ACCEPTED = "image/jpeg,image/png,image/heic,image/heif,.heic,.heif"
LIMITS = Limits(memory=512 * MEGABYTE, cpu_seconds=10, seconds=30, file=32 * MEGABYTE)
# A picture takes less than a second: whoever waits longer waits behind one that asks for too much,
# and would keep the threads of the web server waiting too.
PATIENCE_SECONDS = 3.0
_one_at_a_time = Lock()


def as_framed_jpeg(upload: IO[bytes], frame: Frame, crop: Crop = WHOLE) -> bytes:
    """See `encoding.framed`."""
    return _encoded("framed", upload, {"frame": asdict(frame), "crop": asdict(crop)})


def as_jpeg(upload: IO[bytes], *, width: int, height: int) -> bytes:
    """See `encoding.jpeg`."""
    return _encoded("jpeg", upload, {"width": width, "height": height})


def as_png(upload: IO[bytes], *, width: int, height: int) -> bytes:
    """See `encoding.png`."""
    return _encoded("png", upload, {"width": width, "height": height})


def _encoded(encoding: str, upload: IO[bytes], sizes: dict[str, Any]) -> bytes:
    data = upload.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise DomainError(
            _("The file is larger than %d MB. Save the picture smaller and try again.")
            % (LARGEST_FILE // MEGABYTE)
        )
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        raise TooLateError(_("Other pictures are being processed. Try again in a moment."))
    try:
        return _answer(data, encoding, json.dumps(sizes))
    except NoAnswerError as error:
        raise error.refusal(
            _("The picture takes too much memory or time to open. Save it smaller and try again.")
        ) from error
    finally:
        _one_at_a_time.release()


def _answer(data: bytes, *arguments: str) -> bytes:
    module = "conference.files.encoding"
    with limited_process.run(module, data, *arguments, limits=LIMITS) as answer:
        return answer.read()
