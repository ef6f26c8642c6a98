"""Choosing a picture in a form, and showing a private one to whoever may see its record."""

from collections.abc import Callable
from typing import IO, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control

from conference.errors import DomainError

Encode = Callable[[IO[bytes]], bytes]


class PictureInput(forms.ClearableFileInput):
    """Shows the stored picture from the view that checks who may see it."""

    template_name = "admin/widgets/picture.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/jpeg,image/png", **(attrs or {})})
        self.preview_url = ""

    def is_initial(self, value: Any) -> bool:
        """A private file has no public address to ask for."""
        return bool(value and getattr(value, "name", ""))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["preview_url"] = self.preview_url
        return context


class PictureField(forms.FileField):
    """The upload, encoded anew by `encode`; what `encode` refuses is the field's error."""

    widget = PictureInput

    def __init__(self, *, encode: Encode, name: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.encode = encode
        self.name = name

    def to_python(self, data: Any) -> ContentFile[bytes] | None:
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            return ContentFile(self.encode(upload), name=self.name)
        except DomainError as error:
            raise ValidationError(str(error)) from error


def private_picture(name: str | None, *, content_type: str) -> HttpResponse:
    """A stored picture that no cache keeps: who may see it is asked every time."""
    if not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as stored:
        response = HttpResponse(stored.read(), content_type=content_type)
    patch_cache_control(response, private=True, no_store=True)
    response["X-Content-Type-Options"] = "nosniff"
    return response
