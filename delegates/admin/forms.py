"""Forms of delegations and delegates. What they may hold is decided by models and services."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseInlineFormSet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import RecordForm
from conference.admin.forms.contacts import ContactEmailField, PhoneField
from conference.admin.forms.pictures import PictureField
from conference.files.pictures import as_png
from conference.letters import Written
from delegates import photos
from delegates.admin.letters import remembered
from delegates.admin.sameness import PersonForm, SamenessForm
from delegates.choices import Position
from delegates.letters import printed_texts
from delegates.models import Country, Delegate, Delegation, Organization
from delegates.names import PARTS_OF_OWN_NAME, whole_own_name
from delegates.recognition.people import People
from delegates.services.identity import answered_apart

Row = TypeVar("Row", bound=Model)

FLAG_WIDTH, FLAG_HEIGHT = 640, 480


def encoded_flag(upload: Any) -> bytes:
    return as_png(upload, width=FLAG_WIDTH, height=FLAG_HEIGHT)


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


class DelegateForm(SamenessForm, PrintedRecordForm[Delegate]):
    photo = PictureField(
        encode=photos.encoded,
        name="photo.jpg",
        folder="photos",
        frame=photos.FRAME,
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy(
            "JPEG or PNG, up to 10 MB, upright, 35 × 45; 413 × 531 pixels or more."
        ),
    )

    class Meta:
        model = Delegate
        fields = "__all__"
        field_classes = {"email": ContactEmailField, "phone": PhoneField}
        widgets = {
            name: forms.TextInput(attrs={"class": "vTextField"})
            for name in ("function", "department", "ministry")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.photo and "photo" in self.fields:
            self.fields["photo"].widget.preview_url = reverse(
                "admin:delegates_delegate_photo", args=[self.instance.pk]
            )

    def clean(self) -> dict[str, Any] | None:
        """A name in own script follows its parts; see `delegates.names.whole_own_name`."""
        data = super().clean() or {}
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


class NewDelegationForm(RecordForm[Delegation]):
    """Who sends it; names, flag and kind are copied from there."""

    class Meta:
        model = Delegation
        fields = ["country", "organization", "kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = False
        self.fields["kind"].help_text = _("Blank: what follows from the country or organization.")

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        if bool(data.get("country")) == bool(data.get("organization")):
            raise ValidationError(
                _("A delegation belongs to a country or to an organization: choose exactly one.")
            )
        return data

    @property
    def party(self) -> Country | Organization:
        found: Country | Organization = (
            self.cleaned_data["country"] or self.cleaned_data["organization"]
        )
        return found


class DelegationForm(PrintedRecordForm[Delegation]):
    flag_file = PictureField(
        encode=encoded_flag,
        name="flag.png",
        folder="flags",
        label=gettext_lazy("Another flag"),
        help_text=gettext_lazy("A picture shown in place of the flag."),
    )

    class Meta:
        model = Delegation
        fields = ["name", "acronym", "kind", "head", "flag_code", "flag_file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "head" in self.fields:
            self.fields["head"].queryset = self.instance.delegates.order_by("order", "pk")  # type: ignore[attr-defined]
        if self.instance.flag_file and "flag_file" in self.fields:
            self.fields["flag_file"].widget.preview_url = reverse(
                "admin:delegates_delegation_flag", args=[self.instance.pk]
            )


class DelegateRowForm(PersonForm, PrintedRecordForm[Delegate]):
    """One line in the delegation's table. There is no room to ask: the delegate's form does."""

    class Meta:
        model = Delegate
        fields = ["order", "given_name", "family_name", "function", "position", "rank"]
        widgets = {
            "given_name": forms.TextInput(attrs={"size": 14}),
            "family_name": forms.TextInput(attrs={"size": 14}),
            "function": forms.TextInput(attrs={"size": 22}),
            "order": forms.NumberInput(attrs={"class": "row-order", "min": 0}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "order" in self.fields:
            self.fields["order"].required = False
        if "position" in self.fields:
            self.fields["position"].initial = Position.MEMBER

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if not self.errors and self.is_asked():
            found = self.resembled(self.cleaned_data["delegation"])
            self.refuse([each.delegate for each in found])
        return self.cleaned_data

    def refuse(self, others: Sequence[Delegate]) -> None:
        """Whoever it perhaps is, and where that is asked."""
        if not others:
            return
        names = "; ".join(map(in_full, others))
        if self.instance.pk:
            words = _(
                "Perhaps this is %s. Change the name on the delegate's own page, which asks who"
                " it is."
            )
        else:
            words = _(
                "Perhaps this is %s. Add this person by the form of a delegate, which asks who"
                " it is."
            )
        self.add_error(None, words % names)


class DelegateRows(BaseInlineFormSet[Delegate, Delegation, DelegateRowForm]):
    """The delegation's table: whoever is typed in it twice is refused too."""

    def clean(self) -> None:
        super().clean()
        asked = [form for form in self.forms if form.has_changed() and form.is_asked()]
        apart = answered_apart([form.instance.pk for form in asked if form.instance.pk])
        people: People[Delegate] = People()
        for form in asked:
            if form.errors:
                continue
            description = form.description()
            found = [delegate for delegate, *_reasons in people.like(description)]
            form.refuse([each for each in found if _pair(each, form.instance) not in apart])
            people.add(form.instance, description)


def in_full(delegate: Delegate) -> str:
    """The reference tells people of one name apart; nobody knows it of who is only typed."""
    if delegate._state.adding:
        return f"{delegate} ({delegate.delegation})"
    return f"{delegate} ({delegate.delegation}, {delegate.reference})"


def _pair(first: Delegate, second: Delegate) -> tuple[int, int]:
    numbers = sorted((first.pk or 0, second.pk or 0))
    return numbers[0], numbers[1]
