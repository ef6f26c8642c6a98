"""Deciding on accreditation from the admin: for chosen rows, and for one delegate on its page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin import chosen_conference, conference_action, signed_in
from delegates.choices import NEEDS_REASON, NEXT_ACCREDITATIONS, Accreditation
from delegates.models import Delegate, DelegateQuerySet
from delegates.services import accreditation
from delegates.services.accreditation import Decisions

PERMISSION = "delegates.decide_delegate"
NAMED_REFUSALS = 5

BUTTONS = {
    Accreditation.APPROVED: gettext_lazy("Approve"),
    Accreditation.REJECTED: gettext_lazy("Reject"),
    Accreditation.WITHDRAWN: gettext_lazy("Withdraw"),
    Accreditation.PENDING: gettext_lazy("Restore"),
}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        max_length=1000,
        help_text=gettext_lazy("It stays with the decision and in the audit trail."),
    )


def next_decisions(delegate: Delegate) -> list[tuple[str, Any]]:
    """Value and words of each decision that is legal now, in the order of the buttons."""
    legal = NEXT_ACCREDITATIONS[delegate.accreditation]
    return [(value.value, words) for value, words in BUTTONS.items() if value in legal]


def decide(
    request: HttpRequest, queryset: DelegateQuerySet, decision: Accreditation, *, reason: str = ""
) -> None:
    """Decide through the service, and say in words what came of it."""
    result = accreditation.decide_many(
        delegate_ids=queryset.order_by().values_list("pk", flat=True),
        conference=chosen_conference(request),
        accreditation=decision,
        by=signed_in(request),
        at=timezone.now(),
        reason=reason,
    )
    tell(request, result, decision)


def tell(request: HttpRequest, result: Decisions, decision: Accreditation) -> None:
    if result.decided:
        messages.success(
            request,
            ngettext(
                "%(count)d delegate: “%(state)s”.",
                "%(count)d delegates: “%(state)s”.",
                len(result.decided),
            )
            % {"count": len(result.decided), "state": decision.label},
        )
    for _delegate, why in result.refused[:NAMED_REFUSALS]:
        messages.warning(request, why)
    others = len(result.refused) - NAMED_REFUSALS
    if others > 0:
        messages.warning(
            request,
            ngettext("… and %d other likewise.", "… and %d others likewise.", others) % others,
        )


@conference_action(description=gettext_lazy("Approve"), permission=PERMISSION)
def approve(model_admin: Any, request: HttpRequest, queryset: DelegateQuerySet) -> None:
    decide(request, queryset, Accreditation.APPROVED)


@conference_action(description=gettext_lazy("Reject, with a reason"), permission=PERMISSION)
def reject(
    model_admin: Any, request: HttpRequest, queryset: DelegateQuerySet
) -> HttpResponseBase | None:
    return after_reason(model_admin, request, queryset, Accreditation.REJECTED)


@conference_action(description=gettext_lazy("Withdraw, with a reason"), permission=PERMISSION)
def withdraw(
    model_admin: Any, request: HttpRequest, queryset: DelegateQuerySet
) -> HttpResponseBase | None:
    return after_reason(model_admin, request, queryset, Accreditation.WITHDRAWN)


@conference_action(description=gettext_lazy("Restore to “pending”"), permission=PERMISSION)
def restore(model_admin: Any, request: HttpRequest, queryset: DelegateQuerySet) -> None:
    decide(request, queryset, Accreditation.PENDING)


def after_reason(
    model_admin: Any, request: HttpRequest, queryset: DelegateQuerySet, decision: Accreditation
) -> HttpResponseBase | None:
    """The page that asks for the reason posts the same action again, with it."""
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        decide(request, queryset, decision, reason=form.cleaned_data["reason"])
        return None
    page: HttpResponseBase = model_admin.page(
        request,
        "admin/delegates/delegate/reason.html",
        form=form,
        title=BUTTONS[decision],
        count=queryset.count(),
        delegates=queryset[:20],
        action=request.POST["action"],
        chosen=request.POST.getlist(ACTION_CHECKBOX_NAME),
        select_across=request.POST.get("select_across", "0"),
        action_checkbox_name=ACTION_CHECKBOX_NAME,
    )
    return page


def decide_one(
    model_admin: Any, request: HttpRequest, delegate: Delegate, decision: Accreditation
) -> HttpResponseBase | None:
    """The page of one decision; None once it is made."""
    needs_reason = decision in NEEDS_REASON
    form = ReasonForm(request.POST or None) if needs_reason else forms.Form(request.POST)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        decide(request, Delegate.objects.filter(pk=delegate.pk), decision, reason=reason)
        return None
    page: HttpResponseBase = model_admin.page(
        request,
        "admin/delegates/delegate/reason.html",
        form=form,
        title=_("%(decision)s: %(delegate)s")
        % {"decision": BUTTONS[decision], "delegate": delegate},
        count=1,
        delegates=[delegate],
        object=delegate,
    )
    return page
