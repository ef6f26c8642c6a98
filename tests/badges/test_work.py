"""What becomes of a job in the worker's hands: one file, the right pages, nothing in between."""

import datetime as dt
import errno
import io
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import translation
from PIL import Image

from badges import files, qr, work
from badges.choices import GenerationState, JobState, Obstacle, Outcome, Purpose, Reason
from badges.design_language import DesignSource
from badges.fields import Overlong
from badges.models import BadgeDesign, Generation, PrintEntry, PrintJob
from badges.services import designs, jobs
from badges.services.pieces import RETRY_AFTER
from badges.work import claim, perform
from conference.models import AuditEvent, Conference, User
from delegates.models import Category
from delegates.services import accreditation, delegations, registration
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.factories import CategoryDesignFactory, CategoryFactory

WorkOff = Callable[[], int]


def pages_of(job: PrintJob) -> list[str]:
    """What the QR of each page says, read from a picture of the page as a door would."""
    document = pypdfium2.PdfDocument(files.read(job.file))
    return [qr.read_back(page.render(scale=200 / 72).to_pil()) for page in document]


def manifest_of(job: PrintJob) -> list[str]:
    entries = job.entries.filter(page__isnull=False).order_by("page")
    return [qr.payload(code) for code in entries.values_list("generation__code", flat=True)]


def text_of(job: PrintJob) -> str:
    document = pypdfium2.PdfDocument(files.read(job.file))
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def stored_files() -> list[str]:
    """Keys of all PDF files, whole or in parts, that the storage holds."""
    found = []
    for folder in (files.CHUNKS, files.JOBS):
        try:
            prefixes, _ = default_storage.listdir(folder)
        except FileNotFoundError:
            continue
        for prefix in prefixes:
            found += [
                f"{folder}/{prefix}/{name}"
                for name in default_storage.listdir(f"{folder}/{prefix}")[1]
            ]
    return found


@pytest.fixture(autouse=True)
def _empty_storage() -> None:
    for key in stored_files():
        default_storage.delete(key)


@pytest.fixture(autouse=True)
def _commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the commit happens at once: the test's own transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call, **_: call())


@pytest.fixture
def three_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BADGES_PER_FILE", 2)


