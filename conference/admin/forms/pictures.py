"""Choosing a picture in a form, and showing a private one to whoever may see its record."""

import base64
from collections.abc import Callable
from typing import IO, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.forms.waiting_files import WaitingFile, WaitingFileInput
from conference.errors import DomainError
from conference.files import encoding
from conference.files.framing import Crop, Frame
from conference.files.pictures import ACCEPTED

Encode = Callable[..., bytes]
"""Of an upload, and with a frame of what was chosen of it."""


class PictureInput(WaitingFileInput, forms.ClearableFileInput):
    """Shows the stored picture from the view that checks who may see it.

    With a frame, what of a chosen picture will be cut is shown before anything is saved: by a
    script at once, and without one by the page itself, once it is asked to (`looks`).
    """

    template_name = "admin/widgets/picture.html"
    GONE = gettext_lazy(
        "The picture you chose was kept for a day and has been deleted. Choose it again."
    )
    frame: Frame | None = None
    looks = False
    crop: Crop | None = None

    class Media:
        js = ("js/picture_crop.js",)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPTED, **(attrs or {})})
        self.preview_url = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.looks = f"{name}_look" in data
        self.crop = Crop.read(data.get(f"{name}-crop", ""))
        return super().value_from_datadict(data, files, name)

    def is_initial(self, value: Any) -> bool:
        """A private file has no public address to ask for."""
        return bool(value and getattr(value, "name", ""))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"preview_url": self.preview_url, "frame": self.frame}
        if self.chosen is not None and self.frame is not None:
            context["widget"]["shown"] = _shown(self.chosen, self.frame)
        return context


def _shown(chosen: WaitingFile, frame: Frame) -> dict[str, Any]:
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

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data is None:
            self.widget.require_there()
        return super().clean(data, initial)

    def _encoded(self, upload: IO[bytes]) -> bytes:
        if self.widget.frame is None or self.widget.crop is None:
            return self.encode(upload)
        return self.encode(upload, self.widget.crop)

    def to_python(self, data: Any) -> WaitingFile | None:
        upload = super().to_python(data)
        if upload is None:
            return None
        if not isinstance(upload, WaitingFile):
            try:
                upload = WaitingFile(self._encoded(upload), name=self.name)
            except DomainError as error:
                raise ValidationError(str(error)) from error
        self.widget.chosen = upload
        if self.widget.looks:
            raise ValidationError(
                _("Nothing is saved yet. Check what is cut off, then save or choose another."),
                code="looks",
            )
        return upload


def private_picture(name: str | None, *, content_type: str) -> HttpResponse:
    """A stored picture that no cache keeps: who may see it is asked every time."""
    if not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as stored:
        response = HttpResponse(stored.read(), content_type=content_type)
    patch_cache_control(response, private=True, no_store=True)
    response["X-Content-Type-Options"] = "nosniff"
    return response
