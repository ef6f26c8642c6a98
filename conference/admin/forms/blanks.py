"""What a choice that is not made is called."""

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy

LINE = BLANK_CHOICE_DASH[0][1]


def say_blanks_in_words(form: forms.BaseForm) -> None:
    """Django draws a line for a choice that is not made: what it means is said instead."""
    for field in form.fields.values():
        words = gettext_lazy("Choose …") if field.required else gettext_lazy("None")
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label == LINE:
                field.empty_label = words
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            field.choices = [(value, words if label == LINE else label) for value, label in choices]
