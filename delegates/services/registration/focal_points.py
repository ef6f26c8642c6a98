"""Focal points: noted, invited by mail, accepted by whoever signs in with the address, revoked."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from conference import audit
from conference.database import violations
from conference.errors import DomainError
from conference.models import Conference, Mail, MailBatch, User, invitation_codes
from conference.outbox import writing
from conference.outbox.composing import Composed, address_of, compose
from conference.outbox.erasing import erase_all
from conference.outbox.writing import Letter
from conference.services import accounts
from conference.writing import dates
from conference.writing.languages import localized
from delegates.models import (
    Delegation,
    FocalPoint,
    FocalPointInvitation,
    FocalPointInvitationQuerySet,
    Opening,
    openings_of,
)
from delegates.services import scopes
from delegates.services.registering import held_delegations

CODE_LIFETIME = dt.timedelta(days=14)
# As what is written in requests for an invitation.
KEPT = dt.timedelta(days=90)
EMPTY: dict[str, Any] = {"name": "", "email": "", "code": b"", "code_digest": ""}


@transaction.atomic
def note(
    *, delegation: Delegation, email: str, by: User, at: dt.datetime, name: str = ""
) -> FocalPointInvitation:
    """The address is to register the delegation; nobody is told yet."""
    scopes.require_delegations([delegation.pk], by=by)
    if delegation.is_withdrawn:
        raise DomainError(_("%s has withdrawn: nobody registers it.") % delegation)
    if FocalPoint.objects.standing().filter(
        delegation=delegation, user__email__lower=email.lower()
    ):
        raise DomainError(_("%s is a focal point of this delegation already.") % email)
    invitation = FocalPointInvitation(
        conference_id=delegation.conference_id,
        delegation=delegation,
        name=name,
        email=email.lower(),
        noted_by=by,
        noted_at=at,
    )
    with violations.in_words():
        invitation.save()
    audit.record("focalpointinvitation.added", target=invitation, by=by, at=at)
    return invitation


@transaction.atomic
def invite(*, invitation: FocalPointInvitation, by: User, at: dt.datetime) -> Mail:
    """A mail with a code goes to the address. Invited again, it is the same code, for longer."""
    (held,) = _made_good([invitation], by, at)
    (letter,) = _letters([held], at)
    return writing.write(letter, conference=held.conference, at=at)


@transaction.atomic
def invite_many(
    *,
    invitations: Sequence[FocalPointInvitation],
    conference: Conference,
    by: User,
    at: dt.datetime,
) -> MailBatch:
    """One mail to each, all to be looked at before they are sent."""
    if not invitations:
        raise DomainError(_("Nobody is noted who has not been invited yet."))
    letters = _letters(_made_good(invitations, by, at), at)
    return writing.prepare(
        letters, title=_("Invitations to register"), conference=conference, by=by, at=at
    )


def _made_good(
    invitations: Sequence[FocalPointInvitation], by: User, at: dt.datetime
) -> list[FocalPointInvitation]:
    """With a code that opens something from now on; whoever answers meanwhile comes first."""
    held = list(
        FocalPointInvitation.objects.filter(pk__in=[row.pk for row in invitations])
        .select_for_update(of=("self",))
        .select_related("conference", "delegation")
        .order_by("pk")
    )
    scopes.require_delegations({row.delegation_id for row in held}, by=by)
    for row in held:
        if not row.is_open or row.delegation.is_withdrawn:
            raise DomainError(_("%s has answered, or is no longer to be invited.") % row)
        if not row.code:
            code = invitation_codes.new_code()
            row.seal_code(code)
            row.code_digest = invitation_codes.keyed_digest_of(code)
        row.invited_by, row.invited_at, row.ends_at = by, at, at + CODE_LIFETIME
    FocalPointInvitation.objects.bulk_update(
        held, ["code", "code_digest", "invited_by", "invited_at", "ends_at"], batch_size=500
    )
    audit.record_many(
        "focalpointinvitation.invited", targets=[(row, []) for row in held], by=by, at=at
    )
    return held


def preview(*, delegation: Delegation, by: User, at: dt.datetime) -> Composed:
    """What is sent to whoever is invited now; a code is in no mail before it goes."""
    invitation = FocalPointInvitation(
        conference=delegation.conference,
        delegation=delegation,
        invited_by=by,
        ends_at=at + CODE_LIFETIME,
    )
    (letter,) = _letters([invitation], at)
    return letter.composed


def _letters(invitations: Sequence[FocalPointInvitation], at: dt.datetime) -> list[Letter]:
    openings = openings_of([row.delegation for row in invitations], at)
    return [_letter(row, openings[row.delegation_id], at) for row in invitations]


def _letter(invitation: FocalPointInvitation, opening: Opening, at: dt.datetime) -> Letter:
    """In the delegation's language of correspondence."""
    delegation, conference = invitation.delegation, invitation.conference
    language = delegation.correspondence_language or conference.principal_language
    with translation.override(language):
        context = {
            "delegation": localized(delegation.name, fallbacks=conference.languages),
            "title": localized(conference.title, fallbacks=conference.languages),
            "days": dates.days(conference.starts_on, conference.ends_on),
            "place": localized(conference.place, fallbacks=conference.languages),
            "last_day": dates.day(conference.local(invitation.good_until)),
            "inviter": invitation.invited_by,
            **_span_in_words(conference, opening, at),
            "join_url": address_of("join", language=language),
            "sign_in_url": address_of("invitations", language=language),
        }
        composed = compose("focal_point_invitation", language, context)
    return Letter(
        invitation.email,
        composed,
        [delegation, invitation],
        recipient_name=invitation.name,
        code_of=invitation,
    )


