"""What has come along from an earlier conference, in words for whoever has made the new one."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from badges.models import BadgeDesign, BadgeType
from conference.choices import Role
from conference.models import Conference, ConferenceRow, Room, User, Venue, Zone
from conference.site.conferences.copying import CopiedConference
from conference.writing.languages import localized
from delegates.models import Category, DelegationKind, Quota, Rank

NAMED: tuple[type[ConferenceRow], ...] = (
    Venue,
    Room,
    Zone,
    DelegationKind,
    Category,
    Rank,
    Quota,
    BadgeType,
    BadgeDesign,
)


def what_came_along(earlier: Conference, copied: CopiedConference) -> list[str]:
    """How much of what, and who was invited to what."""
    counts = [
        f"{model._meta.verbose_name_plural} ({copied.counts[model]})"
        for model in NAMED
        if copied.counts.get(model)
    ]
    title = localized(earlier.title, fallbacks=earlier.languages).text
    invited = [with_roles(user, roles) for user, roles in copied.invited.items()]
    return [
        _("Taken over from “%(title)s”: %(counts)s. No people and no sessions.")
        % {"title": title, "counts": ", ".join(counts)},
        _("Invited by e-mail: %s.") % "; ".join(invited) if invited else _("Nobody was invited."),
    ]


def with_roles(user: User, roles: Iterable[Role]) -> str:
    return f"{user} ({', '.join(str(role.label) for role in roles)})"
