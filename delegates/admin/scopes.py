"""What a staff role is held for, on the page of the role or of the invitation to it."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.accounts.reentry import password_first
from conference.admin import (
    Column,
    ConferenceModelAdmin,
    Tool,
    Use,
    chosen_conference,
    contribute,
    signed_in,
)
from conference.admin.refusals import REFUSALS, words
from conference.choices import SCOPED, Role
from conference.models import StaffInvitation, StaffRole
from conference.services import staff
from delegates.admin import cells
from delegates.models import Category, Delegation, DelegationKind, ScopeLine
from delegates.services import scopes

PAGE = "admin:delegates_delegation_scope"
HOLDERS: dict[str, type[StaffRole | StaffInvitation]] = {
    "role": StaffRole,
    "invitation": StaffInvitation,
}
LINES = "lines_shown"


class DelegationChoices(forms.ModelMultipleChoiceField[Delegation]):
    def label_from_instance(self, obj: Any) -> str:
        return cells.with_kind(obj)


class ScopeForm(forms.Form):
    """Only the fields that a role of this kind can be limited by."""

    kind = forms.ModelMultipleChoiceField(
        DelegationKind.objects.none(),
        label=gettext_lazy("Kinds of delegations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all kinds."),
    )
    category = forms.ModelMultipleChoiceField(
        Category.objects.none(),
        label=gettext_lazy("Categories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "None ticked: all categories. With kinds ticked, too, both must hold."
        ),
    )
    delegation = DelegationChoices(
        Delegation.objects.none(),
        label=gettext_lazy("Delegations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: no delegation."),
    )

    def __init__(self, data: Any, *, holder: Any, lines: Sequence[ScopeLine]) -> None:
        names = scopes.fields_of(holder.role)
        initial = {name: [getattr(line, f"{name}_id") for line in lines] for name in names}
        super().__init__(data, initial=initial, label_suffix="")
        for name in set(self.fields) - set(names):
            del self.fields[name]
        for name, field in self.fields.items():
            rows: Any = scopes.NAMED[name]._default_manager.filter(conference=holder.conference_id)
            related = rows.select_related("kind") if name == "delegation" else rows
            field.queryset = related  # type: ignore[attr-defined]

    def chosen(self) -> list[Any]:
        return [row for name in self.fields for row in self.cleaned_data[name]]


class ScopePages(ConferenceModelAdmin[Delegation]):
    def pages(self) -> list[URLPattern]:
        route = "scope/<slug:holder>/<int:holder_id>/"
        needs = "conference.delete_staffrole"
        return [*super().pages(), self.page_url(route, self.scope_view, "scope", needs=needs)]

    @password_first
    def scope_view(self, request: HttpRequest, *, holder: str, holder_id: int) -> HttpResponseBase:
        row = holder_or_404(request, holder, holder_id)
        form = ScopeForm(
            request.POST if request.method == "POST" else None,
            holder=row,
            lines=scopes.lines_of(row),
        )
        refusal = ""
        if form.is_valid():
            try:
                scopes.limit(holder=row, to=form.chosen(), by=signed_in(request), at=timezone.now())
            except REFUSALS as error:
                refusal = words(error)
            else:
                said = _("%s: what the role is for is saved.") % row
                self.message_user(request, said, messages.SUCCESS)
                return HttpResponseRedirect(page_of(row))
        return self.page(
            request,
            "admin/delegates/delegation/scope.html",
            title=_("What the role is for"),
            holder=row,
            form=form,
            refusal=refusal,
            back=page_of(row),
        )


def holder_or_404(request: HttpRequest, holder: str, pk: int) -> Any:
    """One whose scope the reader may change: of a role that can have one."""
    model: Any = HOLDERS.get(holder)
    conference = chosen_conference(request)
    if model is None:
        raise Http404
    here = model._default_manager.visible_to(signed_in(request)).filter(conference=conference)
    row = here.select_related("conference", "scope").filter(pk=pk, role__in=SCOPED).first()
    if row is None or row.role not in staff.grantable(signed_in(request), conference):
        raise Http404
    return row


def page_of(row: Any) -> str:
    return reverse(f"admin:conference_{row._meta.model_name}_change", args=[row.pk])


def uses_for(rows: Sequence[Any]) -> list[Use]:
    """For whom the role is, and where that is changed."""
    names = {model: name for name, model in HOLDERS.items()}
    return [
        Use(
            _("Choose the delegations")
            if row.role == Role.LIAISON_OFFICER
            else _("Limit to kinds and categories"),
            reverse(PAGE, args=[names[type(row)], row.pk]),
        )
        for row in rows
        if row.role in SCOPED
    ]


def with_lines(roles: QuerySet[Any]) -> QuerySet[Any]:
    lines = ScopeLine.objects.select_related("kind", "category", "delegation").order_by("pk")
    return roles.select_related("scope").prefetch_related(
        Prefetch("scope__lines", lines, to_attr=LINES)
    )


def scope_cell_for(_request: HttpRequest) -> Callable[[Any], str]:
    def scope(row: Any) -> str:
        return scope_in_words(row, getattr(row.scope, LINES, []) if row.scope_id else [])

    scope.short_description = _("for")  # type: ignore[attr-defined]
    return scope


def scope_in_words(row: Any, lines: Sequence[ScopeLine]) -> str:
    """`Media · Press`: the kinds, then the categories; of a liaison officer the delegations."""
    named = (
        ", ".join(str(line) for line in lines if getattr(line, f"{name}_id"))
        for name in ("kind", "category", "delegation")
    )
    return " · ".join(filter(None, named)) or nothing_named(row.role)


def nothing_named(role: str) -> str:
    if role == Role.LIAISON_OFFICER:
        return _("No delegation yet")
    return _("All") if role in SCOPED else ""


for model in HOLDERS.values():
    contribute(
        model,
        Tool("conference.delete_staffrole", uses_for),
        Column(f"conference.view_{model._meta.model_name}", with_lines, scope_cell_for),
    )
