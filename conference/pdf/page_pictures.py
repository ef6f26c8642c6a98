"""A page of a stranger's PDF as a picture, drawn in a process with little memory and time.

A process for each page: of a file that has one page too much, the pages before it are there.
"""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _

from conference import limited_process
from conference.errors import DomainError
from conference.limited_process import Limits, Look, NoAnswerError, nothing

MEGABYTE = 2**20
LIMITS = Limits(memory=512 * MEGABYTE, cpu_seconds=10, seconds=30, file=16 * MEGABYTE)
# Small print of a scanned page is read at that; A4 has 1754 pixels then.
DPI = 150
LONGEST_SIDE = 1754
POINTS_PER_INCH = 72


@dataclass(frozen=True)
class PagePicture:
    """A JPEG, its size in pixels, and how many pages the file has that it is of."""

    data: bytes
    width: int
    height: int
    file_pages: int


def page_as_jpeg(document: bytes, number: int, *, look: Look = nothing) -> PagePicture:
    """The pages of `document` count from 1. For `look` see `conference.limited_process`.

    Raises DomainError, in words, where the page cannot be shown: the file is damaged, wants a
    password or asks for too much; TooLateError where it might be shown another time.
    """
    try:
        with limited_process.run(
            __name__, document, str(number), limits=LIMITS, look=look
        ) as answer:
            width, height, file_pages = json.loads(answer.readline())
            return PagePicture(answer.read(), width, height, file_pages)
    except NoAnswerError as error:
        raise error.refusal(_cannot_be_shown()) from error


def _cannot_be_shown() -> str:
    return _("This page cannot be shown.")


# In the process


def _answer(document: bytes, out: IO[bytes], number: str) -> None:
    # Whoever asks has no use for it: what reads a stranger's file is loaded here alone.
    import pypdfium2

    picture = BytesIO()
    try:
        with pypdfium2.PdfDocument(document) as pages:
            # What was filled into a form, a signature for one, is drawn with it alone.
            pages.init_forms()
            page = pages[int(number) - 1]
            # In points, which a file may make as large as it likes.
            scale = min(DPI / POINTS_PER_INCH, LONGEST_SIDE / max(page.get_size()))
            drawn = page.render(scale=scale).to_pil().convert("RGB")
            file_pages = len(pages)
    except (pypdfium2.PdfiumError, IndexError, ValueError, ZeroDivisionError) as error:
        raise DomainError(_cannot_be_shown()) from error
    drawn.save(picture, "JPEG", quality=85, optimize=True)
    out.write(json.dumps([*drawn.size, file_pages]).encode() + b"\n")
    out.write(picture.getvalue())


if __name__ == "__main__":
    limited_process.answer(_answer)
