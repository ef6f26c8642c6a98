"""Who may attend: decisions on delegates."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django_stubs_ext import StrPromise

from conference.admin import (
    Decision,
    DecisionForm,
    Effect,
    Given,
    Outcome,
    ReasonForm,
    about,
    named,
    signed_in,
)
from conference.models import BackgroundJob, User
from delegates.admin.decisions.moving import MOVE
from delegates.background import decisions
from delegates.choices import (
    EXPECTED,
    NEEDS_REASON,
    NEXT_ACCREDITATIONS,
    RESTORABLE,
    Accreditation,
)
from delegates.models import Delegate, DelegateQuerySet, Delegation
from delegates.outstanding.asking import Asking
from delegates.outstanding.lacks import Lacks
from delegates.quotas.composition import why_waiting
from delegates.recognition.descriptions import Description
from delegates.services import identity
from delegates.services.review import accreditation, handing_in, undoing

PERMISSION = decisions.PERMISSION
SUBMIT = "submit"
UNDO = "undone"
UNDO_WITHDRAWAL = "withdrawal_undone"
GIVE_PLACE = "place"
# A draft by an organizer, whoever an officer has corrected, and whoever a place is free for.
SUBMITTABLE = {Accreditation.DRAFT, Accreditation.RETURNED, Accreditation.WAITING}
TOLD = {
    Accreditation.SUBMITTED: gettext_lazy("The decision on %s is open again."),
    Accreditation.WAITING: gettext_lazy("%s waits for a place."),
    Accreditation.RETURNED: gettext_lazy("%s is returned for correction."),
    Accreditation.APPROVED: gettext_lazy("%s is approved."),
    Accreditation.REJECTED: gettext_lazy("%s is rejected."),
    Accreditation.WITHDRAWN: gettext_lazy("%s is withdrawn."),
}


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
        fields=given.answers.get("to_correct", ()),
    )
    done = [row for row in result.decided if row.waiting_since is None]
    told = TOLD[to] % done[0] if len(done) == 1 else ""
    why_not = [why for _delegate, why in result.refused]
    return Outcome(len(done), [*why_not, *why_waiting(result.decided)], told)


def undo(service: Callable[..., Delegate], delegates: DelegateQuerySet, given: Given) -> Outcome:
    """What somebody is again afterwards is said as if it had just been decided."""
    delegate = service(delegate=delegates.get(), by=given.by, at=given.at)
    return told_of(delegate, TOLD[Accreditation(delegate.accreditation)] % delegate)


def submit(delegates: DelegateQuerySet, given: Given) -> Outcome:
    delegate = handing_in.submit(delegate=delegates.get(), by=given.by, at=given.at)
    return told_of(delegate, _("%s is submitted.") % delegate)


def give_place(delegates: DelegateQuerySet, given: Given) -> Outcome:
    delegate = handing_in.give_place(
        delegate=delegates.get(), reason=given.reason, by=given.by, at=given.at
    )
    return Outcome(1, told=_("%s is submitted, beyond the quota.") % delegate)


def told_of(delegate: Delegate, words: str) -> Outcome:
    """Of whoever waits, why, in place of the words."""
    why = why_waiting([delegate])
    return Outcome(0, why) if why else Outcome(1, told=words)


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


class ReadReasonForm(ReasonForm):
    """A reason that the page of the delegation shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "The delegation reads it. It is kept with the person, not in the audit trail."
        )


def decision(to: Accreditation, words: StrPromise, **further: Any) -> Decision:
    usual: dict[str, Any] = {
        "is_legal": lambda delegate: to in NEXT_ACCREDITATIONS[delegate.accreditation],
        "for_many": True,
        "form": ReadReasonForm if to in NEEDS_REASON else DecisionForm,
    }
    return Decision(
        value=to.value,
        words=words,
        done=to.label,
        decide=partial(decide, to),
        needs=PERMISSION,
        decide_later=partial(decide_later, to),
        **usual | further,
    )


