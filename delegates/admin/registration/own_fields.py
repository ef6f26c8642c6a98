"""What a conference asks of its delegates beside the columns that all conferences know."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import ConferenceTabularInline
from conference.admin.scoped import RowsInPage
from delegates.admin.registration.asked_of import AskedOfAdmin, AskedOfForm
from delegates.choices import AnswerKind
from delegates.models import OwnField, OwnFieldChoice
from delegates.services.registration import own_fields


class OwnFieldForm(AskedOfForm[OwnField]):
    class Meta:
        model = OwnField
        fields = ["name", "answer", "order", "is_required", "matters", "is_searched"]


class ChoicesInPage(RowsInPage[OwnFieldChoice, OwnField]):
    def clean(self) -> None:
        """A field that lets choose has something to choose from, and no other has."""
        super().clean()
        left = [form for form in self.forms if form.has_changed() or form.instance.pk is not None]
        given = [form for form in left if not self._should_delete_form(form)]  # type: ignore[attr-defined]
        lets_choose = self.instance.answer == AnswerKind.CHOICE
        if lets_choose and not given:
            raise ValidationError(_("Enter what can be chosen."))
        if given and not lets_choose:
            raise ValidationError(
                _("Only “%s” has choices: choose that as the answer, or empty them.")
                % AnswerKind.CHOICE.label
            )


class ChoiceInline(ConferenceTabularInline[OwnFieldChoice, OwnField]):
    model = OwnFieldChoice
    formset = ChoicesInPage
    fields = ["name", "order"]
    verbose_name = gettext_lazy("choice")
    verbose_name_plural = gettext_lazy("choices")

    def get_extra(self, request: HttpRequest, obj: OwnField | None = None, **_further: Any) -> int:
        """Some lines at once of a field that has none yet."""
        return 0 if obj is not None and obj.choices.exists() else 3


@admin.register(OwnField)
class OwnFieldAdmin(AskedOfAdmin[OwnField]):
    form = OwnFieldForm
    list_display = ["label", "answer", "is_required", "asked_of", "is_searched"]
    list_display_links = ["label"]
    ordering = ["order", "pk"]
    inlines = [ChoiceInline]
    # What can be chosen stands between them, below what says that something can.
    fieldsets = [
        (None, {"fields": ["name", ("answer", "order")]}),
        (None, {"fields": ["is_required", "matters", "is_searched"]}),
        (gettext_lazy("Of whom it is asked"), {"fields": ["kinds", "categories", "ranks"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: OwnField | None = None) -> list[str]:
        """What was answered to one kind of question is no answer to another."""
        is_answered = obj is not None and obj.values.exists()
        return ["answer"] if is_answered else []

    def get_inline_instances(self, request: HttpRequest, obj: OwnField | None = None) -> list[Any]:
        """Only a field that lets choose has something to choose from, or one that still may."""
        may_choose = obj is None or obj.answer == AnswerKind.CHOICE
        may_become = may_choose or not self.get_readonly_fields(request, obj)
        return super().get_inline_instances(request, obj) if may_become else []

    @admin.display(description=gettext_lazy("field"), ordering="order")
    def label(self, field: OwnField) -> str:
        return str(field)

    def save_model(self, request: HttpRequest, obj: OwnField, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "is_searched" in form.changed_data:
            own_fields.search_by(field=obj)

    def has_delete_permission(self, request: HttpRequest, obj: OwnField | None = None) -> bool:
        """Answers stay with the people who gave them."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.values.exists())
