"""The form behind every page of the admin that edits a record."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from i18nfield.forms import I18nFormField

from conference.admin.forgeries import Lookup
from conference.admin.forms.asking import AsksAboutLetters
from conference.admin.forms.blanks import say_blanks_in_words
from conference.admin.forms.loaded import both_values, saved_meanwhile
from conference.admin.forms.tables import SelectInTable, plain_select
from conference.admin.forms.translations import in_languages, with_other_languages
from conference.admin.forms.versions import LoadedValues, changed_since, digests
from conference.admin.forms.waiting_files import send_as
from conference.admin.forms.words import clean_words
from conference.admin.scope import belongs_to_conference, within
from conference.contributions import Objection, SavingEffects, contributed
from conference.letters import Written
from conference.models import Conference

Row = TypeVar("Row", bound=Model)


class RecordForm(AsksAboutLetters, forms.ModelForm[Row]):
    """A form whose choices stay in the conference, and which refuses to save over a newer version.

    The admin sets `conference`, `languages` and `refusal` on the class it makes for one request.
    `refusal` is what the database or a service said no with, shown above the form. `selects` is
    where the rows of one table share what they offer, so that twenty rows ask no more than one.
    `sent_as` says whose form it is and of what: a file that it keeps is kept for that alone.
    """

    conference: ClassVar[Conference | None] = None
    languages: ClassVar[Sequence[str]] = ()
    refusal: ClassVar[str] = ""
    sent_as: ClassVar[str] = ""
    selects: ClassVar[dict[str, SelectInTable] | None] = None
    known_beside_the_form: ClassVar[frozenset[str]] = frozenset({"conference"})

    loaded_values = LoadedValues()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_blanks_in_words(self)
        if belongs_to_conference(type(self.instance)) and self.instance.pk is None:
            self.instance.conference = self.conference  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if isinstance(field, I18nFormField):
                self.fields[name] = in_languages(field, self.languages)
                continue
            # The admin wraps the widget of a reference that it can look up or add.
            widget: Any = getattr(field.widget, "widget", field.widget)
            turn_as_typed(widget)
            if self.selects is not None:
                # In a table the column's heading is not the field's label.
                widget.attrs.setdefault("aria-label", str(field.label))
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = within(field.queryset, self.conference)
            if isinstance(widget, Lookup):
                widget.known = self.loaded_row(name)
            if self.selects is not None and plain_select(field):
                shared = self.selects.get(name) or SelectInTable(field)  # type: ignore[arg-type]
                field.widget = self.selects.setdefault(name, shared).in_row(field)
        send_as(self, self.sent_as)
        if self.instance.pk:
            self.initial["loaded_values"] = digests(self.initial, self.model_fields())

    def loaded_row(self, name: str) -> Model | None:
        """What the record refers to, if it is there without asking for it."""
        reference: Any = self.instance._meta.get_field(name)
        is_here = reference.is_cached(self.instance)
        return getattr(self.instance, name) if is_here else None

    def model_fields(self) -> list[str]:
        """Names of the fields that come from the model, as far as the form shows them."""
        known = {field.name for field in self.instance._meta.get_fields()}
        return [name for name in self.fields if name in known]

    def full_clean(self) -> None:
        """A row of a table that nobody has touched is as it was saved: there is nothing to ask."""
        is_row = self.selects is not None and self.instance.pk is not None
        if is_row and self.is_bound and not self.has_changed():
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
            return
        super().full_clean()

    def cleaned_so_far(self, names: Iterable[str]) -> dict[str, Any]:
        """What stands in some of the fields while somebody types, without what they refuse.

        Nothing else is asked: not the other fields, not the record, not the database's constraints.
        """
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for name in names:
            if name not in self.fields:
                continue
            try:
                self.cleaned_data[name] = self.fields[name].clean(self[name].data)
            except ValidationError as error:
                self.add_error(name, error)
            else:
                self._clean_words(name, self.fields[name])
        return self.cleaned_data

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        for name, field in self.fields.items():
            if name in self.cleaned_data:
                self._clean_words(name, field)
        self.judge_letters()
        self._refuse_older_version()
        if not self.errors:
            self._say_what_follows()
        if self.refusal:
            self.add_error(None, self.refusal)
        return self.cleaned_data

    def _clean_words(self, name: str, field: forms.Field) -> None:
        """Without what nobody types on purpose, with the languages that are not shown."""
        is_asked_about = self.printed_texts().get(name, Written.WORDS) != Written.WORDS
        clean_words(self, name, is_asked_about=is_asked_about)
        if isinstance(field, I18nFormField) and name in self.cleaned_data:
            self.cleaned_data[name] = with_other_languages(
                self.cleaned_data[name], self.initial.get(name), self.languages
            )

    def _refuse_older_version(self) -> None:
        loaded = self.data.get(self.add_prefix("loaded_values"))
        if not self.instance.pk or not loaded:
            return
        newer = changed_since(loaded, self.initial["loaded_values"])
        if not newer:
            return
        self.add_error(None, saved_meanwhile())
        for name in self.fields:
            if name in newer:
                self.add_error(name, both_values(self, name))

    def _say_what_follows(self) -> None:
        """Before it is saved. What was said goes out with the loaded values and comes back."""
        if not self.instance.pk:
            return
        changed = set(self.changed_data)
        effects = [
            effect.words
            for saving in contributed(type(self.instance), SavingEffects)
            if saving.fields & changed
            for effect in saving.follows(self.instance)
        ]
        if not effects:
            return
        said = digests({"follows": [*effects, *sorted(changed)]}, ["follows"])
        if said in self.data.get(self.add_prefix("loaded_values"), "").split():
            return
        self["loaded_values"].initial = f"{self.initial['loaded_values']} {said}"
        self.add_error(None, [*effects, _("Nothing is saved yet. Save again to confirm.")])

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.instance.pk:
            self._object()

    def _object(self) -> None:
        """What higher apps say against the values that the record has by now."""
        changed = set(self.changed_data) - self.errors.keys()
        for objection in contributed(type(self.instance), Objection):
            if objection.field in changed and (words := objection.words_for(self.instance)):
                self.add_error(objection.field, words)

    def validate_constraints(self) -> None:
        """Those too that involve values which the form does not show but knows."""
        exclude = self._get_validation_exclusions() - self.known_beside_the_form  # type: ignore[attr-defined]
        try:
            self.instance.validate_constraints(exclude=exclude)
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


def turn_as_typed(widget: Any) -> None:
    """Text that is typed is written from the side from which its letters are."""
    if isinstance(widget, forms.TextInput | forms.Textarea):
        widget.attrs.setdefault("dir", "auto")