def _span_in_words(conference: Conference, opening: Opening, at: dt.datetime) -> dict[str, str]:
    """From and until when people are registered, on the clocks of the venue; "" for what is past,
    or is not said yet.
    """

    def there(instant: dt.datetime | None) -> str:
        if instant is None or instant <= at:
            return ""
        local = conference.local(instant)
        return f"{dates.day_and_time(local)} ({dates.utc_offset(local)})"

    return {"opens": there(opening.opens_at), "closes": there(opening.closes_at)}


def offered(*, code: str, at: dt.datetime) -> FocalPointInvitation | None:
    """What the code was given for, while it opens something."""
    digest = invitation_codes.keyed_digest_of(code)
    found = FocalPointInvitation.objects.good(at).filter(code_digest=digest)
    return found.select_related("conference", "delegation", "invited_by").first()


@transaction.atomic
def join(
    *,
    invitation: FocalPointInvitation,
    name: str,
    password: str,
    language: str,
    at: dt.datetime,
) -> User | None:
    """An account for the invited address, which registers the delegation from now on.

    None where somebody signs in with that address already: they sign in, and answer there.
    """
    user = accounts.make(
        email=invitation.email,
        name=name,
        password=password,
        language=language,
        invited_by=[invitation.invited_by_id],
        # Without a mail server staff read the code off the page and pass it on.
        is_mailbox_shown=bool(settings.EMAIL_HOST),
        at=at,
    )
    if user is None:
        return None
    take_up(invitation=invitation, by=user, at=at)
    return user


@transaction.atomic
def take_up(*, invitation: FocalPointInvitation, by: User, at: dt.datetime) -> FocalPoint:
    """Whoever came with the invitation's own code accepts it, as the one whom it was sent to."""
    theirs = FocalPointInvitation.objects.to_address_of(by, at)
    return _accept(_locked(invitation, theirs), by, at)


@transaction.atomic
def accept(*, invitation: FocalPointInvitation, by: User, at: dt.datetime) -> FocalPoint:
    """The user registers the delegation; the code opens nothing any more."""
    return _accept(_answered(invitation, by, at), by, at)


def _accept(held: FocalPointInvitation, by: User, at: dt.datetime) -> FocalPoint:
    FocalPointInvitation.objects.filter(pk=held.pk).update(
        accepted_by=by, accepted_at=at, **EMPTY, erased_at=at
    )
    standing = FocalPoint.objects.standing()
    focal_point = standing.filter(delegation_id=held.delegation_id, user=by).first()
    if focal_point is None:
        focal_point = FocalPoint.objects.create(
            conference_id=held.conference_id,
            delegation_id=held.delegation_id,
            user=by,
            accepted_at=at,
        )
    audit.record("focalpoint.accepted", target=focal_point, by=by, at=at)
    return focal_point


