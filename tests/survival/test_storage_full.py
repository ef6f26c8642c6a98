"""The disk for files of people is full, or takes nothing."""

import errno
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from conference.choices import Role
from conference.files.storage import StorageError, random_key
from delegates.models import ImportRun
from tests.factories import DelegateFactory, StaffRoleFactory
from tests.here import HERE, here
from tests.servers import StartWeb
from tests.survival.visitors import Visitor

PASSWORD = "a long enough password"
FULL = (
    "The file could not be stored, because the storage is full. Nothing was saved."
    " Tell the administrator of this installation."
)


def photo() -> bytes:
    out = BytesIO()
    Image.effect_noise((400, 500), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("room", [1, 5000])
def test_full_disk_is_told_in_a_sentence_and_leaves_no_file(
    start_web: StartWeb, tmp_path: Path, room: int
) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE)
    role.user.set_password(PASSWORD)
    role.user.save()
    delegate = DelegateFactory(delegation__conference=role.conference)
    storage = tmp_path / "files"
    visitor = Visitor(start_web(largest_file=room, STORAGE_URL=f"file://{quote(str(storage))}"))
    visitor.sign_in(role.user.email, PASSWORD)
    change = here("delegates_delegate_change", delegate.pk)
    form = visitor.form(change, "delegate_form")

    with_photo = visitor.post(change, form | {"function": "Minister"}, {"photo": photo()})
    upload = here("delegates_importrun_add")
    imported = visitor.post(upload, visitor.token(upload), {"file": b"x" * 9000})

    assert (with_photo.status, FULL in with_photo.page) == (200, True)
    assert (imported.status, "A disk of this site is full" in imported.page) == (503, True)
    assert "Minister" in with_photo.page
    delegate.refresh_from_db()
    assert (delegate.photo.name, delegate.function) == ("", "")
    assert ImportRun.objects.count() == 0
    assert files_below(storage) == []


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EROFS, "accepts no files at the moment"),
    ],
)
def test_refusal_of_the_system_is_told_in_a_sentence(number: int, why: str) -> None:
    class Refused(ContentFile[bytes]):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"begun"
            raise OSError(number, os.strerror(number))

    key = random_key("photos", "photo.jpg")

    with pytest.raises(StorageError, match=why):
        default_storage.save(key, Refused(b"content"))

    assert not default_storage.exists(key)
