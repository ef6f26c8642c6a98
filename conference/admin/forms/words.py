"""What people write in forms, without what nobody types on purpose; or refused, in words."""

from typing import Any

from django import forms
from i18nfield.forms import I18nFormField, I18nTextInput
from i18nfield.strings import LazyI18nString

from conference.writing.languages import translations
from conference.writing.lines import clean_line, clean_text


def clean_words(
    form: forms.Form | forms.ModelForm[Any], name: str, *, is_asked_about: bool
) -> None:
    """Lines and texts of the field `name`, translated ones in each language; other values stay, and
    so does what the form has made of a line, such as the badge that it names.

    `is_asked_about`: somebody is asked about direction marks in it afterwards.
    """
    field, value = form.fields[name], form.cleaned_data[name]
    try:
        if isinstance(field, I18nFormField):
            is_line = isinstance(field.widget, I18nTextInput)
            form.cleaned_data[name] = LazyI18nString(
                {
                    tag: clean_line(text, is_asked_about=is_asked_about)
                    if is_line
                    else clean_text(text)
                    for tag, text in translations(value).items()
                }
            )
        elif type(field) is forms.CharField and isinstance(value, str):
            if isinstance(field.widget, forms.TextInput):
                form.cleaned_data[name] = clean_line(value, is_asked_about=is_asked_about)
            elif isinstance(field.widget, forms.Textarea):
                form.cleaned_data[name] = clean_text(value)
    except ValueError as error:
        form.add_error(name, str(error)[:1].upper() + str(error)[1:] + ".")
