from typing import Any

from django.contrib.admin import AllValuesFieldListFilter, ModelAdmin, RelatedFieldListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.db.models import Field, Model
from django.http import HttpRequest

from conference.admin.scope import belongs_to_conference, within
from conference.requests.working import working_conference


class ConferenceRelatedFilter(RelatedFieldListFilter):
    """Offers only values of the conference; of shared values only those that the list has."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        model: type[Model] = field.related_model
        rows = model._default_manager.all()
        if belongs_to_conference(model):
            rows = within(rows, working_conference(request))
        else:
            present = model_admin.get_queryset(request).order_by()
            rows = rows.filter(pk__in=present.values(self.field_path))
        ordering = self.field_admin_ordering(field, request, model_admin)
        return [
            (str(row.pk), str(row))
            for row in rows.order_by(*(ordering or model._meta.ordering or ()))
        ]


class FilledValuesFilter(AllValuesFieldListFilter):
    """Every value that occurs; a blank one would be a link without words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lookup_choices = [value for value in self.lookup_choices if value]  # type: ignore[assignment]


def limited(model: type[Model], item: Any) -> Any:
    """A related field named in `list_filter` gets the filter that stays in the conference."""
    if not isinstance(item, str):
        return item
    field = get_fields_from_path(model, item)[-1]
    is_relation = isinstance(field, Field) and field.is_relation
    return (item, ConferenceRelatedFilter) if is_relation else item
