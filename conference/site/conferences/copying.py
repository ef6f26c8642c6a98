"""What a new conference takes over from an earlier one: scheme, designs, and what is chosen."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from badges.copying import ROWS as OF_BADGES
from conference import audit
from conference.choices import Role
from conference.copying import ROWS as OF_CONFERENCE
from conference.copying import copy_rows
from conference.errors import DomainError
from conference.models import Conference, ConferenceRow, Room, StaffRole, User, Venue, VenueTravel
from conference.services import staff
from delegates.copying import ROWS as OF_DELEGATES
from sessions.copying import ROWS as OF_SESSIONS

ROWS = (*OF_CONFERENCE, *OF_DELEGATES, *OF_SESSIONS, *OF_BADGES)
PLACES = (Venue, VenueTravel, Room)


@dataclass(frozen=True)
class Wanted:
    """What comes along only if it is asked for. `staff`: ids of users who are to be invited."""

    places: bool = True
    staff: Collection[int] = ()


ONLY_PLACES = Wanted()


@dataclass(frozen=True)
class CopiedConference:
    """What has come along: how many rows of each model, and who was invited to what."""

    counts: Mapping[type[ConferenceRow], int] = field(default_factory=dict)
    invited: Mapping[User, list[Role]] = field(default_factory=dict)


@transaction.atomic
def copy(
    *, source: Conference, target: Conference, wanted: Wanted, by: User, at: dt.datetime
) -> CopiedConference:
    """The target, which is new, has what the apps list of the source, as far as it is wanted.

    Nobody is added to the source's rows meanwhile, so that none refers to one that came too late.
    """
    if not Conference.objects.organized_by(by).filter(pk=source.pk).exists():
        raise DomainError(_("Only the organizers of a conference can copy it."))
    source = Conference.objects.select_for_update().get(pk=source.pk)
    rows = [row for row in ROWS if wanted.places or row.model not in PLACES]
    keys = copy_rows(rows, source=source, target=target, by=by)
    invited = {
        user: roles for user, roles in staff_of(source, by).items() if user.pk in wanted.staff
    }
    for user, roles in invited.items():
        staff.invite(conference=target, email=user.email, name=user.name, roles=roles, by=by, at=at)
    audit.record(
        "conference.begun_like_another", target=target, by=by, at=at, detail={"from": source.pk}
    )
    return CopiedConference({model: len(copies) for model, copies in keys.items()}, invited)


def staff_of(source: Conference, by: User) -> dict[User, list[Role]]:
    """Whoever else works for the conference, by name. Invited, they work here once they accept.

    Not in a role that has a scope: what it names is of the former conference, without it is wider.
    """
    held = StaffRole.objects.filter(
        conference=source, user__is_active=True, scope__isnull=True
    ).exclude(user=by)
    roles: dict[User, list[Role]] = {}
    for row in held.select_related("user").order_by("user__name", "user", "pk"):
        roles.setdefault(row.user, []).append(Role(row.role))
    return roles
