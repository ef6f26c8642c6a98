"""Files that a killed worker or a refused form left, and no row came to name."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from badges.models import PrintChunk
from conference.choices import WorkState
from conference.files.storage import FOLDERS, random_key
from conference.scratch import scratch
from conference.site import orphans
from delegates.choices import AnswerKind
from delegates.models import Delegate
from tests.factories import (
    BackgroundJobFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    GenerationFactory,
    ImportRunFactory,
    MailAttachmentFactory,
    NominationFactory,
    OwnValueFactory,
    PrintChunkFactory,
    PublishedChangeFactory,
)

DAY = dt.timedelta(days=1)


def stored(folder: str, content: bytes = b"content") -> str:
    return default_storage.save(random_key(folder, "file.bin"), ContentFile(content))


@pytest.fixture(autouse=True)
def _nothing_stored() -> Iterator[None]:
    empty_storage()
    yield
    empty_storage()


def empty_storage() -> None:
    for key in list(orphans.stored_keys()):
        default_storage.delete(key)


def published_twice() -> str:
    """Of the files that stand now: nobody reads the former ones."""
    former = PublishedChangeFactory(key=stored("published"))
    PublishedChangeFactory(conference=former.conference, number=2, key="", withdrawn=["/en/a/"])
    return PublishedChangeFactory(
        conference=former.conference, number=3, key=stored("published")
    ).key


def named_keys() -> list[str]:
    """One for every way in which a row names a file."""
    changed = DelegateFactory(photo=stored("photos"))
    former = changed.photo.name
    Delegate.objects.filter(pk=changed.pk).update(photo=stored("photos"))
    changed.refresh_from_db()
    content = {"photo": stored("photos"), "delegation_flag": stored("flags")}
    generation = GenerationFactory(content={**content, "conference_logo": stored("logos")})
    run = ImportRunFactory(file=stored("imports"), rejected_file=stored("imports"))
    return [
        former,
        changed.photo.name,
        *generation.content.values(),
        run.file.name,
        run.rejected_file.name,
        ConferenceFactory(logo=stored("logos")).logo.name,
        DelegationFactory(flag_file=stored("flags")).flag_file.name,
        PrintChunkFactory(file=stored("badges")).file,
        published_twice(),
        BackgroundJobFactory(
            state=WorkState.DONE, finished_at=timezone.now(), file=stored("jobs")
        ).file.name,
        MailAttachmentFactory(file=stored("mails")).file.name,
        NominationFactory(file=stored("nominations")).file.name,
        OwnValueFactory(field__answer=AnswerKind.FILE, text="", file=stored("answers")).file.name,
    ]


def test_old_files_without_a_row_go_from_every_folder_and_all_others_stay() -> None:
    named = named_keys()
    lost = [stored(folder, content) for folder in FOLDERS for content in (b"", b"content")]

    assert orphans.sweep(at=timezone.now() + DAY / 2) == 0
    assert orphans.sweep(at=timezone.now() + DAY * 2) == len(lost) + 1 == 25
    assert sorted(orphans.stored_keys()) == sorted(named)


def test_file_goes_with_the_last_row_that_names_it() -> None:
    key = PrintChunkFactory(file=stored("badges")).file
    later = timezone.now() + DAY * 2

    assert orphans.sweep(at=later) == 0
    PrintChunk.objects.update(file="")
    assert orphans.sweep(at=later) == 1
    assert not default_storage.exists(key)


def test_file_in_a_folder_that_the_sweep_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="no folder"):
        random_key("letters", "letter.pdf")


def test_what_a_killed_worker_was_at_goes_a_day_later() -> None:
    with scratch() as left_behind:
        (left_behind / "file").write_bytes(b"half a PDF")

        orphans.sweep(at=timezone.now() + DAY / 2)
        kept = left_behind.exists()
        orphans.sweep(at=timezone.now() + DAY * 2)

        assert (kept, left_behind.exists()) == (True, False)
        left_behind.mkdir()
