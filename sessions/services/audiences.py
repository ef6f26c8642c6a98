"""For whom a session is: decided, with what readers see of it from then on."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.models import User
from delegates.models import Category, DelegationKind
from sessions.choices import Audience
from sessions.models import AudienceGroup, Session
from sessions.services import releases


@transaction.atomic
def decide(
    *,
    sessions: Collection[Session],
    audience: Audience,
    kinds: Collection[DelegationKind] = (),
    categories: Collection[Category] = (),
    by: User,
    at: dt.datetime,
) -> None:
    """The sessions, of one conference, are for these. No page, file or calendar tells whom they are
    no longer for from then on; whom they are for besides, the next release tells.

    Of other audiences the groups stay as they were, for the day that they are for groups again.
    Raises DomainError where they are for groups and none is named.
    """
    if audience == Audience.GROUPS and not (kinds or categories):
        raise DomainError(_("Name at least one kind of delegations or one category."))
    conference = next(iter(sessions)).conference
    releases.hold(conference)
    keys = [session.pk for session in sessions]
    # One order for all who hold several.
    held = Session.objects.for_conference(conference).select_for_update(of=("self",))
    decided = list(held.filter(pk__in=keys).order_by("pk"))
    former = {session.pk: session.audience for session in decided}
    Session.objects.filter(pk__in=former).update(audience=audience, updated_at=at)
    if audience == Audience.GROUPS:
        _name_groups(decided, kinds, categories)
    given = {
        "to": audience.value,
        "kinds": sorted(kind.pk for kind in kinds),
        "categories": sorted(category.pk for category in categories),
    }
    audit.record_many(
        "session.audience_decided",
        targets=[(session, ["audience"]) for session in decided],
        by=by,
        at=at,
        detail_of=lambda session: {"from": former[session.pk], **given},
    )
    releases.narrow(conference=conference, sessions=decided, audience=audience, at=at)


def _name_groups(
    sessions: Collection[Session],
    kinds: Collection[DelegationKind],
    categories: Collection[Category],
) -> None:
    AudienceGroup.objects.filter(session__in=sessions).delete()
    named = [*((kind, None) for kind in kinds), *((None, category) for category in categories)]
    groups = [
        AudienceGroup(
            conference_id=session.conference_id, session=session, kind=kind, category=category
        )
        for session in sessions
        for kind, category in named
    ]
    AudienceGroup.objects.bulk_create(groups)
