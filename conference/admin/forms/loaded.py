"""What a form says whose values were saved by somebody else since it was loaded (design 12)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.admin.forms.versions import LoadedValues, changed_since, digests
from conference.writing import dates


class LoadedForm(forms.Form):
    """Of values that are no fields of one record: `loaded` is what is stored now."""

    loaded_values = LoadedValues()

    def __init__(self, data: Any = None, *, loaded: Mapping[str, Any]) -> None:
        initial = {**loaded, "loaded_values": digests(loaded, loaded)}
        super().__init__(data, initial=initial, label_suffix="")

    def clean(self) -> dict[str, Any]:
        """Without the digests."""
        super().clean()
        self.cleaned_data.pop("loaded_values", None)
        newer = changed_since(self.data.get("loaded_values", ""), self.initial["loaded_values"])
        if newer:
            self.add_error(None, saved_meanwhile())
        for name in sorted(newer):
            self.add_error(name, both_values(self, name))
        return self.cleaned_data


def saved_meanwhile() -> str:
    return _(
        "Somebody else saved this record while you were editing it, so nothing was"
        " saved. Compare the marked fields; saving again keeps what is in the form."
    )


def both_values(form: forms.BaseForm, name: str) -> str:
    field = form[name]
    typed = form.cleaned_data.get(name, field.value())
    return _("Now stored: “%(stored)s”. In your form: “%(typed)s”.") % {
        "stored": shown(field.field, form.initial.get(name)),
        "typed": shown(field.field, typed),
    }


def shown(field: forms.Field, value: Any) -> str:
    """A value of the field as a person reads it."""
    if value in (None, ""):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return dates.day_and_time(timezone.localtime(value))
    if isinstance(field, forms.ModelMultipleChoiceField):
        keys = [each.pk if isinstance(each, Model) else each for each in value]
        rows = field.queryset.filter(pk__in=keys) if field.queryset is not None else []
        return ", ".join(str(row) for row in rows) or _("nothing")
    if isinstance(field, forms.ModelChoiceField):
        if isinstance(value, Model):
            return str(value)
        row = field.queryset.filter(pk=value).first() if field.queryset is not None else None
        return str(row or value)
    if isinstance(value, list):
        return ", ".join(shown(field, each) for each in value) or _("nothing")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)
