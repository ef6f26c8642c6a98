"""Files that a killed worker stored and no row came to name."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from badges import files
from badges.models import PrintChunk, PrintJob
from badges.services import orphans
from tests.badges.conftest import MakeDelegates, Send

DAY = dt.timedelta(days=1)


@pytest.mark.django_db
def test_old_files_without_a_row_go_and_everything_else_stays(
    make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates()
    job = send()
    chunk = files.store(b"%PDF", files.CHUNKS)
    PrintChunk.objects.filter(job=job).update(file=chunk)
    lost = [files.store(b"%PDF", folder) for folder in (files.CHUNKS, files.JOBS)]
    photo = files.store(b"photo", "photos")

    assert orphans.sweep(at=timezone.now() + DAY / 2) == 0
    assert orphans.sweep(at=timezone.now() + DAY * 2) == 2
    assert [*files.keys(files.CHUNKS), *files.keys(files.JOBS)] == [chunk]
    assert files.read(photo) == b"photo"
    with pytest.raises(FileNotFoundError):
        files.read(lost[0])
    files.discard([chunk, photo])


@pytest.mark.django_db
def test_a_published_file_stays(
    make_delegates: MakeDelegates, send: Send, work_off: Callable[[], int]
) -> None:
    make_delegates()
    job = send()
    work_off()
    job = PrintJob.objects.get(pk=job.pk)

    orphans.sweep(at=timezone.now() + DAY * 2)

    assert files.read(job.file).startswith(b"%PDF-")