def welcome(delegation: str) -> str:
    """To whoever accepted, by the delegation's name: what they do now, and what is next."""
    return _("You register this delegation now: %s. Open its page: it says what is to be done.") % (
        delegation
    )


@transaction.atomic
def decline(*, invitation: FocalPointInvitation, by: User, at: dt.datetime) -> None:
    """Whoever was asked does not register the delegation; somebody else may be."""
    held = _answered(invitation, by, at)
    _close(held, by, at)
    audit.record("focalpointinvitation.declined", target=held, by=by, at=at)


def _answered(invitation: FocalPointInvitation, by: User, at: dt.datetime) -> FocalPointInvitation:
    """Locked: it is answered once, by the invited address alone, and not while it is revoked."""
    return _locked(invitation, FocalPointInvitation.objects.for_user(by, at))


def _locked(
    invitation: FocalPointInvitation, theirs: FocalPointInvitationQuerySet
) -> FocalPointInvitation:
    held = theirs.select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if held is None:
        raise DomainError(_("This invitation has been withdrawn or answered, or is too old."))
    return held


@transaction.atomic
def revoke_invitation(*, invitation: FocalPointInvitation, by: User, at: dt.datetime) -> None:
    """Its code opens nothing any more, and a mail about it that waits is not sent."""
    waiting = FocalPointInvitation.objects.open().select_for_update(of=("self",))
    held = waiting.filter(pk=invitation.pk).first()
    if held is None:
        raise DomainError(_("This invitation has been answered."))
    scopes.require_delegations([held.delegation_id], by=by)
    _close(held, by, at)
    audit.record("focalpointinvitation.revoked", target=held, by=by, at=at)


def _close(held: FocalPointInvitation, by: User, at: dt.datetime) -> None:
    FocalPointInvitation.objects.filter(pk=held.pk).update(
        revoked_by=by, revoked_at=at, code=b"", code_digest=""
    )


def forget(*, at: dt.datetime) -> int:
    """Who was asked and did not accept is forgotten a while after that, and once the conference is
    long over. Returns of how many.
    """
    old, rows = at - KEPT, FocalPointInvitation.objects.all()
    return empty(
        rows.filter(accepted_at__isnull=False)
        | rows.filter(revoked_at__lt=old)
        | rows.filter(ends_at__lt=old)
        | rows.filter(conference__ends_on__lt=old.date()),
        at=at,
    )


@transaction.atomic
def empty(invitations: FocalPointInvitationQuerySet, *, at: dt.datetime) -> int:
    """Nothing says any more who was asked, and its code opens nothing. The mails to whoever
    accepted are to a user, and stay. Whoever is invited again meanwhile is asked still.
    """
    waiting = invitations.filter(erased_at=None)
    held = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    for row in held:
        if row.accepted_at is None:
            erase_all(Mail.objects.about(row), at=at)
    found = FocalPointInvitation.objects.filter(pk__in=[row.pk for row in held])
    return found.update(**EMPTY, erased_at=at)


def require_standing(*, delegation: Delegation, by: User) -> None:
    """Of a delegation that is held: whoever was revoked since the page was shown does no more."""
    if not FocalPoint.objects.standing().filter(delegation=delegation, user=by).exists():
        raise DomainError(_("You are no longer a focal point of this delegation."))


@transaction.atomic
def revoke(*, focal_point: FocalPoint, by: User, at: dt.datetime) -> None:
    """From now on the delegation answers them as what is missing does.

    What they are just doing comes before, and is done: they do it while they hold the delegation.
    """
    held_delegations([focal_point.delegation_id])
    scopes.require_delegations([focal_point.delegation_id], by=by)
    held = FocalPoint.objects.standing().filter(pk=focal_point.pk).first()
    if held is None:
        raise DomainError(_("They are no longer a focal point of this delegation."))
    FocalPoint.objects.filter(pk=held.pk).update(revoked_at=at, revoked_by=by)
    audit.record("focalpoint.revoked", target=held, by=by, at=at)
