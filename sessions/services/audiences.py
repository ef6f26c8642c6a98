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
    session: Session,
    audience: Audience,
    kinds: Collection[DelegationKind] = (),
    categories: Collection[Category] = (),
    by: User,
    at: dt.datetime,
) -> Session:
    """The session is for these. No page, file or calendar tells whom it is no longer for from then
    on; whom it is for besides, the next release tells.

    Of other audiences the groups stay as they were, for the day that it is for groups again.
    Raises DomainError where it is for groups and none is named.
    """
    if audience == Audience.GROUPS and not (kinds or categories):
        raise DomainError(_("Name at least one kind of delegations or one category."))
    releases.hold(session.conference)
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    former, session.audience = session.audience, audience
    session.save(update_fields=["audience", "updated_at"])
    if audience == Audience.GROUPS:
        _name_groups(session, kinds, categories)
    audit.record(
        "session.audience_decided",
        target=session,
        by=by,
        at=at,
        fields=["audience"],
        detail={
            "from": former,
            "to": audience.value,
            "kinds": sorted(kind.pk for kind in kinds),
            "categories": sorted(category.pk for category in categories),
        },
    )
    releases.narrow(session=session, audience=audience, at=at)
    return session


def _name_groups(
    session: Session, kinds: Collection[DelegationKind], categories: Collection[Category]
) -> None:
    AudienceGroup.objects.filter(session=session).delete()
    groups = [
        *(AudienceGroup(session=session, kind=kind) for kind in kinds),
        *(AudienceGroup(session=session, category=category) for category in categories),
    ]
    for group in groups:
        group.conference_id = session.conference_id
    AudienceGroup.objects.bulk_create(groups)
