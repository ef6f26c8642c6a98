"""The process that keeps a host's folders as the database says: one on every host.

It looks every two seconds, and at once when PostgreSQL calls. First it shows what it can with what
lies on the host, so that what was taken off is off before anything is fetched; then it fetches.
While the database or the storage is away, what stands goes on standing. Whatever else goes wrong
keeps it from giving a sign of life: nobody would take anything off what is served.
"""

import fcntl
import logging
import os
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Max

from conference.models import Conference, PublishedChange
from conference.published.folders import ALIVE, FolderName, HostFolders
from conference.published.publishing import CHANNEL

LOOKS_EVERY_SECONDS = 2.0
# What could not be fetched is fetched again.
TRIES_EVERY_SECONDS = 5.0
# While something is being fetched.
SOON_SECONDS = 0.2
ANSWER_SECONDS = 5
LOCK = "lock"

log = logging.getLogger(__name__)

Numbers = dict[tuple[int, str], int]
"""Of each published conference, by its id and slug, the last change of its files."""

Awaited = list[tuple[PublishedChange, FolderName | None]]
"""Files that are not here yet, and the folder that stands of their conference meanwhile."""


def latest_numbers() -> Numbers:
    """One query, whatever was published."""
    of_published = PublishedChange.objects.filter(conference__in=Conference.objects.published())
    grouped = of_published.order_by().values_list("conference_id", "conference__slug")
    return {(pk, slug): last for pk, slug, last in grouped.annotate(Max("number"))}


@dataclass
class Follower:
    """Brings a host's folders to what the database says, a step at a time."""

    host: HostFolders
    shown: Numbers | None = None
    """What the pointer is known to agree with; None where that is to be looked at anew."""
    trusted: set[FolderName] = field(default_factory=set)
    fetching: threading.Thread | None = None
    fetched: threading.Event = field(default_factory=threading.Event)
    tried_at: float = float("-inf")
    complained: set[str] = field(default_factory=set)
    """Of which archives the log says already that they cannot be had."""

    def step(self) -> None:
        """Afterwards nothing is served that was taken off, and what is newer is here or fetched."""
        numbers = latest_numbers()
        if numbers != self.shown or self.fetched.is_set():
            self.fetched.clear()
            awaited = self.show(numbers)
            self.shown = None if awaited else numbers
            if awaited:
                self.fetch(awaited)

    def show(self, numbers: Numbers) -> Awaited:
        """What is newer than what lies here is returned."""
        state: dict[str, FolderName] = {}
        awaited: Awaited = []
        for conference, slug in numbers:
            of_conference = PublishedChange.objects.filter(conference=conference)
            newest_first = list(of_conference.still_served())
            newest = newest_first[0] if newest_first else None
            held = next((change for change in newest_first if self.holds(change.digest)), None)
            if held is not None and (name := self.folder_of(held)):
                state[slug] = name
            if newest is not None and held != newest:
                awaited.append((newest, state.get(slug)))
        try:
            self.host.show(state)
        except OSError:
            # Rather than that something goes on being served that was taken off.
            self.host.hide()
            raise
        self.host.tidy(awaited=[change.digest for change, _former in awaited])
        return awaited

    def holds(self, name: FolderName) -> bool:
        """Each folder is looked through once in the life of this process."""
        if not self.host.holds(name):
            return False
        if name not in self.trusted and not self.host.is_whole(name):
            log.error("Published files on this host are damaged; they are made anew.")
            self.host.drop(name)
            return False
        self.trusted.add(name)
        return True

    def folder_of(self, change: PublishedChange) -> FolderName:
        """That of the change, without what was taken off since; blank where it cannot be made."""
        later = PublishedChange.objects.filter(
            conference=change.conference_id, number__gt=change.number, key=""
        )
        taken = list(later.order_by("number").values_list("number", "withdrawn"))
        if not taken:
            return change.digest
        name = f"{change.digest}-{taken[-1][0]}"
        addresses = {address for _number, withdrawn in taken for address in withdrawn}
        try:
            if not self.holds(name):
                self.host.make_without(name, change.digest, addresses)
        except OSError:
            log.exception("Files of a conference are not served: nothing can be taken off them.")
            return ""
        return name

    @property
    def is_fetching(self) -> bool:
        return self.fetching is not None and self.fetching.is_alive()

    def fetch(self, awaited: Awaited) -> None:
        """In a thread: a storage that does not answer holds up nothing that is to be taken off."""
        if self.is_fetching or time.monotonic() - self.tried_at < TRIES_EVERY_SECONDS:
            return
        self.tried_at = time.monotonic()
        self.fetching = threading.Thread(target=self._fetch, args=[awaited], daemon=True)
        self.fetching.start()

    def _fetch(self, awaited: Awaited) -> None:
        for change, former in awaited:
            try:
                with default_storage.open(change.key) as packed:
                    self.host.unpack(packed, change.digest, former=former)
            except Exception:
                # A storage elsewhere has errors of its own; a later try may find it back.
                if change.digest not in self.complained:
                    self.complained.add(change.digest)
                    log.exception("Published files could not be fetched; those before them stay.")
            else:
                self.tried_at = float("-inf")
        self.fetched.set()


class Calls:
    """PostgreSQL's call that something has changed, on the connection of this process."""

    listening: Any = None

    def listen(self) -> None:
        """Once for each connection, before anything is asked on it."""
        connection.ensure_connection()
        if connection.connection is self.listening:
            return
        _never_wait_for_ever(connection.connection)
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        self.listening = connection.connection

    def wait(self, seconds: float) -> None:
        """Until it calls, or so long."""
        with connection.wrap_database_errors:
            select.select([self.listening], [], [], seconds)
            self.listening.poll()
            self.listening.notifies.clear()


def _never_wait_for_ever(server: Any) -> None:
    """A server that has vanished without a word is given up like one that is away."""
    with socket.socket(fileno=os.dup(server.fileno())) as half:
        if half.family != socket.AF_UNIX:
            half.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, ANSWER_SECONDS * 1000)


@contextmanager
def alone_on(host: HostFolders) -> Iterator[bool]:
    """False where another process follows here. The lock ends with the process, however it ends."""
    host.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (host.root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def follow(host: HostFolders) -> None:
    """Until the process is ended, or the database answers with an error of its own.

    A database that is away says nothing, and takes nothing off either. One that refuses what it is
    asked, for example for a column that it lacks, may have been told of what is to be taken off.
    """
    os.environ.setdefault("PGCONNECT_TIMEOUT", str(ANSWER_SECONDS))
    host.prepare()
    follower, calls, is_away = Follower(host), Calls(), False
    while True:
        try:
            calls.listen()
            follower.step()
            give_sign_of_life(host)
            is_away = False
            calls.wait(SOON_SECONDS if follower.is_fetching else LOOKS_EVERY_SECONDS)
        except (OperationalError, InterfaceError):
            if not is_away:
                log.warning("The database is away: published files stay as they are.")
            is_away = True
            give_sign_of_life(host)
            connection.close()
            time.sleep(LOOKS_EVERY_SECONDS)
        except OSError:
            log.exception("Published files cannot be kept up to date on this host.")
            time.sleep(LOOKS_EVERY_SECONDS)


def give_sign_of_life(host: HostFolders) -> None:
    """Nothing is served that was taken off, as far as anybody can know. See `serving`."""
    with suppress(OSError):
        host.root.joinpath(ALIVE).touch(mode=0o600)
