"""Countries and organizations: saved with their sort keys."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from conference import audit
from conference.models import User
from delegates.derived import derive_party
from delegates.models import Country, Organization


@transaction.atomic
def save(
    *, party: Country | Organization, fields: Sequence[str], by: User, at: dt.datetime
) -> Country | Organization:
    """Add or change a party. Delegations keep the names they copied."""
    is_new = party.pk is None
    derive_party(party)
    party.save()
    audit.record(
        f"{party._meta.model_name}.{'added' if is_new else 'changed'}",
        target=party,
        by=by,
        at=at,
        fields=fields,
    )
    return party
