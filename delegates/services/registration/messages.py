"""The thread of a delegation with the secretariat. A mail says that there is a message, no more."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from conference import audit
from conference.addresses import admin_url
from conference.choices import Role
from conference.errors import DomainError
from conference.models import StaffRole, User
from conference.outbox import writing
from conference.outbox.composing import address_of, compose
from conference.outbox.writing import Letter
from conference.randomness import Identifier
from conference.writing.languages import localized
from conference.writing.lines import clean_text
from delegates.models import Delegation, FocalPoint, Message
from delegates.models.registration.messages import LONGEST
from delegates.services import scopes
from delegates.services.registering import held_delegations
from delegates.services.registration import focal_points
from delegates.services.registration.delegation_tasks import focal_points_of

# By one author to one delegation: who writes more by hand than this uses a program.
MOST_IN_AN_HOUR = 30


@transaction.atomic
def write(
    *,
    delegation: Delegation,
    text: str,
    is_from_secretariat: bool,
    form_key: Identifier | None = None,
    by: User,
    at: dt.datetime,
) -> Message:
    """The other side is told by mail. The form that was sent before has written it already."""
    text = cleaned(text)
    held = held_delegations([delegation.pk])[delegation.pk]
    if is_from_secretariat:
        scopes.require_within(Delegation.objects, [held.pk], by=by)
    else:
        focal_points.require_standing(delegation=held, by=by)
    there = held.messages.filter(form_key=form_key, author=by).first() if form_key else None
    if there is not None:
        return there
    lately = held.messages.filter(author=by, sent_at__gt=at - dt.timedelta(hours=1))
    if lately.count() >= MOST_IN_AN_HOUR:
        raise DomainError(_("You have written many messages in the last hour. Try again later."))
    row = Message.objects.create(
        conference_id=held.conference_id,
        delegation=held,
        author=by,
        is_from_secretariat=is_from_secretariat,
        text=text,
        sent_at=at,
        form_key=form_key,
    )
    audit.record("delegation.wrote", target=held, by=by, at=at, detail={"message": row.pk})
    _tell(delegation, is_from_secretariat, at)
    return row


def cleaned(text: str) -> str:
    """Raises DomainError for what nobody types on purpose, nothing at all, and too much of it."""
    try:
        text = clean_text(text).strip()
    except ValueError as error:
        raise DomainError(str(error)[:1].upper() + str(error)[1:] + ".") from error
    if not text:
        raise DomainError(_("Write a message first."))
    if len(text) > LONGEST:
        raise DomainError(_("A message has %d characters at most.") % LONGEST)
    return text


def _tell(delegation: Delegation, is_from_secretariat: bool, at: dt.datetime) -> None:
    conference = delegation.conference
    if is_from_secretariat:
        language = delegation.correspondence_language or conference.principal_language
        people = focal_points_of([delegation])[delegation.pk]
        url = address_of("registration:messages", conference.slug, delegation.pk)
    else:
        language = conference.principal_language
        people = _secretariat(delegation)
        page = admin_url(conference, "delegates_delegation_messages", delegation.pk)
        url = f"{settings.PUBLIC_URL}{page}"
    with translation.override(language):
        context = {
            "delegation": localized(delegation.name, fallbacks=conference.languages),
            "title": localized(conference.title, fallbacks=conference.languages),
            "url": url,
        }
        composed = compose("new_message", language, context)
    for user in people:
        writing.write(Letter(user.email, composed, [delegation]), conference=conference, at=at)


def _secretariat(delegation: Delegation) -> list[User]:
    """Registration officers who see the delegation; where there is none, organizers."""
    roles = StaffRole.objects.filter(conference=delegation.conference_id, user__is_active=True)
    for role in (Role.REGISTRATION_OFFICER, Role.ORGANIZER):
        held = roles.filter(role=role).select_related("user").order_by("user")
        seeing = [row.user for row in held if row.scope_id is None or _sees(row.user, delegation)]
        if seeing:
            return seeing
    return []


def _sees(user: User, delegation: Delegation) -> bool:
    return Delegation.objects.visible_to(user).filter(pk=delegation.pk).exists()


def read(*, delegation: Delegation, shown: Sequence[Message], by: User) -> None:
    """The focal point has had these before them: what came meanwhile is still to be read."""
    last = max((row.pk for row in shown), default=0)
    own = FocalPoint.objects.standing().filter(delegation=delegation, user=by)
    own.filter(messages_read__lt=last).update(messages_read=last)


@transaction.atomic
def erase(*, message: Message, by: User, at: dt.datetime) -> None:
    """Nothing is left of it but who wrote it and when."""
    scopes.require_delegations([message.delegation_id], by=by)
    if Message.objects.filter(pk=message.pk, erased_at=None).update(text="", erased_at=at):
        audit.record("message.erased", target=message, by=by, at=at)
