"""Photos of delegates: how large they are kept, and how they are shown small."""

import datetime as dt
from io import BytesIO
from typing import IO

from django.core import signing
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from conference.errors import DomainError
from conference.files import encoding
from conference.files.framing import WHOLE, Crop, Frame
from conference.files.pictures import as_framed_jpeg
from conference.files.storage import random_key

# Of the photo on the shipped badge, in millimetres. The most pixels are 35 × 45 mm at 600 dots per
# inch; less than the least shows no face; from 300 dots per inch on it looks sharp.
FRAME = Frame(30, 38.6, most=(826, 1062), least=(150, 190), sharp=(413, 531))
THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT = 96, 124
# Less than what no row names is left in the storage for.
WAITS = dt.timedelta(hours=12)


def _help_text() -> str:
    return _(
        "JPEG, PNG or HEIC, up to 10 MB, upright, 35 × 45; %(least_width)d × %(least_height)d"
        " pixels at least, sharp from %(sharp_width)d × %(sharp_height)d."
    ) % {
        "least_width": FRAME.least[0],
        "least_height": FRAME.least[1],
        "sharp_width": FRAME.sharp[0],
        "sharp_height": FRAME.sharp[1],
    }


HELP_TEXT = lazy(_help_text, str)()
"""Beside every field for a photo: the numbers by which one is refused, or warned of."""


def encoded(upload: IO[bytes], crop: Crop = WHOLE) -> bytes:
    """The upload, or what was chosen of it, as a photo is stored. Raises DomainError for what is no
    picture of a face.
    """
    return as_framed_jpeg(upload, FRAME, crop)


def encoded_by_us(drawn: bytes) -> bytes:
    """The same of what no stranger made."""
    return encoding.framed(drawn, FRAME)


def warning(photo: bytes) -> str:
    """Words about a photo, as it is stored, that will not look sharp on a badge; else none."""
    return FRAME.warning(encoding.size_of(photo))


def store(content: bytes) -> str:
    """Keep an encoded photo under a new key. A photo never changes: print jobs name its key."""
    return default_storage.save(random_key("photos", "photo.jpg"), BytesIO(content))


def waiting_token(content: bytes, *, whom: str) -> str:
    """Keeps an encoded photo that has no owner yet, and names it for whoever chose it.

    The sweep for files that no row names ends what nobody comes back for.
    """
    return signing.dumps(store(content), salt=f"photo chosen by {whom}")


def waiting(token: str, *, whom: str) -> str:
    """Its key; "" for a token that is not theirs or too old, or whose photo has been swept."""
    try:
        key = signing.loads(token, salt=f"photo chosen by {whom}", max_age=WAITS)
    except signing.BadSignature:
        return ""
    return key if default_storage.exists(key) else ""


def taken(key: str) -> str:
    """A waiting photo for good, under a key of its own: a form that is sent twice takes it twice.

    Raises DomainError where it has been swept.
    """
    if not default_storage.exists(key):
        raise DomainError(_("A photo was not saved in time and has been deleted: choose it again."))
    with default_storage.open(key) as stored:
        return store(stored.read())


def thumbnail(name: str | None) -> HttpResponseBase:
    """A small photo for lists, with no cache on the way."""
    if not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as stored:
        small = reduced(stored.read())
    response = HttpResponse(small, content_type="image/jpeg")
    patch_cache_control(response, private=True, no_store=True)
    return response


def reduced(photo: bytes) -> bytes:
    """A photo, as it is stored, small enough for lists."""
    return encoding.jpeg(photo, width=THUMBNAIL_WIDTH, height=THUMBNAIL_HEIGHT)