@pytest.mark.usefixtures("three_chunks")
def test_page_n_shows_entry_n_of_the_manifest_and_all_differ(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(5)
    job = send()

    pieces = work_off()

    job.refresh_from_db()
    assert pieces == 4
    assert (job.state, job.page_count, job.finished_at) == (JobState.PUBLISHED, 5, AT)
    assert pages_of(job) == manifest_of(job)
    assert len(set(manifest_of(job))) == 5
    assert [entry.page for entry in job.entries.order_by("position")] == [1, 2, 3, 4, 5]


def test_published_job_leaves_one_file_and_it_is_sound(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2)
    job = send()

    work_off()

    job.refresh_from_db()
    assert stored_files() == [job.file]
    assert not job.file.endswith(".pdf")
    with pikepdf.open(io.BytesIO(files.read(job.file))) as document:
        assert document.check_pdf_syntax() == []


def test_generations_are_issued_with_the_file_and_not_before(
    make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates()
    job = send()
    chunk = claim(AT)
    assert chunk is not None
    perform(chunk, lambda: AT)
    before = Generation.objects.get().state

    assembly = claim(AT)
    assert assembly is not None
    perform(assembly, lambda: AT)

    generation = Generation.objects.get()
    assert before == GenerationState.RESERVED
    assert (generation.state, generation.issued_at) == (GenerationState.LIVE, AT)
    badge_events = AuditEvent.objects.filter(action="badge.issued")
    assert [(event.target_id, event.detail) for event in badge_events] == [
        (generation.badge_id, {"job": job.pk})
    ]


@pytest.mark.usefixtures("three_chunks")
def test_edits_between_two_chunks_change_nothing_in_the_file(
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
) -> None:
    delegates = make_delegates(4, family_name="Before")
    job = send()
    first = claim(AT)
    assert first is not None
    perform(first, lambda: AT)

    registration.change(delegate=delegates[3], fields={"family_name": "After"}, by=clerk, at=AT)
    plain = DesignSource('<img src="{{ qr }}" alt=""><p>{{ serial }}</p>', "")
    designs.save_version(design=BadgeDesign.objects.get(), source=plain, by=clerk, at=AT)
    work_off()

    job.refresh_from_db()
    assert job.page_count == 4
    assert text_of(job).count("BEFORE") == 4
    assert "AFTER" not in text_of(job)


@pytest.mark.usefixtures("three_chunks")
def test_whoever_is_withdrawn_between_two_chunks_is_left_out_and_named(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    delegates = make_delegates(4)
    photo = default_storage.save("photos/aa/portrait.jpg", ContentFile(portrait()))
    delegates[1].photo = photo
    delegates[1].save(update_fields=["photo"])
    job = send()
    first = claim(AT)
    assert first is not None
    perform(first, lambda: AT)

    accreditation.withdraw(delegate=delegates[1], reason="Ill", by=clerk, at=AT)
    work_off()

    job.refresh_from_db()
    entries = list(job.entries.order_by("position"))
    assert [(entry.outcome, entry.obstacle, entry.page) for entry in entries] == [
        (Outcome.PRINTED, "", 1),
        (Outcome.LEFT_OUT, Obstacle.WITHDRAWN, None),
        (Outcome.PRINTED, "", 2),
        (Outcome.PRINTED, "", 3),
    ]
    assert entries[1].generation.state == GenerationState.RELEASED
    assert Generation.objects.live().count() == 3
    assert pages_of(job) == manifest_of(job)
    assert [picture for picture in pictures_of(job) if picture == (60, 80)] == []


def portrait() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "#445566").save(out, "JPEG")
    return out.getvalue()


def pictures_of(job: PrintJob) -> set[tuple[int, int]]:
    """Sizes of all pictures that the file carries anywhere, shown or not."""
    with pikepdf.open(io.BytesIO(files.read(job.file))) as document:
        return {
            (int(item.Width), int(item.Height))
            for item in document.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        }


def test_photo_is_in_the_file_of_whoever_stays(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    default_storage.save("photos/bb/portrait.jpg", ContentFile(portrait()))
    make_delegates(photo="photos/bb/portrait.jpg")
    job = send()

    work_off()

    job.refresh_from_db()
    assert (60, 80) in pictures_of(job)


def test_job_fails_in_words_when_nobody_is_left(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    [delegate] = make_delegates()
    job = send()
    delegations.withdraw(delegation=delegate.delegation, reason="Recalled", by=clerk, at=AT)

    work_off()

    job.refresh_from_db()
    assert (job.state, job.error) == (
        JobState.FAILED,
        "Nobody in this job may have a badge any more.",
    )
    assert stored_files() == []


def test_decision_that_changes_while_the_file_is_put_together_makes_it_again(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = make_delegates(2)
    job = send()
    check = work.pdf.check

    def check_while_somebody_withdraws(*args: Any, **kwargs: Any) -> None:
        check(*args, **kwargs)
        one.refresh_from_db()
        if one.accreditation == "approved":
            accreditation.withdraw(delegate=one, reason="Ill", by=clerk, at=AT)

    monkeypatch.setattr(work.pdf, "check", check_while_somebody_withdraws)

    work_off()

    job.refresh_from_db()
    assert [e.generation.badge.delegate_id for e in job.entries.filter(page=1)] == [other.pk]
    assert job.page_count == 1
    assert stored_files() == [job.file]


def test_replacing_ends_the_former_generation_with_the_reason(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates()
    send()
    work_off()
    former = Generation.objects.get()

    job = send(purpose=Purpose.REPLACE, reason=Reason.LOST)
    work_off()

    former.refresh_from_db()
    successor = Generation.objects.live().get()
    assert (former.state, former.ended_at, former.end_reason) == (
        GenerationState.ENDED,
        AT,
        Reason.LOST,
    )
    assert (successor.badge_id, successor.number) == (former.badge_id, 2)
    assert successor.code != former.code
    job.refresh_from_db()
    assert pages_of(job) == [qr.payload(successor.code)]


def test_printing_again_repeats_content_and_generation(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    [delegate] = make_delegates(family_name="Before")
    first = send()
    work_off()
    registration.change(delegate=delegate, fields={"family_name": "After"}, by=clerk, at=AT)

    copy = send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM)
    work_off()

    first.refresh_from_db()
    copy.refresh_from_db()
    generation = Generation.objects.get()
    assert generation.state == GenerationState.LIVE
    assert files.read(copy.file) == files.read(first.file)
    assert AuditEvent.objects.filter(action="badge.copied").values_list(
        "target_id", "detail"
    ).get() == (
        generation.badge_id,
        {"job": copy.pk, "reason": Reason.PAPER_JAM},
    )


def test_copy_of_a_badge_that_was_replaced_meanwhile_is_left_out(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2)
    send()
    work_off()
    replaced = Generation.objects.live().order_by("pk")[0]
    copies = send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM)
    copies.chunks.update(leased_until=AT, state="running")
    Generation.objects.filter(pk=replaced.pk).update(
        state=GenerationState.ENDED, ended_at=AT, end_reason=Reason.LOST
    )

    work_off()

    entries = copies.entries.order_by("position")
    assert [(entry.outcome, entry.obstacle) for entry in entries] == [
        (Outcome.LEFT_OUT, Obstacle.NO_LONGER_LIVE),
        (Outcome.PRINTED, ""),
    ]


def test_every_category_is_printed_in_its_design(
    conference: Conference,
    category: Category,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
) -> None:
    other = CategoryFactory(conference=conference, letter="X")
    choice = CategoryDesignFactory(category=other, design__conference=conference)
    source = DesignSource('<p>Other {{ serial }}</p><img src="{{ qr }}" alt="">', "")
    designs.save_version(design=choice.design, source=source, by=clerk, at=AT)
    make_delegates(1)
    make_delegates(1, category=other)
    job = send()

    work_off()

    job.refresh_from_db()
    versions = [entry.design_version.design for entry in job.entries.order_by("position")]
    assert versions == [BadgeDesign.objects.get(is_default=True), choice.design]
    assert text_of(job).count("Other") == 1
    assert pages_of(job)[0] == manifest_of(job)[0]


def test_what_is_printed_smaller_is_noted(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(family_name="Wolfeschlegelsteinhausenbergerdorff" * 3)
    job = send()

    work_off()

    [note] = PrintEntry.objects.get(job=job).notes
    assert note["field"] == "family_name"
    assert note["outcome"] == Overlong.SMALLER.value


def test_missing_photo_fails_the_job_and_names_the_badge(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2)
    make_delegates(given_name="Nil", family_name="Photo", photo="photos/00/gone.jpg")
    job = send()

    work_off()

    job.refresh_from_db()
    assert (job.state, job.file, job.page_count) == (JobState.FAILED, "", 0)
    assert job.error == (
        "badge 00003, Nil PHOTO: The picture photos/00/gone.jpg is missing from the storage."
    )
    assert set(Generation.objects.values_list("state", flat=True)) == {GenerationState.RELEASED}
    assert stored_files() == []


def test_badge_that_ends_the_worker_is_named(
    make_delegates: MakeDelegates, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_delegates(1)
    make_delegates(given_name="Poison", family_name="Pill")
    job = send()
    render = work.render_badges

    def die_of_poison(contents: Any, *rest: Any) -> Any:
        if any(content.given_name.text == "Poison" for content in contents):
            raise KeyboardInterrupt
        return render(contents, *rest)

    monkeypatch.setattr(work, "render_badges", die_of_poison)
    for _ in range(3):
        job.chunks.filter(state="running").update(leased_until=AT)
        chunk = claim(AT)
        assert chunk is not None
        with pytest.raises(KeyboardInterrupt):
            perform(chunk, lambda: AT)

    job.chunks.update(leased_until=AT)
    chunk = claim(AT)
    assert chunk is not None
    perform(chunk, lambda: AT)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "badge 00002, Poison PILL" in job.error


def fill_the_disk(storage: FileSystemStorage, name: str, content: Any) -> str:
    """Half of the file is written before the disk is full."""
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = content.read()
    path.write_bytes(whole[: len(whole) // 2])
    raise OSError(errno.ENOSPC, "No space left on device")


def test_full_disk_is_tried_three_times_and_fails_in_words(
    make_delegates: MakeDelegates, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_delegates()
    job = send()

    monkeypatch.setattr(FileSystemStorage, "_save", fill_the_disk)
    attempts = work_with_patience()

    job.refresh_from_db()
    assert attempts == 3
    assert job.state == JobState.FAILED
    assert job.error == "A file could not be read or stored: No space left on device."
    assert Generation.objects.get().state == GenerationState.RELEASED
    assert stored_files() == []


def work_with_patience() -> int:
    """Does every piece, those put back included; says how many attempts it took."""
    ticks = count()
    attempts = 0
    while piece := claim(AT + next(ticks) * RETRY_AFTER):
        perform(piece, lambda: AT + next(ticks) * RETRY_AFTER)
        attempts += 1
    return attempts


def test_disk_full_at_publication_publishes_nothing_and_recovers(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_delegates()
    job = send()
    chunk = claim(AT)
    assert chunk is not None
    perform(chunk, lambda: AT)
    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "_save", fill_the_disk)
        work_off()
    job.refresh_from_db()
    state_then = job.state
    generation_then = Generation.objects.get().state

    job.assembly.refresh_from_db()
    retry = claim(AT + RETRY_AFTER)
    assert retry is not None
    perform(retry, lambda: AT)

    job.refresh_from_db()
    assert stored_files() == [job.file]
    assert (state_then, generation_then) == (JobState.RUNNING, GenerationState.RESERVED)
    assert job.state == JobState.PUBLISHED
    assert pages_of(job) == manifest_of(job)


@pytest.mark.usefixtures("three_chunks")
def test_result_without_the_lease_counts_nothing(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(3)
    job = send()
    slow = claim(AT)
    assert slow is not None
    later = AT + work.lease()
    quick = claim(later)
    assert quick == slow
    perform(quick, lambda: later)
    key = job.chunks.get(number=1).file

    perform(slow, lambda: later)

    assert job.chunks.get(number=1).file == key
    assert stored_files() == [key]


def test_cancelled_while_a_chunk_is_rendered_leaves_nothing(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    make_delegates()
    job = send()
    chunk = claim(AT)
    assert chunk is not None

    jobs.cancel(job=job, by=clerk, at=AT)
    perform(chunk, lambda: AT)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert stored_files() == []
    assert claim(AT + work.lease()) is None


def test_cancelled_while_the_file_is_put_together_leaves_nothing(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    make_delegates()
    job = send()
    chunk = claim(AT)
    assert chunk is not None
    perform(chunk, lambda: AT)
    assembly = claim(AT)
    assert assembly is not None

    jobs.cancel(job=job, by=clerk, at=AT)
    perform(assembly, lambda: AT)

    job.refresh_from_db()
    assert (job.state, job.file) == (JobState.CANCELLED, "")
    assert Generation.objects.get().state == GenerationState.RELEASED
    assert stored_files() == []


def test_wrong_qr_is_never_published(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2)
    job = send()
    chunk = claim(AT)
    assert chunk is not None
    perform(chunk, lambda: AT)
    one, other = job.entries.order_by("position")
    for entry, code in ((one, other.content["code"]), (other, one.content["code"])):
        PrintEntry.objects.filter(pk=entry.pk).update(content=entry.content | {"code": code})

    work_with_patience()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error == "The QR codes of the pages are not those of the job."


def test_what_went_wrong_is_told_in_the_language_of_whoever_sent_the_job(
    make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    User.objects.filter(pk=clerk.pk).update(language="fr")
    make_delegates(photo="photos/gone.jpg")
    send()
    spoken = []

    def clock() -> dt.datetime:
        spoken.append(translation.get_language())
        return AT

    piece = claim(AT)
    assert piece is not None
    perform(piece, clock)

    assert PrintJob.objects.get().state == JobState.FAILED
    assert set(spoken) == {"fr"}
    assert translation.get_language() == "en"
