"""What becomes of a job in the worker's hands: the right pages in its files, nothing in between."""

import datetime as dt
import errno
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.utils import translation

from badges import files
from badges.background import trials
from badges.background.printing import KINDS, WAIT
from badges.choices import GenerationState, JobState, Obstacle, Outcome, Purpose, Reason
from badges.engine import qr
from badges.engine.design.fields import Overlong
from badges.engine.design.language import DesignSource
from badges.models import BadgeDesign, Generation, PrintEntry, PrintJob
from badges.services.printing import jobs
from conference import leased_work
from conference.choices import WorkState
from conference.leased_work import perform
from conference.models import AuditEvent, Conference, User
from conference.pdf import layout
from delegates.models import Category
from delegates.services import delegations, registering
from delegates.services.review import accreditation
from tests.badges.conftest import (
    AT,
    MakeDelegates,
    Send,
    WorkOff,
    claim,
    perform_next,
    work_with_patience,
)
from tests.badges.designing import put_to_use
from tests.badges.printed import (
    keys_of,
    looks_of,
    manifest_of,
    pages_of,
    pictures_of,
    portrait,
    stored_files,
    text_of,
)
from tests.factories import CategoryDesignFactory, CategoryFactory

pytestmark = pytest.mark.usefixtures("empty_storage", "commits_at_once")


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
    assert list(job.entries.order_by("order").values_list("page", "page_in_file")) == [
        (1, 1),
        (2, 2),
        (3, 1),
        (4, 2),
        (5, 1),
    ]


