"""The pages of the queue. Whoever opens somebody's has them, unless another officer has."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.admin import ConferenceModelAdmin, Effect, chosen_conference, signed_in
from conference.admin.forgeries import is_key
from conference.admin.refusals import REFUSALS, words
from conference.admin.telling import with_undo
from conference.errors import DomainError
from delegates.admin.cells import photo_url
from delegates.admin.decisions import ON_DELEGATES, PERMISSION, UNDO
from delegates.admin.decisions.people import (
    TOLD,
    ReadReasonForm,
    ReturnForm,
    give_way,
    leave_without_head,
)
from delegates.admin.queue import shown
from delegates.admin.queue.notes import notes_beside
from delegates.admin.registration.proposals import side_by_side
from delegates.choices import Accreditation
from delegates.models import Delegate, Proposal, ReviewLease
from delegates.outstanding import review_queue
from delegates.services import identity
from delegates.services.review import accreditation, proposals, turns

APPROVE, RETURN, REJECT = "approve", "return", "reject"
TAKE, REFUSE = "take", "refuse"
SKIP, LEAVE, APART = "skip", "leave", "apart"
# What the page showed, sent back with the decision.
VERSION = "version"
Acts = Mapping[str, Callable[[Delegate], object]]


class QueuePages(ConferenceModelAdmin[Delegate]):
    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url("queue/", self.queue_view, "queue", needs=PERMISSION),
            self.page_url(
                "queue/next/", require_POST(self.next_view), "queue_next", needs=PERMISSION
            ),
            self.page_url("<int:object_id>/review/", self.review_view, "review", needs=PERMISSION),
        ]

    def queue_view(self, request: HttpRequest) -> HttpResponseBase:
        """How many wait and since when, and who is at work."""
        conference, user = chosen_conference(request), signed_in(request)
        at_work = ReviewLease.objects.for_conference(conference).held(timezone.now())
        seen = Delegate.objects.for_conference(conference).visible_to(user)
        return self.page(
            request,
            "admin/delegates/delegate/queue.html",
            title=_("Review"),
            standing=review_queue.standing(conference, user),
            at_work=at_work.filter(delegate__in=seen)
            .select_related("officer", "delegate__delegation")
            .order_by("leased_until", "pk"),
            user=user,
        )

    def next_view(self, request: HttpRequest) -> HttpResponseBase:
        return self._to_next(request)

    def _to_next(self, request: HttpRequest) -> HttpResponse:
        row = turns.take_next(
            conference=chosen_conference(request), by=signed_in(request), at=timezone.now()
        )
        if row is None:
            told = _("Nobody waits for a decision whom no other officer has.")
            self.message_user(request, told, messages.INFO)
            return HttpResponseRedirect(reverse("admin:delegates_delegate_queue"))
        return HttpResponseRedirect(url_of(row))

    def review_view(self, request: HttpRequest, delegate: Delegate) -> HttpResponseBase:
        if request.method == "POST":
            return self._act(request, delegate)
        lease = turns.take(delegate=delegate, by=signed_in(request), at=timezone.now())
        return self._review_page(request, delegate, lease, {})

    # What is sent

    def _act(self, request: HttpRequest, delegate: Delegate) -> HttpResponseBase:
        act, by = request.POST.get("act", ""), signed_in(request)
        if act == LEAVE:
            turns.leave(delegate=delegate, by=by)
            return HttpResponseRedirect(reverse("admin:delegates_delegate_queue"))
        if act == SKIP:
            turns.skip(delegate=delegate, by=by)
            return self._to_next(request)
        if act == APART:
            self._tell_apart(request, delegate)
            return HttpResponseRedirect(url_of(delegate))
        form = self._form(request, delegate, act)
        if form is not None and not form.is_valid():
            lease = turns.take(delegate=delegate, by=by, at=timezone.now())
            return self._review_page(request, delegate, lease, {act: form})
        return self._decide(request, delegate, act, form)

    def _decide(
        self, request: HttpRequest, delegate: Delegate, act: str, form: forms.Form | None
    ) -> HttpResponseBase:
        """Then comes the next. What was refused is said on the page of the person."""
        by, at = signed_in(request), timezone.now()
        answers = form.cleaned_data if form else {}
        try:
            decision = self._acts(request, answers).get(act)
            if decision is None:
                raise DomainError(_("Choose what is to be done."))
            turns.decide(
                delegate=delegate,
                version=request.POST.get(VERSION, ""),
                act=decision,
                by=by,
                at=at,
            )
        except REFUSALS as error:
            self.message_user(request, words(error), messages.ERROR)
            return HttpResponseRedirect(url_of(delegate))
        self._say(request, delegate, act)
        return self._to_next(request)

    def _acts(self, request: HttpRequest, answers: Mapping[str, Any]) -> Acts:
        """Each decides on what is held by now."""
        own: dict[str, Any] = {"by": signed_in(request), "at": timezone.now()}
        reason = answers.get("reason", "")
        fields = answers.get("to_correct", ())
        return {
            APPROVE: lambda row: accreditation.approve(delegate=row, **own),
            RETURN: lambda row: accreditation.return_(
                delegate=row, fields=fields, reason=reason, **own
            ),
            REJECT: lambda row: accreditation.reject(delegate=row, reason=reason, **own),
            TAKE: lambda row: proposals.take(proposal=proposal_of(row), **own),
            REFUSE: lambda row: proposals.refuse(proposal=proposal_of(row), reason=reason, **own),
        }

    def _say(self, request: HttpRequest, delegate: Delegate, act: str) -> None:
        told = {
            APPROVE: TOLD[Accreditation.APPROVED],
            RETURN: TOLD[Accreditation.RETURNED],
            REJECT: TOLD[Accreditation.REJECTED],
            TAKE: _("The change of %s is taken over."),
            REFUSE: _("The change of %s is refused."),
        }
        said = str(told[act]) % delegate
        if act == APPROVE:
            undo = next(each for each in ON_DELEGATES if each.value == UNDO)
            said = with_undo(said, self.decision_url(delegate, undo))
        self.message_user(request, said, messages.SUCCESS)

    def _tell_apart(self, request: HttpRequest, delegate: Delegate) -> None:
        """Of somebody whom the page named, and whom the officer sees."""
        seen = Delegate.objects.for_conference(delegate.conference).visible_to(signed_in(request))
        number = request.POST.get("other", "")
        other = get_object_or_404(seen, pk=int(number) if is_key(number) else 0)
        by, at = signed_in(request), timezone.now()
        try:
            identity.tell_apart(delegate=delegate, other=other, by=by, at=at)
        except REFUSALS as error:
            self.message_user(request, words(error), messages.ERROR)

    # What is shown

    def _form(self, request: HttpRequest, delegate: Delegate, act: str) -> forms.Form | None:
        classes = {RETURN: ReturnForm, REJECT: ReadReasonForm, REFUSE: ReadReasonForm}
        if act not in classes:
            return None
        is_sent = request.method == "POST" and request.POST.get("act") == act
        form = classes[act](
            request.POST if is_sent else None,
            rows=Delegate.objects.filter(pk=delegate.pk),
            conference=delegate.conference,
            by=signed_in(request),
        )
        # Of two that stand on one page each has its own reason.
        form.prefix = act
        return form

    @transaction.atomic
    def _review_page(
        self,
        request: HttpRequest,
        delegate: Delegate,
        lease: ReviewLease | None,
        sent: Mapping[str, forms.Form],
    ) -> HttpResponse:
        row: Any = Delegate.objects.select_related(
            *("conference", "delegation__kind", "delegation__head", "rank", "category"),
            *("nationality", "spouse_of__rank", "decided_by", "replaces"),
        ).get(pk=delegate.pk)
        proposal = turns.open_proposal(row)
        other = ReviewLease.objects.held(timezone.now()).filter(delegate=row)
        forms_of = partial(self._form, request, row)
        return_form: Any = sent.get(RETURN) or forms_of(RETURN)
        return self.page(
            request,
            "admin/delegates/delegate/review.html",
            title=str(row),
            delegate=row,
            version=turns.version_of(row),
            lease=lease,
            is_to_be_decided_on=bool(lease)
            or review_queue.has_in_line(row.conference, signed_in(request), row),
            held_by=None if lease else other.select_related("officer").first(),
            proposal=proposal,
            lines=side_by_side(proposal, row, signed_in(request)) if proposal else (),
            on_approval=self._on_approval(request, row) if lease and not proposal else [],
            on_rejection=[] if proposal else self._on_rejection(request, row),
            photo=photo_url(row),
            sections=list(shown.sections(request, row)),
            missing=shown.missing(row, return_form.lacks),
            earlier_return=None if proposal else shown.earlier_return(row),
            notes=notes_beside(request, row),
            alike=shown.alike(request, row),
            return_form=return_form,
            reject_form=sent.get(REJECT) or forms_of(REJECT),
            refuse_form=sent.get(REFUSE) or forms_of(REFUSE),
            opened=next(iter(sent), ""),
            standing=review_queue.standing(row.conference, signed_in(request)),
        )

    def _on_approval(self, request: HttpRequest, delegate: Delegate) -> list[Effect]:
        """Said as on the page of the decision, on which the queue does not stop."""
        if not delegate.replaces_id:
            return []
        rows = Delegate.objects.filter(pk=delegate.pk)
        return [self.leading(request, effect) for effect in give_way(rows, by=signed_in(request))]

    def _on_rejection(self, request: HttpRequest, delegate: Delegate) -> list[Effect]:
        if delegate.delegation.head_id != delegate.pk:
            return []
        rows = Delegate.objects.filter(pk=delegate.pk)
        return [self.leading(request, effect) for effect in leave_without_head(rows)]


def url_of(delegate: Delegate) -> str:
    return reverse("admin:delegates_delegate_review", args=[delegate.pk])


def proposal_of(delegate: Delegate) -> Proposal:
    found = turns.open_proposal(delegate)
    if found is None:
        raise DomainError(_("Somebody has decided on this change already."))
    return found
