"""A list whose columns each person chooses, for that person alone and in every conference."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from conference.admin.base import RecordAdmin
from conference.admin.scope import signed_in
from conference.models import ListColumns

Row = TypeVar("Row", bound=Model)

SENT = "columns"
"""The name of the boxes in which the columns are sent."""

AS_USUAL = "as_usual"


@dataclass(frozen=True)
class ColumnOffered:
    name: str
    words: str
    is_shown: bool


class ChoosesColumns(RecordAdmin[Row]):
    columns_to_add: Collection[str] = ()
    """Of `list_display`, those that are shown only to whoever wants them."""

    columns_that_stay: Collection[str] = ()
    """Without them nobody would know what a row is about."""

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Of the columns that the person may see, those that the person wants."""
        columns = super().get_list_display(request)
        shown = self._shown(request, columns)
        return [column for column in columns if _name(column) in shown]

    def _shown(self, request: HttpRequest, columns: Sequence[Any]) -> set[str]:
        kept = self._kept(request)
        usual = {_name(column) for column in columns} - set(self.columns_to_add)
        left_out = set(kept.left_out) - set(self.columns_that_stay)
        return (usual - left_out) | set(kept.added)

    def _kept(self, request: HttpRequest) -> ListColumns:
        """Asked for several times in a request, and read once for each list."""
        read: dict[str, ListColumns] = vars(request).setdefault("_list_columns", {})
        name = self.opts.label_lower
        if name not in read:
            kept = ListColumns.objects.of(signed_in(request), name).first()
            read[name] = kept or ListColumns()
        return read[name]

    def columns_offered(self, request: HttpRequest) -> list[ColumnOffered]:
        columns = super().get_list_display(request)
        shown = self._shown(request, columns)
        return [
            ColumnOffered(
                name=_name(column),
                words=capfirst(str(label_for_field(column, self.model, self))),
                is_shown=_name(column) in shown,
            )
            for column in columns
            if _name(column) not in self.columns_that_stay
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if IS_POPUP_VAR not in request.GET and self.has_view_or_change_permission(request):
            extra_context = {
                "columns_offered": self.columns_offered(request),
                "columns_url": self._url("columns", request),
                **(extra_context or {}),
            }
        return super().changelist_view(request, extra_context)

    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url("columns/", require_POST(self.columns_view), "columns"),
        ]

    def columns_view(self, request: HttpRequest) -> HttpResponseBase:
        """Kept for the person; back to the list, filtered and searched as it was.

        What was chosen of columns that are not offered here is for other conferences, and stays.
        """
        offered = {column.name for column in self.columns_offered(request)}
        wanted = offered & set(request.POST.getlist(SENT))
        usual = offered - set(self.columns_to_add)
        if AS_USUAL in request.POST:
            wanted = usual
        kept = self._kept(request)
        ListColumns.objects.keep(
            user=signed_in(request),
            list_name=self.opts.label_lower,
            added=(wanted - usual) | (set(kept.added) - offered),
            left_out=(usual - wanted) | (set(kept.left_out) - offered),
        )
        return HttpResponseRedirect(self._url("changelist", request))

    def _url(self, page: str, request: HttpRequest) -> str:
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")
        rest = _without_order(request)
        return f"{url}?{rest}" if rest else url


def _name(column: Any) -> str:
    """As Django names the cells of a column."""
    return column if isinstance(column, str) else column.__name__


def _without_order(request: HttpRequest) -> str:
    """What a list is ordered by is a column's place, which may be another's afterwards."""
    kept = request.GET.copy()
    kept.pop(ORDER_VAR, None)
    return kept.urlencode()
