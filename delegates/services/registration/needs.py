"""Dietary and access needs of a delegate. The audit trail says that they changed, not what to."""

import datetime as dt

from django.db import transaction

from conference import audit
from conference.models import User
from delegates.models import Delegate, Needs
from delegates.services import scopes
from delegates.services.registering import held_delegates


@transaction.atomic
def say(*, delegate: Delegate, dietary: str, access: str, by: User, at: dt.datetime) -> None:
    """These are the person's needs; without any, nothing is kept."""
    row = held_delegates([delegate])[delegate.pk]
    scopes.require_people_within([row.pk], by=by)
    former = kept(row)
    said = {"dietary": dietary, "access": access}
    before = {name: getattr(former, name, "") for name in said}
    changed = [name for name in said if said[name] != before[name]]
    if not changed:
        return
    if any(said.values()):
        Needs.objects.update_or_create(
            delegate=row, defaults={"conference_id": row.conference_id, **said}
        )
    elif former is not None:
        former.delete()
    audit.record("delegate.needs_changed", target=row, by=by, at=at, fields=changed)


def kept(delegate: Delegate) -> Needs | None:
    """To be compared with what is sent; whoever is shown them reads."""
    return Needs.objects.filter(delegate=delegate).first()


def read(*, delegate: Delegate, by: User, at: dt.datetime) -> Needs | None:
    """The needs, for somebody who reads them: the trail says who did."""
    audit.record("delegate.needs_seen", target=delegate, by=by, at=at)
    return kept(delegate)
