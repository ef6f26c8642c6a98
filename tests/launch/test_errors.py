import errno
import shutil
from pathlib import Path

import pytest

from launch.errors import of_system


def error(number: int, *paths: Path) -> OSError:
    first, *second = [str(path) for path in paths]
    return OSError(number, "", first, None, *second)


def test_full_disk_is_the_one_that_was_copied_to(tmp_path: Path) -> None:
    told = of_system(error(errno.ENOSPC, Path("/nowhere/font.ttf"), tmp_path / "fonts/font.ttf"))

    free = shutil.disk_usage(tmp_path).free // 2**20
    assert str(told).startswith(f"The disk that holds {tmp_path} is full: {free // 100}")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "may not be written or read by this user"),
        (errno.EROFS, "may not be written or read by this user"),
        (errno.EEXIST, "is a file where a folder should be"),
    ],
)
def test_error_of_a_folder_is_one_sentence_with_its_name(
    number: int, told: str, tmp_path: Path
) -> None:
    assert str(of_system(error(number, tmp_path / "var"))).startswith(f"{tmp_path}/var {told}")


def test_other_error_has_no_sentence_and_shows_where_it_happened(tmp_path: Path) -> None:
    assert of_system(error(errno.EBADF, tmp_path)) is None
