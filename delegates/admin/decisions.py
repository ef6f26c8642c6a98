"""Who may attend: decisions on delegates, and on whole delegations."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from conference.admin import Decision, Given, Outcome, named, one_by_one
from conference.models import BackgroundJob
from delegates.background import decisions
from delegates.choices import NEEDS_REASON, NEXT_ACCREDITATIONS, Accreditation
from delegates.models import Delegate, DelegateQuerySet, Delegation, DelegationQuerySet
from delegates.services import accreditation, delegations

PERMISSION = decisions.PERMISSION


# Delegates


def decide(to: Accreditation, delegates: DelegateQuerySet, given: Given) -> Outcome:
    """Whoever's state allows it is decided on; the others are named."""
    assert given.conference is not None
    result = accreditation.decide_many(
        delegate_ids=delegates.order_by().values_list("pk", flat=True),
        conference=given.conference,
        accreditation=to,
        by=given.by,
        at=given.at,
        reason=given.reason,
    )
    return Outcome(len(result.decided), [why for _delegate, why in result.refused])


def decide_later(to: Accreditation, ids: Collection[int], given: Given) -> BackgroundJob:
    assert given.conference is not None
    return decisions.ask(
        delegate_ids=ids,
        conference=given.conference,
        accreditation=to,
        by=given.by,
        at=given.at,
        reason=given.reason,
    )


def decision(to: Accreditation, words: StrPromise, **further: Any) -> Decision:
    return Decision(
        value=to.value,
        words=words,
        done=to.label,
        decide=partial(decide, to),
        needs=PERMISSION,
        decide_later=partial(decide_later, to),
        is_legal=lambda delegate: to in NEXT_ACCREDITATIONS[delegate.accreditation],
        needs_reason=to in NEEDS_REASON,
        for_many=True,
        **further,
    )


def leave_without_head(delegates: DelegateQuerySet) -> list[str]:
    led = Delegation.objects.filter(head__in=delegates.values("pk")).in_protocol_order()
    words = _("%s needs another head: whoever leads it does not attend.")
    return named(led, lambda delegation: words % delegation)


ON_DELEGATES: Sequence[Decision] = [
    decision(Accreditation.APPROVED, gettext_lazy("Approve")),
    decision(Accreditation.REJECTED, gettext_lazy("Reject"), follows=leave_without_head),
    decision(Accreditation.WITHDRAWN, gettext_lazy("Withdraw"), follows=leave_without_head),
    decision(Accreditation.PENDING, gettext_lazy("Restore")),
]


# Delegations


def nobody_is_admitted(rows: DelegationQuerySet) -> list[str]:
    count = Delegate.objects.filter(delegation__in=rows.values("pk")).count()
    words = ngettext(
        "Its %d delegate keeps the decision made, but is not admitted.",
        "Its %d delegates keep their decisions, but nobody of them is admitted.",
        count,
    )
    return [words % count] if count else []


def are_admitted_again(rows: DelegationQuerySet) -> list[str]:
    return [_("It attends again, with its delegates' decisions as they were.")]


def take_names_of_now(rows: DelegationQuerySet) -> list[str]:
    """Each value that changes, with the one that takes its place."""
    said = [
        _("%(field)s: “%(now)s” becomes “%(then)s”.")
        % {
            "field": capfirst(Delegation._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            "now": getattr(row, name) or "–",
            "then": getattr(then, name) or "–",
        }
        for row in rows.select_related("conference", "country", "organization")
        for then in [delegations.refreshed(row)]
        for name in delegations.COPIED_FIELDS
        if getattr(row, name) != getattr(then, name)
    ]
    if not said:
        return [_("Nothing changes: names, acronym and flag are those of now.")]
    return [*said, _("What was edited here is lost.")]


ON_DELEGATIONS: Sequence[Decision] = [
    Decision(
        value="refresh",
        words=gettext_lazy("Refresh names and flag"),
        done=gettext_lazy("Names and flag refreshed"),
        decide=one_by_one(delegations.refresh_from_party, "delegation"),
        needs="change",
        follows=take_names_of_now,
        page="refresh",
    ),
    Decision(
        value="restore",
        words=gettext_lazy("Restore"),
        done=gettext_lazy("Attends"),
        decide=one_by_one(delegations.restore, "delegation"),
        needs="change",
        is_legal=lambda delegation: delegation.is_withdrawn,
        follows=are_admitted_again,
        page="restore",
    ),
    Decision(
        value="withdraw",
        words=gettext_lazy("Withdraw"),
        done=gettext_lazy("Withdrawn"),
        decide=one_by_one(delegations.withdraw, "delegation"),
        needs="change",
        is_legal=lambda delegation: not delegation.is_withdrawn,
        needs_reason=True,
        follows=nobody_is_admitted,
        page="withdraw",
    ),
]
