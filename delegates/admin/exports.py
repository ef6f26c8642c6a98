"""Taking delegates away as a spreadsheet: the chosen ones, or all that the list shows."""

from functools import partial
from typing import IO, Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.accounts.reentry import asked_again
from conference.admin import ListAction, chosen_conference, signed_in
from conference.errors import DomainError
from conference.requests.downloads import PersonalDownload
from delegates.background import exports
from delegates.columns import COLUMNS
from delegates.exporting import CONTENT_TYPES, Format, exported
from delegates.models import DelegateQuerySet

PERMISSION = exports.PERMISSION
# More rows than that take longer than a page may.
MOST_AT_ONCE = 2000


def export_list(model_admin: Any, request: HttpRequest, file_format: str) -> HttpResponseBase:
    """All delegates that the list shows under the search and the filters of the address."""
    if file_format not in Format.values:
        raise Http404
    try:
        shown = model_admin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters as error:
        raise BadRequest from error
    try:
        return download(model_admin, request, shown, Format(file_format))
    except DomainError as error:
        model_admin.message_user(request, str(error), messages.WARNING)
        return redirect("admin:delegates_delegate_changelist")


def download(
    model_admin: Any, request: HttpRequest, queryset: DelegateQuerySet, file_format: Format
) -> HttpResponseBase:
    """The file, once the password was entered lately.

    Many rows are written in the background: a link asks first, because it is followed without
    meaning to.
    """
    if to_password := asked_again(request):
        return to_password
    conference = chosen_conference(request)
    ids = list(queryset.order_by().values_list("pk", flat=True))
    if len(ids) <= MOST_AT_ONCE:
        return taken(request, exported(queryset, conference, file_format), file_format, len(ids))
    if request.method != "POST":
        title = _("Export the delegates of the list")
        return model_admin.page(  # type: ignore[no-any-return]
            request, "admin/delegates/delegate/export.html", title=title, count=len(ids)
        )
    job = exports.ask(
        delegate_ids=ids,
        conference=conference,
        file_format=file_format,
        by=signed_in(request),
        at=timezone.now(),
    )
    return redirect("admin:conference_backgroundjob_change", job.pk)


def taken(
    request: HttpRequest, file: IO[bytes], file_format: Format, delegates: int
) -> PersonalDownload:
    conference = chosen_conference(request)
    return PersonalDownload(
        file,
        filename=f"{conference.slug}-delegates.{file_format}",
        content_type=CONTENT_TYPES[file_format],
        action="delegates.exported",
        conference_id=conference.pk,
        by=signed_in(request),
        at=timezone.now(),
        detail={
            "delegates": delegates,
            "columns": [column.name for column in COLUMNS],
            "format": str(file_format),
        },
    )


def export(
    file_format: Format, model_admin: Any, request: HttpRequest, queryset: DelegateQuerySet
) -> HttpResponseBase:
    return download(model_admin, request, queryset, file_format)


EXPORTS = [
    ListAction(
        name="export_xlsx",
        words=_("Export as a workbook (.xlsx)"),
        needs=PERMISSION,
        run=partial(export, Format.XLSX),
    ),
    ListAction(
        name="export_csv",
        words=_("Export as text (.csv)"),
        needs=PERMISSION,
        run=partial(export, Format.CSV),
    ),
]
