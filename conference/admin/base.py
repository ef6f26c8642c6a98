"""What every registered model's admin does alike, whether of one conference or of all."""

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import BooleanField, Model, ProtectedError, QuerySet, RestrictedError
from django.forms import BaseModelFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference import audit
from conference.admin.deciding import DecidingAdmin
from conference.admin.forgeries import ForgeryRefusal
from conference.admin.forms.fields import (
    RecordFields,
    with_loaded_values,
    without_loaded_values,
)
from conference.admin.forms.records import RecordForm
from conference.admin.forms.waiting_files import forget_waiting_files
from conference.admin.lists import searches
from conference.admin.lists.cells import yes_or_no
from conference.admin.lists.filters import limited
from conference.admin.lists.folded_search import FoldedSearch
from conference.admin.lists.paging import PaginatorOfMany
from conference.admin.progress import ProgressPages
from conference.admin.references import is_referred_to
from conference.admin.refusals import REFUSALS, words
from conference.admin.scope import signed_in, within
from conference.admin.trail.history import HistoryPage
from conference.contributions import (
    Column,
    ListAction,
    ListFilter,
    LivePart,
    Tool,
    Use,
    contributed,
)
from conference.models import Conference
from conference.requests.working import working_conference
from conference.writing.languages import OWN_NAMES

Row = TypeVar("Row", bound=Model)

# In Django's own catalogues.
SELECT_FOR_AN_ACTION = "Select this object for an action - {}"


