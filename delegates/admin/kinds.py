"""Kinds of delegations: named, added, put in order, split; and who usually sends which."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.forms import SimpleArrayField
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
from delegates.models import Delegation, DelegationKind, UsualKind
from delegates.services import kinds

LIST = "admin:delegates_delegationkind_changelist"


class KindForm(RecordForm[DelegationKind]):
    """Other names stand one a line: a former name may hold commas."""

    aliases = SimpleArrayField(
        forms.CharField(max_length=200),
        delimiter="\n",
        label=gettext_lazy("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Words under which an import recognises the kind; one per line."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "nature" in self.fields and self.instance.pk:
            self.fields["nature"].disabled = self.instance.delegations.exists()


class SplitForm(RecordForm[DelegationKind]):
    """The new kind's own words, and which delegations become it."""

    delegations = forms.ModelMultipleChoiceField(
        Delegation.objects.none(),
        label=gettext_lazy("Delegations of the new kind"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = DelegationKind
        fields = ["name", "section", "code"]


@admin.register(DelegationKind)
class DelegationKindAdmin(ConferenceModelAdmin[DelegationKind]):
    form = KindForm
    list_display = [
        "name",
        "section",
        "nature",
        "admits",
        "listing",
        "is_counted",
        "delegation_count",
    ]
    search_fields = ["name", "section", "aliases", "code"]
    ordering = ["order", "pk"]
    fields = [
        "name",
        "section",
        ("nature", "admits"),
        ("listing", "is_counted"),
        "aliases",
        "code",
    ]

    def limit(
        self, queryset: QuerySet[DelegationKind], request: HttpRequest
    ) -> QuerySet[DelegationKind]:
        return super().limit(queryset, request).annotate(delegations_here=Count("delegations"))

    @admin.display(description=gettext_lazy("delegations"), ordering="delegations_here")
    def delegation_count(self, kind: Any) -> str:
        if not kind.delegations_here:
            return "0"
        query = {"kind__id__exact": kind.pk}
        url = reverse("admin:delegates_delegation_changelist", query=query)
        return format_html('<a href="{}">{}</a>', url, kind.delegations_here)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        tools = {"may_order": self.has_change_permission(request)}
        return super().changelist_view(request, {**tools, **(extra_context or {})})

    # Saving

    def save_model(
        self, request: HttpRequest, obj: DelegationKind, form: Any, change: bool
    ) -> None:
        if not change:
            obj.conference = chosen_conference(request)
        kinds.save(kind=obj, fields=form.changed_data, by=signed_in(request), at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: DelegationKind) -> None:
        kinds.delete(kind=obj, by=signed_in(request), at=timezone.now())

    # Further pages

    def pages(self) -> list[URLPattern]:
        return [
            self.page_url("order/", self.order_view, "order", needs="change"),
            self.page_url("<int:object_id>/split/", self.split_view, "split", needs="change"),
        ]

    def order_view(self, request: HttpRequest) -> HttpResponseBase:
        """The rows dragged or numbered; every list of delegations follows."""
        data = request.POST if request.method == "POST" else None
        form = RowOrderForm(self.get_queryset(request), data)
        if form.is_valid():
            return self.reordered(request, form.in_order())
        title = _("Order of the kinds of delegations")
        return self.page(
            request, "admin/delegates/delegationkind/order.html", title=title, form=form
        )

    def reordered(self, request: HttpRequest, kind_ids: list[int]) -> HttpResponse:
        try:
            kinds.reorder(
                conference=chosen_conference(request),
                kind_ids=kind_ids,
                by=signed_in(request),
                at=timezone.now(),
            )
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, _("All lists of delegations follow the new order."))
        return HttpResponseRedirect(reverse(LIST))

    def split_view(self, request: HttpRequest, kind: DelegationKind) -> HttpResponseBase:
        """Says what stays as it is, and asks for the words of the new kind and its delegations."""
        form_class = self.get_form(request, form=SplitForm, fields=SplitForm.Meta.fields)
        form: Any = form_class(request.POST if request.method == "POST" else None)
        form.fields["delegations"].queryset = kind.delegations.in_protocol_order()
        if request.method == "POST" and form.is_valid():
            try:
                into = kinds.split(
                    kind=kind,
                    into=form.instance,
                    delegation_ids=[row.pk for row in form.cleaned_data["delegations"]],
                    by=signed_in(request),
                    at=timezone.now(),
                )
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                said = _("“%(kind)s” is split: “%(into)s” comes directly after it.")
                self.message_user(request, said % {"kind": kind, "into": into})
                return HttpResponseRedirect(reverse(LIST))
        return self.page(
            request,
            "admin/delegates/delegationkind/split.html",
            title=_("Split: %s") % kind,
            kind=kind,
            form=form,
            fields=[form[name] for name in (*SplitForm.Meta.fields, "delegations")],
        )


@admin.register(UsualKind)
class UsualKindAdmin(ConferenceModelAdmin[UsualKind]):
    """One line for each status of countries and type of organizations, all from the beginning."""

    list_display = ["sender", "kind"]
    list_select_related = ["kind"]
    fields = ["sender", "kind"]
    readonly_fields = ["sender"]
