"""Forms of delegations and delegates. What they may hold is decided by models and services."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import RecordForm
from conference.admin.forms.contacts import ContactEmailField, PhoneField
from conference.admin.forms.pictures import PictureField
from conference.admin.forms.versions import digests
from conference.files.pictures import as_png
from conference.writing.languages import OWN_NAMES
from delegates import photos
from delegates.admin.sameness.asking import SamenessForm
from delegates.columns import SPOUSE_OF
from delegates.forms import OwnNameForm, PrintedRecordForm
from delegates.models import Country, Delegate, Delegation, Organization
from delegates.naming.names import PARTS_OF_OWN_NAME

FLAG_WIDTH, FLAG_HEIGHT = 640, 480


def encoded_flag(upload: Any) -> bytes:
    return as_png(upload, width=FLAG_WIDTH, height=FLAG_HEIGHT)


class DelegateForm(SamenessForm, OwnNameForm):
    photo = PictureField(
        encode=photos.encoded,
        name="photo.jpg",
        folder="photos",
        frame=photos.FRAME,
        label=gettext_lazy("Photo"),
        help_text=photos.HELP_TEXT,
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
        if SPOUSE_OF.name in self.fields:
            self._offer_spouses(self.fields[SPOUSE_OF.name])
        if self.instance.photo and "photo" in self.fields:
            self.fields["photo"].widget.preview_url = reverse(
                "admin:delegates_delegate_photo", args=[self.instance.pk]
            )
        if self.instance.pk and self.instance.is_head and "position" in self.fields:
            self.fields["position"].label = _("Position if somebody else becomes head")
            self.fields["position"].help_text = (
                _("Now: head of delegation.")
                if self.instance.is_leading
                else _("Named as head of delegation, but does not attend.")
            )

    def _offer_spouses(self, field: Any) -> None:
        """Of the delegation, as far as the staff role goes; who is beyond it stays unnamed. A draft
        is offered to nobody; of one whom the user does not see nothing is said, and it stays.
        """
        seen = field.queryset.filter(delegation=self.instance.delegation_id)
        now = self.instance.spouse_of_id
        is_beyond = now is not None and not seen.filter(pk=now).exists()
        if is_beyond and self.instance.spouse_of.is_draft:  # type: ignore[union-attr]
            self.initial[SPOUSE_OF.name] = now = None
            loaded = self.initial["loaded_values"]
            self.initial["loaded_values"] = re.sub(
                rf"\b{SPOUSE_OF.name}:\S+", digests({}, [SPOUSE_OF.name]), loaded
            )
            is_beyond = False
        offered = Q(pk__in=seen.registered().order_by().values("pk")) | Q(pk=now)
        others = Delegate.with_drafts.filter(offered).exclude(pk=self.instance.pk)
        field.queryset = others.in_protocol_order()
        if is_beyond:
            field.label_from_instance = lambda row: row.reference if row.pk == now else str(row)


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
    correspondence_language = forms.ChoiceField(
        label=gettext_lazy("Language of correspondence"),
        required=False,
        help_text=gettext_lazy("Mails to its focal points are written in it."),
    )

    class Meta:
        model = Delegation
        fields = ["name", "acronym", "kind", "correspondence_language", "flag_code", "flag_file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "correspondence_language" in self.fields:
            languages = self.instance.conference.languages
            spoken = [(tag, OWN_NAMES[tag]) for tag in languages if tag in OWN_NAMES]
            principal = OWN_NAMES.get(languages[0], languages[0])
            blank = ("", _("%s, the conference's principal language") % principal)
            self.fields["correspondence_language"].choices = [blank, *spoken]  # type: ignore[attr-defined]
        if self.instance.flag_file and "flag_file" in self.fields:
            self.fields["flag_file"].widget.preview_url = reverse(
                "admin:delegates_delegation_flag", args=[self.instance.pk]
            )


class DelegateRowForm(SamenessForm, OwnNameForm):
    """A row of a delegation's sheet, edited where it stands; the rest is on the person's page."""

    class Meta:
        model = Delegate
        fields = [
            "honorific", "given_name", "family_name",
            "own_given_name", "own_family_name", "own_name", "own_name_language",
            "function", "department", "ministry", "position", "rank",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Who has only the whole of a name in own script types the whole; a head has no position
        but that.
        """
        super().__init__(*args, **kwargs)
        if self.instance.is_head:
            del self.fields["position"]
        if not any(getattr(self.instance, part) for part in PARTS_OF_OWN_NAME):
            for part in PARTS_OF_OWN_NAME:
                del self.fields[part]