class RecordAdmin(
    DecidingAdmin[Row],
    ProgressPages[Row],
    HistoryPage[Row],
    ForgeryRefusal,
    FoldedSearch,
    RecordFields,
    admin.ModelAdmin[Row],
):
    """Refusals in words, no bulk delete, one record at a time, everything in the audit trail."""

    form: Any = RecordForm
    actions_on_top = True
    list_per_page = 100
    paginator = PaginatorOfMany
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_action_choices(
        self, request: HttpRequest, default_choices: Any = ()
    ) -> list[tuple[str, str]]:
        return super().get_action_choices(request, [("", _("Choose an action"))])

    # What the request sees

    def conference_of(self, request: HttpRequest) -> Conference | None:
        """The conference that choices are limited to."""
        return working_conference(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        """What the user may see of what this page is about; ordered by what `limit` adds, too."""
        queryset = self.rows()
        if hasattr(queryset, "visible_to"):
            queryset = queryset.visible_to(signed_in(request))
        # Named again, because a queryset that counts related rows forgets the model's own order.
        ordering = self.get_ordering(request) or self.opts.ordering
        return self.limit(queryset, request).order_by(*(ordering or ()))

    def rows(self) -> QuerySet[Row]:
        """Everything that pages of the model may be about, whoever asks."""
        return self.model._default_manager.get_queryset()

    def limit(self, queryset: QuerySet[Row], request: HttpRequest) -> QuerySet[Row]:
        return within(queryset, self.conference_of(request))

    def languages_of(self, request: HttpRequest, obj: Row | None) -> Sequence[str]:
        conference = self.conference_of(request)
        return conference.languages if conference else list(OWN_NAMES)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Row | None:
        """Lock a record that is about to be saved: what is compared is what is stored."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and connections[DEFAULT_DB_ALIAS].in_atomic_block:
            manager = self.model._base_manager
            # Without the key: who adds a row that refers to it need not wait.
            held = manager.select_for_update(of=("self",), no_key=True)
            if not held.filter(pk=found.pk).exists():
                return None
            found.refresh_from_db()
        return found

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        raise Http404

    # Forms

    def get_form(
        self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Row]]:
        form = super().get_form(request, obj, change, **kwargs)
        return self.prepared(form, request, obj)

    def prepared(
        self, form: type[ModelForm[Any]], request: HttpRequest, obj: Row | None
    ) -> type[ModelForm[Any]]:
        """Tell a form class made for this request where it is."""
        if issubclass(form, RecordForm):
            form.conference = self.conference_of(request)
            form.languages = self.languages_of(request, obj)
            form.refusal = getattr(request, "_refusal", "")
            place = form.conference.pk if form.conference else None
            row = obj.pk if obj else None
            form.sent_as = f"{signed_in(request).pk} {place} {self.opts.label} {row}"
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Row | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return [without_loaded_values(fieldset) for fieldset in fieldsets]
        return with_loaded_values(fieldsets)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What the database or a service refuses comes back as the same form with the reason."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as error:
            request._refusal = words(error)  # type: ignore[attr-defined]
        for upload in request.FILES.values():
            upload.seek(0)  # type: ignore[union-attr]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """A record's page is headed by the record, and has its decisions and what is contributed:
        tools, and what follows the form while somebody types.
        """
        context["live_parts"] = [
            (part, part.url_for(obj))
            for part in contributed(self.model, LivePart)
            if self.is_let(request, part.needs)
        ]
        if obj is not None:
            context |= {
                "title": str(obj),
                "subtitle": None,
                "decision_buttons": self.decision_buttons(request, obj),
                "contributed_uses": self.uses_of(request, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def uses_of(self, request: HttpRequest, row: Row) -> list[Use]:
        """The tools on the record's page that higher apps contribute."""
        tools = contributed(self.model, Tool)
        let = [tool for tool in tools if self.is_let(request, tool.needs)]
        return [use for tool in let for use in tool.uses_for([row])]

    # Saving

    def save_model(self, request: HttpRequest, obj: Row, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.record(request, "changed" if change else "added", obj, form.changed_data)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if isinstance(form, RecordForm):
            transaction.on_commit(partial(forget_waiting_files, form))

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseModelFormSet[Any, Any], change: bool
    ) -> None:
        for deleted in formset.deleted_forms:
            # Afterwards the row would have no number to be named by.
            if deleted.instance.pk:
                self.record(request, "deleted", deleted.instance)
        formset.save()
        for row in formset.new_objects:
            self.record(request, "added", row)
        for row, fields in formset.changed_objects:
            self.record(request, "changed", row, fields)

    def record(
        self, request: HttpRequest, verb: str, row: Model, fields: Sequence[str] = ()
    ) -> None:
        """An event like `room.changed`; a service that saved the record wrote its own."""
        audit.record(
            f"{row._meta.model_name}.{verb}",
            target=row,
            by=signed_in(request),
            at=timezone.now(),
            fields=fields,
        )

    def log_addition(self, request: HttpRequest, obj: Row, message: Any) -> None:  # type: ignore[override]
        """Django's own log would store names of people; the audit trail names records."""

    def log_change(self, request: HttpRequest, obj: Row, message: Any) -> None:  # type: ignore[override]
        """See `log_addition`."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]
        """See `log_addition`."""

    # Deleting

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """Only rows that nothing refers to (design decision 13)."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not is_referred_to(obj))

    def get_deleted_objects(  # type: ignore[override]
        self, objs: Sequence[Row], request: HttpRequest
    ) -> tuple[list[str], dict[Any, int], set[Any], list[str]]:
        """What goes with the record is counted, not named: each name would be a question more.

        It has no page and no permission of its own, else the record would be referred to.
        """
        collected: Any = NestedObjects(using=DEFAULT_DB_ALIAS, origin=objs)
        collected.collect(objs)
        counts = {
            model._meta.verbose_name_plural: len(rows)
            for model, rows in collected.model_objs.items()
        }
        return [str(row) for row in objs], counts, set(), [str(row) for row in collected.protected]

    def delete_model(self, request: HttpRequest, obj: Row) -> None:
        self.record(request, "deleted", obj)
        super().delete_model(request, obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, RestrictedError, *REFUSALS) as error:
            self.message_user(request, words(error), messages.ERROR)
            return HttpResponseRedirect(request.path.removesuffix("delete/") + "change/")

    # Chosen by searching, on the page of another record

    choice_select_related: Sequence[str] = ()

    def choosable(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Which of those that the list shows."""
        return rows

    def choice_words(self, row: Row) -> str:
        """By which words the row is told from others that are found with it."""
        return str(row)

    # Lists

    list_actions: Sequence[ListAction] = ()

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Its own columns, and those that higher apps contribute."""
        columns = self.contributed_columns(request)
        own = [self._in_words(column) for column in super().get_list_display(request)]
        return [*own, *(each.cell_for(request) for each in columns)]

    def _in_words(self, column: Any) -> Any:
        """Yes or no in words: Django's icons make a column of red crosses of what is not so."""
        if column in self.list_editable or not isinstance(column, str):
            return column
        try:
            field = self.opts.get_field(column)
        except FieldDoesNotExist:
            return column
        return yes_or_no(field) if isinstance(field, BooleanField) else column

    def contributed_columns(self, request: HttpRequest) -> list[Column]:
        return [one for one in contributed(self.model, Column) if self.is_let(request, one.needs)]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Contributed columns load what they show for the rows of the page, and for no others."""
        changelist: Any = super().get_changelist_instance(request)
        for column in self.contributed_columns(request):
            changelist.result_list = column.load(changelist.result_list)
        return changelist

    def action_checkbox(self, obj: Row) -> SafeString:
        """As Django's, without a form's widget and its template for each row."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            format_html(_(SELECT_FOR_AN_ACTION), obj),
        )

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Its own filters, limited to the conference, and those that higher apps contribute."""
        own = [limited(self.model, item) for item in super().get_list_filter(request)]
        further = contributed(self.model, ListFilter)
        return [*own, *(one.kind for one in further if self.is_let(request, one.needs))]

    def get_actions(self, request: HttpRequest) -> Any:
        """Decisions, its own actions and those that higher apps contribute; none in a popup."""
        if IS_POPUP_VAR in request.GET:
            return {}
        actions = [
            *self.decision_actions(),
            *self.list_actions,
            *contributed(self.model, ListAction),
        ]
        return {
            action.name: (action.run, action.name, action.words)
            for action in actions
            if self.is_let(request, action.needs)
        }

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return searches.SearchedList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list under its own name, with refusals above it; see `lists.searches`."""
        may_see = self.has_view_or_change_permission(request)
        if may_see and (to_search := searches.redirected(request)):
            return to_search
        title = capfirst(self.opts.verbose_name_plural)
        try:
            return super().changelist_view(request, {"title": title, **(extra_context or {})})
        except REFUSALS as error:
            self.message_user(request, words(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    # Addresses

    def conference_urls(self) -> list[Any]:
        """The pages that lie below `/admin/<conference>/`."""
        return []

    def installation_urls(self) -> list[Any]:
        """The pages that lie below `/admin/-/`."""
        return self.get_urls()
