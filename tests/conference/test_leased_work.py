"""How the runner ends each piece of work, and which comes first. Real processes: tests/faults."""

import datetime as dt
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import isolate_apps

from badges.models import PrintChunk
from conference import leased_work
from conference.choices import WorkState
from conference.errors import DomainError, LeaseLostError, PassingError
from conference.leased_work import Hold, Lane, WorkKind
from conference.limited_process import NoAnswerError
from conference.models import Conference, LeasedWork, LeasedWorkQuerySet
from delegates.importing import running
from delegates.models import ImportRun
from tests.factories import (
    AT,
    ConferenceFactory,
    ImportRunFactory,
    PrintChunkFactory,
    PrintJobFactory,
)
from tests.faults.errands import ERRANDS, Errand, empty_storage
from tests.faults.holding import wait_until
from tests.races import while_uncommitted

IMPORT = running.KINDS[0]
LATER = AT + IMPORT.lease


def kind(do: Any, **changed: Any) -> WorkKind[Any]:
    """Imports, with something else to do."""
    return replace(IMPORT, **({"do": do, "lane": None} | changed))


def nothing(work: Any, hold: Hold[Any]) -> None:
    work.state = WorkState.DONE
    work.save()


def raising(error: Exception) -> Any:
    def do(work: Any, hold: Hold[Any]) -> None:
        raise error

    return do


def run(kind: WorkKind[Any], at: dt.datetime = AT) -> bool:
    return leased_work.run_next([kind], lambda: at)


# How a piece of work ends


def test_work_that_is_done_is_not_taken_up_again() -> None:
    ImportRunFactory()

    assert [run(kind(nothing), at) for at in (AT, LATER)] == [True, False]


def test_rule_that_refuses_fails_the_work_at_once_in_its_words() -> None:
    row = ImportRunFactory()

    run(kind(raising(DomainError("The file is empty."))))

    row.refresh_from_db()
    assert (row.state, row.error, row.attempts) == (WorkState.FAILED, "The file is empty.", 1)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PassingError("The storage is busy."), "The storage is busy."),
        (OSError(28, "No space left"), "A file could not be read or stored: No space left."),
        (MemoryError(), "It needed more memory than the 2048 MB allowed."),
        (NoAnswerError(), "It needed more memory or time than allowed."),
        (KeyError("Rahmon"), "An error occurred in Dais (KeyError)."),
    ],
)
def test_anything_else_is_tried_three_times_and_fails_in_words(
    error: Exception, words: str
) -> None:
    row = ImportRunFactory()
    broken = kind(raising(error))
    times = [AT, AT + IMPORT.wait / 2, AT + IMPORT.wait, AT + 2 * IMPORT.wait, LATER]

    assert [run(broken, at) for at in times] == [True, False, True, True, False]

    row.refresh_from_db()
    assert (row.state, row.attempts) == (WorkState.FAILED, 3)
    assert row.error.startswith(words)


@pytest.mark.parametrize(
    ("tried", "words"),
    [
        ("", "The worker stopped repeatedly while working on this."),
        ("badge 00260", "The worker stopped repeatedly while working on badge 00260."),
    ],
)
def test_work_that_ends_its_workers_is_given_up(tried: str, words: str) -> None:
    row = ImportRunFactory()
    for attempt in range(IMPORT.most_attempts):
        hold = leased_work.claim([IMPORT], lambda at=AT + attempt * IMPORT.lease: at)
        assert hold is not None
        hold.trying(tried)

    run(kind(nothing), AT + IMPORT.most_attempts * IMPORT.lease)

    row.refresh_from_db()
    assert (row.state, row.error) == (WorkState.FAILED, words)


@pytest.fixture(params=ERRANDS, ids=lambda kind: kind.__name__)
def errand(request: pytest.FixtureRequest, commits_at_once: None) -> Errand:
    empty_storage()
    made: Errand = request.param()
    return made


@pytest.fixture
def commits_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the commit happens at once: the test's own transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call, **_: call())


def claimed(errand: Errand, at: dt.datetime) -> Hold[Any]:
    hold = leased_work.claim(errand.kinds, lambda: at)
    assert hold is not None
    return hold


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def test_result_that_comes_after_the_lease_changes_nothing(errand: Errand) -> None:
    errand.begin()
    slow = claimed(errand, now())
    quick = claimed(errand, now() + slow.kind.lease)
    leased_work.perform(quick)

    leased_work.perform(slow)

    while leased_work.run_next(errand.kinds, now):
        pass
    assert errand.is_done()
    errand.assert_done_once()


