"""The one runner of background work (design decision 16).

A worker claims a row, keeps its lease alive while it works, and ends in one of three ways: done,
put back for another attempt, or failed in words. Whoever has lost the lease, because it was taken
for dead or the work was cancelled, has done nothing; what still computes for it is ended.
"""

import datetime as dt
import logging
import os
import resource
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any, Generic, TypeVar

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.errors import DomainError, LeaseLostError, PassingError
from conference.limited_process import NoAnswerError
from conference.models.leases import LeasedWork, LeasedWorkQuerySet

Work = TypeVar("Work", bound=LeasedWork)
Clock = Callable[[], dt.datetime]
# Hears how many are done.
Tell = Callable[[int], None]

# How often a worker asks whether the work is still its own.
LOOK_SECONDS = 1.0
# How often a row is told how far it is.
SAYING_SECONDS = 1.0
# So long what has lost its lease may come to an end by itself before its process is ended.
GRACE_SECONDS = 3.0
# After so long a process is free for what else its queue may hold.
TURN_SECONDS = 60
log = logging.getLogger(__name__)


def unheard(done: int) -> None:
    """How far it is, where nobody waits for that."""


@dataclass(frozen=True)
class Lane:
    """Kinds of work that together take no more than so many processes of their worker.

    A worker has more of them: work with priority is in no lane and always finds one free.
    """

    name: str
    at_once: int
    per_conference: int | None = None


@dataclass(frozen=True)
class WorkKind(Generic[Work]):
    """What the runner knows of a kind of work.

    `do` leaves its result in a transaction that asks for the lease (`LeasedWork.require_lease`).
    `fail` ends the work with the reason in words; it asks for the lease too. `language` is that of
    whoever reads them. What comes first has the lowest `priority`. `wait` is the time between two
    attempts. `memory`, in bytes and beside what the process had before, and `seconds` bound one
    attempt. `silence`, in seconds, bounds each
    piece of one: it says `Hold.require` after every badge or row, or hangs.
    """

    name: str
    rows: Callable[[], LeasedWorkQuerySet[Work]]
    do: "Callable[[Work, Hold[Work]], None]"
    fail: Callable[[Work, str, dt.datetime], None]
    language: Callable[[Work], str]
    lease: dt.timedelta
    most_attempts: int
    wait: dt.timedelta
    priority: int
    lane: Lane | None
    memory: int
    seconds: int
    silence: int | None = None
    longest_wait: dt.timedelta | None = None

    def wait_after(self, attempts: int) -> dt.timedelta:
        """Until the next attempt, after the last of so many."""
        if self.longest_wait is None:
            return self.wait
        doubled: int = 2 ** min(attempts - 1, 20)
        return min(self.wait * doubled, self.longest_wait)


@dataclass
class Hold(Generic[Work]):
    """A claimed piece of work, as its worker holds it."""

    kind: WorkKind[Work]
    work: Work
    clock: Clock
    lost: Event = field(default_factory=Event)
    looked: float = field(default_factory=time.monotonic)
    tried: str = ""

    def require(self) -> None:
        """For what computes for long, every now and then: LeaseLostError once it is in vain."""
        self.looked = time.monotonic()
        if self.lost.is_set():
            raise LeaseLostError

    def trying(self, what: str, **columns: object) -> None:
        """Leaves word of what is tried now: should it end the process, the next one can name it.

        `columns` are what else the row keeps of it.
        """
        self.tried = what
        self._rows().update(error=what, **columns)

    def put_back(self, why: str) -> None:
        """To be tried again in a while, by anybody; the last attempt fails instead."""
        at = self.clock()
        if self.work.attempts >= self.kind.most_attempts:
            self.kind.fail(self.work, why, at)
        else:
            wait = self.kind.wait_after(self.work.attempts)
            self._rows().update(lease=None, leased_until=at + wait, error=why)

    def is_held(self) -> bool:
        return self._rows().exists()

    def renew(self) -> None:
        self._queryset().renew(self.work, until=self.clock() + self.kind.lease)

    def _rows(self) -> LeasedWorkQuerySet[Work]:
        return self._queryset().under(self.work)

    def _queryset(self) -> LeasedWorkQuerySet[Work]:
        return self.kind.rows()


def telling(hold: Hold[Any], say: Tell) -> Tell:
    """For what computes for long: says how many are done; LeaseLostError once it is in vain.

    It may be told after every badge or row: `say` hears of it every now and then.
    """
    said = time.monotonic()

    def tell(done: int) -> None:
        nonlocal said
        hold.require()
        if time.monotonic() - said > SAYING_SECONDS:
            said = time.monotonic()
            say(done)

    return tell


Kinds = Sequence[WorkKind[Any]]


def claim(kinds: Kinds, clock: Clock) -> Hold[Any] | None:
    """The work that comes first of all that may be begun now, or None."""
    at = clock()
    for kind in sorted(kinds, key=lambda kind: kind.priority):
        work = _claim(kind, kinds, at)
        if work is not None:
            return Hold(kind, work, clock)
    return None


def _claim(kind: WorkKind[Work], kinds: Kinds, at: dt.datetime) -> Work | None:
    lane = kind.lane
    if lane is None:
        return kind.rows().claim(at=at, lease=kind.lease)
    with transaction.atomic():
        _lock(lane)
        beside = [other.rows().in_hands(at) for other in kinds if other.lane == lane]
        if sum(rows.count() for rows in beside) >= lane.at_once:
            return None
        rows: Any = kind.rows()
        if lane.per_conference is not None:
            ids = [pk for rows in beside for pk in rows.values_list("conference_id", flat=True)]
            rows = rows.but_of([pk for pk, n in Counter(ids).items() if n >= lane.per_conference])
        work: Work | None = rows.claim(at=at, lease=kind.lease)
        return work


