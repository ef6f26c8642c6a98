"""Names under which files of people are kept, and what is left where one cannot be."""

import errno
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from conference.files.storage import PrivateFolder, StorageError, random_key


@pytest.mark.parametrize(
    ("filename", "ending"),
    [
        ("Passport of Ali.JPG", ".jpg"),
        ("archive.tar.gz", ".gz"),
        ("no ending", ""),
        ("a.b/../c", ""),
        ("x.php;.png", ".png"),
        ("letter.thatislong", ""),
        ("word.d-x", ""),
    ],
)
def test_key_says_nothing_of_the_file_but_its_short_ending(filename: str, ending: str) -> None:
    key = random_key("photos", filename)

    assert re.fullmatch(rf"photos/([0-9a-f]{{2}})/\1[0-9a-f]{{30}}{re.escape(ending)}", key)


def test_folder_that_no_sweep_looks_through_is_refused() -> None:
    with pytest.raises(ValueError, match="letters is no folder of the storage"):
        random_key("letters", "a.pdf")


class Failing(ContentFile[bytes]):
    """Breaks off in the middle, as on a disk that is full."""

    def __init__(self, number: int) -> None:
        super().__init__(b"whole")
        self.number = number

    def chunks(self, chunk_size: int | None = None) -> Any:
        yield b"half"
        raise OSError(self.number, "broken off")


@pytest.mark.parametrize(
    ("number", "why"),
    [(errno.ENOSPC, "because the storage is full"), (errno.EIO, "because the storage accepts no")],
)
def test_file_that_cannot_be_stored_whole_leaves_nothing_and_is_told_in_words(
    tmp_path: Path, number: int, why: str
) -> None:
    storage = PrivateFolder(location=tmp_path)

    with pytest.raises(StorageError, match=why) as refused:
        storage.save("photos/aa/half.jpg", Failing(number))

    assert refused.value.errno == number
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
