"""Choosing a picture in a form, and showing a private one to whoever may see its record."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control

from conference.errors import DomainError
from conference.files.storage import StorageError, random_key

Encode = Callable[[IO[bytes]], bytes]
# As long as the storage keeps a file that no row names.
KEPT_FOR = dt.timedelta(days=1)


class ChosenPicture(ContentFile[bytes]):
    """Encoded already; `key` is where it waits, "" while its form has not come back."""

    key = ""


class PictureInput(forms.ClearableFileInput):
    """Shows the stored picture from the view that checks who may see it.

    A picture chosen in a form that comes back, with a question or an error, need not be chosen
    again: it waits in the private storage, and the form carries its signed key.
    """

    template_name = "admin/widgets/picture.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/jpeg,image/png", **(attrs or {})})
        self.preview_url = ""
        self.folder = ""
        self.chosen: ChosenPicture | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        upload = super().value_from_datadict(data, files, name)
        token = data.get(f"{name}-chosen")
        return kept_picture(token, self.folder) if upload is None and token else upload

    def is_initial(self, value: Any) -> bool:
        """A private file has no public address to ask for."""
        return bool(value and getattr(value, "name", ""))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["preview_url"] = self.preview_url
        if self.chosen is not None:
            # A full storage takes nothing: then it is to be chosen again.
            with suppress(StorageError):
                context["widget"]["chosen"] = token_of(self.chosen, self.folder)
        return context


class PictureField(forms.FileField):
    """The upload, encoded anew by `encode`; what `encode` refuses is the field's error."""

    widget: PictureInput

    def __init__(self, *, encode: Encode, name: str, folder: str, **kwargs: Any) -> None:
        super().__init__(required=False, widget=PictureInput, **kwargs)
        self.encode = encode
        self.name = name
        self.widget.folder = folder

    def to_python(self, data: Any) -> ChosenPicture | None:
        upload = super().to_python(data)
        if upload is None:
            return None
        if not isinstance(upload, ChosenPicture):
            try:
                upload = ChosenPicture(self.encode(upload), name=self.name)
            except DomainError as error:
                raise ValidationError(str(error)) from error
        self.widget.chosen = upload
        return upload


def token_of(chosen: ChosenPicture, folder: str) -> str:
    """Names the picture where it waits, which it does from now on; nobody can make up another."""
    if not chosen.key:
        content = ContentFile(chosen.read())
        chosen.seek(0)
        chosen.key = default_storage.save(random_key(folder, chosen.name or ""), content)
    return signing.dumps(chosen.key, salt=f"picture in {folder}")


def kept_picture(token: str, folder: str) -> ChosenPicture | None:
    """None for a token that is not ours or too old, or whose picture has been swept away."""
    try:
        key = signing.loads(token, salt=f"picture in {folder}", max_age=KEPT_FOR)
        with default_storage.open(key) as stored:
            picture = ChosenPicture(stored.read(), name=key)
    except (signing.BadSignature, FileNotFoundError):
        return None
    picture.key = key
    return picture


def private_picture(name: str | None, *, content_type: str) -> HttpResponse:
    """A stored picture that no cache keeps: who may see it is asked every time."""
    if not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as stored:
        response = HttpResponse(stored.read(), content_type=content_type)
    patch_cache_control(response, private=True, no_store=True)
    response["X-Content-Type-Options"] = "nosniff"
    return response
