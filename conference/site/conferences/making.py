"""A conference comes into being: with the default scheme, or with what an earlier one had."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.choices import Role
from conference.database import violations
from conference.errors import DomainError
from conference.models import Conference, StaffRole, User
from conference.permissions import MAKING_CONFERENCES
from conference.site.conferences import copying, setting_up
from conference.site.conferences.copying import ONLY_PLACES, CopiedConference, Wanted


@transaction.atomic
def make(
    *,
    conference: Conference,
    copied_from: Conference | None = None,
    wanted: Wanted = ONLY_PLACES,
    by: User,
    at: dt.datetime,
) -> CopiedConference:
    """The conference is there, a draft. Whoever makes it is its organizer. Returns what has come
    along from the earlier one.

    The installation administrator works in all conferences and needs no role in this one.
    """
    if not by.has_perm(MAKING_CONFERENCES):
        raise DomainError(_("The installation administrator decides who may create conferences."))
    with violations.in_words():
        conference.save()
    audit.record("conference.added", target=conference, by=by, at=at)
    if not by.is_superuser:
        by = _made_organizer(conference, by, at)
    if copied_from is None:
        setting_up.set_up(conference=conference, by=by, at=at)
        return CopiedConference()
    return copying.copy(source=copied_from, target=conference, wanted=wanted, by=by, at=at)


def _made_organizer(conference: Conference, user: User, at: dt.datetime) -> User:
    """The user as of now: what was read of their roles before does not know this one."""
    role = StaffRole.objects.create(conference=conference, user=user, role=Role.ORGANIZER)
    audit.record("staffrole.accepted", target=role, by=user, at=at, detail={"role": str(role.role)})
    return User.objects.get(pk=user.pk)
