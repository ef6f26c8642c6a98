import datetime as dt

import pytest
from django.db import transaction

from badges.models import PrintChunk
from conference.choices import WorkState
from conference.errors import LeaseLostError
from tests.factories import AT, PrintChunkFactory, PrintJobFactory
from tests.races import while_uncommitted

racing = pytest.mark.django_db(transaction=True)
LEASE = dt.timedelta(minutes=2)


def test_claim_takes_the_oldest_waiting_row_and_leases_it() -> None:
    first = PrintChunkFactory()
    PrintChunkFactory(job=first.job)

    work = PrintChunk.objects.claim(at=AT, lease=LEASE)

    assert work == first
    first.refresh_from_db()
    assert first.state == WorkState.RUNNING
    assert first.leased_until == AT + LEASE
    assert first.attempts == 1


def test_claim_leaves_work_under_a_lease_alone() -> None:
    PrintChunkFactory()
    PrintChunk.objects.claim(at=AT, lease=LEASE)

    assert PrintChunk.objects.claim(at=AT + LEASE / 2, lease=LEASE) is None


def test_claim_takes_work_whose_lease_ran_out_from_its_dead_worker() -> None:
    PrintChunkFactory()
    dead = PrintChunk.objects.claim(at=AT, lease=LEASE)

    alive = PrintChunk.objects.claim(at=AT + LEASE, lease=LEASE)

    assert alive == dead
    assert alive is not None
    assert dead is not None
    assert alive.attempts == 2
    with transaction.atomic():
        alive.require_lease()
        with pytest.raises(LeaseLostError):
            dead.require_lease()


@pytest.mark.parametrize("state", [WorkState.DONE, WorkState.FAILED, WorkState.CANCELLED])
def test_claim_never_takes_finished_work(state: WorkState) -> None:
    PrintChunkFactory(state=state, leased_until=AT)

    assert PrintChunk.objects.claim(at=AT + LEASE, lease=LEASE) is None


@racing
def test_two_workers_never_claim_the_same_row() -> None:
    """Nor does the second wait for the first."""
    one, other = PrintChunkFactory.create_batch(2, job=PrintJobFactory())
    claimed: list[PrintChunk | None] = []

    def claim() -> None:
        claimed.append(PrintChunk.objects.claim(at=AT, lease=LEASE))

    while_uncommitted(claim, claim, then=lambda: claimed.append(None))

    assert claimed == [one, other, None]


@racing
def test_lease_that_another_worker_takes_meanwhile_is_not_held() -> None:
    PrintChunkFactory()
    slow = PrintChunk.objects.claim(at=AT, lease=LEASE)
    assert slow is not None

    def ask() -> None:
        with transaction.atomic():
            slow.require_lease()

    with pytest.raises(LeaseLostError):
        while_uncommitted(lambda: PrintChunk.objects.claim(at=AT + LEASE, lease=LEASE), ask)


@racing
def test_sign_of_life_does_not_wait_for_who_holds_the_row() -> None:
    """Who cancels, or the result itself: the heart goes on beating."""
    PrintChunkFactory()
    chunk = PrintChunk.objects.claim(at=AT, lease=LEASE)
    assert chunk is not None
    done: list[str] = []

    def renew() -> None:
        PrintChunk.objects.renew(chunk, until=AT + LEASE * 2)
        done.append("renewed")

    while_uncommitted(chunk.require_lease, renew, then=lambda: done.append("committed"))

    assert done == ["renewed", "committed"]
