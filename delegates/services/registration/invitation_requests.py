"""Requests to be invited: received from whoever writes, accepted or declined, forgotten."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.models import Conference, Mail, User
from conference.outbox import writing
from conference.outbox.composing import compose
from conference.outbox.erasing import erase_all
from conference.outbox.writing import Letter
from conference.randomness import Identifier
from conference.writing import dates
from conference.writing.languages import localized
from delegates.choices import RequestState
from delegates.models import (
    Delegation,
    DelegationKind,
    FocalPoint,
    FocalPointInvitation,
    InvitationRequest,
    InvitationRequestQuerySet,
    Organization,
    RegistrationSettings,
)
from delegates.services import delegations, parties, scopes
from delegates.services.registration import focal_points

# Nobody reads more; whoever sends more than that is no ministry.
MOST_WAITING = 500
LONGEST_REASON = 2000
KEPT = dt.timedelta(days=90)
BETWEEN_RECEIPTS = dt.timedelta(days=1)
WRITTEN = ("organization", "name", "function", "email", "phone", "reason")


@transaction.atomic
def receive(
    *, conference: Conference, form_key: Identifier, at: dt.datetime, **written: Any
) -> None:
    """It waits for an organizer, and the address is told that it came; sent twice, it is one.

    What becomes of it depends on nothing that is known of the country, the organization or the
    address: so whoever asks learns nothing of them.
    """
    # Two who ask at once are counted one after the other.
    rows = RegistrationSettings.objects.for_conference(conference)
    settings = rows.select_for_update(no_key=True).first()
    if settings is None or not settings.takes_requests_at(at):
        raise DomainError(_("Requests are no longer taken."))
    here = InvitationRequest.objects.for_conference(conference)
    if here.filter(form_key=form_key).exists():
        return
    if here.waiting().count() >= MOST_WAITING:
        raise DomainError(_("Too many requests are waiting. Try again in a few days."))
    since = at - BETWEEN_RECEIPTS
    is_told = InvitationRequest.objects.filter(email__iexact=written["email"], asked_at__gt=since)
    has_receipt = is_told.exists()
    row = InvitationRequest.objects.create(
        conference=conference, form_key=form_key, asked_at=at, **written
    )
    audit.record("invitationrequest.came_in", target=row, by=None, at=at)
    if not has_receipt:
        writing.write(_letter(row, "invitation_request_received"), conference=conference, at=at)


@transaction.atomic
def accept(
    *,
    request: InvitationRequest,
    by: User,
    at: dt.datetime,
    delegation: Delegation | None = None,
    kind: DelegationKind | None = None,
    organization: Organization | None = None,
    of_type: str = "",
    is_another: bool = False,
) -> Delegation:
    """The delegation exists, and whoever wrote is noted as its focal point; nobody is told yet.

    Without a `delegation` it is the country's or the organization's, registered now where there is
    none. Without an `organization` one is added under the name in the request.
    """
    if delegation is None:
        party = request.country or organization or _added(request, of_type, is_another, by, at)
        delegation = _of(party, request.conference, kind, by, at)
    scopes.require_delegations([delegation.pk], by=by)
    _decide(request, RequestState.ACCEPTED, by, at, delegation=delegation)
    audit.record("invitationrequest.accepted", target=request, by=by, at=at)
    if request.email and not _is_known(delegation, request.email):
        focal_points.note(
            delegation=delegation, email=request.email, name=request.name, by=by, at=at
        )
    return delegation


def _added(
    request: InvitationRequest, of_type: str, is_another: bool, by: User, at: dt.datetime
) -> Organization:
    if not request.organization:
        raise DomainError(_("What this request said is erased: choose the delegation."))
    if not of_type:
        raise DomainError(_("Choose the organization, or say of which type a new one is."))
    new = parties.new_organization(request.conference, name=request.organization, of_type=of_type)
    (added,) = parties.add_organizations(organizations=[new], by=by, at=at, is_another=is_another)
    return added


def _of(
    party: Any, conference: Conference, kind: DelegationKind | None, by: User, at: dt.datetime
) -> Delegation:
    """The party's delegation beside its mission, which is another."""
    which = {party._meta.model_name: party}
    here = Delegation.objects.for_conference(conference)
    found = here.filter(**which, is_mission=False).first()
    if found is not None:
        return found
    new = delegations.new_delegation(conference, party, kind=kind)
    return delegations.register(delegation=new, by=by, at=at)


def _is_known(delegation: Delegation, email: str) -> bool:
    standing = FocalPoint.objects.standing().filter(delegation=delegation)
    noted = FocalPointInvitation.objects.open().filter(delegation=delegation)
    return (
        standing.filter(user__email__lower=email.lower()).exists()
        or noted.filter(email__lower=email.lower()).exists()
    )


@transaction.atomic
def decline(
    *, request: InvitationRequest, reason: str, by: User, at: dt.datetime, answer: str = ""
) -> None:
    """The reason is kept here; the `answer` is sent to whoever wrote, and none means no mail."""
    _decide(request, RequestState.DECLINED, by, at, decision_reason=reason)
    audit.record("invitationrequest.declined", target=request, by=by, at=at)
    if answer and request.email:
        letter = _letter(request, "invitation_request_declined", answer=answer)
        writing.write(letter, conference=request.conference, at=at)


def _decide(
    request: InvitationRequest, state: RequestState, by: User, at: dt.datetime, **further: Any
) -> None:
    """Once: of two who decide the second is told."""
    waiting = InvitationRequest.objects.waiting().filter(pk=request.pk)
    if not waiting.update(state=state, decided_at=at, decided_by=by, **further):
        raise DomainError(_("This request has been decided on already."))
    request.refresh_from_db()


def _letter(request: InvitationRequest, template: str, answer: str = "") -> Letter:
    """Nothing that whoever wrote chose stands in it: it may go to somebody else's address."""
    conference = request.conference
    with translation.override(request.language):
        context = {
            "title": localized(conference.title, fallbacks=conference.languages),
            "days": dates.days(conference.starts_on, conference.ends_on),
            "place": localized(conference.place, fallbacks=conference.languages),
            "answer": answer,
        }
        composed = compose(template, request.language, context)
    return Letter(request.email, composed, [request])


@transaction.atomic
def erase(*, request: InvitationRequest, by: User, at: dt.datetime) -> None:
    """Nothing of whoever wrote is left, in the mails to them neither."""
    empty(InvitationRequest.objects.filter(pk=request.pk), at=at)
    audit.record("invitationrequest.erased", target=request, by=by, at=at)


def forget(*, at: dt.datetime) -> int:
    """Of what was decided a while ago, or was asked of a conference that is long over, nothing is
    kept that somebody wrote. Returns of how many.
    """
    old = at - KEPT
    return empty(
        InvitationRequest.objects.filter(decided_at__lt=old)
        | InvitationRequest.objects.filter(conference__ends_on__lt=old.date()),
        at=at,
    )


@transaction.atomic
def empty(requests: InvitationRequestQuerySet, *, at: dt.datetime) -> int:
    rows = list(requests.filter(erased_at=None))
    for row in rows:
        erase_all(Mail.objects.about(row), at=at)
    found = InvitationRequest.objects.filter(pk__in=[row.pk for row in rows])
    return found.update(**dict.fromkeys(WRITTEN, ""), decision_reason="", erased_at=at)