@pytest.mark.usefixtures("three_chunks")
def test_published_job_leaves_a_file_for_each_chunk_and_all_are_sound(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(3)
    job = send()

    work_off()

    keys = keys_of(job)
    assert stored_files() == sorted(keys)
    assert list(job.chunks.values_list("page_count", "drawn")) == [(2, 2), (1, 1)]
    for key in keys:
        assert not key.endswith(".pdf")
        with pikepdf.open(io.BytesIO(files.read(key))) as document:
            assert document.check_pdf_syntax() == []


def test_generations_are_issued_with_the_file_and_not_before(
    make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates()
    job = send()
    perform_next()
    before = Generation.objects.get().state

    perform_next()

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
    perform_next()

    registering.change(delegate=delegates[3], fields={"family_name": "After"}, by=clerk, at=AT)
    plain = DesignSource('<img src="{{ qr }}" alt=""><p>{{ serial }}</p>', "")
    put_to_use(BadgeDesign.objects.get(), plain, by=clerk)
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
    perform_next()

    accreditation.withdraw(delegate=delegates[1], reason="Ill", by=clerk, at=AT)
    work_off()

    job.refresh_from_db()
    entries = list(job.entries.order_by("order"))
    assert [(entry.outcome, entry.obstacle, entry.page) for entry in entries] == [
        (Outcome.PRINTED, "", 1),
        (Outcome.LEFT_OUT, Obstacle.WITHDRAWN, None),
        (Outcome.PRINTED, "", 2),
        (Outcome.PRINTED, "", 3),
    ]
    assert entries[1].generation.state == GenerationState.RELEASED
    assert Generation.objects.live().count() == 3
    assert pages_of(job) == manifest_of(job)
    assert (60, 80) not in pictures_of(job)
    assert stored_files() == sorted(keys_of(job))


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
        "Nobody in this job is still entitled to a badge.",
    )
    assert stored_files() == []


def test_decision_that_changes_while_a_file_is_made_anew_makes_it_again(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second, stays = make_delegates(3)
    job = send()
    perform_next()
    accreditation.withdraw(delegate=first, reason="Ill", by=clerk, at=AT)
    check = layout.check

    def check_while_somebody_withdraws(*args: Any, **kwargs: Any) -> None:
        check(*args, **kwargs)
        second.refresh_from_db()
        if second.accreditation == "approved":
            accreditation.withdraw(delegate=second, reason="Ill", by=clerk, at=AT)

    monkeypatch.setattr(layout, "check", check_while_somebody_withdraws)

    work_off()

    job.refresh_from_db()
    assert [e.generation.badge.delegate_id for e in job.entries.filter(page=1)] == [stays.pk]
    assert job.page_count == 1
    assert pages_of(job) == manifest_of(job)
    assert stored_files() == keys_of(job)


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
    assert pages_of(job) == [successor.shown.square]


def test_printing_again_repeats_content_and_generation(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    [delegate] = make_delegates(family_name="Before")
    first = send()
    work_off()
    registering.change(delegate=delegate, fields={"family_name": "After"}, by=clerk, at=AT)

    copy = send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM)
    work_off()

    generation = Generation.objects.get()
    assert generation.state == GenerationState.LIVE
    assert looks_of(copy) == looks_of(first)
    assert pages_of(copy) == [generation.shown.square]
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

    entries = copies.entries.order_by("order")
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
    put_to_use(choice.design, source, by=clerk)
    make_delegates(1)
    make_delegates(1, category=other)
    job = send()

    work_off()

    job.refresh_from_db()
    versions = [entry.generation.design_version.design for entry in job.entries.order_by("order")]
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


# Beyond Unicode's first plane, in a script of no pinned font, and a letter of mathematics.
UNSEEN = {"emoji": "Ада 🎉", "Cherokee": "ᏣᎳᎩ", "mathematics": "𝓥era"}


def test_badge_with_a_text_that_nothing_shows_is_left_out_and_the_others_are_printed(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(9)
    [bad] = make_delegates(given_name="Vera", family_name="𝓥era 🎉")
    job = send()

    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count, job.error) == (JobState.PUBLISHED, 9, "")
    assert pages_of(job) == manifest_of(job)
    left = job.entries.get(outcome=Outcome.LEFT_OUT)
    assert (left.generation.badge.delegate_id, left.obstacle, left.page) == (
        bad.pk,
        Obstacle.UNPRINTABLE,
        None,
    )
    assert left.notes == [
        {
            "face": "front",
            "field": "family_name",
            "text": "𝓥ERA 🎉",
            "reason": "no font has the characters “𝓥” (U+1D4E5), “🎉” (U+1F389).",
        }
    ]
    assert left.generation.state == GenerationState.RELEASED
    assert Generation.objects.live().count() == 9
    assert AuditEvent.objects.get(action="print_job.published").detail == {
        "pages": 9,
        "left_out": 1,
    }


@pytest.mark.usefixtures("three_chunks")
def test_every_text_that_nothing_shows_is_named_and_not_only_the_first(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    for text in UNSEEN.values():
        make_delegates(1)
        make_delegates(own_name=text, own_name_language="und")
    make_delegates(given_name="𝓥", own_name="🎉", own_name_language="und")
    job = send(badges_per_file=2)

    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 3)
    assert pages_of(job) == manifest_of(job)
    assert [
        (entry.order, [(note["field"], note["reason"]) for note in entry.notes])
        for entry in job.entries.unprintable()
    ] == [
        (2, [("own_name", "no font has the character “🎉” (U+1F389).")]),
        (
            4,
            [
                (
                    "own_name",
                    "no font has the characters “Ꮳ” (U+13E3), “Ꮃ” (U+13B3), “Ꭹ” (U+13A9).",
                )
            ],
        ),
        (6, [("own_name", "no font has the character “𝓥” (U+1D4E5).")]),
        (
            7,
            [
                ("given_name", "no font has the character “𝓥” (U+1D4E5)."),
                ("own_name", "no font has the character “🎉” (U+1F389)."),
            ],
        ),
    ]
    assert [(bool(chunk.file), chunk.page_count) for chunk in job.chunks.order_by("number")] == [
        (True, 1),
        (True, 1),
        (True, 1),
        (False, 0),
    ]


def test_traditional_mongolian_is_refused_with_a_word_towards_cyrillic(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(1)
    make_delegates(own_name="ᠪᠠ", own_name_language="mn")
    job = send()

    work_off()

    [note] = job.entries.unprintable().get().notes
    assert note["reason"] == (
        "no font has the characters “ᠪ” (U+182A), “ᠠ” (U+1820)."
        " Mongolian is printed in Cyrillic letters."
    )


def test_text_too_long_for_every_size_stops_its_badge(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates(family_name="Wu")
    make_delegates(family_name="Wolfeschlegelsteinhausenbergerdorff" * 3)
    narrow = DesignSource(
        '<img src="{{ qr }}" alt=""><p data-width="2" data-height="2" data-sizes="4" data-lines="1"'
        ' data-leading="1.2" data-weight="400">{{ family_name }}</p>',
        "",
    )
    put_to_use(BadgeDesign.objects.get(), narrow, by=clerk)
    job = send()

    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 1)
    assert [(entry.order, entry.notes[0]["reason"]) for entry in job.entries.unprintable()] == [
        (2, "105 characters cannot be printed in 2.0 × 2.0 mm.")
    ]


def test_badge_is_printed_once_its_text_is_corrected(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates(1)
    [bad] = make_delegates(own_name="Ада 🎉", own_name_language="ru")
    send()
    work_off()
    registering.change(delegate=bad, fields={"own_name": "Ада"}, by=clerk, at=AT)

    job = send()
    work_off()

    job.refresh_from_db()
    assert [entry.generation.badge.delegate_id for entry in job.entries.all()] == [bad.pk]
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 1)
    assert [
        (generation.number, generation.state)
        for generation in Generation.objects.filter(badge__delegate=bad).order_by("number")
    ] == [(1, GenerationState.RELEASED), (2, GenerationState.LIVE)]


def test_badge_that_cannot_be_replaced_keeps_its_live_generation(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    delegates = make_delegates(2)
    send()
    work_off()
    live = set(Generation.objects.live().values_list("pk", flat=True))
    delegates[1].family_name = "🎉"
    delegates[1].save(update_fields=["family_name"])

    send(purpose=Purpose.REPLACE, reason=Reason.LOST)
    work_off()

    assert len(live & set(Generation.objects.live().values_list("pk", flat=True))) == 1
    assert set(
        Generation.objects.filter(badge__delegate=delegates[1]).values_list("number", "state")
    ) == {(1, GenerationState.LIVE), (2, GenerationState.RELEASED)}


def test_job_of_which_nothing_can_be_shown_fails_and_names_every_badge(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2, family_name="🎉")
    job = send()

    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count) == (JobState.FAILED, 0)
    assert job.error == (
        "No badge of this job can be printed. "
        "badge 00001-3, family name: no font has the character “🎉” (U+1F389). "
        "badge 00002-1, family name: no font has the character “🎉” (U+1F389)."
    )
    assert set(Generation.objects.values_list("state", flat=True)) == {GenerationState.RELEASED}
    assert stored_files() == []


def test_text_that_nothing_shows_stops_its_badge_on_the_last_attempt_too(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2)
    make_delegates(family_name="🎉")
    job = send()
    job.chunks.update(attempts=2)

    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 2)


def test_text_outside_of_a_box_stops_its_badge_too(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    make_delegates(1)
    make_delegates(family_name="🎉")
    loose = DesignSource('<img src="{{ qr }}" alt=""><p>{{ family_name }}</p>', "")
    put_to_use(BadgeDesign.objects.get(), loose, by=clerk)
    job = send()

    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 1)
    assert [entry.order for entry in job.entries.unprintable()] == [2]


def test_unprintable_badge_stays_out_when_somebody_else_is_taken_out_of_its_file(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    delegates = make_delegates(3)
    make_delegates(family_name="🎉")
    job = send()
    perform_next()

    accreditation.withdraw(delegate=delegates[0], reason="Ill", by=clerk, at=AT)
    work_off()

    assert list(job.entries.order_by("order").values_list("obstacle", "page")) == [
        (Obstacle.WITHDRAWN, None),
        ("", 1),
        ("", 2),
        (Obstacle.UNPRINTABLE, None),
    ]
    assert pages_of(job) == manifest_of(job)


class Ended(Event):
    """In the place of the end of a process."""

    def __call__(self) -> None:
        self.set()


@pytest.mark.django_db(transaction=True)
def test_job_that_hangs_as_a_whole_accuses_no_badge(
    make_delegates: MakeDelegates, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_delegates(2)
    job = send()
    job.chunks.update(attempts=2)
    hold = claim(AT)
    assert hold is not None

    def hang(*args: Any, **kwargs: Any) -> None:
        hold.kind = replace(hold.kind, silence=0)
        hold.lost.wait(20)
        hold.require()

    monkeypatch.setattr(layout, "check", hang)
    perform(hold, end=Ended())

    job.refresh_from_db()
    assert (job.state, job.error) == (
        JobState.FAILED,
        "It took longer than the 0 seconds allowed.",
    )


def test_file_that_is_stored_when_the_lease_is_lost_is_not_kept(
    make_delegates: MakeDelegates, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every piece that the storage takes is a look."""
    make_delegates()
    job = send()
    hold = claim(AT)
    assert hold is not None
    save: Callable[..., str] = FileSystemStorage._save

    def lose_the_lease(storage: FileSystemStorage, name: str, content: Any) -> str:
        hold.lost.set()
        return save(storage, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", lose_the_lease)

    perform(hold)

    assert job.chunks.get().state == WorkState.RUNNING
    assert stored_files() == []


def test_file_of_a_job_that_is_gone_when_it_is_stored_is_not_kept(
    make_delegates: MakeDelegates, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the job its lease is gone: no row will ever name the file."""
    make_delegates()
    send()
    hold = claim(AT)
    assert hold is not None
    save: Callable[..., str] = FileSystemStorage._save

    def end_all_jobs(storage: FileSystemStorage, name: str, content: Any) -> str:
        key = save(storage, name, content)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("TRUNCATE badges_printjob CASCADE")
        return key

    monkeypatch.setattr(FileSystemStorage, "_save", end_all_jobs)

    perform(hold)

    assert not PrintJob.objects.exists()
    assert stored_files() == []


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


def test_disk_full_at_publication_publishes_nothing_and_recovers(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only a file that somebody is taken out of is stored at publication."""
    gone, _stays = make_delegates(2)
    job = send()
    perform_next()
    accreditation.withdraw(delegate=gone, reason="Ill", by=clerk, at=AT)
    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "_save", fill_the_disk)
        work_off()
    job.refresh_from_db()
    state_then, files_then = job.state, stored_files()
    generations_then = set(Generation.objects.values_list("state", flat=True))

    assert leased_work.run_next(KINDS, lambda: AT + WAIT)

    job.refresh_from_db()
    assert (state_then, generations_then) == (JobState.RUNNING, {GenerationState.RESERVED})
    assert len(files_then) == 1
    assert stored_files() == keys_of(job) != files_then
    assert (job.state, job.page_count) == (JobState.PUBLISHED, 1)
    assert pages_of(job) == manifest_of(job)


def test_wrong_qr_is_never_published(
    make_delegates: MakeDelegates, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_delegates(2)
    job = send()
    one, other = (entry.generation.shown.square for entry in job.entries.all())
    modules = qr.modules
    swapped = {one: other, other: one}
    monkeypatch.setattr(qr, "modules", lambda payload: modules(swapped.get(payload, payload)))

    attempts = work_with_patience()

    job.refresh_from_db()
    assert attempts == 3
    assert job.state == JobState.FAILED
    assert job.error.endswith("The QR codes on the pages do not match the job.")
    assert stored_files() == []


def test_what_went_wrong_is_told_in_the_language_of_whoever_sent_the_job(
    make_delegates: MakeDelegates, send: Send, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "MOST_OF_A_FILE", 0)
    User.objects.filter(pk=clerk.pk).update(language="fr")
    make_delegates(photo="photos/gone.jpg")
    send()
    spoken = []

    def clock() -> dt.datetime:
        spoken.append(translation.get_language())
        return AT

    hold = claim(AT)
    assert hold is not None
    hold.clock = clock
    perform(hold)

    assert PrintJob.objects.get().state == JobState.FAILED
    assert set(spoken) == {"fr"}
    assert translation.get_language() == "en"
