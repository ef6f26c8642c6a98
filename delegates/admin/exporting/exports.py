"""Taking delegates away as a spreadsheet: of the chosen, or of all that the list shows, the
approved, unless everybody is asked for.
"""

from functools import partial
from typing import IO, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.accounts.reentry import OPEN_SECONDS, SENT_SECONDS, asked_again
from conference.admin import ListAction, chosen_conference, signed_in
from conference.admin.forgeries import ids_read, ids_written
from conference.database.id_lists import among
from conference.errors import DomainError
from conference.requests.downloads import PersonalDownload
from delegates.background import exports
from delegates.columns import COLUMNS, export_only
from delegates.exporting.people import CONTENT_TYPES, Format, exported
from delegates.models import DelegateQuerySet

PERMISSION = exports.PERMISSION
# More rows than that take longer than a page may.
MOST_AT_ONCE = 2000


class Whom(models.TextChoices):
    APPROVED = "approved", _("Approved only")
    EVERYBODY = "everybody", _("Everybody, whatever the decision")


class ExportForm(forms.Form):
    """`delegates` are the ids chosen in the list; blank for all that the list shows."""

    delegates = forms.CharField(required=False, widget=forms.HiddenInput)
    whom = forms.ChoiceField(
        label=_("Who"), choices=Whom.choices, widget=forms.RadioSelect, initial=Whom.APPROVED
    )


def export_list(model_admin: Any, request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Those whom the list shows under the search and the filters of the address, or the chosen.

    The page asks whether only the approved; what it sends is the file, or writes it in the
    background.
    """
    if file_format not in Format.values:
        raise Http404
    is_sent = request.method == "POST"
    if to_password := asked_again(request, SENT_SECONDS if is_sent else OPEN_SECONDS):
        return to_password
    form = ExportForm(request.POST if is_sent else None)
    delegates = _asked_for(model_admin, request)
    if not form.is_valid():
        return _page(model_admin, request, form, delegates, file_format)
    if form.cleaned_data["whom"] == Whom.APPROVED:
        delegates = delegates.accredited()
    try:
        return _file_or_job(request, delegates, Format(file_format))
    except DomainError as error:
        model_admin.message_user(request, str(error), messages.WARNING)
        return redirect("admin:delegates_delegate_changelist")


def _asked_for(model_admin: Any, request: HttpRequest) -> DelegateQuerySet:
    ids = ids_read(request.POST.get("delegates", ""))
    if ids is not None:
        rows: DelegateQuerySet = model_admin.get_queryset(request)
        return rows.registered().filter(pk__in=among(ids))
    try:
        shown = model_admin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters as error:
        raise BadRequest from error
    return shown.registered()  # type: ignore[no-any-return]


def _page(
    model_admin: Any,
    request: HttpRequest,
    form: ExportForm,
    delegates: DelegateQuerySet,
    file_format: str,
) -> HttpResponseBase:
    rows = delegates.order_by()
    counts = {Whom.APPROVED: rows.accredited().count(), Whom.EVERYBODY: rows.count()}
    url = reverse("admin:delegates_delegate_export", args=[file_format])
    return model_admin.page(  # type: ignore[no-any-return]
        request,
        "admin/delegates/delegate/export.html",
        title=_("Export delegates (.%s)") % file_format,
        form=form,
        choices=[(radio, counts[Whom(radio.data["value"])]) for radio in form["whom"]],
        action=f"{url}?{request.GET.urlencode()}",
        takes_a_moment=counts[Whom.EVERYBODY] > MOST_AT_ONCE,
    )


def _file_or_job(
    request: HttpRequest, delegates: DelegateQuerySet, file_format: Format
) -> HttpResponseBase:
    """Many rows are written in the background."""
    conference = chosen_conference(request)
    ids = list(delegates.order_by().values_list("pk", flat=True))
    if len(ids) <= MOST_AT_ONCE:
        return taken(request, exported(delegates, conference, file_format), file_format, len(ids))
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
            "columns": [*(column.name for column in COLUMNS), *export_only.names()],
            "format": str(file_format),
        },
    )


def export(
    file_format: Format, model_admin: Any, request: HttpRequest, queryset: DelegateQuerySet
) -> HttpResponseBase:
    """The page that asks about the chosen rows; no file yet."""
    if to_password := asked_again(request):
        return to_password
    registered = queryset.registered()
    ids = list(registered.order_by().values_list("pk", flat=True))
    form = ExportForm(initial={"delegates": ids_written(ids)})
    return _page(model_admin, request, form, registered, file_format)


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
