"""Pictures chosen in a form and shown to whoever may see their record."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from conference.admin.forms.pictures import PictureField, private_picture
from conference.files.pictures import as_png

FIELD = PictureField(
    encode=lambda upload: as_png(upload, width=20, height=20), name="flag.png", folder="flags"
)


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("me.png", content, content_type="image/png")


def test_picture_is_encoded_anew_under_a_name_of_ours() -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 200)).save(out, "PNG")

    chosen = FIELD.clean(upload(out.getvalue()))

    with Image.open(chosen) as picture:
        assert (chosen.name, picture.format, picture.size) == ("flag.png", "PNG", (20, 10))


def test_what_is_no_picture_is_refused_in_words_and_nothing_chosen_is_nothing() -> None:
    with pytest.raises(Exception, match="not a JPEG, PNG or HEIC picture"):
        FIELD.clean(upload(b"<svg/>"))

    assert FIELD.clean(None) is None


def test_private_picture_is_kept_by_nobody_and_taken_for_nothing_else() -> None:
    name = default_storage.save("photos/aa/shown.jpg", ContentFile(b"\xff\xd8"))

    response = private_picture(name, content_type="image/jpeg")

    assert response.content == b"\xff\xd8"
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (
        "image/jpeg",
        "nosniff",
    )


@pytest.mark.parametrize("name", [None, "", "photos/aa/gone.jpg"])
def test_picture_that_is_not_there_is_not_found(name: str | None) -> None:
    with pytest.raises(Http404):
        private_picture(name, content_type="image/jpeg")
