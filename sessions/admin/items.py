"""Agenda items: entered as a tree, put in order, numbered by one action for all."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import ConferenceModelAdmin, RecordForm, chosen_conference, signed_in
from conference.admin.forms.ordering import RowOrderForm
from conference.errors import DomainError
from sessions.models import AgendaItem
from sessions.models.items import IN_ORDER
from sessions.services import items

LIST = "admin:agenda_agendaitem_changelist"
SHOWN = "shown"
"""The field in which comes back what the page said."""


class AgendaItemForm(RecordForm[AgendaItem]):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            above: Any = self.fields["parent"]
            above.queryset = (
                above.queryset.in_order().that_may_have_others_below().exclude(pk=self.instance.pk)
            )
            above.empty_label = gettext_lazy("No other item: it stands by itself")
            above.help_text = gettext_lazy("It comes last there; what stands below it comes along.")


@admin.register(AgendaItem)
class AgendaItemAdmin(ConferenceModelAdmin[AgendaItem]):
    form = AgendaItemForm
    fields = ["title", "parent"]
    list_display = ["number_cell", "name", "session_count"]
    list_display_links = ["name"]
    search_fields = ["number", "title"]
    ordering = IN_ORDER

    def limit(self, queryset: QuerySet[AgendaItem], request: HttpRequest) -> QuerySet[AgendaItem]:
        return super().limit(queryset, request).annotate(sessions_here=Count("session_items"))

    @admin.display(description=gettext_lazy("number"))
    def number_cell(self, item: AgendaItem) -> str:
        return item.number or "–"

    @admin.display(description=gettext_lazy("title"))
    def name(self, item: AgendaItem) -> str:
        return format_html('<span class="item-level-{}">{}</span>', item.level, str(item.title))

    @admin.display(description=gettext_lazy("sessions"))
    def session_count(self, item: Any) -> str:
        return str(item.sessions_here or "–")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        tools = {"may_order": self.has_change_permission(request)}
        return super().changelist_view(request, {**tools, **(extra_context or {})})

    # Saving

    def save_model(self, request: HttpRequest, obj: AgendaItem, form: Any, change: bool) -> None:
        by, at = signed_in(request), timezone.now()
        if not change:
            obj.conference = chosen_conference(request)
            items.add(item=obj, by=by, at=at)
        elif form.changed_data:
            items.change(item=obj, fields=form.changed_data, by=by, at=at)

    # Further pages

    def pages(self) -> list[URLPattern]:
        return [
            self.page_url("order/", self.order_view, "order", needs="change"),
            self.page_url("number/", self.number_view, "number", needs="change"),
        ]

    def order_view(self, request: HttpRequest) -> HttpResponseBase:
        """The rows dragged or numbered; each comes with what stands below it."""
        data = request.POST if request.method == "POST" else None
        form = RowOrderForm(self.get_queryset(request), data)
        if form.is_valid():
            try:
                items.reorder(
                    conference=chosen_conference(request),
                    item_ids=form.in_order(),
                    by=signed_in(request),
                    at=timezone.now(),
                )
            except DomainError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, _("The order is saved. Numbers stay as announced."))
            return HttpResponseRedirect(reverse(LIST))
        title = _("Order of the agenda items")
        return self.page(request, "admin/agenda/agendaitem/order.html", title=title, form=form)

    def number_view(self, request: HttpRequest) -> HttpResponseBase:
        """Says which item gets which number; sent, it numbers as it said."""
        conference = chosen_conference(request)
        if request.method == "POST":
            try:
                items.number(
                    conference=conference,
                    shown=request.POST.get(SHOWN, ""),
                    by=signed_in(request),
                    at=timezone.now(),
                )
            except DomainError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, _("The agenda items are numbered."))
                return HttpResponseRedirect(reverse(LIST))
        found = items.numbers_in_order(conference)
        rows = [(item, found[item.pk]) for item in self.get_queryset(request)]
        return self.page(
            request,
            "admin/agenda/agendaitem/number.html",
            title=_("Number the items"),
            rows=rows,
            shown=items.digest(found),
            renumbered=sum(bool(item.number) and item.number != number for item, number in rows),
            is_numbered=all(item.number == number for item, number in rows),
        )
