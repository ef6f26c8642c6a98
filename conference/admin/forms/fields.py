"""The fields of a form in the admin: how they are entered, and what they carry unseen."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest
from i18nfield.fields import I18nCharField, I18nTextField

from conference.admin.forgeries import Lookup
from conference.admin.forms.translations import TranslatedLine, TranslatedText


class RecordFields(admin.options.BaseModelAdmin[Any]):
    """The fields of a form, on record pages and in inlines alike.

    `offers_to_add` names the references beside which a new record can be added.
    """

    formfield_overrides = {
        I18nCharField: {"widget": TranslatedLine},
        I18nTextField: {"widget": TranslatedText},
    }
    offers_to_add: Sequence[str] = ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Lookup(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            offers = field.widget.can_add_related and db_field.name in self.offers_to_add
            field.widget.can_add_related = offers
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field


def with_loaded_values(fieldsets: Any) -> Any:
    """The hidden digests stand at the end of the first group; see `forms.versions`."""
    (name, options), *others = (without_loaded_values(fieldset) for fieldset in fieldsets)
    return [(name, {**options, "fields": [*options["fields"], "loaded_values"]}), *others]


def without_loaded_values(fieldset: Any) -> Any:
    name, options = fieldset
    fields = [field for field in options["fields"] if field != "loaded_values"]
    return name, {**options, "fields": fields}
