"""What stands from now on: new files of a conference, or addresses that are no file any more."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from conference.files.storage import random_key
from conference.models import Conference, ConferenceAlias, PublishedChange
from conference.published import packing
from conference.published.address import conference_of, require_address
from conference.published.archive import PlannedFile, PublicFile
from conference.published.errors import ArchiveError, Superseded, UnfitError
from conference.published.packing import FormerArchive
from conference.scratch import scratch

FOLDER = "published"
CHANNEL = "dais_published"
"""On which PostgreSQL calls out that there is a change; whoever does not hear it looks itself."""


def latest_number(conference: Conference) -> int:
    """Of the last change of the conference's files, 0 where there was none.

    Asked before the facts are read from which files are made; see `publish`.
    """
    last = PublishedChange.objects.for_conference(conference).order_by("-number").first()
    return last.number if last else 0


def standing_since(conference: Conference) -> dt.datetime | None:
    """When the oldest files that some host may still serve of the conference were begun to be made;
    None where there are none.
    """
    served = PublishedChange.objects.for_conference(conference).still_served()
    return min((change.made_at for change in served), default=None)


def slugs_of(conference: Conference) -> set[str]:
    """Its own and the former ones: files may have been made under one and come back with it."""
    former = ConferenceAlias.objects.for_conference(conference).values_list("slug", flat=True)
    return {conference.slug, *former}


def publish(
    conference: Conference,
    files: Iterable[PublicFile | PlannedFile],
    *,
    after: int,
    made_from: str = "",
    at: dt.datetime,
) -> PublishedChange:
    """The files are all that is served of the conference as files, on every host within seconds.

    They are stored before there is a row: whatever ends the process between leaves a file that
    nothing names, which the sweep takes away. Raises Superseded if there was a change since
    `after`: somebody else published, or took off something that these files may still show.
    `made_from` is kept with them, for who asks later whether they still are what they should be.
    Planned files are made only where the files that stand have them made from something else.
    Raises UnfitError for files that cannot be served, StorageError where they cannot be stored.
    """
    _require_unchanged(conference, after)
    with scratch() as folder, (folder / "archive").open("w+b") as packed:
        with _former(conference) as former:
            digest = packing.write(_of_conference(conference, files), packed, former=former)
        _require_unchanged(conference, after)
        packed.seek(0)
        key = default_storage.save(random_key(FOLDER, "files.zip"), File(packed))
    change = PublishedChange(
        conference=conference,
        number=after + 1,
        made_at=at,
        key=key,
        digest=digest,
        made_from=made_from,
    )
    # The number is free only as long as nothing has changed: PostgreSQL decides between two.
    try:
        with transaction.atomic():
            change.save(force_insert=True)
            _call_out()
    except IntegrityError as error:
        default_storage.delete(key)
        raise Superseded from error
    return change


def withdraw(conference: Conference, addresses: Iterable[str], *, at: dt.datetime) -> None:
    """Nobody is served these addresses as files any more once this is committed and 5 s have gone.

    Django answers them, until files are published that were made from what is so now. Called last
    in its transaction: until that ends nobody else can publish anything of the conference.
    """
    withdrawn, slugs = sorted(set(addresses)), slugs_of(conference)
    for address in withdrawn:
        require_address(address)
        _require_of_conference(slugs, address)
    # Also where nothing is published yet: whoever is about to must not find the number free.
    while withdrawn:
        number = latest_number(conference) + 1
        try:
            with transaction.atomic():
                PublishedChange.objects.create(
                    conference=conference, number=number, made_at=at, withdrawn=withdrawn
                )
                _call_out()
        except IntegrityError:
            # Somebody else took the number, and has committed by now.
            if latest_number(conference) < number:
                raise
        else:
            return


@contextmanager
def _former(conference: Conference) -> Iterator[FormerArchive | None]:
    """Of the files that stand, where it can be had: it saves work, and nothing hangs on it."""
    change = PublishedChange.objects.in_force().filter(conference=conference).first()
    with ExitStack() as opened:
        former = None
        if change is not None:
            with suppress(OSError, ArchiveError):
                packed = opened.enter_context(default_storage.open(change.key))
                former = FormerArchive(packed)
        yield former


def _require_unchanged(conference: Conference, after: int) -> None:
    if latest_number(conference) != after:
        raise Superseded


def _of_conference(
    conference: Conference, files: Iterable[PublicFile | PlannedFile]
) -> Iterable[PublicFile | PlannedFile]:
    for file in files:
        _require_of_conference({conference.slug}, file.address)
        yield file


def _require_of_conference(slugs: Collection[str], address: str) -> None:
    """The site's own pages are never files of a conference, nor are those of another one."""
    language = address[1:].partition("/")[0]
    if language not in dict(settings.LANGUAGES) or conference_of(address) not in slugs:
        raise UnfitError(f"{address} is no address of the conference {', '.join(slugs)}.")


def _call_out() -> None:
    """Heard when the transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