def leave_without_head(delegates: DelegateQuerySet) -> list[Effect]:
    """Whoever led stays named and does not attend: see `DelegationQuerySet.awaiting_head`."""
    led = Delegation.objects.filter(head__in=delegates.values("pk")).in_protocol_order()
    words = _("%s is left without a head: to be confirmed.")
    return named(led, lambda delegation: about(delegation, words % delegation))


def give_way(delegates: DelegateQuerySet, *, by: User) -> list[Effect]:
    """Whom the approval of these withdraws, as `accreditation.decide_many` does; where that is
    somebody beyond the officer's scope, it approves nobody.
    """
    approvable = [
        state for state, to in NEXT_ACCREDITATIONS.items() if Accreditation.APPROVED in to
    ]
    stepping_in = delegates.filter(
        accreditation__in=approvable, replaces__accreditation__in=EXPECTED
    ).replacing_nobody_beyond(by)
    former = Delegate.objects.filter(replaced_by__in=stepping_in.order_by().values("pk"))
    words = _("%(former)s (%(state)s) is withdrawn: %(person)s comes in their place.")

    def say(row: Delegate) -> Effect:
        replaced = row.replaces
        assert replaced is not None
        state = replaced.get_accreditation_display()
        return about(replaced, words % {"former": replaced, "state": state, "person": row})

    return [
        *named(stepping_in.select_related("replaces"), say),
        *leave_without_head(former),
    ]


def stay_away_all_the_same(delegates: DelegateQuerySet) -> list[Effect]:
    withdrawn = Delegation.objects.filter(delegates__in=delegates.values("pk")).withdrawn()
    words = _("%s is withdrawn: its delegates are not admitted, even if approved.")
    return named(
        withdrawn.distinct().in_protocol_order(),
        lambda delegation: about(delegation, words % delegation),
    )


def come_back(delegates: DelegateQuerySet) -> list[Effect]:
    """Who was approved before is so again, whatever has changed since they were withdrawn."""
    approved = [row.pk for row in delegates if undoing.was_approved_before(row)]
    return stay_away_all_the_same(delegates.filter(pk__in=approved))


class ApproveForm(DecisionForm):
    """Fills in nothing. Who is withdrawn by it, and whether somebody is registered twice, is to be
    read first.
    """

    def effects(self, delegates: DelegateQuerySet) -> Sequence[Effect]:
        return [*give_way(delegates, by=self.by), *self.registered_twice(delegates)]

    def registered_twice(self, delegates: DelegateQuerySet) -> Sequence[Effect]:
        """Of one person: of many it is asked where they enter."""
        if delegates.count() != 1:
            return []
        delegate = delegates.select_related("delegation").get()
        alike = identity.resembling(
            description=Description.of(vars(delegate)),
            delegation=delegate.delegation,
            by=self.by,
            itself=delegate.pk,
        )
        return [perhaps_the_same(each.delegate) for each in alike]


