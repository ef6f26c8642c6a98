"""Forms that stand at more than one door: of records whose texts badges show, of nominations."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import get_language, gettext, gettext_lazy

from conference import randomness
from conference.admin import RecordForm
from conference.admin.forms.asking import AsksAboutLetters
from conference.admin.forms.loaded import LoadedForm
from conference.admin.forms.words import clean_words
from conference.errors import DomainError
from conference.letters import Written
from conference.models import Conference, User
from conference.randomness import Identifier
from delegates.choices import QuestionKind, Reply
from delegates.derived import PARTY_LANGUAGES
from delegates.importing.checking.questions import key_of
from delegates.letters import printed_texts
from delegates.models import Answer, Country, Delegate, Needs
from delegates.naming.names import FIELDS_OF_NAMES, PARTS_OF_OWN_NAME, whole_own_name
from delegates.reference.files import FORMER_STATES
from delegates.services.importing import answers
from delegates.services.registration import nominations
from delegates.services.registration.nominations import Note

Row = TypeVar("Row", bound=Model)


class PrintedRecordForm(RecordForm[Row]):
    """Of a record whose texts badges show."""

    def printed_texts(self) -> Mapping[str, Written]:
        return printed_texts(type(self.instance))

    def language_of_own_name(self) -> str:
        """As the form has it, else as the record has it."""
        stored = getattr(self.instance, "own_name_language", "")
        return str(self.cleaned_data.get("own_name_language", stored))

    def remembered_answers(self, keys: Collection[str]) -> Collection[str]:
        return remembered(self.conference, keys) if self.conference else ()


class OwnNameForm(PrintedRecordForm[Delegate]):
    """Of somebody whose name in own script follows its parts: `names.whole_own_name`."""

    def cleaned_so_far(self, names: Iterable[str]) -> dict[str, Any]:
        return self._with_whole_name(super().cleaned_so_far(names))

    def clean(self) -> dict[str, Any] | None:
        data = self._with_whole_name(super().clean() or {})
        name, language = data.get("own_name"), data.get("own_name_language")
        if name and language == "":
            # At its field, which the constraint would not name.
            self.add_error("own_name_language", gettext("Say which language this name is in."))
        return data

    def _with_whole_name(self, data: dict[str, Any]) -> dict[str, Any]:
        if not {*PARTS_OF_OWN_NAME, "own_name", "own_name_language"} <= data.keys():
            return data
        given, family = (data[part] for part in PARTS_OF_OWN_NAME)
        try:
            whole = whole_own_name(
                given=given,
                family=family,
                whole=data["own_name"],
                former=self.initial.get("own_name", ""),
                language=data["own_name_language"],
            )
        except ValueError:
            return data  # The constraint says so.
        if whole != data["own_name"]:
            data["own_name"] = whole
            if "own_name" not in self.changed_data:
                self.changed_data.append("own_name")
        return data


def remembered(conference: Conference, keys: Collection[str]) -> set[str]:
    """Those of the questions that were answered with "right as it is", in a form or an import."""
    digests = {key_of(QuestionKind.LETTERS, key): key for key in keys}
    right = Answer.objects.for_conference(conference).filter(
        kind=QuestionKind.LETTERS, reply=Reply.RIGHT, key__in=digests
    )
    return {digests[digest] for digest in right.values_list("key", flat=True)}


def remember_ticked(
    forms_sent: Iterable[forms.BaseForm], conference: Conference, *, by: User, at: dt.datetime
) -> None:
    """Keep what was ticked in these forms, which are saved."""
    ticked = {key: form for form in forms_sent for key in _answered_in(form)}
    answers.remember(
        answers=[
            Answer(
                kind=QuestionKind.LETTERS,
                key=key_of(QuestionKind.LETTERS, key),
                subject=key.partition(":")[2],
                reply=Reply.RIGHT,
                delegate=_whose_name(key.partition(":")[2], ticked[key]),
            )
            for key in sorted(ticked)
        ],
        conference=conference,
        by=by,
        at=at,
    )


def _answered_in(form: forms.BaseForm) -> Collection[str]:
    return form.answered_letters if isinstance(form, AsksAboutLetters) else ()


def _whose_name(text: str, form: forms.BaseForm) -> Delegate | None:
    """What is said of a name goes with whose it is."""
    row = getattr(form, "instance", None)
    if not isinstance(row, Delegate):
        return None
    return row if text in {getattr(row, name) for name in FIELDS_OF_NAMES} else None


class NominationForm(forms.Form):
    reference = forms.CharField(label=gettext_lazy("Reference"), max_length=100)
    dated_on = forms.DateField(
        label=gettext_lazy("Date of the note"), widget=forms.DateInput({"type": "date"})
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, JPEG or PNG, up to 10 MB."),
        widget=forms.FileInput({"accept": "application/pdf,image/jpeg,image/png"}),
    )
    form_key = forms.UUIDField(
        required=False, widget=forms.HiddenInput, initial=randomness.identifier
    )

    def __init__(self, data: Any = None, files: Any = None, *, today: dt.date) -> None:
        """`today` is the day at the venue."""
        super().__init__(data, files, label_suffix="")
        self.today = today
        self.fields["dated_on"].widget.attrs["max"] = today.isoformat()
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "reference" in self.cleaned_data:
            clean_words(self, "reference", is_asked_about=False)
        if self.errors and self.cleaned_data.get("file"):
            # No browser sends it a second time by itself.
            self.add_error("file", gettext("The file is not kept: choose it again."))
        return self.cleaned_data

    def clean_dated_on(self) -> dt.date:
        dated_on: dt.date = self.cleaned_data["dated_on"]
        try:
            nominations.require_dated(dated_on, today=self.today)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error
        return dated_on

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            return nominations.kept(upload, upload.size)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error

    def note(self) -> Note:
        return Note(**self.cleaned_data)


def key_in(sent: Mapping[str, Any]) -> Identifier | None:
    """The key of a form that was sent, if it has one."""
    try:
        key: Identifier | None = forms.UUIDField(required=False).clean(sent.get("form_key"))
    except forms.ValidationError:
        return None
    return key


def countries_in_order(*, kept: int | None = None) -> QuerySet[Country]:
    """By their names in the language of the page. Former States, which old lists name, are offered
    no more; what somebody is registered with already, `kept`, stays.
    """
    current = get_language() or ""
    language = current if current in PARTY_LANGUAGES else "en"
    offered = Country.objects.filter(~Q(iso2__in=FORMER_STATES) | Q(pk=kept))
    return offered.order_by(KeyTextTransform(language, "sort_keys"))


class NeedsForm(LoadedForm):
    dietary = forms.CharField(label=gettext_lazy("Dietary needs"), required=False, max_length=500)
    access = forms.CharField(
        label=gettext_lazy("Access needs"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Wheelchair, hearing loop, seat near the door …"),
    )

    def __init__(self, data: Any = None, *, kept: Needs | None) -> None:
        now = kept or Needs()
        super().__init__(data, loaded={"dietary": now.dietary, "access": now.access})
        for name in ("dietary", "access"):
            # Of the admin's pages and of the site's.
            self.fields[name].widget.attrs |= {"class": "vTextField form-control", "dir": "auto"}

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name in list(self.cleaned_data):
            clean_words(self, name, is_asked_about=False)
        return self.cleaned_data