def test_result_of_work_that_was_cancelled_changes_nothing(errand: Errand) -> None:
    errand.begin()
    hold = claimed(errand, now())
    errand.cancel()

    leased_work.perform(hold)

    errand.assert_nothing_left()
    assert leased_work.claim(errand.kinds, lambda: now() + hold.kind.lease) is None


@pytest.mark.parametrize(("seconds", "said"), [(-1.0, [1, 2]), (float("inf"), [])])
def test_row_is_told_no_more_often_than_that_and_the_lease_is_looked_at_each_time(
    monkeypatch: pytest.MonkeyPatch, seconds: float, said: list[int]
) -> None:
    monkeypatch.setattr(leased_work, "SAYING_SECONDS", seconds)
    ImportRunFactory()
    hold = leased_work.claim([IMPORT], lambda: AT)
    assert hold is not None
    heard: list[int] = []
    tell = leased_work.telling(hold, heard.append)

    tell(1)
    tell(2)
    hold.lost.set()

    with pytest.raises(LeaseLostError):
        tell(3)
    assert heard == said


# The heart


class Ended(Event):
    """In the place of the end of a process."""

    def __call__(self) -> None:
        self.set()


def beating(do: Any, ended: Ended, **changed: Any) -> None:
    """A worker's first claim, from its beginning to its end."""
    hold = leased_work.claim([kind(do, **changed)], now)
    assert hold is not None
    leased_work.perform(hold, end=ended)


@pytest.mark.django_db(transaction=True)
def test_heart_keeps_the_lease_of_slow_work() -> None:
    row = ImportRunFactory()

    def wait_for_the_renewal(work: Any, hold: Hold[Any]) -> None:
        until = work.leased_until
        wait_until(lambda: ImportRun.objects.get().leased_until > until)
        nothing(work, hold)

    ended = Ended()
    beating(wait_for_the_renewal, ended, lease=dt.timedelta(seconds=4))

    row.refresh_from_db()
    assert (row.state, row.attempts, ended.is_set()) == (WorkState.DONE, 1, False)


@pytest.mark.django_db(transaction=True)
def test_what_computes_without_looking_is_ended_when_its_lease_is_lost() -> None:
    row = ImportRunFactory()

    def compute(work: Any, hold: Hold[Any]) -> None:
        ImportRun.objects.update(state=WorkState.CANCELLED, lease=None)
        # A real process would end in the middle of this.
        ended.wait(20)

    ended = Ended()
    beating(compute, ended)

    row.refresh_from_db()
    assert (row.state, ended.is_set()) == (WorkState.CANCELLED, True)


@pytest.mark.django_db(transaction=True)
def test_what_looks_is_not_ended_when_its_lease_is_lost() -> None:
    ImportRunFactory()

    looked: list[bool] = []

    def compute(work: Any, hold: Hold[Any]) -> None:
        ImportRun.objects.update(state=WorkState.CANCELLED, lease=None)
        looked.append(hold.lost.wait(20))
        hold.require()
        looked.append(False)

    ended = Ended()
    beating(compute, ended)

    assert (looked, ended.is_set()) == ([True], False)


@pytest.mark.django_db(transaction=True)
def test_work_that_takes_too_long_is_put_back_in_words_and_ended() -> None:
    row = ImportRunFactory()

    def compute(work: Any, hold: Hold[Any]) -> None:
        hold.lost.wait(20)
        hold.require()

    beating(compute, Ended(), seconds=0)

    row.refresh_from_db()
    assert (row.state, row.lease) == (WorkState.RUNNING, None)
    assert row.error == "It took longer than the 0 seconds allowed."


@pytest.mark.django_db(transaction=True)
def test_work_that_says_nothing_for_too_long_is_put_back_and_names_what_it_tried() -> None:
    row = ImportRunFactory()

    def compute(work: Any, hold: Hold[Any]) -> None:
        hold.trying("Badge 00260")
        hold.lost.wait(20)
        hold.require()

    beating(compute, Ended(), silence=0)

    row.refresh_from_db()
    assert (row.state, row.lease) == (WorkState.RUNNING, None)
    assert row.error == "Badge 00260: It took longer than the 0 seconds allowed."


@pytest.mark.django_db(transaction=True)
def test_work_that_looks_at_its_lease_is_not_silent() -> None:
    row = ImportRunFactory()

    def compute(work: Any, hold: Hold[Any]) -> None:
        for _piece in range(40):
            time.sleep(0.1)
            hold.require()
        nothing(work, hold)

    beating(compute, Ended(), silence=3)

    row.refresh_from_db()
    assert row.state == WorkState.DONE


