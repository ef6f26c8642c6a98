"""Two people print the same badge at the same moment; the database states what cannot be."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError

from badges.choices import GenerationState, JobState, Obstacle, Purpose, Reason
from badges.engine.design.language import DesignSource
from badges.models import (
    Badge,
    BadgeDesign,
    DesignVersion,
    Generation,
    PrintAssembly,
    PrintChunk,
    PrintJob,
    PrintPreparation,
    SerialCounter,
)
from badges.services import designs, job_steps, jobs, publication
from badges.services.job_steps import ChunkFile
from badges.services.jobs import NobodyToPrintError, PrintOrder
from badges.services.preparation import prepare
from conference.choices import WorkState
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.models import Delegate
from delegates.services import accreditation, delegations
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.factories import GenerationFactory
from tests.races import while_uncommitted

racing = pytest.mark.django_db(transaction=True)
LEASE = dt.timedelta(minutes=2)


def to_be_published(job: PrintJob) -> PrintAssembly:
    """The files of the job stand, and a worker has taken it up."""
    job.chunks.update(state=WorkState.DONE)
    PrintAssembly.objects.create(conference_id=job.conference_id, job=job)
    assembly = PrintAssembly.objects.claim(at=AT, lease=LEASE)
    assert assembly is not None
    return assembly


def published(assembly: PrintAssembly) -> bool:
    """Whether it could be published with nobody left out."""
    return publication.publish(assembly=assembly, left_out={}, remade={}, at=AT)


@racing
def test_of_two_who_send_the_same_people_the_second_sends_nobody(
    conference: Conference, make_delegates: MakeDelegates, clerk: User
) -> None:
    make_delegates(10)
    SerialCounter.objects.create(conference=conference)
    order = PrintOrder(conference, None, Purpose.FIRST, language="en")
    send = partial(jobs.send, order=order, by=clerk, at=AT)

    with pytest.raises(NobodyToPrintError):
        while_uncommitted(send, send)

    assert PrintJob.objects.count() == 1
    assert sorted(Badge.objects.values_list("serial", flat=True)) == list(range(1, 11))
    assert Generation.objects.count() == 10


@racing
@pytest.mark.usefixtures("all_jobs_are_large")
def test_badge_that_the_desk_prints_while_a_large_job_is_prepared_is_printed_once(
    conference: Conference, make_delegates: MakeDelegates, clerk: User, send: Send
) -> None:
    one, other = make_delegates(2)
    SerialCounter.objects.create(conference=conference)
    order = PrintOrder(conference, [one.pk], Purpose.FIRST, language="en")

    def send_and_prepare() -> None:
        send()
        preparation = PrintPreparation.objects.claim(at=AT, lease=LEASE)
        assert preparation is not None
        prepare(preparation=preparation, at=AT)

    while_uncommitted(lambda: jobs.send_prepared(order=order, by=clerk, at=AT), send_and_prepare)

    assert PrintPreparation.objects.get().left_out == [[one.pk, Obstacle.BEING_PRINTED]]
    assert sorted(Generation.objects.values_list("badge__delegate", "state")) == [
        (one.pk, GenerationState.RESERVED),
        (other.pk, GenerationState.RESERVED),
    ]
    assert sorted(Badge.objects.values_list("serial", flat=True)) == [1, 2]


Withdraw = Callable[[Delegate, User], object]
WITHDRAWALS: dict[str, Withdraw] = {
    "delegate": lambda delegate, by: accreditation.withdraw(
        delegate=delegate, reason="Ill", by=by, at=AT
    ),
    "delegation": lambda delegate, by: delegations.withdraw(
        delegation=delegate.delegation, reason="Recalled", by=by, at=AT
    ),
}


@racing
@pytest.mark.parametrize("who", WITHDRAWALS)
def test_who_is_withdrawn_while_the_files_are_published_is_issued_no_badge(
    make_delegates: MakeDelegates, send: Send, clerk: User, who: str
) -> None:
    [delegate] = make_delegates()
    assembly = to_be_published(send())

    is_published = while_uncommitted(
        lambda: WITHDRAWALS[who](delegate, clerk), lambda: published(assembly)
    )

    assert not is_published
    assert Generation.objects.get().state == GenerationState.RESERVED


@racing
def test_badge_that_is_replaced_while_its_copy_is_published_is_not_copied(
    make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates()
    published(to_be_published(send()))
    copy = to_be_published(send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM))
    successor = to_be_published(send(purpose=Purpose.REPLACE, reason=Reason.LOST))

    is_copied = while_uncommitted(lambda: published(successor), lambda: published(copy))

    assert not is_copied


@racing
def test_of_two_workers_who_finish_the_last_chunks_one_makes_the_assembly(
    make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates(2)
    send(badges_per_file=1)
    one, other = (PrintChunk.objects.claim(at=AT, lease=LEASE) for _ in range(2))
    assert one is not None
    assert other is not None
    nothing = ChunkFile("", [])

    while_uncommitted(
        lambda: job_steps.finish_chunk(chunk=one, file=nothing),
        lambda: job_steps.finish_chunk(chunk=other, file=nothing),
    )

    assert PrintAssembly.objects.count() == 1


@racing
def test_job_that_is_published_meanwhile_cannot_be_cancelled(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    make_delegates()
    job = send()
    assembly = to_be_published(job)

    with pytest.raises(DomainError, match="no longer running"):
        while_uncommitted(
            lambda: published(assembly), lambda: jobs.cancel(job=job, by=clerk, at=AT)
        )

    job.refresh_from_db()
    assert job.state == JobState.PUBLISHED
    assert Generation.objects.get().state == GenerationState.LIVE


@racing
def test_two_who_save_a_design_make_two_versions(conference: Conference) -> None:
    design = BadgeDesign.objects.get(conference=conference)

    def save(words: str) -> DesignVersion:
        source = DesignSource(f'<p>{words}</p><img src="{{{{ qr }}}}" alt="">', "")
        return designs.save_version(design=design, source=source, by=None, at=AT)

    second = while_uncommitted(lambda: save("mine"), lambda: save("yours"))

    assert second.number == 3
    assert sorted(design.versions.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("state", "fields"),
    [(GenerationState.LIVE, {"issued_at": AT}), (GenerationState.RESERVED, {})],
)
def test_badge_never_has_two_live_or_two_reserved_generations(
    state: GenerationState, fields: dict[str, object]
) -> None:
    first = GenerationFactory(state=state, **fields)

    with pytest.raises(IntegrityError, match=f"generation_one_{state}_per_badge"):
        GenerationFactory(
            badge=first.badge,
            design_version=first.design_version,
            number=2,
            state=state,
            **fields,
        )
