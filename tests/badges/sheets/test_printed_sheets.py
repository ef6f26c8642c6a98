"""Jobs on sheets, from sending to the published files."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from badges import files
from badges.choices import Arrangement, JobState, Obstacle
from badges.engine import readback
from badges.engine.design import shipped
from badges.engine.sheets.imposition import Duplex
from badges.models import BadgeDesign, PrintEntry, PrintJob
from badges.published import published_files
from badges.services.printing.jobs import SheetOrder
from badges.sheets import making
from conference.errors import DomainError, LeaseLostError
from conference.models import Conference, User
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff, claim, perform_next
from tests.badges.designing import both, put_to_use
from tests.badges.printed import pictures_of, portrait, stored_files
from tests.factories import PrinterStationFactory

pytestmark = pytest.mark.usefixtures("empty_storage", "commits_at_once")

FOUR = "a6-on-a4"
ENVELOPES = SheetOrder(FOUR, arrangement=Arrangement.ENVELOPES)


def read(job: PrintJob, tmp_path: Path) -> list[dict[tuple[int, int], str]]:
    """Of each published file: the code in each slot of each sheet's front."""
    imposition = job.imposition
    assert imposition is not None
    found = []
    for file in published_files(job):
        path = tmp_path / "file"
        path.write_bytes(files.read(file.key))
        pages = readback.placed_codes(path)
        found.append(
            {
                (1 + page // imposition.sides, imposition.slot_at(one.x, one.y, is_back=False)): (
                    one.text
                )
                for page, codes in enumerate(pages)
                for one in codes
            }
        )
    return found


def expected(job: PrintJob) -> list[dict[tuple[int | None, int | None], str]]:
    return [
        {
            (one.sheet, one.slot): one.generation.shown.square
            for one in chunk.entries.exclude(page=None).select_related("generation")
        }
        for chunk in job.chunks.order_by("number")
    ]


def places(job: PrintJob) -> list[tuple[int | None, int | None]]:
    return list(job.entries.order_by("order").values_list("sheet", "slot"))


def text_of_pages(job: PrintJob) -> Iterator[str]:
    for file in published_files(job):
        with pypdfium2.PdfDocument(files.read(file.key)) as document:
            for page in document:
                yield page.get_textpage().get_text_bounded()


def published(job: PrintJob) -> PrintJob:
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.PUBLISHED, "")
    return job


def test_each_delegation_has_a_cover_sheet_and_begins_on_a_sheet_of_its_own(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, tmp_path: Path
) -> None:
    make_delegates(5)
    make_delegates(2)
    job = send(sheets=ENVELOPES)

    work_off()

    job = published(job)
    (file,) = published_files(job)
    assert places(job) == [(2, 1), (2, 2), (2, 3), (2, 4), (3, 1), (5, 1), (5, 2)]
    assert (file.sheets, file.pages) == (5, 5)
    assert read(job, tmp_path) == expected(job)
    texts = list(text_of_pages(job))
    covers = [texts[0], texts[3]]
    entries = list(job.entries.order_by("order").select_related("generation"))
    for cover, envelope in zip(covers, (entries[:5], entries[5:]), strict=True):
        content = envelope[0].generation.shown
        assert str(content.delegation_name) in cover
        assert f"{len(envelope)} badges" in cover
        assert "Receipt" in cover
        assert "Signature" in cover
        for entry in envelope:
            assert entry.generation.shown.serial in cover
    assert entries[0].generation.shown.serial not in covers[1]


