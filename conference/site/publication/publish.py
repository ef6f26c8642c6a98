"""Files of a conference, made anew where they are no longer what they should be."""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import InterfaceError, OperationalError, connection

from conference.models import Conference, PublishedChange
from conference.published import publishing
from conference.published.errors import Superseded
from conference.site.publication.editions import files_of
from conference.site.publication.state import state_of

PUBLISHING = 20_180_503
"""The class of our locks among PostgreSQL's advisory ones."""
log = logging.getLogger(__name__)


def publish_what_has_changed(*, at: dt.datetime) -> int:
    """Of how many conferences new files stand. What is wrong with one holds up no other."""
    made = 0
    for conference in Conference.objects.published():
        try:
            made += publish(conference, at=at)
        except Exception:
            log.exception("Files of %s could not be made", conference.slug)
    return made


def publish(conference: Conference, *, at: dt.datetime) -> bool:
    """Whether new files stand. False where those that stand are what they should be, where
    somebody else makes them, where the conference has been taken offline, and where what they are
    made from has changed meanwhile: the next one who looks makes them anew.
    """
    with _alone(conference) as is_alone:
        if not is_alone:
            return False
        number = publishing.latest_number(conference)
        state = state_of(conference, at)
        changes = PublishedChange.objects.for_conference(conference)
        if changes.filter(number=number, made_from=state.digest).exists():
            return False
        # Read after the state: of what changes between, the next one who looks finds another state.
        standing = Conference.objects.published().filter(pk=conference.pk).first()
        if standing is None:
            return False
        try:
            publishing.publish(
                standing,
                files_of(standing, state),
                after=number,
                made_from=state.digest,
                at=at,
            )
        except Superseded:
            return False
        return True


@contextmanager
def _alone(conference: Conference) -> Iterator[bool]:
    """Two who make the same files waste one's time; the lock goes with the connection."""
    key = [PUBLISHING, conference.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        [is_alone] = cursor.fetchone() or [False]
    try:
        yield is_alone
    finally:
        if is_alone:
            # Where the connection is gone the lock is too, and what ended it is the error to tell.
            with suppress(InterfaceError, OperationalError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
