"""Telephone numbers and e-mail addresses: copied from elsewhere, with marks that nobody sees."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.writing.lines import clean_line, without_hidden
from conference.writing.phones import is_phone


class ContactEmailField(forms.EmailField):
    def to_python(self, value: Any) -> str | None:
        return super().to_python(without_hidden(value or ""))


class PhoneField(forms.CharField):
    def to_python(self, value: Any) -> str:
        try:
            text = clean_line(without_hidden(value or ""))
        except ValueError as error:
            raise ValidationError(f"{capfirst(str(error))}.") from error
        if text and not is_phone(text):
            raise ValidationError(
                _("This is no phone number. Write digits, with + and the country’s code.")
            )
        return text
