"""Staff roles: offered, accepted or declined by whoever is to hold them, taken away."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from conference import audit
from conference.choices import Role
from conference.database import violations
from conference.errors import DomainError
from conference.models import Conference, StaffInvitation, StaffRole, User, invitation_codes
from conference.models.invitations import StaffInvitationQuerySet
from conference.outbox import writing
from conference.outbox.composing import address_of, compose
from conference.outbox.writing import Letter
from conference.permissions import roles_granted_by
from conference.services import accounts
from conference.writing import dates
from conference.writing.languages import localized


def grantable(user: User, conference: Conference) -> frozenset[str]:
    """The staff roles that the user may give and take away in the conference, with any scope.

    By a role that has a scope none are given: it could be wider.
    """
    if user.is_superuser and user.is_active:
        return frozenset(Role.values)
    return roles_granted_by(
        one.role
        for one in user.held_roles
        if one.conference_id == conference.pk and one.scope_id is None
    )


@transaction.atomic
def invite(
    *,
    conference: Conference,
    email: str,
    roles: Collection[Role],
    by: User,
    at: dt.datetime,
    name: str = "",
) -> list[StaffInvitation]:
    """The roles wait for whoever signs in with the address; nobody may do more than before.

    An address that nobody signs in with is answered like any other: both get a code, with which
    somebody without an account makes one, and a worker sends it by mail.
    """
    if not grantable(by, conference).issuperset(roles):
        raise DomainError(_("Your staff role does not let you give this one."))
    held = StaffRole.objects.filter(conference=conference, role__in=roles)
    if held.filter(user__email__lower=email.lower()).exists():
        raise DomainError(_("This user already has this role."))
    waiting = StaffInvitation.objects.filter(conference=conference, email__lower=email.lower())
    earlier = waiting.exclude(code_seed="").first()
    seed = earlier.code_seed if earlier else invitation_codes.new_seed()
    digest = invitation_codes.digest_of(invitation_codes.code_of(seed))
    invitations = []
    for role in roles:
        invitation = StaffInvitation(
            conference=conference,
            name=name,
            email=email.lower(),
            role=role,
            invited_by=by,
            invited_at=at,
            code_seed=seed,
            code_digest=digest,
        )
        with violations.in_words():
            invitation.save()
        audit.record(
            "staffinvitation.added", target=invitation, by=by, at=at, detail={"role": str(role)}
        )
        invitations.append(invitation)
    _write_to(invitations, at)
    return invitations


def _write_to(invitations: Sequence[StaffInvitation], at: dt.datetime) -> None:
    """One mail for what one address was invited to at once."""
    first = invitations[0]
    conference = first.conference
    user = User.objects.filter(email__lower=first.email.lower()).first()
    language = user.language if user else conference.principal_language
    with translation.override(language):
        context = {
            "inviter": first.invited_by,
            "title": localized(conference.title, fallbacks=conference.languages),
            "days": dates.days(conference.starts_on, conference.ends_on),
            "roles": [row.get_role_display() for row in invitations],
            "last_day": dates.day(conference.local(first.code_ends_at)),
            "join_url": address_of("join"),
            "sign_in_url": address_of("invitations"),
        }
        composed = compose("staff_invitation", language, context)
    letter = Letter(first.email, composed, [first], recipient_name=first.name, code_of=first)
    writing.write(letter, conference=conference, at=at)


def offered(*, code: str, at: dt.datetime) -> list[StaffInvitation]:
    """What the code was given for: one or more roles in one conference, for one address."""
    invitations = StaffInvitation.objects.with_code(code, at=at)
    found = list(invitations.select_related("conference", "invited_by"))
    if not found:
        raise DomainError(good_for_nothing())
    return found


def good_for_nothing() -> str:
    return _(
        "This code is unknown, has been used or withdrawn, or is more than two weeks"
        " old. Ask the person who invited you for a new one."
    )


@transaction.atomic
def join(*, code: str, name: str, password: str, language: str, at: dt.datetime) -> User | None:
    """An account for the address that was given the code, which accepts what it was given for.

    Whoever invited can read the code too: it shows nobody's mailbox. None where somebody signs in
    with that address already: they sign in, and answer there. Raises DomainError where the code is
    good for nothing, any more or at all.
    """
    invitations = offered(code=code, at=at)
    user = accounts.make(
        email=invitations[0].email,
        name=name,
        password=password,
        language=language,
        invited_by=sorted({row.invited_by_id for row in invitations}),
        is_mailbox_shown=False,
        at=at,
    )
    if user is None:
        return None
    _accept_what_is_offered(invitations, user, at)
    return user


@transaction.atomic
def take_up(*, code: str, by: User, at: dt.datetime) -> None:
    """Whoever has an account accepts what the code was given for. Raises DomainError, in the same
    words, where that was for another address or the code is good for nothing.
    """
    invitations = offered(code=code, at=at)
    theirs = StaffInvitation.objects.to_address_of(by).filter(pk=invitations[0].pk)
    if not theirs.exists():
        raise DomainError(good_for_nothing())
    _accept_what_is_offered(invitations, by, at)


def _accept_what_is_offered(
    invitations: Iterable[StaffInvitation], user: User, at: dt.datetime
) -> None:
    """Raises DomainError where nothing is any more: nobody has an account for nothing."""
    accepted, refusals = [], []
    for invitation in invitations:
        try:
            accepted.append(_accept(_with_code(invitation, user), user, at))
        except DomainError as error:
            refusals.append(error)
    if not accepted:
        raise refusals[0]


@transaction.atomic
def accept(*, invitation: StaffInvitation, by: User, at: dt.datetime) -> StaffRole:
    """The user holds the role; the invitation is gone.

    Only while whoever invited may still give the role: what somebody offered whose own role was
    taken away meanwhile is offered by nobody.
    """
    return _accept(_held(invitation, by), by, at)


def _accept(held: StaffInvitation, by: User, at: dt.datetime) -> StaffRole:
    if held.role not in grantable(held.invited_by, held.conference):
        raise DomainError(
            _(
                "The person who invited you may no longer give this role. Ask an organizer to"
                " invite you."
            )
        )
    role, _is_new = StaffRole.objects.get_or_create(
        conference=held.conference, user=by, role=held.role, defaults={"scope": held.scope}
    )
    audit.record(
        "staffrole.accepted",
        target=role,
        by=by,
        at=at,
        detail={"role": held.role, "invited_by": held.invited_by_id},
    )
    held.delete()
    if held.scope and role.scope_id != held.scope.pk:
        held.scope.delete()
    return role


@transaction.atomic
def decline(*, invitation: StaffInvitation, by: User, at: dt.datetime) -> None:
    """The invitation is gone, and nothing else has changed."""
    held = _held(invitation, by)
    audit.record("staffinvitation.declined", target=held, by=by, at=at, detail={"role": held.role})
    _delete_with_scope(held)


def _held(invitation: StaffInvitation, by: User) -> StaffInvitation:
    """Locked: it is answered once, and not while it is taken back."""
    return _locked(invitation, StaffInvitation.objects.for_user(by))


def _with_code(invitation: StaffInvitation, by: User) -> StaffInvitation:
    """The same of whoever came with its own code, which they had from the mail or from staff."""
    return _locked(invitation, StaffInvitation.objects.to_address_of(by))


def _locked(invitation: StaffInvitation, theirs: StaffInvitationQuerySet) -> StaffInvitation:
    waiting = theirs.select_for_update(of=("self",))
    found = (
        waiting.select_related("invited_by", "conference", "scope").filter(pk=invitation.pk).first()
    )
    if found is None:
        raise DomainError(_("This invitation has been withdrawn or answered."))
    return found


@transaction.atomic
def take_away(*, role: StaffRole, by: User, at: dt.datetime) -> None:
    """The user holds the role no longer; a conference keeps an organizer."""
    if role.role not in grantable(by, role.conference):
        raise DomainError(_("Your staff role does not let you remove this one."))
    if role.role == Role.ORGANIZER:
        _require_another_organizer([role.conference_id], than=role.user)
    audit.record("staffrole.deleted", target=role, by=by, at=at, detail={"role": role.role})
    _delete_with_scope(role)


@transaction.atomic
def take_back(*, invitation: StaffInvitation, by: User, at: dt.datetime) -> None:
    """Nobody is offered the role any more."""
    audit.record("staffinvitation.deleted", target=invitation, by=by, at=at)
    _delete_with_scope(invitation)


def _delete_with_scope(row: StaffRole | StaffInvitation) -> None:
    """A scope that nobody has would keep what it names from being deleted."""
    row.refresh_from_db(fields=["scope"])
    scope = row.scope
    row.delete()
    if scope is not None:
        scope.delete()


def require_organizers_without(user: User) -> None:
    """Raises DomainError where a conference would have no organizer if the account were closed."""
    roles = StaffRole.objects.filter(user=user, role=Role.ORGANIZER)
    _require_another_organizer(roles.values_list("conference_id", flat=True), than=user)


def _require_another_organizer(conference_ids: Iterable[int], *, than: User) -> None:
    """The conferences are held until the end: two organizers cannot take each other away."""
    held = Conference.objects.select_for_update(no_key=True).filter(pk__in=list(conference_ids))
    for conference in held.order_by("pk"):
        organizers = StaffRole.objects.filter(
            conference=conference, role=Role.ORGANIZER, user__is_active=True
        )
        if not organizers.exclude(user=than).exists():
            raise DomainError(
                _(
                    "%(name)s would be left without an organizer. Invite another one; once they"
                    " have accepted, you can remove this one."
                )
                % {"name": conference}
            )
