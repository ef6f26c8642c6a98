"""What a conference asks of its delegates beside the columns that all conferences know."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import ConferenceTabularInline
from delegates.admin.registration.asked_of import AskedOfAdmin, AskedOfForm
from delegates.choices import AnswerKind
from delegates.models import OwnField, OwnFieldChoice
from delegates.services.registration import own_fields


class OwnFieldForm(AskedOfForm[OwnField]):
    class Meta:
        model = OwnField
        fields = ["name", "answer", "order", "is_required", "matters", "is_searched"]


class ChoiceInline(ConferenceTabularInline[OwnFieldChoice, OwnField]):
    model = OwnFieldChoice
    fields = ["name", "order"]


@admin.register(OwnField)
class OwnFieldAdmin(AskedOfAdmin[OwnField]):
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

    def save_model(self, request: HttpRequest, obj: OwnField, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "is_searched" in form.changed_data:
            own_fields.search_by(field=obj)
        if not change and obj.answer == AnswerKind.CHOICE:
            self.message_user(request, _("Open the field again to add what can be chosen."))

    def has_delete_permission(self, request: HttpRequest, obj: OwnField | None = None) -> bool:
        """Answers stay with the people who gave them."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.values.exists())
