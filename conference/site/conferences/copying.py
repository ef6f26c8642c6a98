"""What a new conference takes over from an earlier one: places, scheme, designs, never people."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from badges.copying import ROWS as OF_BADGES
from conference import audit
from conference.choices import Role
from conference.copying import ROWS as OF_CONFERENCE
from conference.copying import copy_rows
from conference.errors import DomainError
from conference.models import Conference, StaffRole, User
from conference.services import staff
from delegates.copying import ROWS as OF_DELEGATES
from sessions.copying import ROWS as OF_SESSIONS

ROWS = (*OF_CONFERENCE, *OF_DELEGATES, *OF_SESSIONS, *OF_BADGES)


@transaction.atomic
def copy(*, source: Conference, target: Conference, by: User, at: dt.datetime) -> None:
    """The target, which is new, has what the apps list of the source; its staff is invited.

    Nobody is added to the source's rows meanwhile, so that none refers to one that came too late.
    """
    if not Conference.objects.organized_by(by).filter(pk=source.pk).exists():
        raise DomainError(_("Only the organizers of a conference can copy it."))
    source = Conference.objects.select_for_update().get(pk=source.pk)
    copy_rows(ROWS, source=source, target=target, by=by)
    _invite_staff(source, target, by, at)
    audit.record(
        "conference.begun_like_another", target=target, by=by, at=at, detail={"from": source.pk}
    )


def _invite_staff(source: Conference, target: Conference, by: User, at: dt.datetime) -> None:
    """Whoever worked for the earlier conference is asked, and works here once they accept."""
    held = StaffRole.objects.filter(conference=source, user__is_active=True).exclude(user=by)
    roles: dict[User, list[Role]] = {}
    for row in held.select_related("user"):
        roles.setdefault(row.user, []).append(Role(row.role))
    for user, offered in roles.items():
        staff.invite(
            conference=target, email=user.email, name=user.name, roles=offered, by=by, at=at
        )
