"""The form of a conference: its languages and the language of its order."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.forms.pictures import PictureField
from conference.files.pictures import as_png
from conference.models import Conference, ConferenceAlias
from conference.writing.languages import OWN_NAMES
from delegates.forms import PrintedRecordForm

LOGO_WIDTH, LOGO_HEIGHT = 1600, 800


def encoded_logo(upload: Any) -> bytes:
    return as_png(upload, width=LOGO_WIDTH, height=LOGO_HEIGHT)


class ConferenceForm(PrintedRecordForm[Conference]):
    principal_language = forms.ChoiceField(
        label=gettext_lazy("Principal language"), choices=list(OWN_NAMES.items())
    )
    other_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Other languages"),
        choices=list(OWN_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    order_language = forms.ChoiceField(
        label=gettext_lazy("Language of the protocol order"),
        initial="en",
        choices=list(OWN_NAMES.items()),
        help_text=gettext_lazy(
            "Delegations are ordered by their name in the alphabet of this language."
        ),
    )
    logo = PictureField(
        encode=encoded_logo,
        name="logo.png",
        folder="logos",
        label=gettext_lazy("Logo"),
        help_text=gettext_lazy("JPEG, PNG or HEIC, up to 10 MB."),
    )

    class Meta:
        model = Conference
        fields = [
            "slug",
            "title",
            "short_title",
            "place",
            "host_name",
            "description",
            "starts_on",
            "ends_on",
            "time_zone",
            "mail_sender",
            "mail_reply_to",
            "mails_per_minute",
            "accent",
            "order_language",
            "prints_patronymics",
            "logo",
        ]
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("principal_language", self.instance.languages[0])
        self.initial.setdefault("other_languages", self.instance.languages[1:])
        if self.instance.logo and "logo" in self.fields:
            self.fields["logo"].widget.preview_url = reverse(
                "admin:conference_conference_logo", args=[self.instance.pk]
            )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        principal = data.get("principal_language")
        if principal:
            others = [tag for tag in data.get("other_languages", []) if tag != principal]
            self.instance.languages = [principal, *others]
        return data

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if ConferenceAlias.objects.filter(slug=slug).exclude(conference=self.instance.pk).exists():
            raise forms.ValidationError(
                _("Another conference used this address, and links to it still lead there.")
            )
        if self.instance.pk and self.instance.is_published and slug != self.initial["slug"]:
            raise forms.ValidationError(
                _("The address is public: printed links and calendars would lead nowhere.")
            )
        return slug
