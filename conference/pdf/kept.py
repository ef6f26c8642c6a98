"""Documents that anybody may ask for at any time: each is made once and kept for a day.

Whoever asks for one that is being made, or while this process makes another, is asked to come back:
strangers cannot make the machine lay out pages side by side.
"""

import base64
from threading import Lock

from django.core.cache import cache

from conference.errors import DomainError
from conference.limited_process import NoAnswerError
from conference.pdf.apart import LIMITS, Document

DAY_SECONDS = 24 * 3600
COME_BACK_SECONDS = 5
_one_at_a_time = Lock()


class NotReadyError(Exception):
    """It is being made, or could not be a moment ago."""


def kept_pdf(document: Document) -> bytes:
    """Raises NotReadyError."""
    key = f"pdf:{document.digest}"
    if stored := cache.get(key):
        return base64.b64decode(stored)
    # Strangers ask for it: nobody's thread waits for another's pages.
    if not _one_at_a_time.acquire(blocking=False):
        raise NotReadyError
    try:
        return _made(document, key)
    finally:
        _one_at_a_time.release()


def _made(document: Document, key: str) -> bytes:
    """Without the cache's server each process makes its own, one at a time."""
    being_made = f"{key}:being-made"
    if not cache.add(being_made, True, timeout=LIMITS.seconds):
        raise NotReadyError
    try:
        pdf = document.drawn_apart()
    except (DomainError, NoAnswerError) as error:
        # The mark stays for its time: what cannot be made is not tried with each request.
        raise NotReadyError from error
    cache.set(key, base64.b64encode(pdf).decode(), timeout=DAY_SECONDS)
    cache.delete(being_made)
    return pdf
