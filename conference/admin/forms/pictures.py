"""Choosing a picture in a form, and showing a private one to whoever may see its record."""

import base64
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
from django.utils.translation import gettext as _

from conference.errors import DomainError
from conference.files import encoding
from conference.files.framing import Frame
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
    again: it waits in the private storage, and the form carries its signed key. With a frame, what
    of a chosen picture will be cut is shown before anything is saved: by a script at once, and
    without one by the page itself, once it is asked to (`looks`).
    """

    template_name = "admin/widgets/picture.html"
    frame: Frame | None = None
    looks = False

    class Media:
        js = ("js/picture_crop.js",)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/jpeg,image/png", **(attrs or {})})
        self.preview_url = ""
        self.folder = ""
        self.chosen: ChosenPicture | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.looks = f"{name}_look" in data
        upload = super().value_from_datadict(data, files, name)
        token = data.get(f"{name}-chosen")
        return kept_picture(token, self.folder) if upload is None and token else upload

    def is_initial(self, value: Any) -> bool:
        """A private file has no public address to ask for."""
        return bool(value and getattr(value, "name", ""))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"preview_url": self.preview_url, "frame": self.frame}
        if self.chosen is not None:
            # A full storage takes nothing: then it is to be chosen again.
            with suppress(StorageError):
                context["widget"]["chosen"] = token_of(self.chosen, self.folder)
            if self.frame is not None:
                context["widget"]["shown"] = _shown(self.chosen, self.frame)
        return context


def _shown(chosen: ChosenPicture, frame: Frame) -> dict[str, Any]:
    """What the template needs to show it: it lies in the page, as no record names it yet."""
    chosen.seek(0)
    picture = chosen.read()
    chosen.seek(0)
    width, height = size = encoding.size_of(picture)
    return {
        "content": base64.b64encode(picture).decode(),
        "width": width,
        "height": height,
        "cut": frame.cut(size),
        "warning": frame.warning(size),
    }


class PictureField(forms.FileField):
    """The upload, encoded anew by `encode`; what `encode` refuses is the field's error."""

    widget: PictureInput

    def __init__(
        self, *, encode: Encode, name: str, folder: str, frame: Frame | None = None, **kwargs: Any
    ) -> None:
        super().__init__(required=False, widget=PictureInput, **kwargs)
        self.encode = encode
        self.name = name
        self.widget.folder = folder
        self.widget.frame = frame

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
        if self.widget.looks:
            raise ValidationError(
                _("Nothing is saved yet. Look at what is cut, then save or choose another."),
                code="looks",
            )
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
