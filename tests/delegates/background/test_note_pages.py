"""Pages of notes verbales are drawn one by one, and go with the file of their note."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from types import ModuleType

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from conference import leased_work
from conference.choices import UNFINISHED, WorkState
from conference.errors import LeaseLostError
from conference.files import pictures
from conference.pdf import page_pictures
from conference.pdf.page_pictures import PagePicture
from conference.site.orphans import named, stored_keys
from delegates.background import note_pages as drawing
from delegates.models import Delegation, Nomination, NominationPage
from delegates.services.registration import nominations, note_pages
from tests import strangers_pdfs
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegationFactory,
    NominationFactory,
    NominationPageFactory,
    UserFactory,
)
from tests.races import while_uncommitted

DONE, FAILED = WorkState.DONE.value, WorkState.FAILED.value
PICTURE = PagePicture(b"\xff\xd8", 1240, 1754, file_pages=3)


@pytest.fixture(autouse=True)
def _nothing_stored(db: None) -> Iterator[None]:
    empty_storage()
    yield
    empty_storage()


def empty_storage() -> None:
    for key in list(stored_keys()):
        default_storage.delete(key)


def entered(content: bytes, *, delegation: Delegation | None = None) -> Nomination:
    return nominations.enter(
        delegation=delegation or DelegationFactory(),
        note=nominations.Note("NV 7", AT.date(), nominations.kept(BytesIO(content), len(content))),
        by=UserFactory(is_superuser=True),
        at=AT,
    )


def photographed(size: tuple[int, int]) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "white").save(file, "PNG")
    return file.getvalue()


def draw() -> None:
    while leased_work.run_next([drawing.KIND], timezone.now):
        pass


def states(note: Nomination) -> list[tuple[int, str]]:
    return list(note.pages.order_by("number").values_list("number", "state"))


def size_of(page: NominationPage) -> tuple[int, int]:
    with page.picture.open("rb") as file, Image.open(file, formats=["JPEG"]) as picture:
        return picture.size


def test_each_page_of_a_note_is_drawn_and_kept_beside_it() -> None:
    note = entered(strangers_pdfs.of_pages("NV 7", "Annex"))
    assert states(note) == [(1, WorkState.WAITING.value)]

    draw()

    pages = list(note.pages.order_by("number"))
    assert states(note) == [(1, DONE), (2, DONE)]
    assert [size_of(page) for page in pages] == [(1240, 1754)] * 2
    assert [(page.width, page.height, page.file_pages) for page in pages] == [(1240, 1754, 2)] * 2
    assert {page.picture.name.split("/")[0] for page in pages} == {"nominations"}
    # The sweep for files that no row names leaves them.
    assert named(set(stored_keys())) == set(stored_keys())


def test_picture_of_a_note_is_its_one_page_in_a_bearable_size() -> None:
    note = entered(photographed((3000, 4000)))
    draw()

    page = note.pages.get()
    assert (page.state, size_of(page), page.file_pages) == (DONE, (1316, 1754), 1)


def test_of_a_long_file_the_first_pages_are_drawn() -> None:
    note = entered(strangers_pdfs.of_pages(*map(str, range(12))))

    draw()

    assert states(note) == [(number, DONE) for number in range(1, note_pages.MOST + 1)]
    assert {page.file_pages for page in note.pages.all()} == {12}


def test_file_that_cannot_be_read_has_no_picture_and_stays_as_it_was() -> None:
    locked = strangers_pdfs.of_pages("NV 7", password="geheim")
    note = entered(locked)

    draw()

    page = note.pages.get()
    assert (page.state, page.picture.name, page.attempts) == (FAILED, "", 1)
    with note.file.open("rb") as file:
        assert file.read() == locked


def test_page_that_asks_for_too_much_leaves_those_before_it() -> None:
    note = entered(strangers_pdfs.of_countless_lines(after=1))

    draw()

    assert states(note) == [(1, DONE), (2, FAILED)]


def test_file_that_is_away_is_asked_for_again() -> None:
    note = entered(strangers_pdfs.of_pages("NV 7"))
    with note.file.open("rb") as file:
        content = file.read()
    default_storage.delete(note.file.name)

    draw()
    early = note.pages.get()
    default_storage.save(note.file.name, ContentFile(content))
    draw()
    assert states(note) == [(1, WorkState.RUNNING.value)]
    later = timezone.now() + dt.timedelta(minutes=1)
    assert leased_work.run_next([drawing.KIND], lambda: later)

    assert early.state in UNFINISHED
    assert early.error
    assert states(note) == [(1, DONE)]
    assert note.pages.get().error == ""


@pytest.mark.parametrize(
    ("limits", "content"),
    [(page_pictures, strangers_pdfs.of_pages("NV 7")), (pictures, photographed((300, 400)))],
    ids=["pdf", "picture"],
)
def test_page_that_a_busy_machine_did_not_draw_in_time_is_tried_three_times(
    limits: ModuleType, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = entered(content)
    at = timezone.now()
    later = [at + dt.timedelta(minutes=minutes) for minutes in range(4)]

    with monkeypatch.context() as busy:
        busy.setattr(limits, "LIMITS", replace(limits.LIMITS, seconds=0))
        found = [leased_work.run_next([drawing.KIND], lambda at=at: at) for at in later[:2]]
        early = note.pages.get()
        found += [leased_work.run_next([drawing.KIND], lambda at=at: at) for at in later[2:]]

    assert found == [True, True, True, False]
    assert (early.state, early.attempts) == (WorkState.RUNNING, 2)
    assert early.error
    assert states(note) == [(1, FAILED)]


def test_page_that_was_too_late_once_is_drawn_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note = entered(strangers_pdfs.of_pages("NV 7"))
    with monkeypatch.context() as busy:
        busy.setattr(page_pictures, "LIMITS", replace(page_pictures.LIMITS, seconds=0))
        draw()
    later = timezone.now() + dt.timedelta(minutes=1)

    assert leased_work.run_next([drawing.KIND], lambda: later)

    assert states(note) == [(1, DONE)]
    assert note.pages.get().error == ""


def test_whoever_asks_again_asks_for_nothing_more() -> None:
    note = entered(strangers_pdfs.of_pages("NV 7"))
    draw()

    note_pages.ask([note, note])
    note_pages.ask([])

    assert states(note) == [(1, DONE)]
    assert not leased_work.run_next([drawing.KIND], timezone.now)


def test_pictures_go_with_the_file_of_the_note_and_nobody_elses(
    django_capture_on_commit_callbacks: object,
) -> None:
    note, other = (entered(strangers_pdfs.of_pages("NV 7", "Annex")) for _each in range(2))
    draw()
    kept = {other.file.name, *other.pages.values_list("picture", flat=True)}

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        nominations.remove_file(nomination=note, by=UserFactory(is_superuser=True), at=AT)

    assert set(stored_keys()) == kept
    assert states(note) == []
    assert states(other) == [(1, DONE), (2, DONE)]


def test_note_whose_file_is_gone_is_not_drawn() -> None:
    note = entered(strangers_pdfs.of_pages("NV 7"))
    Nomination.objects.filter(pk=note.pk).update(file="")

    draw()

    assert states(note) == [(1, FAILED)]


def test_delegations_of_a_conference_take_turns() -> None:
    busy, other = DelegationFactory.create_batch(2, conference=ConferenceFactory())
    notes = NominationFactory.create_batch(3, delegation=busy)
    rows = [NominationPageFactory(nomination=note) for note in notes]
    second = NominationPageFactory(nomination=notes[0], number=2)
    of_other = NominationPageFactory(nomination__delegation=other, number=3)
    late = NominationPageFactory(nomination__delegation=other, number=4)
    kind = replace(drawing.KIND, lane=None)

    at = [AT + dt.timedelta(seconds=seconds) for seconds in range(6)]
    holds = [leased_work.claim([kind], lambda now=now: now) for now in at]

    assert [hold and hold.work for hold in holds] == [
        rows[0], of_other, rows[1], late, rows[2], second,
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_picture_that_is_finished_while_the_file_is_removed_is_not_kept() -> None:
    note = entered(strangers_pdfs.of_pages("NV 7"))
    hold = leased_work.claim([drawing.KIND], timezone.now)
    assert hold is not None

    def finish() -> None:
        note_pages.finish(page=hold.work, picture=PICTURE)

    with pytest.raises(LeaseLostError):
        while_uncommitted(
            lambda: nominations.remove_file(
                nomination=note, by=UserFactory(is_superuser=True), at=AT
            ),
            finish,
        )

    assert list(stored_keys()) == []
    assert states(note) == []


@pytest.mark.django_db(transaction=True)
def test_file_that_is_removed_while_a_picture_is_finished_takes_it_along() -> None:
    note = entered(strangers_pdfs.of_pages("NV 7"))
    hold = leased_work.claim([drawing.KIND], timezone.now)
    assert hold is not None
    by = UserFactory(is_superuser=True)

    while_uncommitted(
        lambda: note_pages.finish(page=hold.work, picture=PICTURE),
        lambda: nominations.remove_file(nomination=note, by=by, at=AT),
    )

    assert list(stored_keys()) == []
    assert states(note) == []
