"""What the files of a conference follow from, told by digests."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from django.conf import settings
from i18nfield.strings import LazyI18nString

from conference.models import Conference, Venue
from delegates.models import takes_requests
from sessions.models import Document, DocumentFile, Release
from sessions.reading.queries import told_to_everybody
from sessions.releases import reading

MADE_BY = (
    "conference/**/*.py",
    "sessions/**/*.py",
    "requirements/run.txt",
    "templates/*.html",
    "templates/agenda/*",
    "templates/conference/*",
    "locale/*/*/*.mo",
)
"""What of the project pages are made by; style sheets and scripts are named in them."""


@dataclass(frozen=True)
class State:
    """`digest` is of all that any of the files says, `frame` of what stands on every page.

    `at` is when it was so: what an embargo holds back then stays out of the files.
    """

    digest: str
    frame: str
    at: dt.datetime


def state_of(conference: Conference, at: dt.datetime) -> State:
    """Asked in a fixed number of queries."""
    versions = told_to_everybody(conference).order_by("pk")
    issued = Document.objects.for_conference(conference).issued(at).order_by("pk")
    files = DocumentFile.objects.filter(document__in=issued.values("pk")).order_by("pk")
    frame = digest_of(
        settings.PUBLIC_URL,
        _made_by(),
        Conference.objects.filter(pk=conference.pk).values().get(),
    )
    return State(
        digest_of(
            frame,
            list(Venue.objects.for_conference(conference).values()),
            list(versions.values_list("pk", "audience", "sequence", "starts_at")),
            sorted(reading.absent_in(versions)),
            list(issued.values()),
            list(files.values("document", "code", "language", "size")),
            takes_requests(conference, at),
            list(Release.objects.for_conference(conference).values_list("number", "name")),
        ),
        frame,
        at,
    )


def digest_of(*said: Any) -> str:
    """Of plain values, rows and facts; texts in every language."""
    return hashlib.sha256(msgspec.json.encode(said, enc_hook=_plain)).hexdigest()


def _plain(value: object) -> object:
    return value.data if isinstance(value, LazyI18nString) else str(value)


@cache
def _made_by() -> str:
    """Once in the life of a process: an upgrade starts new ones."""
    paths = [path for pattern in MADE_BY for path in sorted(settings.ROOT.glob(pattern))]
    contents = [path.read_bytes() for path in paths if path.is_file()]
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    contents += [manifest.read_bytes()] if manifest.is_file() else []
    return hashlib.sha256(b"\0".join(contents)).hexdigest()
