"""Uploads are encoded in a process of its own, of which a picture asks what it asks."""

import threading
from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image

from conference.errors import DomainError
from conference.files import encoding, pictures
from conference.files.framing import Frame
from conference.files.pictures import LARGEST_FILE, as_framed_jpeg, as_png

FRAME = Frame(30, 38.6, most=(100, 129), least=(1, 1), sharp=(1, 1))


def upload(format_name: str = "PNG", side: int = 400) -> BytesIO:
    file = BytesIO()
    Image.new("RGBA", (side, side), (200, 20, 20, 90)).convert(
        "RGB" if format_name == "JPEG" else "RGBA"
    ).save(file, format_name)
    file.seek(0)
    return file


@pytest.mark.parametrize("format_name", ["PNG", "JPEG"])
def test_picture_comes_out_of_the_process_as_it_was_encoded_there(format_name: str) -> None:
    size = {"width": 100, "height": 80}
    picture = upload(format_name).getvalue()

    assert as_framed_jpeg(BytesIO(picture), FRAME) == encoding.framed(picture, FRAME)
    assert as_png(BytesIO(picture), **size) == encoding.png(picture, **size)


def test_refusal_comes_out_of_it_in_words() -> None:
    with (
        translation.override("fr"),
        pytest.raises(DomainError, match="n’est pas une image JPEG, PNG ou HEIC"),
    ):
        as_framed_jpeg(BytesIO(b"<svg/>"), FRAME)


def test_file_too_large_is_refused_in_words() -> None:
    with pytest.raises(DomainError, match="larger than 10 MB"):
        as_framed_jpeg(BytesIO(bytes(LARGEST_FILE + 1)), FRAME)


def test_picture_that_ends_the_process_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of so many pixels that 120 MB are too few, though by its header it may pass."""
    monkeypatch.setattr(pictures, "LIMITS", replace(pictures.LIMITS, memory=120 * 2**20))

    with pytest.raises(DomainError, match="takes too much memory or time to open"):
        as_png(upload(side=4_900), width=1600, height=800)


def test_largest_picture_fits_into_the_memory_of_the_process() -> None:
    with Image.open(BytesIO(as_png(upload(side=5_000), width=1600, height=800))) as picture:
        assert picture.size == (800, 800)


def test_nobody_waits_for_long_behind_a_picture_that_asks_for_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "PATIENCE_SECONDS", 0.1)
    lock = threading.Lock()
    monkeypatch.setattr(pictures, "_one_at_a_time", lock)

    with lock, pytest.raises(DomainError, match="Try again in a moment"):
        as_framed_jpeg(upload(), FRAME)

    assert as_framed_jpeg(upload(), FRAME)
