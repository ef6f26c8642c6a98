"""A file chosen in a form that comes back, with a question or an error, is not chosen again.

It waits in the private storage, and the form carries its signed key, which is worth something to
the same user in the same form only. What waits is swept after a day.
"""

from contextlib import suppress
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from conference.files.storage import StorageError, random_key


class WaitingFile(ContentFile[bytes]):
    """As it will be stored; `key` is where it waits, "" while its form has not come back."""

    key = ""


class WaitingFileInput(forms.FileInput):
    """`sent_as` names user and form; without it nothing is kept."""

    template_name = "admin/widgets/waiting_file.html"
    GONE: StrOrPromise = gettext_lazy(
        "The file you chose was kept for a day and has been deleted. Choose it again."
    )
    sent_as = ""
    folder = ""
    waiting = ""
    is_gone = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.chosen: WaitingFile | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        upload = super().value_from_datadict(data, files, name)
        self.waiting = self._key_in(data.get(f"{name}-chosen", ""))
        # Of a stored one that is to go, False.
        if upload is not None or not self.waiting:
            return upload
        kept = _stored(self.waiting)
        self.is_gone = kept is None
        return kept

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.chosen is not None:
            # A full storage takes nothing: then it is to be chosen again.
            with suppress(StorageError):
                context["widget"]["chosen"] = self.token()
        return context

    def token(self) -> str:
        """Names the chosen file where it waits, which it does from now on.

        "" where nobody is known to have sent the form. One form keeps one file of a field.
        """
        if self.chosen is None or not self.sent_as:
            return ""
        if not self.chosen.key:
            self.chosen.seek(0)
            content = ContentFile(self.chosen.read())
            self.chosen.seek(0)
            former = self.waiting
            key = random_key(self.folder, self.chosen.name or "")
            self.waiting = self.chosen.key = default_storage.save(key, content)
            if former:
                default_storage.delete(former)
        return signing.dumps(self.chosen.key, salt=self._salt())

    def require_there(self) -> None:
        if self.is_gone:
            raise ValidationError(str(self.GONE), code="gone")

    def forget(self) -> None:
        """The form is saved: the record has a file of its own."""
        if self.waiting:
            default_storage.delete(self.waiting)

    def _key_in(self, token: str) -> str:
        """ "" for what this user was not given, in this form."""
        try:
            return str(signing.loads(token, salt=self._salt())) if self.sent_as else ""
        except signing.BadSignature:
            return ""

    def _salt(self) -> str:
        return f"file in {self.folder} of {self.sent_as}"


def send_as(form: forms.BaseForm, sent_as: str) -> None:
    for field in form.fields.values():
        if isinstance(field.widget, WaitingFileInput):
            field.widget.sent_as = sent_as


def forget_waiting_files(form: forms.BaseForm) -> None:
    """Once it is saved: of what it kept while it came back nothing stays."""
    for field in form.fields.values():
        if isinstance(field.widget, WaitingFileInput):
            field.widget.forget()


def _stored(key: str) -> WaitingFile | None:
    """None if it has been swept away, or was taken by the same form in another tab."""
    try:
        with default_storage.open(key) as stored:
            file = WaitingFile(stored.read(), name=key)
    except FileNotFoundError:
        return None
    file.key = key
    return file