def test_cover_sheets_are_read_aloud_and_badges_are_not(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(5)
    make_delegates(2)
    job = send(sheets=ENVELOPES)

    work_off()

    (file,) = published_files(published(job))
    with pikepdf.open(io.BytesIO(files.read(file.key))) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        sections = [(kid.S, kid.Pg.objgen) for kid in document.K]
        tagged = [page.obj.objgen for page in pdf.pages if "/StructParents" in page.obj]
        tags = [str(kid.S) for kid in document.K[0].K]
    assert sections == [("/Sect", page) for page in tagged]
    assert len(tagged) == 2
    assert tags == ["/P", "/H1", "/P", "/L", "/H2", "/P", "/P", "/P", "/P"]


def test_whoever_is_left_out_at_the_last_moment_leaves_a_white_slot_and_no_photo(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User, tmp_path: Path
) -> None:
    delegates = make_delegates(6)
    default_storage.save("photos/cc/portrait.jpg", ContentFile(portrait()))
    delegates[1].photo = "photos/cc/portrait.jpg"
    delegates[1].save(update_fields=["photo"])
    job = send(sheets=ENVELOPES)
    before = places(job)
    perform_next()
    accreditation.withdraw(delegate=delegates[1], reason="Ill", by=clerk, at=AT)

    work_off()

    job = published(job)
    assert places(job) == before
    assert read(job, tmp_path) == expected(job)
    assert (2, 2) not in read(job, tmp_path)[0]
    assert (60, 80) not in pictures_of(job) | sheet_pictures(job)
    cover = next(text_of_pages(job))
    assert "5 badges" in cover
    left_out = job.entries.get(obstacle=Obstacle.WITHDRAWN)
    assert left_out.generation.shown.serial not in cover
    assert stored_files() == sorted(
        key for chunk in job.chunks.all() for key in (chunk.file, chunk.sheet_file)
    )


def sheet_pictures(job: PrintJob) -> set[tuple[int, int]]:
    from tests.badges.printed import _pictures

    return {size for file in published_files(job) for size in _pictures(files.read(file.key))}


def test_pile_that_is_cut_is_in_sequence_and_no_file_is_larger_than_a_pile(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("badges.services.printing.entries.SHEETS_OF_A_PILE", 2)
    make_delegates(7)
    make_delegates(4)
    job = send(sheets=SheetOrder(FOUR, arrangement=Arrangement.DELEGATIONS_STACKED))

    work_off()

    job = published(job)
    assert [file.sheets for file in published_files(job)] == [2, 1]
    for chunk in job.chunks.order_by("number"):
        pile = chunk.entries.order_by("slot", "sheet").values_list("order", flat=True)
        assert list(pile) == sorted(pile)
    assert read(job, tmp_path) == expected(job)


def test_desk_has_its_badges_by_family_name(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, tmp_path: Path
) -> None:
    for name in ("Zobel", "Ångström", "Miller"):
        make_delegates(1, family_name=name)
    job = send(sheets=SheetOrder(FOUR, arrangement=Arrangement.ALPHABET))

    work_off()

    job = published(job)
    names = job.entries.order_by("sheet", "slot").values_list(
        "generation__badge__delegate__family_name", flat=True
    )
    assert list(names) == ["Ångström", "Miller", "Zobel"]
    assert read(job, tmp_path) == expected(job)


def test_sheets_on_both_sides_have_a_back_each_and_covers_too(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, tmp_path: Path
) -> None:
    make_delegates(3)
    sheets = SheetOrder(FOUR, Duplex.LONG, Arrangement.ENVELOPES)
    job = send(sheets=sheets)

    work_off()

    job = published(job)
    (file,) = published_files(job)
    assert (file.sheets, file.pages) == (2, 4)
    assert read(job, tmp_path) == expected(job)


def test_backs_lie_behind_their_fronts_and_are_not_left_out_unasked(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    conference: Conference,
    tmp_path: Path,
) -> None:
    face = shipped.shipped(shipped.A6_PORTRAIT)
    put_to_use(BadgeDesign.objects.get(conference=conference), both(face, face))
    make_delegates(3)
    with pytest.raises(DomainError, match="have a back"):
        send(sheets=SheetOrder(FOUR))
    job = send(sheets=SheetOrder(FOUR, Duplex.SHORT))

    work_off()

    job = published(job)
    imposition = job.imposition
    assert imposition is not None
    (file,) = published_files(job)
    assert (file.sheets, file.pages) == (1, 2)
    path = tmp_path / "file"
    path.write_bytes(files.read(file.key))
    front, back = readback.placed_codes(path)
    by_slot = [
        {imposition.slot_at(one.x, one.y, is_back=is_back): one.text for one in side}
        for is_back, side in ((False, front), (True, back))
    ]
    assert by_slot[0] == by_slot[1]
    assert by_slot[0] == {slot: code for (_sheet, slot), code in expected(job)[0].items()}
    assert {round(one.y) for one in front}.isdisjoint(round(one.y) for one in back)


def test_sheets_of_a_station_are_moved_as_it_was_when_they_were_sent(
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    conference: Conference,
    tmp_path: Path,
) -> None:
    make_delegates(2)
    station = PrinterStationFactory(conference=conference, offset_right="1.5", offset_down="-0.5")
    job = send(sheets=SheetOrder(FOUR, station=station))
    station.offset_right = 0
    station.save()

    work_off()

    job = published(job)
    path = tmp_path / "file"
    path.write_bytes(files.read(published_files(job)[0].key))
    moved = [one.x for one in readback.placed_codes(path)[0]]
    job.offset_right = 0
    assert read(job, tmp_path) == expected(job)
    single = tmp_path / "single"
    single.write_bytes(files.read(job.chunks.get().file))
    left = readback.placed_codes(single)[0][0].x
    # The single page has a bleed of 3 mm to its left.
    assert moved[0] == pytest.approx(left + 1.5 * 72 / 25.4, abs=0.01)


def test_one_badge_a_page_has_no_sheets(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2)
    job = send()

    work_off()

    job = published(job)
    chunk = job.chunks.get()
    assert places(job) == [(None, None), (None, None)]
    assert (chunk.sheet_file, chunk.sheet_count) == ("", 0)
    with pytest.raises(DomainError, match="Choose the paper"):
        send(sheets=SheetOrder(arrangement=Arrangement.ENVELOPES))


def test_sheets_on_which_a_code_stands_in_a_wrong_slot_are_not_published(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_delegates(2)
    job = send(sheets=SheetOrder(FOUR))
    write = making._write

    def write_the_first_twice(
        chunk: Any, faces: Any, imposition: Any, paths: Any, sheets: Any, look: Any
    ) -> None:
        slots = dict(sheets[0].slots)
        slots[1], slots[2] = slots[2], slots[1]
        write(chunk, faces, imposition, paths, [making.BadgeSheet(slots)], look)

    monkeypatch.setattr(making, "_write", write_the_first_twice)
    work_off()

    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert "do not match" in job.assembly.error
    assert stored_files() == [job.chunks.get().file]


def test_sheets_that_are_stored_when_the_lease_is_lost_are_not_kept(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, tmp_path: Path
) -> None:
    """Whoever took the work over publishes: there is one artifact."""
    make_delegates(2)
    job = send(sheets=SheetOrder(FOUR))
    perform_next()
    hold = claim(AT)
    assert hold is not None
    later = AT + hold.kind.lease * 2
    taken_over = claim(later)
    assert taken_over is not None

    with pytest.raises(LeaseLostError):
        hold.kind.do(hold.work, hold)
    taken_over.kind.do(taken_over.work, taken_over)

    job = published(job)
    chunk = job.chunks.get()
    assert stored_files() == sorted([chunk.file, chunk.sheet_file])
    assert read(job, tmp_path) == expected(job)


def test_slot_of_a_sheet_is_given_once(make_delegates: MakeDelegates, send: Send) -> None:
    from django.db import IntegrityError

    make_delegates(2)
    job = send(sheets=SheetOrder(FOUR))

    with pytest.raises(IntegrityError, match="print_entry_slot_once"):
        PrintEntry.objects.filter(job=job).update(slot=1)