class ReturnForm(ReadReasonForm):
    """Of one person: what such a person is asked, and what is missing ticked already. Where nothing
    is ticked, the reason says all.
    """

    to_correct = forms.MultipleChoiceField(
        label=gettext_lazy("To be corrected"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ("to_correct", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lacks = Lacks(Asking(self.conference)) if self.conference else None
        person = self.rows.select_related("delegation", "rank", "spouse_of__rank").first()
        to_correct: Any = self.fields["to_correct"]
        if self.lacks and person:
            to_correct.choices = list(self.lacks.asking.in_words(person).items())
            to_correct.initial = self.lacks.names(person)


class UndoWithdrawalForm(ApproveForm):
    """Of somebody who is approved again it is asked as of somebody who is approved."""

    def effects(self, delegates: DelegateQuerySet) -> Sequence[Effect]:
        is_approved = any(map(undoing.was_approved_before, delegates))
        return self.registered_twice(delegates) if is_approved else []


def perhaps_the_same(other: Delegate) -> Effect:
    words = _("Perhaps the same person as %(person)s, %(delegation)s: not answered yet.")
    return about(other, words % {"person": other, "delegation": other.delegation})


def is_open_to_undo(request: HttpRequest, delegate: Delegate) -> bool:
    return not undoing.why_not_undone(delegate, by=signed_in(request))


def is_open_to_undo_withdrawal(request: HttpRequest, delegate: Delegate) -> bool:
    return not undoing.why_withdrawal_stays(delegate, by=signed_in(request))


ON_DELEGATES: Sequence[Decision] = [
    decision(
        Accreditation.APPROVED,
        gettext_lazy("Approve"),
        act=gettext_lazy("Approve %s"),
        will=ngettext_lazy(
            "This person may attend.", "These %(count)d people may attend.", "count"
        ),
        form=ApproveForm,
        follows=stay_away_all_the_same,
        asks_only_of_what_follows=True,
        undone_by=UNDO,
    ),
    Decision(
        value=UNDO,
        words=gettext_lazy("Undo the approval"),
        act=gettext_lazy("Undo the approval of %s"),
        will=gettext_lazy("The decision on this person is open again."),
        done=Accreditation.SUBMITTED.label,
        decide=partial(undo, undoing.undo_approval),
        needs=PERMISSION,
        is_legal=lambda delegate: delegate.accreditation == Accreditation.APPROVED,
        is_open_to=is_open_to_undo,
    ),
    decision(
        Accreditation.RETURNED,
        gettext_lazy("Return for correction"),
        act=gettext_lazy("Return %s for correction"),
        will=gettext_lazy("The delegation corrects what you name and submits again."),
        form=ReturnForm,
        for_many=False,
    ),
    Decision(
        value=SUBMIT,
        words=gettext_lazy("Submit"),
        act=gettext_lazy("Submit %s"),
        will=gettext_lazy("This person is to be decided on."),
        done=Accreditation.SUBMITTED.label,
        decide=submit,
        needs=PERMISSION,
        is_legal=lambda delegate: delegate.accreditation in SUBMITTABLE,
    ),
    Decision(
        value=GIVE_PLACE,
        words=gettext_lazy("Give a place beyond the quota"),
        act=gettext_lazy("Give %s a place beyond the quota"),
        will=gettext_lazy("This person is to be decided on, though no place is left."),
        done=Accreditation.SUBMITTED.label,
        decide=give_place,
        needs="delegates.exceed_quotas",
        is_legal=lambda delegate: delegate.accreditation == Accreditation.WAITING,
        form=ReasonForm,
    ),
    decision(
        Accreditation.REJECTED,
        gettext_lazy("Reject"),
        act=gettext_lazy("Reject %s"),
        will=ngettext_lazy(
            "This person may not attend.", "These %(count)d people may not attend.", "count"
        ),
        follows=leave_without_head,
    ),
    decision(
        Accreditation.WITHDRAWN,
        gettext_lazy("Withdraw"),
        act=gettext_lazy("Withdraw %s"),
        will=ngettext_lazy(
            "This person will not attend. An organizer can restore them.",
            "These %(count)d people will not attend. An organizer can restore them.",
            "count",
        ),
        follows=leave_without_head,
        undone_by=UNDO_WITHDRAWAL,
    ),
    Decision(
        value=UNDO_WITHDRAWAL,
        words=gettext_lazy("Undo the withdrawal"),
        act=gettext_lazy("Undo the withdrawal of %s"),
        will=gettext_lazy("The decision before the withdrawal applies again."),
        done=gettext_lazy("Withdrawal undone"),
        decide=partial(undo, undoing.undo_withdrawal),
        needs=PERMISSION,
        is_legal=lambda delegate: delegate.accreditation == Accreditation.WITHDRAWN,
        is_open_to=is_open_to_undo_withdrawal,
        form=UndoWithdrawalForm,
        follows=come_back,
        asks_only_of_what_follows=True,
    ),
    decision(
        Accreditation.SUBMITTED,
        gettext_lazy("Restore as submitted"),
        act=gettext_lazy("Restore %s as submitted"),
        will=ngettext_lazy(
            "The decision on this person is open again.",
            "The decisions on these %(count)d people are open again.",
            "count",
        ),
        is_legal=lambda delegate: delegate.accreditation in RESTORABLE,
    ),
    MOVE,
]
APPROVE = ON_DELEGATES[0]
