"""A delegate moves to another delegation: it is chosen first, then what follows is read, and said
who is who of those alike there.
"""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import Decision, DecisionForm, Effect, Given, Outcome, about
from conference.admin.deciding import READ
from delegates.admin.cells import with_kind
from delegates.admin.sameness.asking import AsksWhoItIs
from delegates.derived import derive_delegates
from delegates.models import Category, Delegate, DelegateQuerySet, Delegation, Proposal
from delegates.recognition.descriptions import Description
from delegates.services import identity, moving


class MoveForm(AsksWhoItIs, DecisionForm):
    """Who is like the person in that delegation is shown with what follows from the move."""

    leads_on = True
    unanswered = gettext_lazy(
        "This person may be registered there already. Compare, and say who it is."
    )

    delegation = forms.ModelChoiceField(
        Delegation.objects.none(), label=gettext_lazy("To which delegation")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["delegation"]
        if self.conference:
            seen = Delegation.objects.for_conference(self.conference).visible_to(self.by)
            former = self.rows.order_by().values("delegation")
            others = seen.exclude(pk__in=former).select_related("kind")
            field.queryset = others.in_protocol_order()
            field.label_from_instance = with_kind

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.questions = self.resembled(data["delegation"]) if "delegation" in data else ()
        if self.data.get(READ):
            self.require_answers()
        return data | {"same": self.same, "others": [each.delegate for each in self.questions]}

    def resembled(self, delegation: Delegation) -> Sequence[identity.Resemblance]:
        delegate = self.rows.get()
        description = Description.of(vars(delegate))
        return identity.resembling(
            description=description, delegation=delegation, by=self.by, itself=delegate.pk
        )

    def effects(self, delegates: DelegateQuerySet) -> Sequence[Effect]:
        delegate = delegates.select_related("delegation", "category").get()
        target = self.cleaned_data["delegation"]
        return [
            *leaves_without_head(delegate),
            *of_another_category(delegate, target),
            *stays_away_there(target),
            *stays_with_the_former(delegate),
        ]


def leaves_without_head(delegate: Delegate) -> list[Effect]:
    if delegate.delegation.head_id != delegate.pk:
        return []
    words = _("%s is left without a head: to be confirmed.")
    return [about(delegate.delegation, words % delegate.delegation)]


def of_another_category(delegate: Delegate, target: Delegation) -> list[Effect]:
    """By the rules, which do not reach whose category was given by hand."""
    there = copy.copy(delegate)
    there.delegation = target
    derive_delegates([there], target.conference)
    if there.category_id == delegate.category_id:
        return []
    then = Category.objects.filter(pk=there.category_id).first() if there.category_id else None
    now_and_then = {"now": delegate.category or _("none"), "then": then or _("none")}
    return [Effect(_("The category changes: “%(now)s” becomes “%(then)s”.") % now_and_then)]


def stays_away_there(target: Delegation) -> list[Effect]:
    words = _("%s is withdrawn: none of its delegates is admitted.")
    return [about(target, words % target)] if target.is_withdrawn else []


def stays_with_the_former(delegate: Delegate) -> Iterator[Effect]:
    """What the former delegation proposed, and what was written to it."""
    proposed = Proposal.objects.of_delegation_now().filter(delegate=delegate)
    if proposed.open().exists():
        words = _("The change that %s proposed is dropped, and stays so after a move back.")
        yield Effect(words % delegate.delegation)
    if delegate.decision_reason or proposed.exclude(decision_reason="").exists():
        words = _("Why something was decided was written to %s: the other delegation is not told.")
        yield Effect(words % delegate.delegation)


def move(delegates: DelegateQuerySet, given: Given) -> Outcome:
    """Whoever is there already moves nowhere, and is known by both names from then on."""
    delegate, same = delegates.get(), given.answers["same"]
    if same is not None:
        _remember_names(delegate, same, given)
        return Outcome(0, [_is_there_already(delegate, same)])
    delegation = given.answers["delegation"]
    moving.move(delegate=delegate, delegation=delegation, by=given.by, at=given.at)
    for other in given.answers["others"]:
        identity.tell_apart(delegate=delegate, other=other, by=given.by, at=given.at)
    told = _("%(person)s is moved to %(delegation)s.")
    return Outcome(1, told=told % {"person": delegate, "delegation": delegation})


def _remember_names(delegate: Delegate, same: Delegate, given: Given) -> None:
    """Those of the one row as a spelling of the other: whichever of the two stays."""
    for one, other in ((same, delegate), (delegate, same)):
        identity.remember_spelling(
            delegate=one,
            given_name=other.given_name,
            family_name=other.family_name,
            by=given.by,
            at=given.at,
        )


def _is_there_already(delegate: Delegate, same: Delegate) -> str:
    words = _(
        "%(person)s was not moved: %(same)s, %(delegation)s (%(reference)s) is the same person."
        " Withdraw one of the two."
    )
    return words % {
        "person": delegate,
        "same": same,
        "delegation": same.delegation,
        "reference": same.reference,
    }


MOVE = Decision(
    value="moved",
    words=gettext_lazy("Move to another delegation"),
    act=gettext_lazy("Move %s to another delegation"),
    will=gettext_lazy(
        "This person keeps decision, badge and sessions, and comes last in the other delegation."
    ),
    done=gettext_lazy("Moved"),
    decide=move,
    needs="change",
    form=MoveForm,
    page="move",
    template="admin/delegates/delegate/move.html",
)
