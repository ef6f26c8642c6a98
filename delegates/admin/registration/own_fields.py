"""What a conference asks of its delegates beside the columns that all conferences know."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import (
    ConferenceModelAdmin,
    ConferenceTabularInline,
    RecordForm,
    signed_in,
)
from delegates.admin.registration.registration_fields import AUDIENCE, in_words, ticked
from delegates.choices import AnswerKind
from delegates.models import Category, DelegationKind, OwnField, OwnFieldChoice, Rank
from delegates.services.registration import own_fields


class OwnFieldForm(RecordForm[OwnField]):
    kinds = ticked(DelegationKind, gettext_lazy("Kinds of delegations"))
    categories = ticked(Category, gettext_lazy("Categories"))
    ranks = ticked(Rank, gettext_lazy("Ranks"))

    class Meta:
        model = OwnField
        fields = ["name", "answer", "order", "is_required", "matters", "is_searched"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            lines = list(self.instance.lines.all())
            for name, what in AUDIENCE.items():
                ids = (getattr(line, f"{what}_id") for line in lines)
                self.initial[name] = [pk for pk in ids if pk]


class ChoiceInline(ConferenceTabularInline[OwnFieldChoice, OwnField]):
    model = OwnFieldChoice
    fields = ["name", "order"]


@admin.register(OwnField)
class OwnFieldAdmin(ConferenceModelAdmin[OwnField]):
    form = OwnFieldForm
    list_display = ["label", "answer", "is_required", "asked_of", "is_searched"]
    list_display_links = ["label"]
    ordering = ["order", "pk"]
    inlines = [ChoiceInline]
    fields = [
        "name",
        ("answer", "order"),
        "is_required",
        "matters",
        "is_searched",
        "kinds",
        "categories",
        "ranks",
    ]

    def limit(self, queryset: QuerySet[OwnField], request: HttpRequest) -> QuerySet[OwnField]:
        lines = ("lines__kind", "lines__category", "lines__rank")
        return super().limit(queryset, request).prefetch_related(*lines)

    def get_readonly_fields(self, request: HttpRequest, obj: OwnField | None = None) -> list[str]:
        """What was answered to one kind of question is no answer to another."""
        is_answered = obj is not None and obj.values.exists()
        return ["answer"] if is_answered else []

    def get_inline_instances(self, request: HttpRequest, obj: OwnField | None = None) -> list[Any]:
        """Only a field that lets choose has something to choose from."""
        has_choices = obj is not None and obj.answer == AnswerKind.CHOICE
        return super().get_inline_instances(request, obj) if has_choices else []

    @admin.display(description=gettext_lazy("field"), ordering="order")
    def label(self, field: OwnField) -> str:
        return str(field)

    @admin.display(description=gettext_lazy("asked of"))
    def asked_of(self, field: OwnField) -> str:
        return in_words(list(field.lines.all()))

    def save_model(self, request: HttpRequest, obj: OwnField, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "is_searched" in form.changed_data:
            own_fields.search_by(field=obj)
        if not set(AUDIENCE).isdisjoint(form.changed_data):
            own_fields.ask_of(
                field=obj,
                **{name: form.cleaned_data[name] for name in AUDIENCE},
                by=signed_in(request),
                at=timezone.now(),
            )
        if not change and obj.answer == AnswerKind.CHOICE:
            self.message_user(request, _("Open the field again to add what can be chosen."))

    def has_delete_permission(self, request: HttpRequest, obj: OwnField | None = None) -> bool:
        """Answers stay with the people who gave them."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.values.exists())
