"""Two thousand badges four to a sheet, front and back, in envelopes; one of the workers dies at
40 % and the other finishes. Every code is read from its slot as a door would read it.

The one large job among the tests: what a file of sheets is like, and each fault, is tested of few
badges elsewhere.
"""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from django.db.models import Max, Sum
from django.utils import timezone

from badges import files
from badges.choices import Arrangement, GenerationState, JobState, Purpose
from badges.engine import qr, tokens
from badges.engine.design import shipped
from badges.engine.sheets.imposition import Area, Duplex, Imposition
from badges.models import BadgeDesign, Generation, PrintJob, SigningKey
from badges.published import published_files
from badges.services import changed_badges, defaults, missing_badges
from badges.services.changed_badges import by_type
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder, SheetOrder
from conference.celery import app
from conference.choices import Role, WorkState
from conference.models import AuditEvent, Conference
from delegates.models import Delegate
from tests.badges.designing import put_to_use
from tests.badges.printed import stored_files
from tests.factories import (
    AT,
    CategoryFactory,
    ConferenceFactory,
    DelegationFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.faults.at_work import ONE_AT_A_TIME, log_of
from tests.faults.errands import empty_storage
from tests.faults.holding import wait_until
from tests.servers import Worker, empty_broker

pytestmark = pytest.mark.django_db(transaction=True)

# Covers of one page and of more, sheets that are full and sheets that are not; some delegations
# fill more than a file.
DELEGATIONS = (1, 3, 22, 70, 14, 290) * 5
BADGES = sum(DELEGATIONS)
SHEETS = SheetOrder("a6-on-a4", Duplex.LONG, Arrangement.ENVELOPES)
A_FILE = 100
DOTS = 150
CORRECTED = 12
# Whoever was killed is waited for no longer than this.
A_SHORT_LEASE = {"WORK_LEASE_SECONDS": "5"}
# The number of the file, the sheet and the slot.
Place = tuple[int, int, int]


@pytest.fixture
def workers(transactional_db: None, tmp_path: Path) -> Iterator[list[Worker]]:
    empty_storage()
    empty_broker()
    started = [
        Worker.started(ONE_AT_A_TIME, tmp_path / f"worker{number}", A_SHORT_LEASE)
        for number in range(2)
    ]
    yield started
    for worker in started:
        worker.stop()
    empty_storage()


def registered() -> Conference:
    conference: Conference = ConferenceFactory()
    defaults.install(conference=conference, by=None, at=AT)
    design = BadgeDesign.objects.for_conference(conference).get()
    put_to_use(design, shipped.BY_KEY["a6-back"].newest.faces())
    categories = CategoryFactory.create_batch(3, conference=conference)
    by = UserFactory()
    Delegate.objects.bulk_create(
        Delegate(
            conference=conference,
            delegation=delegation,
            category=categories[number % len(categories)],
            is_category_set_by_hand=True,
            given_name=f"Given {number}",
            family_name=f"Family {number}",
            order=number,
            accreditation="approved",
            decided_at=AT,
            decided_by=by,
        )
        for delegation, count in [
            (DelegationFactory(conference=conference), count) for count in DELEGATIONS
        ]
        for number in range(count)
    )
    return conference


def ring() -> None:
    app.send_task(jobs.WAKE, queue=jobs.QUEUE)


def drawn(job: PrintJob) -> int:
    return job.chunks.aggregate(drawn=Sum("drawn"))["drawn"] or 0


def kill_one_at_work(workers: list[Worker], job: PrintJob) -> None:
    """At 40 %, while each has a file in hand: one with all of its processes, as by a power cut."""
    running = job.chunks.filter(state=WorkState.RUNNING)

    def is_caught_at_work() -> bool:
        assert is_under_way(job), "it was done before"
        # A worker takes a second message before it has done with its first: both may have gone to
        # one, and the other then waits for the scheduler's.
        ring()
        if drawn(job) < 0.4 * BADGES:
            return False
        os.killpg(workers[0].pid, signal.SIGSTOP)
        if running.count() == len(workers):
            return True
        os.killpg(workers[0].pid, signal.SIGCONT)
        return False

    wait_until(is_caught_at_work, otherwise=lambda: log_of(workers))
    workers[0].kill()
    assert drawn(job) < BADGES


def is_under_way(job: PrintJob) -> bool:
    job.refresh_from_db()
    assert job.state in {JobState.RUNNING, JobState.PUBLISHED}, job.error
    return job.state == JobState.RUNNING


def finish(job: PrintJob, workers: list[Worker]) -> None:
    def is_finished() -> bool:
        ring()
        return not is_under_way(job)

    wait_until(is_finished, otherwise=lambda: log_of(workers))


def codes_by_place(job: PrintJob) -> dict[Place, str]:
    """What a reader finds in each slot of each front, looked at with 150 dots an inch.

    Each back must carry the serial's owner instead: his name, and no code.
    """
    imposition = job.imposition
    assert imposition is not None
    found = {}
    for chunk, file in zip(job.chunks.order_by("number"), published_files(job), strict=True):
        names = {
            (entry.sheet, entry.slot): entry.generation.shown.family_name.text.upper()
            for entry in chunk.entries.select_related("generation")
        }
        with pypdfium2.PdfDocument(files.read(file.key)) as document:
            assert len(document) == file.sheets * imposition.sides == file.pages
            for sheet in range(1, file.sheets + 1):
                front, back = document[2 * sheet - 2], document[2 * sheet - 1]
                codes = codes_of(front, imposition)
                found.update({(chunk.number, sheet, slot): text for slot, text in codes.items()})
                behind = texts_of(back, imposition)
                assert behind.keys() == codes.keys()
                assert all(names[sheet, slot] in text for slot, text in behind.items())
    return found


def codes_of(front: pypdfium2.PdfPage, imposition: Imposition) -> dict[int, str]:
    """Of each slot, in which there is one; the page has no other."""
    picture = front.render(scale=DOTS / 72, grayscale=True).to_pil()
    dots = DOTS / 25.4
    found = {}
    for slot in range(1, imposition.paper.slots + 1):
        area = imposition.slot(slot)
        box = (area.left, area.top, area.left + area.width, area.top + area.height)
        cut_out = picture.crop([round(dots * edge) for edge in box])
        codes = zxingcpp.read_barcodes(cut_out, formats=qr.FORMATS)
        assert len(codes) <= 1, [(code.text, str(code.position)) for code in codes]
        if codes:
            found[slot] = codes[0].text
    return found


def texts_of(back: pypdfium2.PdfPage, imposition: Imposition) -> dict[int, str]:
    """Of each slot, as it lies behind the same slot of the front; none of those left white."""
    texts = back.get_textpage()
    found = {
        slot: text_in(texts, imposition.slot(slot, is_back=True), imposition)
        for slot in range(1, imposition.paper.slots + 1)
    }
    return {slot: text for slot, text in found.items() if text}


def text_in(texts: pypdfium2.PdfTextPage, area: Area, imposition: Imposition) -> str:
    left, bottom, width, height = imposition.points(area)
    text: str = texts.get_text_bounded(left, bottom, left + width, bottom + height)
    return " ".join(text.split())


def assert_every_code_is_where_its_entry_says(job: PrintJob, numbers: set[int]) -> None:
    """By its serial, its generation, and the signature that a door believes."""
    entries = job.entries.select_related("generation__badge", "chunk")
    expected = {
        (entry.chunk.number, entry.sheet, entry.slot): (
            entry.generation.badge.serial,
            entry.generation.number,
        )
        for entry in entries
    }
    keys = {
        bytes.fromhex(key.fingerprint): bytes(key.public_key)
        for key in SigningKey.objects.for_conference(job.conference)
    }
    read = {place: tokens.read(text, keys) for place, text in codes_by_place(job).items()}
    assert {place: (one.serial, one.generation) for place, one in read.items()} == expected
    assert {one.generation for one in read.values()} == numbers
    assert len({one.serial for one in read.values()}) == len(expected)
    # A front and a back of each.
    assert job.page_count == 2 * len(expected)


def assert_done_once(jobs_sent: list[PrintJob], *, orphans: int) -> None:
    """The files and no other; each badge issued once, and nothing held back for a job that was."""
    named = {
        key
        for job in jobs_sent
        for chunk in job.chunks.all()
        for key in (chunk.file, chunk.sheet_file)
    }
    assert named <= set(stored_files())
    # Those that were replaced go after the commit that publishes.
    wait_until(lambda: len(set(stored_files()) - named) <= orphans)
    published = AuditEvent.objects.filter(action="print_job.published")
    assert published.count() == len(jobs_sent)
    states = Generation.objects.values_list("state", flat=True)
    assert Counter(states) == Counter(
        {GenerationState.LIVE: BADGES, GenerationState.ENDED: CORRECTED}
        if len(jobs_sent) > 1
        else {GenerationState.LIVE: BADGES}
    )


def test_job_of_thousands_on_sheets_survives_a_worker_and_twelve_names_are_corrected(
    workers: list[Worker],
) -> None:
    conference = registered()
    clerk = StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user
    first = PrintOrder(conference, None, Purpose.FIRST, "en", badges_per_file=A_FILE, sheets=SHEETS)
    job = jobs.send(order=first, by=clerk, at=timezone.now())
    ring()
    kill_one_at_work(workers, job)
    finish(job, workers)

    assert job.chunks.aggregate(most=Max("attempts"))["most"] == 2
    assert_done_once([job], orphans=1)
    assert_every_code_is_where_its_entry_says(job, {1})
    everybody = Delegate.objects.for_conference(conference).order_by("pk")
    wrong = list(everybody[:: BADGES // CORRECTED])[:CORRECTED]
    for delegate in wrong:
        delegate.family_name += " Corrected"
        delegate.save(update_fields=["family_name"])
    groups = changed_badges.changed_badges(conference, at=timezone.now())
    [corrected] = missing_badges.send_changed(
        conference=conference,
        chosen=by_type(groups),
        sheets=SHEETS,
        by=clerk,
        at=timezone.now(),
    )
    finish(corrected, workers)

    printed = corrected.entries.values_list("generation__badge__delegate", flat=True)
    assert sorted(printed) == [delegate.pk for delegate in wrong]
    assert_every_code_is_where_its_entry_says(corrected, {2})
    assert_done_once([job, corrected], orphans=1)
    assert changed_badges.changed_badges(conference, at=timezone.now()) == []
