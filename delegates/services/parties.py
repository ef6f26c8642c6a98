"""Countries and organizations: saved with their sort keys, and taken up for all conferences."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.models import User
from delegates.derived import derive_party
from delegates.models import Country, Organization
from delegates.party_entries import country_entry, entry_of, organization_entry
from delegates.recognition.parties import Recogniser


@transaction.atomic
def save(
    *, party: Country | Organization, fields: Sequence[str], by: User, at: dt.datetime
) -> Country | Organization:
    """Add or change a party. Delegations keep the names they copied.

    What is added may be called nothing that a party is called already: it would be taken for it.
    """
    is_new = party.pk is None
    if is_new:
        require_own_names(party)
    derive_party(party)
    party.save()
    audit.record(
        f"{party._meta.model_name}.{'added' if is_new else 'changed'}",
        target=party,
        by=by,
        at=at,
        conference_id=getattr(party, "conference_id", None),
        fields=fields,
    )
    return party


@transaction.atomic
def take_up(*, organization: Organization, by: User, at: dt.datetime) -> Organization:
    """From now on it is every conference's. Raises DomainError where it is called like another."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if organization.conference is None:
        return organization
    former, organization.conference = organization.conference_id, None
    require_own_names(organization)
    organization.save(update_fields=["conference"])
    audit.record(
        "organization.taken_up", target=organization, by=by, at=at, detail={"conference": former}
    )
    return organization


def require_own_names(party: Country | Organization) -> None:
    """Raises DomainError with the first name that another party has, by which it is recognised."""
    others = Organization.objects.known_in(getattr(party, "conference", None))
    known = Recogniser(
        [country_entry(row) for row in Country.objects.exclude(**_itself(party, Country))],
        [organization_entry(row) for row in others.exclude(**_itself(party, Organization))],
    )
    for name in filter(None, entry_of(party).spellings()):
        if taken := known.called(name):
            theirs = next(iter(taken[0].names.values()), name)
            raise DomainError(
                _("“%(name)s” is a name of %(other)s. Choose that one, or call it otherwise.")
                % {"name": name, "other": theirs}
            )


def _itself(party: Country | Organization, model: type[Country | Organization]) -> dict[str, int]:
    return {"pk": party.pk if isinstance(party, model) and party.pk else 0}
