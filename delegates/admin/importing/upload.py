"""A file as it is uploaded."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.spreadsheets import MOST_BYTES


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    creates_delegations = forms.BooleanField(
        label=gettext_lazy("Create missing delegations"),
        help_text=gettext_lazy(
            "A country or organization that has no delegation at this conference gets one."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accepted = _("An .xlsx workbook or a .csv file, up to %d MB.")
        self.fields["file"].help_text = accepted % (MOST_BYTES // 2**20)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %d MB. Split it, or remove pictures and other sheets.")
                % (MOST_BYTES // 2**20)
            )
        return upload
