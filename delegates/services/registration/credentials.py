"""What an officer notes of the credentials of a delegation."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from conference import audit
from conference.models import User
from delegates.models import Credentials, Delegation
from delegates.services import scopes
from delegates.services.registering import held_delegations

NOTED = ("form", "signatory", "has_full_powers", "received_on", "examined_on")


def of(delegation: Delegation) -> Credentials:
    """A delegation that has presented none has a row that is not saved."""
    found = Credentials.objects.filter(delegation=delegation).first()
    return found or Credentials(conference=delegation.conference, delegation=delegation)


@transaction.atomic
def note(*, delegation: Delegation, noted: Mapping[str, Any], by: User, at: dt.datetime) -> None:
    """Whoever notes a date, or changes it, stands beside it."""
    held_delegations([delegation.pk])
    scopes.require_within(Delegation.objects, [delegation.pk], by=by)
    row = of(delegation)
    changed = [name for name in NOTED if getattr(row, name) != noted[name]]
    if not changed:
        return
    for name in changed:
        setattr(row, name, noted[name])
    for what in ("received", "examined"):
        if f"{what}_on" in changed:
            setattr(row, f"{what}_by", by if noted[f"{what}_on"] else None)
    row.save()
    audit.record("delegation.credentials_changed", target=delegation, by=by, at=at, fields=changed)
