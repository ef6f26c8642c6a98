"""Own fields as fields of a form, at whatever door it stands, and the files among answers."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.forms.waiting_files import WaitingFile, WaitingFileInput
from conference.errors import DomainError
from conference.files.documents import MEGABYTE, PDF, require_pdf
from conference.files.pictures import as_png
from conference.models import User
from conference.requests.downloads import PersonalDownload
from conference.writing.languages import localized
from delegates.choices import AnswerKind, YesOrNo
from delegates.models import Delegate, OwnField, OwnValue
from delegates.models.asked.own_fields import LONGEST_ANSWER
from delegates.own_words import label_of, name_of
from delegates.services.registration import own_fields
from delegates.services.registration.own_fields import Given

LARGEST = 10 * MEGABYTE
# An A4 page at some 170 dots per inch.
MOST_PIXELS = 2000
REMOVE = "remove"


class AnswerFile(forms.FileField):
    """A PDF as it was sent, which nothing opens here, or a picture, encoded anew."""

    default_error_messages = {
        "too_large": gettext_lazy("The file is larger than 10 MB. Save it smaller and try again."),
    }
    widget: WaitingFileInput

    def __init__(self, **kwargs: Any) -> None:
        widget = WaitingFileInput(
            {"class": "form-control", "accept": f"{PDF},image/jpeg,image/png"}
        )
        widget.folder = "answers"
        super().__init__(widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data is None:
            self.widget.require_there()
        return super().clean(data, initial)

    def to_python(self, data: Any) -> WaitingFile | None:
        """What is stored of it, under a name that says what it is."""
        upload: Any = super().to_python(data)
        if upload is not None and not isinstance(upload, WaitingFile):
            upload = self._kept(upload)
        self.widget.chosen = upload
        return upload  # type: ignore[no-any-return]

    def _kept(self, upload: Any) -> WaitingFile:
        if upload.size > LARGEST:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        try:
            return self._content(upload)
        except DomainError as error:
            raise ValidationError(str(error)) from error

    def _content(self, upload: Any) -> WaitingFile:
        upload.seek(0)
        if upload.read(5) == b"%PDF-":
            require_pdf(upload, upload.size)
            return WaitingFile(upload.read(), name="answer.pdf")
        upload.seek(0)
        picture = as_png(upload, width=MOST_PIXELS, height=MOST_PIXELS)
        return WaitingFile(picture, name="answer.png")


def form_fields(
    fields: Iterable[OwnField], values: Mapping[int, OwnValue]
) -> dict[str, forms.Field]:
    """By name, with what is answered as their initial values."""
    found: dict[str, forms.Field] = {}
    for field in fields:
        value = values.get(field.pk)
        found[name_of(field)] = _form_field(field, value)
        if value and value.file:
            found[f"{name_of(field)}_{REMOVE}"] = forms.BooleanField(
                label=_("Remove the stored file"), required=False
            )
    return found


def _form_field(field: OwnField, value: OwnValue | None) -> forms.Field:
    said: dict[str, Any] = {"label": label_of(field), "required": False}
    if field.answer == AnswerKind.FILE:
        help_text = _("PDF, JPEG or PNG, up to 10 MB.")
        if value and value.file:
            help_text = _("A file is stored; another takes its place. PDF, JPEG or PNG.")
        return AnswerFile(**said, help_text=help_text)
    if field.answer == AnswerKind.CHOICE:
        choices = [(str(row.pk), localized(row.name).text) for row in field.choices.all()]
        initial = str(value.choice_id) if value and value.choice_id else ""
        return forms.ChoiceField(**said, choices=[("", "–"), *choices], initial=initial)
    text = value.text if value else ""
    if field.answer == AnswerKind.YES_OR_NO:
        labels = [("", "–"), *((each.value, each.label) for each in (YesOrNo.YES, YesOrNo.NO))]
        return forms.ChoiceField(**said, choices=labels, initial=text)
    widget = forms.TextInput(attrs={"dir": "auto", "class": "vTextField"})
    return forms.CharField(**said, max_length=LONGEST_ANSWER, widget=widget, initial=text)


def as_loaded(fields: Iterable[OwnField], values: Mapping[int, OwnValue]) -> dict[str, str]:
    """By name, what is answered, to notice that somebody else has answered meanwhile."""
    return {name_of(field): _stored(values.get(field.pk)) for field in fields}


def _stored(value: OwnValue | None) -> str:
    if value is None:
        return ""
    return str(value.choice_id) if value.choice_id else value.text or value.file.name or ""


def answers_in(
    form: forms.BaseForm, fields: Sequence[OwnField], values: Mapping[int, OwnValue]
) -> dict[OwnField, Given]:
    """What a valid form changes. Files are stored only here."""
    found = {}
    for field in fields:
        name = name_of(field)
        if name not in form.cleaned_data:
            continue
        sent, value = form.cleaned_data[name], values.get(field.pk)
        if field.answer == AnswerKind.FILE:
            if sent:
                found[field] = Given(file=own_fields.store(sent))
            elif form.cleaned_data.get(f"{name}_{REMOVE}"):
                found[field] = Given()
        elif field.answer == AnswerKind.CHOICE:
            chosen = {str(row.pk): row for row in field.choices.all()}.get(sent)
            if (chosen and chosen.pk) != (value and value.choice_id):
                found[field] = Given(choice=chosen)
        elif sent != (value.text if value else ""):
            found[field] = Given(text=sent)
    return found


def values_of(delegate: Delegate | None) -> dict[int, OwnValue]:
    """By the id of their field; none of somebody new."""
    if delegate is None or not delegate.pk:
        return {}
    rows = OwnValue.objects.filter(delegate=delegate).select_related("choice")
    return {row.field_id: row for row in rows}


def download(delegate: Delegate, field_id: int, *, by: User, at: dt.datetime) -> HttpResponseBase:
    """The stored file as an attachment; 404 where there is none, or none any more."""
    value = OwnValue.objects.filter(delegate=delegate, field=field_id).exclude(file="").first()
    if value is None or not value.file.storage.exists(str(value.file.name)):
        raise Http404
    ending = PurePath(str(value.file.name)).suffix
    return PersonalDownload(
        value.file.open("rb"),
        filename=f"{delegate.reference}-{field_id}{ending}",
        content_type=PDF if ending == ".pdf" else "image/png",
        action="delegate.own_file_taken",
        target=delegate,
        by=by,
        at=at,
        conference_id=delegate.conference_id,
        detail={"own_field": field_id},
    )
