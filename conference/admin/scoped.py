"""Records of one conference: everything on the page stays in the conference being worked in."""

import json
from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest
from django.utils.translation import gettext as _

from conference.admin.base import RecordAdmin
from conference.admin.forms.fields import (
    RecordFields,
    with_loaded_values,
    without_loaded_values,
)
from conference.admin.forms.records import RecordForm
from conference.admin.references import is_referred_to
from conference.admin.scope import may, within
from conference.models import Conference
from conference.requests.working import working_conference

Row = TypeVar("Row", bound=Model)
Parent = TypeVar("Parent", bound=Model)


class ConferenceModelAdmin(RecordAdmin[Row]):
    """The one way to register a model of a conference (design decision 2)."""

    def conference_urls(self) -> list[Any]:
        return self.get_urls()

    def installation_urls(self) -> list[Any]:
        return []

    def has_view_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return self.may(request, "view") or self.may(request, "change")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return self.may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return self.may(request, "delete") and (obj is None or not is_referred_to(obj))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return any(self.get_model_perms(request).values())

    def may(self, request: HttpRequest, verb: str) -> bool:
        return may(request, f"{self.opts.app_label}.{verb}_{self.opts.model_name}")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The conference comes from the address, never from a form."""
        if not change:
            obj.conference = working_conference(request)
        super().save_model(request, obj, form, change)

    def get_inline_formsets(
        self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Row | None = None
    ) -> list[Any]:
        """Django gives the name of a row a capital in the middle of what its button says."""
        found: list[Any] = super().get_inline_formsets(request, formsets, inline_instances, obj)
        for formset in found:
            data = json.loads(formset.inline_formset_data())
            words = _("Add another %(row)s") % {"row": formset.opts.verbose_name}
            data["options"]["addText"] = words
            formset.inline_formset_data = json.dumps(data)
        return found


class RowsInPage(BaseInlineFormSet[Row, Parent, Any]):
    """Rows whose tick to delete them has a name: in a table the column's heading is none."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if field := form.fields.get(DELETION_FIELD_NAME):
            field.widget.attrs["aria-label"] = str(field.label)


class ConferenceInline(RecordFields, admin.options.InlineModelAdmin[Row, Parent]):
    """Rows shown within the page of their parent, under the same limits."""

    form: Any = RecordForm
    formset: Any = RowsInPage
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        return within(super().get_queryset(request), working_conference(request))

    def get_formset(
        self, request: HttpRequest, obj: Parent | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet[Row, Parent, Any]]:
        formset: Any = super().get_formset(request, obj, **kwargs)
        conference = self.conference_of(request, obj)
        if issubclass(formset.form, RecordForm):
            formset.form.conference = conference
            formset.form.languages = conference.languages if conference else ()
            formset.form.selects = {}
        result: type[BaseInlineFormSet[Row, Parent, Any]] = formset
        return result

    def conference_of(self, request: HttpRequest, obj: Parent | None) -> Conference | None:
        return working_conference(request)

    def get_fieldsets(self, request: HttpRequest, obj: Parent | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return with_loaded_values(fieldsets)
        return [without_loaded_values(fieldset) for fieldset in fieldsets]

    def has_view_permission(self, request: HttpRequest, obj: Parent | None = None) -> bool:
        return self.may(request, "view") or self.may(request, "change")

    def has_add_permission(  # type: ignore[override]
        self, request: HttpRequest, obj: Parent | None
    ) -> bool:
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Parent | None = None) -> bool:
        return self.may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Parent | None = None) -> bool:
        return self.may(request, "delete")

    def may(self, request: HttpRequest, verb: str) -> bool:
        return may(request, f"{self.opts.app_label}.{verb}_{self.opts.model_name}")


class ConferenceTabularInline(ConferenceInline[Row, Parent]):
    template = "admin/edit_inline/tabular.html"


class ConferenceStackedInline(ConferenceInline[Row, Parent]):
    template = "admin/edit_inline/stacked.html"