# Which comes first


def taken(kinds: list[WorkKind[Any]], count: int) -> list[Model | None]:
    holds = [leased_work.claim(kinds, lambda: AT) for _claim in range(count)]
    return [hold and hold.work for hold in holds]


def chunks(lane: Lane | None = None, *, priority: int = 1) -> WorkKind[Any]:
    return kind(nothing, rows=PrintChunk.objects.all, lane=lane, priority=priority)


def imports(lane: Lane | None = None) -> WorkKind[Any]:
    return replace(kind(nothing), lane=lane)


def test_kind_with_priority_comes_first() -> None:
    run = ImportRunFactory()
    chunk = PrintChunkFactory()

    assert taken([imports(), chunks(priority=-1)], 3) == [chunk, run, None]


def test_lane_takes_no_more_than_its_processes_and_leaves_what_is_in_none() -> None:
    lane = Lane("both", at_once=2)
    ImportRunFactory.create_batch(2)
    job = PrintJobFactory()
    first, second, third = (PrintChunkFactory(job=job, number=number) for number in (1, 2, 3))
    kinds = [chunks(lane), imports(lane), kind(nothing, rows=PrintChunk.objects.none)]

    assert taken([imports(lane), chunks(lane, priority=-1)], 3) == [first, second, None]
    assert taken([chunks()], 1) == [third]
    assert taken(kinds, 1) == [None]


def test_conferences_take_turns() -> None:
    one, other = PrintJobFactory(), PrintJobFactory()
    of_one = [PrintChunkFactory(job=one, number=number) for number in range(1, 4)]
    of_other = [PrintChunkFactory(job=other, number=number) for number in range(5, 7)]
    ticks: Iterator[int] = iter(range(6))

    def clock() -> dt.datetime:
        return AT + next(ticks) * dt.timedelta(seconds=1)

    holds = [leased_work.claim([chunks()], clock) for _claim in range(5)]

    assert [hold and hold.work for hold in holds] == [
        of_one[0],
        of_other[0],
        of_one[1],
        of_other[1],
        of_one[2],
    ]


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_count_at_once_do_not_both_find_room() -> None:
    ImportRunFactory.create_batch(2)
    kinds = [imports(Lane("imports", at_once=1))]

    second = while_uncommitted(lambda: taken(kinds, 1), lambda: taken(kinds, 1))

    assert second == [None]
    assert ImportRun.objects.in_hands(AT).count() == 1


def test_share_of_a_conference_is_kept_free_of_another() -> None:
    busy: Conference = ConferenceFactory()
    first, _waits = ImportRunFactory.create_batch(2, conference=busy)
    other = ImportRunFactory()
    lane = Lane("imports", at_once=5, per_conference=1)

    assert taken([imports(lane)], 3) == [first, other, None]


@isolate_apps("conference")
def test_work_of_no_conference_is_done_like_any_other() -> None:
    class Errand(LeasedWork):
        objects = LeasedWorkQuerySet.as_manager()

        class Meta:
            app_label = "conference"

    with connection.schema_editor() as editor:
        editor.create_model(Errand)
    one, other, third = (Errand.objects.create() for _number in range(3))
    errands = kind(nothing, rows=Errand.objects.all, language=lambda work: "en")

    run(errands)
    one.refresh_from_db()

    assert one.state == WorkState.DONE
    assert taken([replace(errands, lane=Lane("errands", at_once=1))], 2) == [other, None]
    assert taken([errands], 2) == [third, None]


def test_lost_lease_is_not_an_error_anybody_hears_of() -> None:
    row = ImportRunFactory()

    run(kind(raising(LeaseLostError())))

    row.refresh_from_db()
    assert (row.state, row.error) == (WorkState.RUNNING, "")


@pytest.mark.django_db(transaction=True)
def test_memory_is_limited_while_work_is_done_and_no_longer() -> None:
    ImportRunFactory()
    before = resource.getrlimit(resource.RLIMIT_AS)
    during: list[tuple[int, int]] = []

    def look(work: Any, hold: Hold[Any]) -> None:
        during.append(resource.getrlimit(resource.RLIMIT_AS))
        nothing(work, hold)

    beating(look, Ended())

    assert during != [before]
    assert resource.getrlimit(resource.RLIMIT_AS) == before
