"""Telephone numbers and e-mail addresses: copied from elsewhere, with marks that nobody sees."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from conference.writing.lines import clean_line, without_hidden


class ContactEmailField(forms.EmailField):
    def to_python(self, value: Any) -> str | None:
        return super().to_python(without_hidden(value or ""))


class PhoneField(forms.CharField):
    def to_python(self, value: Any) -> str:
        try:
            return clean_line(without_hidden(value or ""))
        except ValueError as error:
            raise ValidationError(f"{capfirst(str(error))}.") from error
