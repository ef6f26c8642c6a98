"""Two people print the same badge at the same moment; the database states what cannot be."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError

from badges.choices import GenerationState, JobState, Purpose, Reason
from badges.engine.design.faces import front_only
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
from badges.services import designs, types
from badges.services.printing import job_steps, jobs, publication
from badges.services.printing.job_steps import ChunkFile
from badges.services.printing.jobs import NobodyToPrintError, PrintOrder
from badges.services.printing.preparation import prepare
from conference.choices import WorkState
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.models import Delegate
from delegates.services import delegations
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.badges.designing import save
from tests.factories import BadgeTypeFactory, GenerationFactory, ZoneFactory
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
    return publication.publish(assembly=assembly, left_out={}, remade={}, sheets={}, at=AT)


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
def test_of_two_who_send_the_same_thousands_the_second_sends_nobody(
    conference: Conference, make_delegates: MakeDelegates, send: Send
) -> None:
    people = make_delegates(2)
    SerialCounter.objects.create(conference=conference)

    with pytest.raises(NobodyToPrintError):
        while_uncommitted(send, send)

    preparation = PrintPreparation.objects.get()
    assert preparation.holders == [row.pk for row in people]
    assert PrintJob.objects.get() == preparation.job


def claimed_preparation() -> PrintPreparation:
    preparation = PrintPreparation.objects.claim(at=AT, lease=LEASE)
    assert preparation is not None
    return preparation


@racing
@pytest.mark.usefixtures("all_jobs_are_large")
@pytest.mark.parametrize("first", ["earlier", "later"])
def test_of_two_that_are_prepared_for_the_same_people_the_earlier_prints_them(
    make_delegates: MakeDelegates, send: Send, first: str
) -> None:
    one, other = make_delegates(2)
    jobs_sent = [send([one]), send([other])]
    PrintPreparation.objects.update(holders=[one.pk, other.pk])
    earlier, later = claimed_preparation(), claimed_preparation()
    assert [earlier.job, later.job] == jobs_sent

    def prepare_earlier() -> None:
        prepare(preparation=earlier, at=AT)

    def prepare_later() -> None:
        with pytest.raises(NobodyToPrintError):
            prepare(preparation=later, at=AT)

    if first == "earlier":
        while_uncommitted(prepare_earlier, prepare_later)
    else:
        while_uncommitted(prepare_later, prepare_earlier)

    assert list(earlier.job.entries.values_list("generation__badge__delegate", flat=True)) == [
        one.pk,
        other.pk,
    ]
    assert Generation.objects.count() == 2


@racing
def test_desk_prints_while_a_large_job_is_prepared_and_no_serial_is_given_twice(
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "MOST_IN_SMALL_JOB", 1)
    at_the_desk, *many = make_delegates(3)
    SerialCounter.objects.create(conference=conference)
    send(many)
    preparation = claimed_preparation()

    while_uncommitted(lambda: send([at_the_desk]), lambda: prepare(preparation=preparation, at=AT))

    assert list(Badge.objects.order_by("serial").values_list("serial", "delegate")) == [
        (1, at_the_desk.pk),
        (2, many[0].pk),
        (3, many[1].pk),
    ]


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
        lambda: job_steps.finish_chunk(chunk=one, file=nothing, stopped={}),
        lambda: job_steps.finish_chunk(chunk=other, file=nothing, stopped={}),
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
        return designs.save_version(design=design, faces=front_only(source), by=None, at=AT)

    second = while_uncommitted(lambda: save("mine"), lambda: save("yours"))

    assert second.number == 3
    assert sorted(design.versions.values_list("number", flat=True)) == [1, 2, 3]


@racing
def test_of_two_who_put_versions_to_use_the_second_is_told_of_the_first(
    conference: Conference,
) -> None:
    design = BadgeDesign.objects.get(conference=conference)
    seen = design.version_in_use_id
    mine, yours = (
        save(design, DesignSource(f'<p>{words}</p><img src="{{{{ qr }}}}" alt="">', ""))
        for words in ("mine", "yours")
    )

    def use(version: DesignVersion) -> None:
        designs.use(version=version, instead_of=seen, by=None, at=AT)

    with pytest.raises(DomainError, match="Version 2 was put to use in the meantime"):
        while_uncommitted(lambda: use(mine), lambda: use(yours))

    design.refresh_from_db()
    assert design.version_in_use == mine


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


@racing
def test_of_two_who_tick_zones_of_a_type_the_second_replaces_the_first(
    conference: Conference, clerk: User
) -> None:
    badge_type = BadgeTypeFactory(conference=conference)
    one, other = ZoneFactory.create_batch(2, conference=conference)
    tick = partial(types.open_zones, badge_type=badge_type, by=clerk, at=AT)

    while_uncommitted(lambda: tick(zones=[one]), lambda: tick(zones=[other]))

    assert [row.zone for row in badge_type.type_zones.all()] == [other]
