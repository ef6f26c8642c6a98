"""The file of a chunk: pages that were made before are taken, everything else is drawn."""

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from badges import files
from badges.background import chunk_files
from badges.choices import JobState, Purpose, Reason
from badges.engine.design.language import DesignSource
from badges.engine.ways import Way
from badges.models import BadgeDesign, Generation, PrintEntry, PrintJob
from badges.supplies import COMPILATIONS
from conference.leased_work import unheard
from conference.models import Conference, User
from tests.badges.conftest import MakeDelegates, Send, WorkOff, work_with_patience
from tests.badges.designing import put_to_use
from tests.badges.printed import keys_of, looks_of, manifest_of, pages_of, portrait
from tests.factories import DelegationFactory, PrintChunkFactory, PrintEntryFactory

pytestmark = pytest.mark.usefixtures("empty_storage", "commits_at_once")

FLAG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path fill="%s" d="M0 0h4v3"/></svg>'
)


@pytest.fixture
def again(send: Send, work_off: WorkOff) -> Callable[..., PrintJob]:
    """Prints everybody once more."""

    def print_again(**further: Any) -> PrintJob:
        job = send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM, **further)
        work_off()
        job.refresh_from_db()
        return job

    return print_again


Again = Callable[..., PrintJob]


def ways_of(job: PrintJob) -> dict[str, int]:
    return dict(Counter(job.entries.values_list("way", flat=True)))


def drawn_of(job: PrintJob) -> list[int]:
    """Positions of the badges that were not taken from an earlier file."""
    drawn = job.entries.exclude(way=Way.REPEATED).order_by("order")
    return list(drawn.values_list("order", flat=True))


def assert_published(job: PrintJob) -> None:
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.PUBLISHED, "")
    assert pages_of(job) == manifest_of(job)


def test_way_and_identity_of_each_page_are_kept(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2)
    job = send()

    work_off()

    identities = set(job.entries.values_list("identity", flat=True))
    assert ways_of(job) == {Way.STAMPED: 2}
    assert [len(identity) for identity in identities] == [64, 64]


