"""Photos of delegates: how large they are kept, and how they are shown small."""

from io import BytesIO
from typing import IO

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from conference.files import encoding
from conference.files.framing import Frame
from conference.files.pictures import as_framed_jpeg
from conference.files.storage import random_key

# Of the photo on the shipped badge, in millimetres. The most pixels are 35 × 45 mm at 600 dots per
# inch; less than the least shows no face; from 300 dots per inch on it looks sharp.
FRAME = Frame(30, 38.6, most=(826, 1062), least=(150, 190), sharp=(413, 531))
THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT = 96, 124


def encoded(upload: IO[bytes]) -> bytes:
    """The upload as a photo is stored. Raises DomainError for what is no picture of a face."""
    return as_framed_jpeg(upload, FRAME)


def encoded_by_us(drawn: bytes) -> bytes:
    """The same of what no stranger made."""
    return encoding.framed(drawn, FRAME)


def warning(photo: bytes) -> str:
    """Words about a photo, as it is stored, that will not look sharp on a badge; else none."""
    return FRAME.warning(encoding.size_of(photo))


def store(content: bytes) -> str:
    """Keep an encoded photo under a new key. A photo never changes: print jobs name its key."""
    return default_storage.save(random_key("photos", "photo.jpg"), BytesIO(content))


def thumbnail(name: str | None) -> HttpResponseBase:
    """A small photo for lists, with no cache on the way."""
    if not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as stored:
        small = encoding.jpeg(stored.read(), width=THUMBNAIL_WIDTH, height=THUMBNAIL_HEIGHT)
    response = HttpResponse(small, content_type="image/jpeg")
    patch_cache_control(response, private=True, no_store=True)
    return response
