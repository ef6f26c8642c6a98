"""Of whom a field is asked: ticked in its form, said in the list."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import ConferenceModelAdmin, RecordForm, signed_in
from conference.templatetags.languages import ISOLATE, ISOLATED
from delegates.models import Category, DelegationKind, OwnField, Rank, RegistrationField
from delegates.services.registration import registration_fields

Field = TypeVar("Field", RegistrationField, OwnField)

NOBODY_LESS = gettext_lazy("None ticked: all.")


class Ticked(forms.ModelMultipleChoiceField[Any]):
    def label_from_instance(self, obj: Any) -> str:
        """Apart from what stands beside it, in whatever direction it is written."""
        return f"{ISOLATE}{obj}{ISOLATED}"


def ticked(model: Any, label: Any) -> Any:
    return Ticked(
        model.objects.all(),
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=NOBODY_LESS,
    )


AUDIENCE = {"kinds": "kind", "categories": "category", "ranks": "rank"}


def in_words(lines: Sequence[Any]) -> str:
    """`State · Minister`: kinds, then categories, then ranks."""
    named = (
        ", ".join(str(line) for line in lines if getattr(line, f"{what}_id"))
        for what in AUDIENCE.values()
    )
    return " · ".join(filter(None, named)) or _("everybody")


class AskedOfForm(RecordForm[Field]):
    kinds = ticked(DelegationKind, gettext_lazy("Kinds of delegations"))
    categories = ticked(Category, gettext_lazy("Categories"))
    ranks = ticked(Rank, gettext_lazy("Ranks"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            lines = list(self.instance.lines.all())
            for name, what in AUDIENCE.items():
                ids = (getattr(line, f"{what}_id") for line in lines)
                self.initial[name] = [pk for pk in ids if pk]


class AskedOfAdmin(ConferenceModelAdmin[Field]):
    def limit(self, queryset: Any, request: HttpRequest) -> Any:
        lines = ("lines__kind", "lines__category", "lines__rank")
        return super().limit(queryset, request).prefetch_related(*lines)

    @admin.display(description=gettext_lazy("asked of"))
    def asked_of(self, field: Field) -> str:
        return in_words(list(field.lines.all()))

    def save_model(self, request: HttpRequest, obj: Field, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not set(AUDIENCE).isdisjoint(form.changed_data):
            registration_fields.ask_of(
                field=obj,
                **{name: form.cleaned_data[name] for name in AUDIENCE},
                by=signed_in(request),
                at=timezone.now(),
            )