def _lock(lane: Lane) -> None:
    """Two workers that count at once would both find room for one more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"lane {lane.name}"])


def run_next(kinds: Kinds, clock: Clock) -> bool:
    """Do one piece of work in this process; False if there is none."""
    hold = claim(kinds, clock)
    if hold is None:
        return False
    perform(hold)
    return True


def take_turn(kinds: Kinds, clock: Clock, ring: Callable[[], None]) -> None:
    """A worker's process does what waits, within the limits of each kind, and is ended beyond them.

    `ring` wakes another process up: for what may be done beside this, and for what is left.
    """
    ends_at = time.monotonic() + TURN_SECONDS
    is_first = True
    while time.monotonic() < ends_at:
        hold = claim(kinds, clock)
        if hold is None:
            return
        if is_first:
            ring()
        is_first = False
        perform(hold, end=partial(_end_this_process, hold, ring))
    ring()


def longest_turn(kinds: Kinds) -> int:
    """In seconds. What takes longer no longer looks at its own limits and is ended from outside."""
    return TURN_SECONDS + max(kind.seconds for kind in kinds) + 60


@contextmanager
def limited_memory(most: int) -> Iterator[None]:
    """To what this process has now and so much more: what it did before is not this work's."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _end_this_process(hold: Hold[Any], ring: Callable[[], None]) -> None:
    """Whatever it computes. Celery starts another one in its place."""
    log.warning("%s %s is no longer this worker's: it ends", hold.kind.name, hold.work.pk)
    ring()
    os.kill(os.getpid(), signal.SIGKILL)


def perform(hold: Hold[Any], *, end: Callable[[], None] | None = None) -> None:
    """Afterwards the work is done, or put back for another attempt, or has failed in words.

    A rule that refuses, refuses again: the work fails at once. Anything else (the disk is full,
    the storage is away) is tried as often as its kind says. In a worker `end` ends its process, for
    what goes on computing when the lease is lost; without it nobody renews the lease either.
    """
    with override(hold.kind.language(hold.work)), suppress(LeaseLostError), ExitStack() as beating:
        if end is not None:
            beating.enter_context(_heart(hold, end))
            beating.enter_context(limited_memory(hold.kind.memory))
        _attempt(hold)


def _attempt(hold: Hold[Any]) -> None:
    kind, work = hold.kind, hold.work
    if work.attempts > kind.most_attempts:
        kind.fail(work, _what_ends_workers(work), hold.clock())
        return
    try:
        kind.do(work, hold)
    except LeaseLostError:
        raise
    except DomainError as error:
        kind.fail(work, str(error), hold.clock())
    except Exception as error:
        log.exception("%s %s, attempt %s", kind.name, work.pk, work.attempts)
        hold.put_back(in_words(error, kind))


def in_words(error: Exception, kind: WorkKind[Any]) -> str:
    if isinstance(error, PassingError):
        return str(error)
    if isinstance(error, MemoryError):
        return _("It needed more memory than the %d MB allowed.") % (kind.memory // 2**20)
    if isinstance(error, NoAnswerError):
        return _("It needed more memory or time than allowed.")
    if isinstance(error, OSError):
        return _("A file could not be read or stored: %s.") % (error.strerror or error)
    return _("An error occurred in Dais (%s). The system log has the details.") % (
        type(error).__name__
    )


def _what_ends_workers(work: LeasedWork) -> str:
    if work.error:
        return _("The worker stopped repeatedly while working on %s.") % work.error
    return _("The worker stopped repeatedly while working on this.")


@contextmanager
def _heart(hold: Hold[Any], end: Callable[[], None]) -> Iterator[None]:
    """Renews the lease for as long as this process lives: slow is not dead."""
    done = Event()
    beating = Thread(target=_beat, args=(hold, done, end), daemon=True)
    beating.start()
    try:
        yield
    finally:
        done.set()
        beating.join()


def _beat(hold: Hold[Any], done: Event, end: Callable[[], None]) -> None:
    began = renewed = time.monotonic()
    while not done.wait(LOOK_SECONDS):
        now = time.monotonic()
        # What cannot be asked now may be asked in a second; the lease has its length for that.
        with suppress(OperationalError, InterfaceError):
            connection.close_if_unusable_or_obsolete()
            if now - began > hold.kind.seconds:
                _stop(hold, hold.kind.seconds)
            elif hold.kind.silence is not None and now - hold.looked > hold.kind.silence:
                _stop(hold, hold.kind.silence)
            if not hold.is_held():
                hold.lost.set()
                break
            if now - renewed > hold.kind.lease.total_seconds() / 4:
                hold.renew()
                renewed = now
    connection.close()
    if hold.lost.is_set() and not done.wait(GRACE_SECONDS):
        end()


def _stop(hold: Hold[Any], most: int) -> None:
    """The time of this attempt is over, and with it the claim."""
    with override(hold.kind.language(hold.work)), suppress(LeaseLostError):
        why = _("It took longer than the %d seconds allowed.") % most
        hold.put_back(f"{hold.tried}: {why}" if hold.tried else why)
