"""Files that a killed worker stored and no row came to name."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from badges import files
from badges.models import PrintChunk
from badges.services import orphans
from tests.badges.conftest import MakeDelegates, Send, WorkOff
from tests.badges.printed import keys_of, stored, stored_files

DAY = dt.timedelta(days=1)


pytestmark = pytest.mark.usefixtures("empty_storage")


@pytest.mark.django_db
def test_old_files_without_a_row_go_and_everything_else_stays(
    make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates()
    job = send()
    chunk = stored(b"%PDF")
    PrintChunk.objects.filter(job=job).update(file=chunk)
    lost = [stored(b"%PDF"), stored(b"%PDF")]
    photo = default_storage.save("photos/aa/portrait.jpg", ContentFile(b"photo"))

    assert orphans.sweep(at=timezone.now() + DAY / 2) == 0
    assert orphans.sweep(at=timezone.now() + DAY * 2) == 2
    assert stored_files() == [chunk]
    assert files.read(photo) == b"photo"
    with pytest.raises(FileNotFoundError):
        files.read(lost[0])
    files.discard([chunk, photo])


@pytest.mark.django_db
def test_published_files_stay(make_delegates: MakeDelegates, send: Send, work_off: WorkOff) -> None:
    make_delegates()
    job = send()
    work_off()

    orphans.sweep(at=timezone.now() + DAY * 2)

    [key] = keys_of(job)
    assert files.read(key).startswith(b"%PDF-")