def test_badge_whose_text_is_not_stamped_says_so(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    """Bopomofo is not among the scripts that are proven."""
    make_delegates()
    make_delegates(own_name="ㄌㄧㄣ", own_name_language="zh-hant")
    job = send()

    work_off()

    ways = job.entries.order_by("order").values_list("way", flat=True)
    assert list(ways) == [Way.STAMPED, Way.TEXTS_LAID_OUT]
    assert_published(job)


def test_design_that_cannot_be_taken_apart_is_laid_out_whole(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    flowing = DesignSource('<p>{{ given_name }} {{ serial }}</p><img src="{{ qr }}" alt="">', "")
    put_to_use(BadgeDesign.objects.get(), flowing, by=clerk)
    make_delegates(3)
    job = send()

    work_off()

    assert ways_of(job) == {Way.LAID_OUT: 3}
    assert_published(job)


def test_printing_again_draws_nothing(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, again: Again
) -> None:
    make_delegates(5)
    first = send(badges_per_file=2)
    work_off()

    copy = again()

    assert ways_of(copy) == {Way.REPEATED: 5}
    assert_published(copy)
    assert looks_of(copy) == looks_of(first)


def test_copy_of_a_copy_is_taken_from_either(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, again: Again
) -> None:
    make_delegates(2)
    first = send()
    work_off()
    again()
    files.discard(keys_of(first))

    copy = again()

    assert ways_of(copy) == {Way.REPEATED: 2}
    assert_published(copy)


def test_after_two_are_replaced_only_those_two_were_drawn(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, again: Again
) -> None:
    delegates = make_delegates(5)
    send()
    work_off()
    replaced = send(delegates[1:3], Purpose.REPLACE, reason=Reason.LOST)
    work_off()

    copy = again()

    assert drawn_of(replaced) == [1, 2]
    assert drawn_of(copy) == []
    assert_published(copy)


def test_what_no_file_holds_any_more_is_drawn(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, again: Again
) -> None:
    make_delegates(5)
    first = send(badges_per_file=2)
    work_off()
    default_storage.delete(keys_of(first)[1])

    copy = again()

    assert drawn_of(copy) == [3, 4]
    assert_published(copy)


def content_changed(**fields: Any) -> None:
    for generation in Generation.objects.all():
        generation.content |= fields
        generation.save(update_fields=["content"])


def change_colour() -> None:
    content_changed(category_colour="#123456")


def change_photo() -> None:
    content_changed(photo=default_storage.save("photos/b.jpg", ContentFile(portrait())))


def change_function() -> None:
    content_changed(function={"text": "Minister", "language": ""})


def change_picture_of_the_flag() -> None:
    key = Generation.objects.get().content["delegation_flag"]
    default_storage.delete(key)
    assert default_storage.save(key, ContentFile((FLAG % "blue").encode())) == key


def change_design() -> None:
    design = BadgeDesign.objects.get()
    former = design.versions.get().as_faces().front.source
    source = DesignSource(former.html, former.css + ".rule{margin-top:1mm}")
    version = put_to_use(design, source)
    Generation.objects.update(design_version=version)


@pytest.mark.parametrize(
    "change",
    [change_colour, change_photo, change_function, change_picture_of_the_flag, change_design],
)
def test_page_of_something_else_is_not_taken(
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    again: Again,
    change: Callable[[], None],
) -> None:
    """The same generation, so that the codes are equal and only what is shown differs."""
    flag = default_storage.save("flags/a.svg", ContentFile((FLAG % "red").encode()))
    photo = default_storage.save("photos/a.jpg", ContentFile(portrait()))
    make_delegates(delegation=DelegationFactory(conference=conference, flag_file=flag), photo=photo)
    send()
    work_off()
    change()

    copy = again()

    assert ways_of(copy) == {Way.STAMPED: 1}
    assert_published(copy)


def test_pages_of_another_conference_are_never_taken(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, again: Again
) -> None:
    """Even where another conference's row claims to be the very page."""
    make_delegates()
    send()
    work_off()
    [own] = PrintEntry.objects.all()
    other = copy_elsewhere(own)
    PrintEntry.objects.filter(pk=own.pk).update(identity="")

    copy = again()

    assert other.identity == copy.entries.get().identity
    assert ways_of(copy) == {Way.STAMPED: 1}


def copy_elsewhere(entry: PrintEntry) -> PrintEntry:
    """A printed entry of another conference with the same identity, in a file with the page."""
    chunk = PrintChunkFactory(file=entry.chunk.file)
    found: PrintEntry = PrintEntryFactory(
        chunk=chunk, outcome=entry.outcome, page=1, page_in_file=1, identity=entry.identity
    )
    return found


def test_notes_go_with_the_page(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, again: Again
) -> None:
    make_delegates(1)
    make_delegates(family_name="Wolfeschlegelsteinhausenbergerdorff" * 3)
    first = send()
    work_off()

    copy = again()

    noted = list(first.entries.order_by("order").values_list("notes", flat=True))
    assert [len(notes) for notes in noted] == [0, 1]
    assert ways_of(copy) == {Way.REPEATED: 2}
    assert list(copy.entries.order_by("order").values_list("notes", flat=True)) == noted


def test_wrong_page_of_an_earlier_file_is_found_and_drawn_afresh(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2)
    first = send()
    work_off()
    swap_pages(first)
    copy = send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM)

    work_with_patience()

    assert copy.chunks.get().attempts == 2
    assert ways_of(copy) == {Way.STAMPED: 2}
    assert_published(copy)


def swap_pages(job: PrintJob) -> None:
    for entry in job.entries.all():
        PrintEntry.objects.filter(pk=entry.pk).update(page_in_file=3 - (entry.page_in_file or 0))


def test_damaged_earlier_file_is_left_alone(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates()
    first = send()
    work_off()
    [key] = keys_of(first)
    default_storage.delete(key)
    default_storage.save(key, ContentFile(b"%PDF-1.7 and then nothing"))
    copy = send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM)

    work_with_patience()

    assert ways_of(copy) == {Way.STAMPED: 1}
    assert_published(copy)


def is_archival(key: str) -> bool:
    """What the file says of itself; `pdfaid` is the namespace of ISO 19005."""
    with pikepdf.open(io.BytesIO(files.read(key))) as document:
        claim = document.open_metadata().pdfa_status if "/Metadata" in document.Root else ""
        assert (claim != "") == ("/OutputIntents" in document.Root)
        return claim == "2B"


def test_job_for_the_archive_makes_files_for_the_archive(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    photo = default_storage.save("photos/a.jpg", ContentFile(portrait()))
    make_delegates(3, photo=photo)
    job = send(is_archival=True, badges_per_file=2)

    work_off()

    assert [is_archival(key) for key in keys_of(job)] == [True, True]
    assert_published(job)


def test_page_of_another_kind_of_file_is_not_taken(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, again: Again
) -> None:
    make_delegates()
    plain = send()
    work_off()

    archival = again(is_archival=True)
    copy = again(is_archival=True)

    assert [is_archival(keys_of(job)[0]) for job in (plain, archival, copy)] == [False, True, True]
    assert [ways_of(job) for job in (archival, copy)] == [{Way.STAMPED: 1}, {Way.REPEATED: 1}]
    assert_published(copy)


# What takes long looks, over and over, whether it is still wanted

PIECE = 64 * 2**10
# Before earlier files are copied, each document of designs, the first badge, and the check.
LOOKS_BETWEEN = 4


class Looks:
    """How many there were."""

    number = 0

    def __call__(self) -> None:
        self.number += 1


@pytest.mark.parametrize("pieces", [1, 3])
def test_each_piece_of_a_file_is_a_look(tmp_path: Path, pieces: int) -> None:
    """With one more at its end."""
    content = tmp_path / "content"
    content.write_bytes(b"x" * pieces * PIECE)
    storing, copying = Looks(), Looks()

    key = files.store(content, storing)
    copy = files.at_hand(key, tmp_path, copying)

    assert copy is not None
    assert copy.read_bytes() == content.read_bytes()
    assert (storing.number, copying.number) == (pieces + 1, pieces + 1)


@pytest.mark.parametrize("number", [1, 3])
def test_making_a_file_looks_between_its_stages_and_at_each_page_that_is_read_back(
    make_delegates: MakeDelegates, send: Send, tmp_path: Path, number: int
) -> None:
    cache.clear()
    COMPILATIONS.memory.forget()
    make_delegates(number)
    look = Looks()

    make(send(), tmp_path / "file", look)

    assert look.number == LOOKS_BETWEEN + number


def test_each_piece_of_an_earlier_file_is_a_look(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, tmp_path: Path
) -> None:
    make_delegates()
    first = send()
    work_off()
    [key] = keys_of(first)
    pieces = -(-len(files.read(key)) // PIECE)
    look = Looks()

    make(send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM), tmp_path / "file", look)

    assert look.number == (LOOKS_BETWEEN - 1) + (pieces + 1) + 1


def make(job: PrintJob, out: Path, look: Looks) -> None:
    chunk = job.chunks.get()
    entries = list(chunk_files.entries_of(chunk))
    chunk_files.make(chunk, entries, out, afresh=False, tell=unheard, look=look)
